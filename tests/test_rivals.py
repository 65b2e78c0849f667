"""The same scenario under rival methods."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from carbonmeet.base.text import Label
from carbonmeet.catalogue import load_catalogue
from carbonmeet.cli.methods import command
from carbonmeet.draws.rivals import Rival, RivalTable, read_rivals, rival_table
from carbonmeet.pricing.workings import work_out
from carbonmeet.scenario import load_scenario
from carbonmeet.view.faces.text import to_text
from carbonmeet.view.matter import Voice
from carbonmeet.view.tables.rivals import rival_blocks


@pytest.fixture(scope="module")
def table() -> RivalTable:
    return rival_table(load_scenario("cop15-kunming"), load_catalogue())


def own(**change: object) -> RivalTable:
    rival = Rival.model_validate({"id": "own", "group": "own", "name": {"en": "Own"}, **change})
    return rival_table(load_scenario("cop15-kunming"), load_catalogue(), [rival])


def test_every_shipped_choice_is_possible(table: RivalTable) -> None:
    assert table.failed == ()
    listed = {row.id for row in table.rows} | {one.id for one in table.same}
    assert listed == {one.id for one in read_rivals()}


def test_differences_are_against_the_scenario_as_it_stands(table: RivalTable) -> None:
    for row in table.rows:
        off = row.baseline - table.chosen.baseline.total
        assert row.difference == pytest.approx(off)
    low, high = table.spread
    assert low <= table.chosen.baseline.total <= high


def test_without_non_co2_effects_only_flights_change(table: RivalTable) -> None:
    row = next(row for row in table.rows if row.id == "non-co2-without")
    air = table.chosen.baseline.sums("source")["transport.air"]
    assert -air < row.difference < 0
    assert "non-co2-with" in {one.id for one in table.same}


def test_the_national_grid_changes_electricity_by_the_ratio_of_the_grids() -> None:
    found = own(pins={"grid": "@mee[CN]"})
    catalogue = load_catalogue()
    by_period = found.chosen.baseline.sums("period")
    ratios = [
        catalogue.find("grid", "CN", year, ("mee",)).value
        / catalogue.find("grid", "CN-YN", year, ("mee",)).value
        for year in (2021, 2022)
    ]
    # every line with a grid factor grows by a ratio between the two years'
    gridded = sum(
        found.chosen.baseline.kg[i] / 1000
        for i, line in enumerate(found.chosen.model.lines)
        if any(getattr(one, "key", "") == "grid" for one in line.activity.inputs)
    )
    assert len(by_period) == 3
    low, high = (gridded * (ratio - 1) for ratio in sorted(ratios))
    assert low - 1e-9 <= found.rows[0].difference <= high + 1e-9


def test_electricity_accounting_takes_the_residual_mix(table: RivalTable) -> None:
    """By market, power without a contract is what is left of the mix: before the measures too."""
    row = next(row for row in table.rows if row.id == "market")
    before, after = table.chosen.other_electricity
    assert row.difference == pytest.approx(before - table.chosen.baseline.total)
    assert row.difference > 0
    assert row.residual == pytest.approx(after)


@pytest.mark.parametrize("future", ["newest", "trend"])
def test_a_number_that_is_taken_already_changes_nothing(future: str) -> None:
    """The rows of a scenario, put before all others, are carried forward as they were."""
    later = {"periods.forum.start": "2030-05-20", "periods.forum.end": "2030-05-22"}
    scenario = load_scenario("forum-1500").replace(later | {"methods.future": future})
    found = work_out(scenario, load_catalogue())
    known = {row.id: row for row in load_catalogue().factors}
    rows = [known[one.id] for one in found.factors]
    assert len(rows) > 50
    again = work_out(scenario, load_catalogue().putting_first(rows))
    assert again.baseline.total == pytest.approx(found.baseline.total)
    assert again.residual.total == pytest.approx(found.residual.total)
    taken = {row.key: f"@{row.source}[{row.region}]" for row in rows if row.key == "grid"}
    rival = Rival(id="own", group="own", name=Label("Own"), pins=taken)
    assert rival_table(scenario, load_catalogue(), [rival]).same == (rival,)


def test_an_average_grid_is_no_contract() -> None:
    """By market, another average of the grid is as little bought as the one taken."""
    scenario = load_scenario("cop15-kunming").replace({"methods.electricity": "market"})
    grids = [one for one in read_rivals() if one.id.startswith("grid-")]
    assert rival_table(scenario, load_catalogue(), grids).same == tuple(grids)


def test_a_hotel_rival_changes_lodging_alone() -> None:
    found = own(
        pins={"hotel.room-night": "@cpcd-2024[CN]"},
        services={"lodging/hotel.*": "lodging/hotel.published"},
    )
    lodging = found.chosen.baseline.sums("source")["lodging"]
    assert found.rows[0].difference > -lodging


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"pins": {"grid": "@nobody-1999"}}, "no row 'grid' from '@nobody-1999'"),
        ({"pins": {"grid": "mee"}}, "a pin reads"),
        ({"methods": {"aviation": True}}, "unknown method 'aviation'"),
        ({"services": {"lodging/*": "lodging/palace"}}, "palace"),
    ],
)
def test_what_cannot_be_chosen_is_named_with_its_reason(
    change: dict[str, object], reason: str
) -> None:
    found = own(**change)
    assert found.rows == () and reason in found.failed[0][1]


def test_the_commands_output(table: RivalTable, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "电网采用全国平均而非省级" in to_text(rival_blocks(Voice("zh"), table))
    few = [one for one in read_rivals() if one.id in ("market", "sphere", "location")]
    monkeypatch.setattr("carbonmeet.draws.rivals.read_rivals", lambda: few)
    run = CliRunner().invoke(command, ["cop15-kunming", "--format", "json", "--draws", "0"])
    data, whole = json.loads(run.output), json.loads(json.dumps(table.to_dict()))
    assert data["chosen"] == whole["chosen"] and data["same"] == ["location"]
    assert data["rows"] == [row for row in whole["rows"] if row["id"] in ("market", "sphere")]


def test_the_years_of_a_city_are_not_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    few = [one for one in read_rivals() if one.id in ("market", "grid-national")]
    monkeypatch.setattr("carbonmeet.draws.rivals.read_rivals", lambda: few)
    by_period = work_out(load_scenario("kunming-2030"), load_catalogue()).baseline.sums("period")
    for year in ("2030", "2021"):
        asked = [] if year == "2030" else ["--year", year]
        words = ["kunming-2030", "--draws", "0", *asked]
        data = json.loads(CliRunner().invoke(command, [*words, "--format", "json"]).output)
        assert data["year"] == int(year)
        assert data["chosen"]["baseline"] == pytest.approx(by_period[year])
        assert f"t CO2e in {year}" in CliRunner().invoke(command, words).output.splitlines()[0]
    wrong = CliRunner().invoke(command, ["kunming-2030", "--year", "2024"])
    assert "2024 is not among the years worked out" in str(wrong.exception)


#: A hall without flights, so that its grid decides the range.
HALL = {
    "carbonmeet": 2,
    "kind": "meeting",
    "title": "Hall",
    "prefer": ["mee", "cpcd", "defra"],
    "place": {"name": "Kunming", "airport": "KMG", "region": "CN-YN"},
    "periods": {"p": {"start": "2024-05-20", "end": "2024-05-22"}},
    "venue": [{"label": "Hall", "period": "p", "energy": "10000 kWh"}],
}


def told(table: RivalTable, lang: str = "en") -> str:
    return " ".join(to_text(rival_blocks(Voice(lang), table), None).split())


def test_what_a_range_does_not_hold_is_told_by_its_kind() -> None:
    """Another rule of accounting is no doubt of a number; a far publisher is."""
    table = rival_table(load_scenario(HALL), load_catalogue(), draws=200)
    assert {row.id: row.method for row in table.outside} == {
        "market": True,
        **dict.fromkeys(("grid-national", "grid-2021", "grid-2022"), False),
    }
    assert "Electricity, market-based: other things are counted, or the same ones by" in told(table)
    numbers = "Grid of the province, 2022: numbers of another publisher, year or place"
    assert numbers in told(table)
    assert "电力按市场法：核算范围或核算规则不同" in told(table, "zh")


def test_a_range_that_holds_no_rival_is_told() -> None:
    row = {"key": "grid", "value": 0.11, "unit": "kg CO2e / kWh", "region": "CN-YN", "year": 2023}
    narrow, wide = (
        rival_table(
            load_scenario(
                {**HALL, "factors": [{**row, "source": "us", "low": 0.108, "high": high}]}
            ),
            load_catalogue(),
            [],
        )
        for high in (0.112, 0.125)
    )
    [missed] = narrow.missed
    assert missed.factor.key == "grid" and "mee-2023" in {one.source for one in missed.rivals}
    assert "holds none of its rivals" in told(narrow)
    assert narrow.to_dict()["missed"][0]["rivals"]["grid@mee-2023[CN-YN]"] == 0.1333
    assert wide.missed == ()
