"""A sweep is the estimate of every row, worked out at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import MEETING, changed

import carbonmeet as cm
from carbonmeet.cli import main
from carbonmeet.questions.sweeping.columns import read_columns
from carbonmeet.questions.sweeping.groups import groups_of
from carbonmeet.scenario import Scenario

CATALOGUE = cm.load_catalogue()


@pytest.fixture(scope="module")
def forum() -> Scenario:
    return cm.load_scenario("forum-1500")


def rows_of(table: dict[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]


def agree(scenario: Scenario, table: dict[str, list[Any]], found: pd.DataFrame) -> None:
    """Every row is the estimate of the scenario with its values."""
    for at, row in enumerate(rows_of(table)):
        row.pop("id", None)
        result = cm.estimate(scenario.replace(row), catalogue=CATALOGUE)
        assert found["baseline"].iloc[at] == pytest.approx(result.baseline.total.value, rel=1e-9)
        assert found["residual"].iloc[at] == pytest.approx(result.residual.total.value, rel=1e-9)
        for source, tonnes in result.workings.baseline.sums("source").items():
            assert found[f"kg:{source}"].iloc[at] == pytest.approx(1000 * tonnes, rel=1e-9)


def models(scenario: Scenario, table: Any) -> int:
    return len(list(groups_of(scenario, read_columns(scenario, table), CATALOGUE)))


NUMBERS = {
    'groups["From Kunming"].people': st.integers(0, 10_000),
    "groups.Staff.days": st.integers(0, 30),
    'groups["From the south-west"].travel[0].share': st.floats(0.01, 0.9),
    'groups["From the south-west"].travel[0].return_distance': st.floats(1, 3000).map(
        lambda km: f"{km!r} km"
    ),
    "measures.T1.uptake": st.integers(0, 100).map(lambda p: p / 100),
    "measures.T6": st.integers(0, 100).map(lambda p: p / 100),
    "measures.P3.uptake": st.integers(0, 100).map(lambda p: p / 100),
    "online_hours_if_remote": st.integers(0, 20),
    'groups["From Kunming"].local.length': st.floats(0.1, 60).map(lambda km: f"{km!r} km"),
}


@settings(max_examples=12)
@given(st.data())
def test_a_sweep_is_the_estimate_of_every_row(data: st.DataObject) -> None:
    scenario = cm.load_scenario("forum-1500")
    names = data.draw(st.lists(st.sampled_from(list(NUMBERS)), min_size=1, max_size=3, unique=True))
    table = {name: data.draw(st.lists(NUMBERS[name], min_size=3, max_size=3)) for name in names}
    agree(scenario, table, cm.sweep(scenario, table, catalogue=CATALOGUE))


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ({"groups.Staff.people": [10, 20, 30]}, 1),
        ({"groups.Staff.people": range(10, 40, 10), "groups.Staff.nights": [1]}, 1),
        ({"measures.T1.uptake": [0.0, 0.5, 1.0], "measures.T2.uptake": [1.0, 0.0, 0.5]}, 1),
        ({"place.region": ["CN-YN-KMG", "CN-BJ", "CN-YN-KMG"]}, 2),
        (
            {
                'groups["From the south-west"].hotel': [
                    "hotel.star-3",
                    "hotel.star-5",
                    "hotel.star-3",
                ]
            },
            2,
        ),
        ({"methods.upstream": [True, False]}, 2),
        ({'groups["From Kunming"].local.length [km]': [1.0, 1.5, 3.0, 4.0, 9.0, 12.0]}, 2),
        ({"groups.Staff.people": [{"value": 9, "low": 5, "high": 20}, 10]}, 2),
    ],
)
def test_rows_share_a_model_where_they_choose_the_same_factors(
    forum: Scenario, table: Any, count: int
) -> None:
    assert models(forum, table) == count
    found = cm.sweep(forum, table, catalogue=CATALOGUE)
    rows = len(found)
    lists = {
        name.removesuffix(" [km]"): [f"{one} km" for one in values] if "[km]" in name else
        list(values) * (rows if len(values) == 1 else 1)
        for name, values in table.items()
    }  # fmt: skip
    agree(forum, lists, found)


def test_a_length_that_chooses_the_mode_parts_the_rows() -> None:
    text = changed(", modes: {taxi: 40%, metro: 60%}", "")
    scenario = cm.load_scenario(text=text)
    table = {"groups.Beijing.local.length": [f"{km} km" for km in range(1, 25)]}
    assert models(scenario, table) == 4  # on foot, by bicycle, by metro, by car
    agree(scenario, table, cm.sweep(scenario, table))


def test_years_of_a_city_and_its_numbers() -> None:
    city = cm.load_scenario("kunming-2023")
    table = {"year": [2023, 2023, 2024], "population": [8e6, 9e6, 9e6]}
    found = cm.sweep(city, table)
    agree(city, table, found)
    assert models(city, table) == 2


def test_a_factor_is_a_column(forum: Scenario) -> None:
    base = cm.estimate(forum)
    grid = next(one for one in base.workings.model.inputs if one.id.startswith("metro.energy@"))
    name = f'factors["{grid.id}"]'
    found = cm.sweep(forum, {name: [grid.value, 2 * grid.value]})
    assert found["baseline"].iloc[0] == pytest.approx(base.baseline.total.value, rel=1e-12)
    per_watt = cm.sweep(forum, {f"{name} [Wh / passenger / km]": [grid.value * 1000]})
    assert per_watt["baseline"].iloc[0] == pytest.approx(base.baseline.total.value, rel=1e-12)
    own = forum.replace(
        {"factors": [{"key": grid.key, "value": 0.5, "unit": str(grid.unit), "region": "CN-YN"}]}
    )
    table = {f'factors["{grid.key}@own[CN-YN]"].value': [0.1, 0.7]}
    agree(own, table, cm.sweep(own, table))


@pytest.mark.parametrize("start", ["grid@mee-2021[", "grid@mee-2022[", "air.non-co2-multiplier@"])
def test_a_factor_swept_is_the_factor_replaced(start: str) -> None:
    kunming = cm.load_scenario("cop15-kunming")
    base = cm.estimate(kunming, catalogue=CATALOGUE)
    rows = [
        *base.workings.model.inputs,
        *(t for n in base.workings.model.inputs for t, _ in n.terms),
    ]
    factor = next(one for one in rows if one.id.startswith(start))
    table = {f'factors["{factor.id}"]': [factor.value, 1.5 * factor.value]}
    agree(kunming, table, cm.sweep(kunming, table, catalogue=CATALOGUE))


@pytest.mark.parametrize(
    "table",
    [
        {"offset.survival": [0.5, 0.8, 0.8]},
        {"offset.area": ["3000 mu", "5000 mu"]},
        {"offset.area": [None, "5000 mu"], "measures.T1.uptake": [0.1, 0.9]},
        {"offset.stand": ["yunnan-pine", "nobody's"]},
        {"measures.T1.uptake": [0.1, 0.9]},
    ],
)
def test_a_row_has_the_forest_of_its_estimate(table: dict[str, list[Any]]) -> None:
    kunming = cm.load_scenario("cop15-kunming")
    found = cm.sweep(kunming, table, catalogue=CATALOGUE, faults="keep")
    for at, row in enumerate(rows_of(table)):
        if "nobody's" in row.values():
            assert "nobody's" in found["fault"].iloc[at] and np.isnan(found["removal"].iloc[at])
            continue
        forest = cm.estimate(kunming.replace(row), catalogue=CATALOGUE).offset
        assert found["removal"].iloc[at] == pytest.approx(forest.removal.value, rel=1e-9)
        assert found["area"].iloc[at] == pytest.approx(forest.area.value, rel=1e-9)


def test_an_open_area_follows_what_is_owed() -> None:
    credit = {"kind": "ccer", "tonnes": "500 t CO2e", "vintage": 2020}
    for changes in ({}, {"offset.confidence": 0.9}, {"offset.credits": [credit]}):
        kunming = cm.load_scenario("cop15-kunming").replace({"offset.area": None, **changes})
        table = {"measures.T1.uptake": [0.1, 0.9]}
        found = cm.sweep(kunming, table, catalogue=CATALOGUE)
        for at, row in enumerate(rows_of(table)):
            forest = cm.estimate(kunming.replace(row), catalogue=CATALOGUE).offset
            assert found["removal"].iloc[at] == pytest.approx(forest.removal.value, rel=1e-9)
            assert found["area"].iloc[at] == pytest.approx(forest.area.value, rel=1e-9)
        assert found["area"].nunique() == 2


def test_a_meeting_without_a_forest_has_no_columns_of_one(forum: Scenario) -> None:
    forest = {"removal", "area"}
    bare = forum.replace({"offset": None})
    assert not forest & {*cm.sweep(bare, {"groups.Staff.people": [1]}, catalogue=CATALOGUE)}


def test_a_place_goes_by_its_name_or_its_airport(forum: Scenario) -> None:
    found = cm.sweep(forum, {"place": ["Singapore", "VIE"]}, catalogue=CATALOGUE)
    for at, place in enumerate(({"name": "Singapore"}, {"airport": "VIE"})):
        result = cm.estimate(forum.replace({"place": place}), catalogue=CATALOGUE)
        assert found["baseline"].iloc[at] == pytest.approx(result.baseline.total.value, rel=1e-9)
    assert found["baseline"].nunique() == 2
    with pytest.raises(cm.InputError, match="Nowhereville"):
        cm.sweep(forum, {"place": ["Nowhereville"]}, catalogue=CATALOGUE)


def test_units_stand_in_cells_or_in_the_title() -> None:
    scenario = cm.load_scenario(text=MEETING)
    base = cm.estimate(scenario).baseline.total.value
    for table in (
        {"venue.Halls.area [m^2]": [36000]},
        {"venue.Halls.area [km^2]": np.array([0.036])},
        {"venue.Halls.area": ["36000 m^2"]},
        {"venue.Halls.area": ["3.6 ha"]},
        {"groups.Beijing.local.modes.taxi": ["40%"]},
        {"activities.Stands.amount": ["1000 t km"]},
    ):
        assert cm.sweep(scenario, table)["baseline"].iloc[0] == pytest.approx(base, rel=1e-12)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"groups.Bejing.people": [1]}, "no entry 'Bejing' in groups. Did you mean 'Beijing'?"),
        ({"groups.Beijing.peple": [1]}, "row 0: groups.Beijing: no key 'peple' here"),
        ({"groups.Beijing.people": [1, -2, 3, float("nan")]}, "row 1, groups.Beijing.people: -2 p"),
        ({"groups.Beijing.people": ["5 km"]}, "expected a number of people"),
        ({"venue.Halls.area": [5.0]}, "the numbers have no unit: write it behind the title, as in"),
        ({"venue.Halls.area [kg]": [5.0]}, "cannot be given in 'm^2'"),
        ({"measures.T1": [2.0]}, "row 0, measures.T1: a share lies between 0 and 1"),
        ({"measures.T99": [0.5]}, "no measure 'T99'"),
        ({"place.region": ["nowhere!"]}, "row 0: place.region: no region 'nowhere!'"),
        ({'factors["grid@nobody[CN]"]': [1.0]}, "no line rests on factor 'grid@nobody[CN]'"),
        (
            {"groups.Beijing.people": [1, 2], "groups.Beijing.nights": [1, 2, 3]},
            "has 2 values, anot",
        ),
        ({"groups.Beijing.people": [1], "groups[0].people": [2]}, "is the same place"),
        (
            {"groups.Beijing.local.modes.taxi": [0.4, 0.5], "groups.Beijing.nights": [1, 2]},
            "row 1",
        ),
        ({"groups.Beijing.sharing": [0.0, 1.0]}, "must be more than 0"),
        ({"groups[": [1]}, "is not a path"),
    ],
)
def test_faults_have_a_row_and_a_column(table: dict[str, list[Any]], message: str) -> None:
    scenario = cm.load_scenario(text=MEETING)
    with pytest.raises(cm.InputError) as error:
        cm.sweep(scenario, table)
    assert message in str(error.value)
    assert all(one.file == "table" for one in error.value.faults)


def test_wrong_rows_may_be_kept() -> None:
    scenario = cm.load_scenario(text=MEETING)
    table = pd.DataFrame(
        {"id": list("abcd"), "groups.Beijing.people": [600, -1, 700, None]}, index=[5, 6, 7, 8]
    )
    found = cm.sweep(scenario, table, faults="keep")
    assert list(found.index) == [5, 6, 7, 8]
    assert found["fault"].eq("").to_list() == [True, False, True, False]
    assert "-1 person is negative" in found.loc[6, "fault"]
    assert found["baseline"].isna().to_list() == [False, True, False, True]
    assert found.loc[5, "baseline"] == pytest.approx(cm.estimate(scenario).baseline.total.value)


@pytest.mark.parametrize(
    "table",
    [
        {"groups.Beijing.people": [600, 300]},
        {"groups.Beijing.people": [600, 300], "measures.T1.uptake": [0.2, 0.9]},
        {
            "groups.Beijing.travel[0].share": [0.7, 0.5],
            "groups.Beijing.travel[1].share": [0.3, 0.5],
        },
        {"place.region": ["CN-YN", "CN-BJ"]},
    ],
)
def test_ranges_are_those_of_the_draws_of_each_row(table: dict[str, list[Any]]) -> None:
    text = changed("measures: none", "measures: {T1: 50%, T3: 30%}")
    scenario = cm.load_scenario(text=text)
    found = cm.sweep(scenario, table, draws=300, seed=7)
    for at, row in enumerate(rows_of(table)):
        drawn = cm.simulate(cm.estimate(scenario.replace(row)), 300, 7)
        for name, ends in (
            ("baseline", ("low", "high")),
            ("residual", ("residual_low", "residual_high")),
        ):
            wanted = getattr(drawn, name).total
            assert found[ends[0]].iloc[at] == pytest.approx(wanted.low, rel=1e-9)
            assert found[ends[1]].iloc[at] == pytest.approx(wanted.high, rel=1e-9)
            assert found[name].iloc[at] == pytest.approx(wanted.value, rel=1e-9)


def test_the_command_writes_a_row_for_every_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, out = tmp_path / "table.csv", tmp_path / "out.csv"
    table.write_text(
        "id,groups.Staff.people,measures.T1.uptake\na,50,0.5\nb,-4,1\nc,,1\n", encoding="utf-8"
    )
    with pytest.raises(SystemExit) as code:
        main(["sweep", "forum-1500", str(table), "-o", str(out), "--draws", "50"])
    assert code.value.code == 1 and "2 of 3 rows are wrong" in capsys.readouterr().err
    found = pd.read_csv(out, keep_default_na=False)
    columns = ["id", "baseline", "low", "high", "residual", "residual_low", "residual_high"]
    assert list(found)[:7] == columns and list(found)[-1] == "fault"
    assert found["fault"].eq("").to_list() == [True, False, False]
    changes = {"groups.Staff.people": 50, "measures.T1.uptake": 0.5}
    result = cm.estimate(cm.load_scenario("forum-1500").replace(changes))
    assert float(found["residual"][0]) == pytest.approx(result.residual.total.value, rel=1e-12)


def test_an_empty_table_gives_an_empty_one(forum: Scenario) -> None:
    assert len(cm.sweep(forum, {"groups.Staff.people": []})) == 0
