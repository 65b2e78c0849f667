"""Meetings of years that no edition describes: told, or carried forward on stated trends."""

from __future__ import annotations

import fnmatch

import pytest

import carbonmeet as cm
from carbonmeet.catalogue.records.lists import TRENDS
from carbonmeet.catalogue.trends import PATH
from carbonmeet.questions.site.answer import compare_sites
from carbonmeet.questions.site.hosts import host_at

CATALOGUE = cm.load_catalogue()
LATE = {"periods.forum.start": "2030-05-20", "periods.forum.end": "2030-05-22"}


def forum(**methods: str) -> cm.Scenario:
    changes = LATE | {f"methods.{name}": value for name, value in methods.items()}
    return cm.load_scenario("forum-1500").replace(changes)


def test_every_pattern_finds_numbers_and_every_trend_has_a_range() -> None:
    for keys, trend, _note in TRENDS.shipped():
        assert fnmatch.filter(CATALOGUE.rows, keys), keys
        if not trend:  # power is inside, and how much of the number it is nobody says
            continue
        for row in CATALOGUE.rows[trend]:
            assert row.low is not None and row.high is not None
            assert 0 < row.low < row.value < row.high < 0.2


def test_the_trend_of_the_grid_follows_from_the_announcements() -> None:
    """2.38% a year from 0.5568 in 2021 to 0.5306 in 2023; the two years by themselves."""
    grid = {row.year: row.value for row in CATALOGUE.rows["grid"] if row.region == "CN"}
    [fall] = [row for row in CATALOGUE.rows["trend.grid"] if row.region == "CN"]
    assert fall.value == pytest.approx(1 - (grid[2023] / grid[2021]) ** 0.5, abs=5e-5)
    steps = sorted(1 - grid[year + 1] / grid[year] for year in (2021, 2022))
    assert (fall.low, fall.high) == pytest.approx(steps, abs=5e-5)


def test_each_line_is_carried_by_the_years_between() -> None:
    before, after = cm.estimate(forum()), cm.estimate(forum(future="trend"))
    inputs = {one.id: one for one in after.workings.model.inputs}
    carried = [one for one in inputs.values() if one.path[0] == PATH]
    assert carried
    for one in carried:
        first, last = int(one.path[3]), int(one.path[4])
        fall = CATALOGUE.find(f"trend.{one.path[1]}", one.path[2])
        assert last == 2030 and one.value == pytest.approx((1 - fall.value) ** (last - first))
        assert one.low < one.value < one.high
    lines = zip(before.lines, after.lines, strict=True)
    for old, new in lines:
        times = [inputs[name].value for name in new.chain if name.startswith(f"{PATH}.")]
        expected = old.kg_co2e
        for value in times:
            expected *= value
        assert new.kg_co2e == pytest.approx(expected, rel=1e-9)


def test_all_on_one_trend_move_together() -> None:
    answer = cm.simulate(cm.estimate(forum(future="trend")), 200)
    table = cm.draws_table(answer)
    names = [name for name in table if name.startswith(f"input: {PATH}.grid.CN")]
    assert table[names].corr("spearman").min().min() == pytest.approx(1)


def test_it_is_told_either_way() -> None:
    assert "factor.future" in {one.id for one in cm.estimate(forum()).notices}
    told = {one.id for one in cm.estimate(forum(future="trend")).notices}
    assert "method.carried-forward" in told and "factor.future" not in told
    assert "factor.future" not in {one.id for one in cm.estimate("forum-1500").notices}


def test_a_number_with_power_inside_that_no_trend_carries_is_told() -> None:
    """Hotels of Vienna are one published number, those of Kunming kilowatt-hours times the grid."""
    told, aged = {}, {}
    for place in ("VIE", "KMG"):
        scenario = forum(future="trend").replace(
            {"place": place, "groups[0].hotel": "hotel.average"}
        )
        notices = cm.estimate(scenario).notices
        told[place] = " ".join(str(one) for one in notices if one.id == "method.left-behind")
        aged[place] = " ".join(str(one) for one in notices if "five years" in str(one))
    assert "hotel.room-night@defra-2021[AT] of 2021" in told["VIE"]
    assert "hotel.room-night" not in told["KMG"]
    # what is carried to the year is not called old beside it; what stays is
    assert "grid@" not in aged["VIE"] and "hotel.room-night@defra-2021[AT]" in aged["VIE"]
    newest = [str(one) for one in cm.estimate(forum().replace({"place": "VIE"})).notices]
    assert any("grid@" in one and "five years" in one for one in newest)
    for future in ("trend", "newest"):
        found = compare_sites(forum(future=future), [host_at("VIE")], best=0)
        assert ("site.trend" in {one.id for one in found.notices}) == (future == "trend")


def test_a_trend_that_carries_nothing_is_told_as_such() -> None:
    """A hotel by one published number alone: nobody is sent to a method that is chosen already."""
    data = {
        "carbonmeet": 2,
        "kind": "meeting",
        "title": "Rooms",
        "place": {"name": "Vienna", "airport": "VIE", "region": "AT"},
        "methods": {"future": "trend"},
        "periods": {"p": {"start": "2030-05-20", "end": "2030-05-22"}},
        "groups": [{"name": "A", "period": "p", "people": 9, "nights": 2, "hotel": "hotel.star-4"}],
    }
    told = {one.id: one.en for one in cm.estimate(data).notices}
    assert "method.left-behind" in told and "no trend carries" in told["factor.future"]
    data["methods"] = {"future": "newest"}
    told = {one.id: one.en for one in cm.estimate(data).notices}
    assert "method.left-behind" not in told and "future: trend" in told["factor.future"]


def test_what_has_an_edition_of_its_year_is_left_alone() -> None:
    base = cm.load_scenario("cop15-kunming")
    answer = cm.estimate(base.replace({"methods.future": "trend"}))
    for one in answer.workings.model.inputs:
        assert one.path[0] != PATH or one.path[3] < one.path[4]


def test_every_method_is_worded() -> None:
    from typing import get_args, get_type_hints

    from carbonmeet.bench.header import Methods
    from carbonmeet.view.matter import Voice

    for name, kind in get_type_hints(Methods).items():
        for value in get_args(kind) or ((True, False) if kind is bool else ()):
            assert "=" not in Voice("zh").method(name, value)
