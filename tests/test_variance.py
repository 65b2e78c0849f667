"""A difference is told apart exactly, and what is not like for like is told first."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import carbonmeet as cm
from carbonmeet.answer import Input
from carbonmeet.base.data import data_dir
from carbonmeet.cli import command_of
from carbonmeet.questions.variance import CAUSES, Comparison

PLAN = """carbonmeet: 2
kind: meeting
title: Forum, planned
place: {name: Kunming, region: CN-YN-KMG, airport: KMG}
prefer: [mee, obringer, mao, cpcd, defra, carbonmeet]
periods: {forum: {year: 2024}}
groups:
  - name: Guests
    period: forum
    people: {value: 200, low: 180, high: 230}
    nights: 3
    hotel: hotel.star-4
    meals: {buffet: 2 / day}
    travel: [{mode: air, from: PEK, share: 70%}, {mode: rail, distance: 1100 km}]
    local: {trips_per_day: 2, length: 9 km, modes: {taxi: 100%}}
venue: [{period: forum, label: Hall, energy: 6000 kWh}]
measures: {others: none, T1: 0.4, V3: 0.8}
"""
HELD = """extends: planned.yaml
title: Forum, held
groups: {Guests: {people: {value: 214, basis: measured, document: {kind: count, number: R-17}}}}
measures: {others: parent, V3: 0.3}
"""
MEASURED = """extends: held.yaml
title: Forum, measured
venue: {Hall: {energy: {value: 5310 kWh, basis: measured, document: {kind: meter}}}}
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("forum")
    names = {"planned.yaml": PLAN, "held.yaml": HELD, "measured.yaml": MEASURED}
    for name, text in names.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in names]


def adds_up(found: Comparison) -> None:
    """To the gram, in both ledgers, by cause and by cell."""
    for step in found.steps:
        for ledger in ("baseline", "residual"):
            before, after = (getattr(x, ledger).total.value for x in (step.a, step.b))
            gram = 1e-6 + 1e-12 * abs(before)
            causes = sum(step.part(one, ledger=ledger).value for one in CAUSES)
            cells = sum(step.part(ledger=ledger, source=s, period=p).value for s, p in step.cells)
            assert causes == pytest.approx(after - before, abs=gram)
            assert cells == pytest.approx(after - before, abs=gram)


def test_planned_held_measured(files: list[Path]) -> None:
    found = cm.compare(*files, draws=64)
    adds_up(found)
    first, second = found.steps
    assert [(one.path, one.before and one.before.value) for one in first.inputs] == [
        ("groups.Guests.people", 200.0),
        ("measures.V3.uptake", 0.8),
    ]
    changed = first.inputs[0].after
    assert isinstance(changed, Input) and changed.document is not None
    assert changed.document["number"] == "R-17"
    assert first.part("activity").value > 0 and first.part("measures").value > 0
    assert first.part("factor").value == first.part("method").value == 0
    air = first.part("activity", source="transport.air").value
    assert air == pytest.approx(
        14 / 200 * first.a.residual.by_source["transport.air"].value, rel=1e-9
    )
    power = second.part("activity", source="venue.power").value
    assert power == pytest.approx(second.part().value) and power < 0
    assert found.difference.value == pytest.approx(first.part().value + second.part().value)
    total = first.part()
    assert total.low is not None and total.high is not None and total.low < total.value < total.high


@pytest.mark.parametrize(
    "pair",
    [
        ("cop15-kunming", "cop15-phase1-as-held"),
        ("cop15-baseline", "cop15-ambitious"),
        ("cop15-phase1-as-held", "forum-1500"),
        ("kunming-2023", "kunming-2030"),
    ],
)
def test_shipped_pairs_add_up(pair: tuple[str, str]) -> None:
    adds_up(cm.compare(*pair))


def test_three_periods_against_one_are_told_and_set_apart() -> None:
    step = cm.compare("cop15-kunming", "cop15-phase1-as-held").steps[0]
    told = " ".join(map(str, step.told))
    assert "'preparation' is in A only" in told and "'phase-2' is in A only" in told
    assert step.part("scope").value < -27_000
    assert abs(step.part(period="phase-1").value) < 500


@settings(max_examples=12, deadline=None)
@given(
    people=st.integers(1, 900),
    energy=st.integers(0, 9000),
    uptake=st.floats(0, 1),
    market=st.booleans(),
    non_co2=st.booleans(),
    grid=st.floats(0.01, 1.5),
)
def test_whatever_changes_the_parts_add_up(
    people: int, energy: int, uptake: float, market: bool, non_co2: bool, grid: float
) -> None:
    plan = cm.load_scenario(text=PLAN, name="plan.yaml")
    changes: dict[str, object] = {
        "groups.Guests.people": people,
        "venue.Hall.energy": f"{energy} kWh",
        "measures.T1.uptake": uptake,
        "methods.electricity": "market" if market else "location",
        "methods.aviation_non_co2": non_co2,
        "factors": [
            {"key": "grid", "region": "CN-YN", "value": grid, "unit": "kg CO2 / kWh"},
        ],
    }
    found = cm.compare(plan, plan.replace(changes))
    adds_up(found)
    power = found.steps[0].part("factor", source="venue.power", ledger="baseline").value
    assert power * (grid - 0.1333) >= -1e-9


def test_methods_are_a_part_of_their_own(files: list[Path]) -> None:
    plan = cm.load_scenario(files[0])
    step = cm.compare(plan, plan.replace({"methods.aviation_non_co2": False})).steps[0]
    assert step.part("method").value == step.part().value < 0
    assert any("method aviation_non_co2: true in A, false in B" in str(x) for x in step.told)


def test_two_years_of_one_meeting_are_like_for_like(files: list[Path]) -> None:
    plan = cm.load_scenario(files[0])
    text = PLAN.replace("periods: {forum: {year: 2024}}", "periods: {forum-2022: {year: 2022}}")
    earlier = cm.load_scenario(text=text.replace("period: forum", "period: forum-2022"))
    step = cm.compare(earlier, plan).steps[0]
    told = " ".join(map(str, step.told))
    assert "'forum-2022' of A is set against 'forum' of B" in told
    assert "year 2022 in A, 2024 in B" in told
    assert step.part("scope").value == 0 == step.part("activity").value
    assert step.part("factor").value == step.part().value != 0
    assert {one.path for one in step.editions if one.before and one.after} >= {"grid"}


def test_saved_results_are_compared_by_what_they_hold(files: list[Path], tmp_path: Path) -> None:
    answers = [cm.estimate(one) for one in files[:2]]
    saved = [one.save(tmp_path / f"{n}.json") for n, one in enumerate(answers)]
    found, direct = cm.compare(*saved), cm.compare(*files[:2])
    assert found.difference.value == direct.difference.value
    data = json.loads(saved[1].read_text(encoding="utf-8"))
    data["residual"]["total"]["value"] += 1
    saved[1].write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(cm.CarbonmeetError, match="does not follow from what it holds"):
        cm.compare(*saved)


@pytest.fixture(scope="module")
def other_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue with the grid of Yunnan in 2023 higher."""
    folder = tmp_path_factory.mktemp("other") / "factors"
    folder.mkdir()
    for path in data_dir("factors").iterdir():
        if path.suffix in (".csv", ".yaml", ".json"):
            (folder / path.name).write_bytes(path.read_bytes())
    text = (folder / "energy.csv").read_text(encoding="utf-8")
    assert ",CN-YN,2023,0.1333," in text
    (folder / "energy.csv").write_text(
        text.replace(",CN-YN,2023,0.1333,", ",CN-YN,2023,0.139,"), encoding="utf-8"
    )
    return folder


def test_one_scenario_under_two_catalogues(files: list[Path], other_catalogue: Path) -> None:
    run = CliRunner().invoke
    call = [str(files[0]), "--catalogue", "shipped", "--catalogue", str(other_catalogue)]
    done = run(command_of("compare"), [*call, "--draws", "0", "--format", "json"])
    assert done.exit_code == 0, done.output
    data = json.loads(done.output)
    split = data["split"]["residual"]
    assert split["causes"]["factor"]["value"] == pytest.approx(split["difference"]["value"])
    assert split["difference"]["value"] > 0
    assert any("other catalogues" in one["en"] for one in data["told_first"])
    changed = [one for one in data["factors"] if one["path"] == "grid"]
    assert (changed[0]["a"]["value"], changed[0]["b"]["value"]) == (0.1333, 0.139)
    table = run(command_of("compare"), [*call, "--draws", "0"]).output
    assert "grid@mee-2023[CN-YN]" in table
    assert run(command_of("compare"), [str(files[0])]).exit_code == 2
    assert run(command_of("compare"), [*call, "--catalogue", "shipped"]).exit_code == 0
    assert run(command_of("compare"), [str(files[0]), *call]).exit_code == 0


def test_a_folder_that_is_no_whole_catalogue_is_refused(files: list[Path], tmp_path: Path) -> None:
    call = [str(files[0]), "--catalogue", "shipped", "--catalogue", str(tmp_path)]
    with pytest.raises(cm.CarbonmeetError, match="no whole catalogue"):
        CliRunner().invoke(command_of("compare"), call, catch_exceptions=False)


def test_the_table_names_changes_and_causes(files: list[Path]) -> None:
    run = CliRunner().invoke
    call = list(map(str, files))
    out = run(command_of("diff"), [*call, "--draws", "0"]).output
    assert "planned.yaml → held.yaml" in out and "held.yaml → measured.yaml" in out
    assert "214 person, measured, count R-17" in out and "activity data" in out
    zh = run(command_of("compare"), [*call[:2], "--draws", "0", "--lang", "zh"]).output
    assert "活动数据" in zh and "变动的数据" in zh
    text = run(command_of("compare"), [*call, "--draws", "50", "--format", "csv"]).output
    rows = list(csv.DictReader(io.StringIO(text)))
    for step in ("1", "2"):
        mine = [x for x in rows if (x["step"], x["ledger"]) == (step, "residual")]
        found = cm.compare(*files).steps[int(step) - 1]
        assert sum(float(x["t_co2e"]) for x in mine) == pytest.approx(found.part().value)


def test_diff_lists_what_changed_and_nothing_else(files: list[Path]) -> None:
    assert [one.path for one in cm.diff(files[0], files[1])] == [
        "groups.Guests.people",
        "measures.V3.uptake",
    ]
    assert cm.diff(files[0], files[0]) == ()


def test_grids_of_two_boundaries_are_told() -> None:
    """By its life cycle, and by what is burnt: part of the difference is no difference."""

    def hall(region: str) -> cm.Scenario:
        return cm.load_scenario(
            {
                "carbonmeet": 2,
                "kind": "meeting",
                "title": "Hall",
                "place": {"region": region},
                "prefer": ["mee"],
                "periods": {"p": {"year": 2024}},
                "venue": [{"period": "p", "label": "Hall", "energy": "1000 kWh"}],
            }
        )

    def told(a: str, b: str) -> list[str]:
        found = cm.compare(*(cm.estimate(hall(one)) for one in (a, b)))
        return [str(one) for one in found.steps[0].told if "life cycle" in str(one)]

    [said] = told("VN", "CN-YN")
    assert "in A (grid@owid-2023[VN])" in said
    assert told("VN", "KE") == told("DE", "CN-YN") == []
