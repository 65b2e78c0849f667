"""The recomputations of an independent audit, again on the numbers of today.

Each is worked out here from scratch, with the arithmetic beside it, and held against the answer.
Every line of COP15, its flights by geographiclib among them, is in ``test_by_hand.py``.
"""

from __future__ import annotations

import json
import math
import re
from itertools import combinations
from typing import Any

import numpy as np
import pytest

import carbonmeet as cm
from carbonmeet.base.data import data_dir
from carbonmeet.draws import draw
from carbonmeet.view.faces.markdown import to_markdown
from carbonmeet.view.pages.report.build import build

#: Of the audit's six, P3 is outside of totals now: L4 takes its place.
SIX = ("V1", "V2", "L1", "L2", "L4", "C2")


@pytest.fixture(scope="module")
def cop15() -> cm.Answer:
    return cm.estimate("cop15-kunming")


def test_shapley_by_all_orders_of_six_measures(cop15: cm.Answer) -> None:
    """phi_i = sum over S without i of |S|! (5 - |S|)! / 6! * (v(S + i) - v(S))."""
    workings = cop15.workings
    model, ids = workings.model, [one.id for one in workings.model.measures]
    planned = dict(zip(ids, workings.uptake, strict=True))

    def saved(members: tuple[str, ...]) -> float:
        uptake = np.array([planned[name] if name in members else 0.0 for name in ids])
        before, after = (float(model.run(u)[0].sum()) for u in (np.zeros(len(ids)), uptake))
        return (before - after) / 1000

    values = {
        frozenset(chosen): saved(chosen)
        for size in range(len(SIX) + 1)
        for chosen in combinations(SIX, size)
    }
    assert len(values) == 64
    alone = cm.estimate(
        cm.load_scenario("cop15-kunming").replace(
            {"measures": {"others": "none", **{name: float(planned[name]) for name in SIX}}}
        )
    )
    for name in SIX:
        share = 0.0
        for chosen, value in values.items():
            if name not in chosen:
                weight = math.factorial(len(chosen)) * math.factorial(5 - len(chosen)) / 720
                share += weight * (values[chosen | {name}] - value)
        assert alone.measures[name].shapley.value == pytest.approx(share, rel=1e-9), name
    assert alone.saving.value == pytest.approx(values[frozenset(SIX)], rel=1e-12)


def test_the_forest_of_3607_mu(cop15: cm.Answer) -> None:
    """128.7 (1 - e^(-0.0436 * 20))^2 = 43.58 t/ha; * 0.47 * 44/12 = 75.1 t CO2/ha;
    * 0.85 survival * 0.9 after the buffer * 240.4667 ha (3,607 mu / 15) = 13,815 t."""
    a_hectare = 128.7 * (1 - math.exp(-0.0436 * 20)) ** 2
    assert a_hectare == pytest.approx(43.58, abs=0.005)
    removed = a_hectare * 0.47 * 44 / 12 * 0.85 * 0.9 * 3607 / 15
    assert cop15.offset is not None
    assert cop15.offset.removal.value == pytest.approx(removed, rel=1e-9)
    assert removed == pytest.approx(13_815, abs=0.5)


def test_lodging_drawn_again_with_numpy_alone(cop15: cm.Answer) -> None:
    """Two-piece lognormals and logit-normals of every input, 100,000 draws of another generator."""
    rng, count = np.random.default_rng(4711), 100_000
    drawn: dict[str, np.ndarray] = {}

    def values(one: Any) -> np.ndarray:
        if one.low is None or one.high is None:
            return np.array(one.value)
        name = one.id.partition("@")[0] if "@" in one.id else one.id
        z = drawn.setdefault(name, rng.standard_normal(count))
        down, up = z < 0, np.abs(z) / 1.959964
        if one.unit.dimensionless and one.high <= 1:
            # an end at the limit is drawn almost as one of 0.999
            ends = (min(max(x, 0.001), 0.999) for x in (one.low, one.value, one.high))
            low, middle, high = (math.log(x / (1 - x)) for x in ends)
            y = np.where(down, middle - (middle - low) * up, middle + (high - middle) * up)
            return 1 / (1 + np.exp(-y))
        steps = np.where(down, (one.value / one.low) ** -up, (one.high / one.value) ** up)
        return one.value * steps

    kg = np.zeros(count)
    lines = [x for x in cop15.workings.model.lines if x.activity.source == "lodging" and not x.born]
    for line in lines:
        product = np.ones(count)
        for one, power in (*line.activity.amount, *line.activity.chain):
            product *= values(one) ** power * one.unit.scale**power
        kg += product
    found = draw(cop15, 40_000).by("source", "baseline")["lodging"]
    low, high = np.quantile(kg, [0.025, 0.975]) / 1000
    assert len(lines) > 10
    assert found.low == pytest.approx(low, rel=0.03)
    assert found.high == pytest.approx(high, rel=0.03)
    assert found.median == pytest.approx(float(np.median(kg)) / 1000, rel=0.02)


def test_every_line_of_the_saved_result_follows_from_its_rows(cop15: cm.Answer) -> None:
    """From the JSON alone: amount times the rows of the chain, and the lines make the totals."""
    data = json.loads(json.dumps(cop15.to_dict()))
    rows = {one["id"]: one for one in data["catalogue"]["rows"]}
    by_source: dict[str, float] = {}
    followed = 0
    for line in data["lines"]:
        by_source[line["source"]] = by_source.get(line["source"], 0.0) + line["kg_co2e"] / 1000
        assert line["kg_co2e"] == pytest.approx(line["amount"] * line["kg_per_unit"], rel=1e-12)
        if not set(line["chain"]) <= set(rows):
            continue  # a number of the scenario itself, or what another leaves
        product = math.prod(rows[name]["value"] for name in line["chain"])
        tonnes = sum(" t " in f" {rows[name]['unit']} " for name in line["chain"])
        per_unit = product * 1000.0**-tonnes if " t " not in f" {line['unit']} " else product
        assert line["kg_per_unit"] == pytest.approx(per_unit, rel=1e-12), line["chain"]
        followed += 1
    assert followed > 0.9 * len(data["lines"])
    for source, part in data["baseline"]["by_source"].items():
        assert part["value"] == pytest.approx(by_source[source], rel=1e-9)
    assert data["baseline"]["total"]["value"] == pytest.approx(sum(by_source.values()), rel=1e-12)


@pytest.mark.parametrize("place", ["PEK", "BKK"])
def test_a_flight_abroad_is_as_uncertain_as_one_at_home(place: str) -> None:
    """The audit's pair: one had a range of four, the other none. The multiplier is one unknown."""
    data = {
        "carbonmeet": 2,
        "kind": "meeting",
        "title": "Pair",
        "place": {"airport": "KMG", "region": "CN-YN"},
        "prefer": ["mao", "defra"],
        "periods": {"p": {"year": 2022}},
        "groups": [
            {"name": "G", "period": "p", "people": 100, "travel": [{"mode": "air", "from": place}]}
        ],
    }
    total = cm.simulate(cm.estimate(data), 4000).baseline.total
    assert total.low is not None and total.high is not None
    assert 1.5 < total.value / total.low < 2.5 and 1.8 < total.high / total.value < 2.5


def test_the_wastes_of_a_person_and_day_are_those_of_the_reports() -> None:
    """MeetGreen 2012: 3.6 lb and 1.4 lb a participant and day; a pound is 0.45359237 kg."""
    rows = cm.load_catalogue().rows
    for key, pounds in (("municipal", 3.6), ("landfill", 1.4)):
        listed = rows[f"waste.per-person-day.{key}"]
        [found] = [one for one in listed if one.reference == "meetgreen-2012"]
        assert found.value == pytest.approx(pounds * 0.45359237, abs=1e-3)
        assert found.region == "world"


GAS = {
    "carbonmeet": 2,
    "kind": "meeting",
    "title": "Gas",
    "place": {"region": "GB"},
    "prefer": ["defra"],
    "methods": {"gwp": "AR5"},
    "periods": {"p": {"year": 2024}},
    "activities": [
        {
            "period": "p",
            "source": "venue.heat",
            "label": "Gas",
            "amount": "10000 m^3",
            "chain": ["fuel.natural-gas"],
        }
    ],
}


@pytest.mark.parametrize(
    ("spread", "fixed"),
    [
        ({}, 1),
        ({"pedigree": {"fuel.natural-gas": [2, 2, 2, 2, 2]}}, 0),
        ({"pedigree": {"fuel.natural-gas@defra-2024[GB]": [2, 2, 2, 2, 2]}}, 0),
        ({"distributions": {"fuel.natural-gas": {"form": "normal", "mean": 2.05, "sd": 0.1}}}, 0),
    ],
)
def test_a_range_by_the_scenario_is_a_range(spread: dict[str, Any], fixed: int) -> None:
    found = cm.estimate(GAS | spread)
    assert found.quality.without_range == fixed
    assert found.boundary.factors_without_range == fixed
    assert found.boundary.factors == 1


def test_want_of_ranges_is_not_printed_as_certainty() -> None:
    """Dashes for ends that are the value twice; no word of ranges too narrow for no factor."""
    two = dict(GAS["activities"][0], source="venue.power", chain=["grid"], label="Power")
    data = GAS | {"activities": [*GAS["activities"], two | {"amount": "10 MWh"}]}
    data |= {"distributions": {"grid": {"form": "lognormal", "median": 0.207, "gsd2": 1.2}}}
    report = build(cm.simulate(cm.estimate(data), 200))
    ends = {row[0]: row[2:4] for row in report.table("by-source").rows}
    assert ends["Venue heat and fuel"] == (None, None)
    assert None not in ends["Venue electricity"]
    assert b"stay fixed" in to_markdown(report)
    both = data | {"pedigree": {"fuel.natural-gas": [1, 1, 2, 1, 1]}}
    assert b"stay fixed" not in to_markdown(build(cm.simulate(cm.estimate(both), 200)))


def test_a_warming_potential_is_of_a_report_and_not_old() -> None:
    lost = [{"period": "p", "item": "refrigerant.r410a", "amount": "2 kg"}]
    found = cm.estimate(GAS | {"consumables": lost})
    assert found.baseline.by_source["venue.heat"].value == pytest.approx(
        10 * 2.04542 + 2 * 1.9235, rel=1e-3
    )
    assert "factor.aged" not in {one.id for one in found.notices}


def test_the_notes_of_cop15_say_what_its_measures_save_outside_aviation() -> None:
    notes = cm.load_scenario("cop15-kunming").content.notes
    for power in ("location", "market"):
        found = cm.estimate(
            cm.load_scenario("cop15-kunming").replace({"methods.electricity": power})
        )
        t5 = found.measures["T5"].shapley.value
        air = found.baseline.by_source["transport.air"].value
        part = (found.saving.value - t5) / (found.baseline.total.value - air)
        assert f"about {part:.0%}".replace("%", " %") in notes


#: How a note or locator says where the ends of a range are from.
ENDS = re.compile(
    r"range|\b(low|high|ends?|between|span|uncertainty|pedigree|editions|assum\w+|default|median)\b"
    r"|\d [^;]*\bto [^;]*\d|judg|table low",
    re.IGNORECASE,
)


def test_every_range_says_where_its_ends_are_from() -> None:
    silent = [
        one.id
        for rows in cm.load_catalogue().rows.values()
        for one in rows
        if one.low is not None and not ENDS.search(f"{one.note} {one.locator}")
    ]
    assert not silent


@pytest.mark.parametrize(
    ("name", "now"),
    [
        ("cop15-kunming", "30,347 (16,697 – 64,561)"),
        ("cop15-phase1-as-held", "1,684 (1,100 – 3,219)"),
        ("forum-1500", "516 (300 – 1,164)"),
        ("starter", "91 (61 – 197)"),
        ("kunming-2023", "5.90 Mt (4.38 – 9.83)"),
    ],
)
def test_the_changelog_of_numbers_has_the_totals_of_today(name: str, now: str) -> None:
    text = (data_dir("factors") / "CHANGELOG.md").read_text("utf-8")
    [row] = [line for line in text.splitlines() if line.startswith(f"| {name} |")]
    assert row.split(" | ")[2] == now
    found = cm.simulate(cm.estimate(name)).baseline.total
    assert found.low is not None and found.high is not None
    ends = (found.value, found.low, found.high)
    if "Mt" in now:
        told = "{:.2f} Mt ({:.2f} – {:.2f})".format(*(one / 1e6 for one in ends))
    else:
        told = "{:,.0f} ({:,.0f} – {:,.0f})".format(*ends)
    assert told == now
