"""Ranges: every number that matters has one, and what is left out lies in what the others say."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

import carbonmeet as cm
from carbonmeet.catalogue.spread import spread
from carbonmeet.cli import main
from carbonmeet.draws.rivals import rival_table
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.number import Number
from carbonmeet.questions.held_out import HeldOut, held_out

ROOT = Path(__file__).parents[1]
_HEAVY = pytest.mark.heavy
SHIPPED = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))


@pytest.fixture(scope="module")
def tried() -> HeldOut:
    return held_out(cm.load_catalogue())


def varies(one: Number) -> bool:
    if one.terms:
        return any(varies(term) for term, _ in one.terms)
    return one.low is not None and one.high is not None and one.low < one.high


@pytest.mark.parametrize("name", SHIPPED)
def test_every_factor_that_carries_more_than_one_per_cent_has_a_range(name: str) -> None:
    """Before and after the measures, in each line of whose chain it stands."""
    workings = cm.estimate(name).workings
    for uptake in (None, workings.uptake):
        kg = abs(workings.model.run(uptake)[0])
        carried: Counter[Number] = Counter()
        for line, part in zip(workings.model.lines, kg, strict=True):
            for one, _ in line.activity.chain:
                carried[one] += part
        for one, part in carried.items():
            if isinstance(one, Factor) and part > 0.01 * kg.sum():
                assert varies(one), f"{one.id}: {part / kg.sum():.1%} of {name}"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in ("forum-1500", "kunming-2023") else _HEAVY)
        for name in SHIPPED
    ],
)
def test_ranges_hold_every_rival_method(name: str) -> None:
    table = rival_table(cm.load_scenario(name), cm.load_catalogue(), draws=1000)
    assert (table.rows or not table.chosen.baseline.total) and not table.outside
    assert not table.failed
    assert all(row["within"] for row in table.to_dict()["rows"])


def test_a_rival_outside_is_named_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["methods", "forum-1500", "--draws", "0", "--format", "json"])
    assert not json.loads(capsys.readouterr().out)["ranges"]
    hall = {
        "carbonmeet": 2,
        "kind": "meeting",
        "title": "Hall",
        "place": {"airport": "KMG", "region": "CN-YN"},
        "prefer": ["mee"],
        "periods": {"p": {"year": 2023}},
        "venue": [{"period": "p", "label": "Hall", "energy": "1000 kWh"}],
    }
    table = rival_table(cm.load_scenario(hall), cm.load_catalogue(), draws=100)
    assert "grid-national" in {one.id for one in table.outside} or table.outside


def test_what_is_left_out_lies_in_the_range_of_the_others(tried: HeldOut) -> None:
    for among in ("editions", "countries", ""):
        assert tried.of(among)[1] > 500
        assert 0.85 <= tried.share(among) <= 0.99, among


def test_a_range_is_made_without_the_number_that_is_looked_for(tried: HeldOut) -> None:
    """By hand: the coaches of DEFRA, whose last edition corrected the load of all before it."""
    [coach] = [x for x in tried.tried if x.id == "coach@defra-2026[GB]" and x.among == "editions"]
    others = [
        (row.value, row.low, row.high)
        for row in cm.load_catalogue().rows["coach"]
        if row.region == "GB" and row.reference != "defra-2026"
    ]
    assert (coach.low, coach.high) == pytest.approx(spread(others)[1:], rel=1e-12)
    assert coach.others == len(others) and not coach.held


def test_the_documentation_prints_these_shares(
    tried: HeldOut, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "docs" / "explanation" / "uncertainty.md").read_text(encoding="utf-8")
    for among in ("editions", "countries"):
        held, count = tried.of(among)
        assert f"{held} of {count}" in text, (held, count)
    with pytest.raises(SystemExit) as end:
        main(["ranges", "--missed"])
    assert end.value.code == 0
    out = capsys.readouterr().out
    assert re.search(rf"editions of one place +\d+ +{tried.of('editions')[1]}", out)
    assert "coach@defra-2026[GB]" in out


def test_what_was_only_reprinted_is_not_tried(tried: HeldOut) -> None:
    """DEFRA 2022 printed the flights of 2021 again; a range of nothing but twins is no range."""
    ids = [one.id for one in tried.tried if one.among == "editions"]
    assert "air.short-haul.economy.direct@defra-2021[world]" in ids
    assert "air.short-haul.economy.direct@defra-2022[world]" not in ids
    assert all(one.low < one.high for one in tried.tried)
    assert tried.reprints["editions"] > 200 and tried.alone("editions") == (0, 0)
    held, count = tried.alone()
    assert count > 40 and held >= 0.85 * count
