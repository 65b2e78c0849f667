"""The name a number is drawn under: its own, wherever in the file it stands."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carbonmeet.answer import Answer
from carbonmeet.draws import Uncertainty, beats, difference, draw
from carbonmeet.draws.sensitivity import sobol
from carbonmeet.estimation import estimate
from carbonmeet.numbers.factor import Factor
from carbonmeet.reading.yamlfile import read_yaml_file

SHIPPED = sorted((Path(__file__).parents[1] / "scenarios").glob("*.yaml"))


def people(middle: int) -> dict[str, Any]:
    return {"value": middle, "low": 0.8 * middle, "high": 1.3 * middle, "basis": "measured"}


LOCAL = {
    "trips_per_day": 2,
    "length": {"value": "9 km", "low": "5 km", "high": "20 km", "basis": "measured"},
    "modes": {"taxi": 1},
}


def group(name: str, count: int, *legs: dict[str, Any]) -> dict[str, Any]:
    share = {"value": 0.5, "low": 0.3, "high": 0.7}
    return {
        "name": {"en": name, "zh": f"{name}组"},
        "period": "p",
        "people": people(count),
        "nights": 4,
        "travel": [one | {"share": share} for one in legs] if len(legs) > 1 else list(legs),
        "local": [LOCAL, LOCAL],
        "meals": {"restaurant": "3 / day"},
    }


GROUPS = [
    group(
        "Beijing",
        300,
        {"mode": "air", "from": "PEK"},
        {"mode": "rail", "distance": "2500 km"},
    ),
    group("Bangkok", 120, {"mode": "air", "from": "BKK"}),
    group("Kunming", 80),
    group("Shanghai", 90, {"mode": "air", "from": "PVG"}, {"mode": "air", "from": "SHA"}),
]
HALLS = [
    {
        "period": "p",
        "label": name,
        "area": {"value": "900 m^2", "low": "700 m^2", "high": "1000 m^2", "basis": "measured"},
        "intensity": "0.45 kWh/m^2/day",
    }
    for name in ("Hall 5", "Hall 7")
]
MEETING = {
    "carbonmeet": 1,
    "kind": "meeting",
    "title": {"en": "Test", "zh": "测试"},
    "place": {"airport": "KMG", "region": "CN-YN"},
    "prefer": ["mee", "mao", "cpcd", "defra"],
    "periods": {"p": {"start": "2021-10-11", "end": "2021-10-15"}},
    "groups": GROUPS,
    "venue": HALLS,
    "measures": {"T1": {"value": 0.5, "low": 0.2, "high": 0.8, "basis": "assumed", "note": "x"}},
}
LAW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("streams") / "meeting.yaml"


def estimated(path: Path, **other: object) -> Answer:
    path.write_text(json.dumps(MEETING | other, ensure_ascii=False), encoding="utf-8")
    return estimate(path)


def drawn(found: Uncertainty) -> dict[str, bytes]:
    """Every draw of the plan, by the name of its stream."""
    plan = found.plan
    assert len(set(plan.names)) == len(plan.names) == len(plan.ids)
    values = plan.values(plan.normals(0))
    return {name: row.tobytes() for name, row in zip(plan.names, values, strict=True)}


@LAW
@given(groups=st.permutations(GROUPS), halls=st.permutations(HALLS), data=st.data())
def test_the_order_of_a_file_changes_no_draw(
    path: Path, groups: list[dict[str, Any]], halls: list[dict[str, Any]], data: st.DataObject
) -> None:
    turned = [one | {"travel": data.draw(st.permutations(one["travel"]))} for one in groups]
    before = draw(estimated(path), 300)
    after = draw(estimated(path, groups=turned, venue=halls), 300)
    assert drawn(before) == drawn(after)
    for ledger in (0, 1):
        assert after.totals[ledger] == pytest.approx(before.totals[ledger], rel=1e-12)
    apart = difference(before, after)
    assert (apart.residual.low, apart.residual.high, beats(before, after)) == (0.0, 0.0, 0.5)


@LAW
@given(place=st.integers(0, len(GROUPS)))
def test_a_group_put_anywhere_moves_no_other_draw(path: Path, place: int) -> None:
    more = [*GROUPS[:place], group("One more", 1), *GROUPS[place:]]
    before, after = (draw(estimated(path, groups=one), 300) for one in (GROUPS, more))
    kept, now = drawn(before), drawn(after)
    assert {name: now[name] for name in kept} == kept
    assert len(now) > len(kept)
    apart = difference(before, after)
    assert apart.residual.low > 0 and apart.residual.sd < 1e-3 * before.residual.sd
    assert beats(after, before) == 0.0


def test_one_person_more_at_the_top_of_cop15(tmp_path: Path) -> None:
    [shipped] = [one for one in SHIPPED if one.stem == "cop15-kunming"]
    data: Any = read_yaml_file(shipped).data
    one = {**data["groups"][-1], "name": "One more", "people": 1, "travel": []}
    other = tmp_path / "more.yaml"
    other.write_text(json.dumps(data | {"groups": [one, *data["groups"]]}), encoding="utf-8")
    before, after = draw(estimate(shipped)), draw(estimate(other))
    assert beats(after, before) == 0.0
    assert 0 < difference(before, after).residual.sd < 0.05


def test_entries_alike_are_told_apart_by_their_order(path: Path) -> None:
    alike = [group("Beijing", 300), group("Beijing", 20), group("Beijing", 300)]
    result = estimated(path, groups=alike)
    names = {one.place: one.stream for one in result.workings.model.inputs}
    assert [names["groups", i, "people"] for i in range(3)] == [
        f"groups[('p', 'Beijing'), {i}].people" for i in range(3)
    ]
    found = draw(result, 50)
    assert len(set(drawn(found).values())) == len(found.plan.ids)


def test_a_name_in_another_language_is_the_same_name(path: Path) -> None:
    other = [one | {"name": {"en": one["name"]["en"], "zh": "别的"}} for one in GROUPS]
    assert drawn(draw(estimated(path), 10)) == drawn(draw(estimated(path, groups=other), 10))


def test_sobol_dimensions_follow_names(path: Path) -> None:
    pytest.importorskip("scipy")
    before = draw(estimated(path), 256, method="sobol")
    after = draw(estimated(path, groups=GROUPS[::-1], venue=HALLS[::-1]), 256, method="sobol")
    assert after.totals == pytest.approx(before.totals, rel=1e-12)
    assert beats(before, after) == 0.5
    one, two = (
        {found.plan.names[found.plan.ids.index(name)]: x for name, x in sobol(found).items()}
        for found in (before, after)
    )
    assert {name: pytest.approx(x, abs=1e-9) for name, x in one.items()} == two


def test_distributions_are_named_by_position_still(path: Path) -> None:
    result = estimated(path, distributions={"groups[1].people": {"form": "fixed", "value": 120}})
    found = draw(result, 50)
    assert found.distributions["groups.Bangkok.people"].is_fixed
    assert "groups.Beijing.people" in found.plan.ids


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda one: one.stem)
def test_names_of_shipped_scenarios_need_no_order(shipped: Path) -> None:
    """But for trips across town, which have nothing to be known by."""
    result = estimate(shipped)
    names = {
        one.id: one.stream
        for one in result.workings.model.inputs
        if one.stream and not isinstance(one, Factor) and one.path[0] != "constants"
    }
    assert len(set(names.values())) == len(names)
    for name in names.values():
        assert not re.search(r"\), [1-9]\d*\]", re.sub(r"\.local\[\(\), \d+\]", "", name)), name
    placed = [one.id for one in result.workings.model.inputs if one.place and not one.terms]
    assert set(placed) == set(names)
    assert np.all([not re.search(r"\[\d+\]", name) for name in names.values()])


def test_editions_of_a_publisher_are_one_draw() -> None:
    """What is too high in the flights of 2021 is too high in those of 2022."""
    found = estimate("cop15-kunming")
    factors = [one for one in found.workings.model.inputs if isinstance(one, Factor)]
    times = [one for one in factors if one.key == "air.non-co2-multiplier"]
    assert {one.year for one in times} == {2021, 2022}
    assert {one.stream for one in times} == {"air.non-co2-multiplier@defra[world]"}
    plan = draw(found, 400).plan
    rows = [plan.ids.index(one.id) for one in times]
    first, second = plan.values(plan.normals(0))[rows]
    assert first == pytest.approx(second)  # 1.9 (1 to 4) in both
    points = next(draw(found, 256, method="sobol").plan.sobol_normals())[rows]
    assert (points[0] == points[1]).all()


FLIGHTS = """
carbonmeet: 2
kind: meeting
title: T
place: {{name: Vienna, airport: VIE, region: AT}}
prefer: [defra, carbonmeet]
methods: {{aviation_non_co2: {beyond}}}
periods: {{m: {{start: 2026-09-07, end: 2026-09-09}}}}
groups:
  - {{name: A, period: m, people: 100, nights: 3, travel: [{{mode: air, from: LHR}}]}}
  - {{name: B, period: m, people: 9, travel: [{{mode: air, from: JFK, cabin: business}}]}}
"""


def test_the_co2_of_a_flight_has_one_range_whatever_counts_beside_it() -> None:
    """By haul and cabin; and one draw for all of them."""
    with_, without = (estimate(FLIGHTS.format(beyond=one)) for one in ("true", "false"))
    parts: dict[bool, dict[str, Factor]] = {}
    for beyond, found in ((True, with_), (False, without)):
        every = [one for one in found.workings.model.inputs if isinstance(one, Factor)]
        parts[beyond] = {one.id: one for one in every if one.key.endswith(".direct")}
    assert parts[True] == parts[False] and len(parts[True]) > 1
    assert {one.stream for one in parts[True].values()} == {"air@defra"}
    drawn, other = draw(with_, 2000), draw(without, 2000)
    x, y = (
        dict(zip(one.plan.ids, one.plan.values(one.plan.normals(0)), strict=True))
        for one in (drawn, other)
    )
    for name, one in parts[True].items():
        assert one.low is not None and one.high is not None and (x[name] == y[name]).all()
    rows = drawn.trial.vector.rows
    names = list(x)
    place = np.array([rows[name] for name in names])
    everything = drawn.trial.filled(np.array([x[name] for name in names]), place)
    short = next(one for one in drawn.trial.inputs if one.id.startswith("air.short-haul.economy.n"))
    [(beyond, co2)] = short.terms
    assert short.times is not None
    told = x[short.times.id] * (1 - co2 + co2 * x[beyond.id])
    assert everything[rows[short.id]] == pytest.approx(told)
