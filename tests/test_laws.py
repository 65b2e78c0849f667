"""Laws by distance that a file brings in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import carbonmeet as cm
from carbonmeet.base.errors import CarbonmeetError, InputError
from carbonmeet.travel.laws import Law

MEETING = """\
carbonmeet: 2
kind: meeting
title: Laws
place: {name: Vienna, airport: VIE, region: AT}
periods: {m: {start: 2026-09-07, end: 2026-09-10}}
measures: none
factors: [{key: mine, law: %s, source: me, evidence: secondary}]
groups: [{name: A, period: m, people: 10, travel: [{mode: mine, %s}]}]
"""


def kg(law: str, leg: str = "distance: 1000 km, one_way: true") -> float:
    return 1000 * cm.estimate(MEETING % (law, leg)).baseline.total.value


@pytest.mark.parametrize(
    ("law", "expect"),
    [
        ("{bands: [[500, 0.2], [1000, 0.15], [20100, 0.1]]}", 10 * 1000 * 0.1),
        ("{coefficients: [30, 0.1, 1e-5]}", 10 * (30 + 100 + 10)),
        ("{points: [[500, 90], [1500, 190]]}", 10 * 140),
        ("{coefficients: [0, 0.2], added_distance: 95 km}", 10 * 1095 * 0.2),
        ("{coefficients: [0, 0.2], added_distance: 95000 m, counts_as: transport.rail}", 2190),
    ],
)
def test_a_law_prices_a_trip(law: str, expect: float) -> None:
    assert kg(law) == pytest.approx(expect, rel=1e-12)
    assert kg(law, "distance: 1000 km") == pytest.approx(2 * expect, rel=1e-12)


def test_what_every_flight_adds_is_added_to_every_flight() -> None:
    """Over a stop, two flights: twice the kilometres and twice the kilograms of a start."""
    plain, more = "{coefficients: [0, 0.2]}", "{coefficients: [25, 0.2], added_distance: 95 km}"
    over = "from: LHR, via: [FRA], one_way: true"
    assert kg(more, over) - kg(plain, over) == pytest.approx(10 * 2 * (25 + 95 * 0.2), rel=1e-6)


def test_a_fixed_sum_a_trip_is_that_sum_whatever_the_way() -> None:
    for leg in ("from: Graz", "from: LHR", "from: SIN, via: [DXB], one_way: true"):
        assert kg("{coefficients: [250]}", leg) == pytest.approx(10 * 2 * 250, rel=1e-12)


def test_no_way_has_no_law() -> None:
    with pytest.raises(InputError, match="a law by distance counts no way of 0 km"):
        kg("{coefficients: [250]}", "distance: 0 km")


def test_the_line_stands_under_the_source_of_the_law_and_says_whose_it_is() -> None:
    law = "{coefficients: [0, 0.2], counts_as: transport.rail}"
    answer = cm.estimate(MEETING % (law, "distance: 1000 km"))
    assert set(answer.baseline.by_source) == {"transport.rail"} or (
        answer.baseline.by_source["transport.rail"].value == answer.baseline.total.value
    )
    [line] = [one for one in answer.workings.model.lines if not one.activity.dormant]
    [(rate, _)] = line.activity.chain
    # a number of the file is given, whoever it says it has it from
    assert (rate.reference, rate.basis) == ("me", "given")
    assert answer.quality.factor["given"] == pytest.approx(1.0)
    assert answer.quality.without_range == pytest.approx(1.0)
    assert answer.boundary.factors_without_range >= 1
    assert not [one for one in answer.notices if "prices no line" in str(one)]


def test_a_total_of_fixed_numbers_has_no_range_in_words() -> None:
    fixed = cm.estimate(MEETING % ("{coefficients: [0, 0.2]}", "distance: 1000 km"), draws=50)
    first = cm.report.render(fixed, ".md").decode()[:2000]
    assert "without a range: none of its numbers has one" in first and "95% range" not in first
    assert fixed.uncertainty is not None and not fixed.uncertainty.drivers


def test_a_way_near_an_edge_is_told() -> None:
    bands = "{bands: [[1010, 0.2], [20100, 0.1]]}"
    said = [str(one) for one in cm.estimate(MEETING % (bands, "distance: 1000 km")).notices]
    assert [text for text in said if "1,000 km is near the edge of 'mine' at 1,010 km" in text]
    far = [str(one) for one in cm.estimate(MEETING % (bands, "distance: 2000 km")).notices]
    assert not [text for text in far if "edge" in text]


@pytest.mark.parametrize(
    ("law", "said"),
    [
        ("{points: [[1500, 90], [2500, 190]]}", "the law knows ways from 1,500 to 2,500 km"),
        ("{bands: [[500, 0.2]]}", "the law knows ways below 500 km, not one of 1,000 km"),
        ("{bands: [[900, 0.2], [500, 0.1]]}", "rise"),
        ("{points: [[500, 90], [1500, -1]]}", "0 or more"),
        ("{coefficients: [-500, 0.1]}", "less than 0"),
        ("{bands: [[500, 0.2]], coefficients: [1]}", "give one of"),
        ("{}", "give one of"),
        ("{bands: [[500]]}", "bands[0]"),
    ],
)
def test_a_law_that_cannot_be_is_refused(law: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        kg(law)
    assert said in str(caught.value)


def test_a_law_is_no_mode_that_there_is() -> None:
    text = (MEETING % ("{coefficients: [0, 0.2]}", "distance: 9 km")).replace("mine", "taxi")
    with pytest.raises(InputError, match="'taxi' is a mode of travel already"):
        cm.estimate(text)


def test_a_factor_is_a_number_or_a_law() -> None:
    text = MEETING % ("{coefficients: [0, 0.2]}", "distance: 9 km")
    with pytest.raises(InputError, match="'value' does not apply to a law"):
        cm.estimate(text.replace("key: mine,", "key: mine, value: 3,"))
    with pytest.raises(InputError, match="'value' is missing"):
        cm.estimate(text.replace("law: {coefficients: [0, 0.2]}", "unit: kg / item"))


@given(st.floats(1, 20000), st.floats(0.01, 1), st.floats(0, 200))
def test_a_straight_line_is_the_same_in_all_forms(km: float, rate: float, fixed: float) -> None:
    line = Law(coefficients=(fixed, rate)).kg(km)
    assert Law(points=((0, fixed), (30000, fixed + 30000 * rate))).kg(km) == pytest.approx(line)
    assert Law(bands=((30000, rate),)).kg(km) == pytest.approx(line - fixed, abs=1e-9)


def test_nothing_is_known_beyond_the_last_point() -> None:
    with pytest.raises(CarbonmeetError):
        Law(points=((0, 1), (10, 2))).kg(10.1)


def test_the_laws_of_the_guide_work() -> None:
    page = Path(__file__).parents[1] / "docs" / "how-to" / "own-factors.md"
    blocks = re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), flags=re.DOTALL)
    [block] = [text for text in blocks if "law:" in text]
    head = MEETING.partition("factors:")[0].replace("Vienna", "San Francisco")
    head = head.replace("VIE", "SFO").replace("AT}", "US-CA}")
    answer = cm.estimate(head + block)
    kg = {line.activity.label.en.split()[0]: line for line in answer.workings.model.lines}
    assert set(kg) == {"A", "B", "C", "D"}
    rows = cm.load_catalogue().rows
    bands = ("300-1000km", "1001-2000km", "2001-5000km", "over-5000km")
    for band in bands:  # what the guide quotes is what the catalogue has
        assert f", {rows[f'air.band.{band}'][0].value}]" in block
    assert answer.baseline.by_source["transport.rail"].value == pytest.approx(30 * 2 * 12 / 1000)
