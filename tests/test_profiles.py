"""Profiles: how a kind of guest lives, said once."""

import re

import pytest

import carbonmeet as cm
from carbonmeet.base.errors import InputError

HEAD = """\
carbonmeet: 2
kind: meeting
title: A congress
place: {name: Vienna, airport: VIE, region: AT}
periods: {days: {start: 2026-09-07, end: 2026-09-09}}
"""
ONCE = (
    HEAD
    + """\
profiles:
  guest:
    nights: {value: 3, low: 2, high: 4}
    hotel: hotel.star-4
    meals: {breakfast: 1 / day, buffet: 2 / day}
    local: [{trips_per_day: 2, length: 6 km, modes: {metro: 100%}}]
groups:
  - {name: North, period: days, people: 20, profile: guest, travel: [{mode: air, from: OSL}]}
  - {name: South, period: days, people: 30, profile: guest, nights: 5, hotel: null,
     meals: {buffet: null, restaurant: 1 / day}, travel: [{mode: air, from: FCO}]}
"""
)
TWICE = (
    HEAD
    + """\
groups:
  - name: North
    period: days
    people: 20
    nights: {value: 3, low: 2, high: 4}
    hotel: hotel.star-4
    meals: {breakfast: 1 / day, buffet: 2 / day}
    local: [{trips_per_day: 2, length: 6 km, modes: {metro: 100%}}]
    travel: [{mode: air, from: OSL}]
  - name: South
    period: days
    people: 30
    nights: 5
    meals: {breakfast: 1 / day, restaurant: 1 / day}
    local: [{trips_per_day: 2, length: 6 km, modes: {metro: 100%}}]
    travel: [{mode: air, from: FCO}]
"""
)


def numbers(text):
    answer = cm.estimate(cm.load_scenario(text=text), draws=50)
    total = answer.baseline.total
    inputs = [(one.path, one.value, one.low) for one in answer.scenario.inputs]
    return total, sorted(inputs), [line.kg_co2e for line in answer.lines]


def test_said_once_is_as_said_twice():
    assert numbers(ONCE) == numbers(TWICE)


def test_each_group_has_a_range_of_its_own():
    scenario = cm.load_scenario(text=ONCE)
    assert scenario.content.groups[0].nights.low == 2
    assert scenario.content.groups[1].nights.low is None


@pytest.mark.parametrize(
    "change",
    [
        {"groups.North.nights": 4},
        {"groups.North.hotel": None},
        {"groups.North.meals.buffet": "1 / day"},
        {"groups.North.meals.breakfast": None},
        {"groups.North.local[0].length": "9 km"},
        {"groups.North.local": None},
        {"groups.South.meals": None, "groups.South.people": 7},
        {"groups.North": None},
    ],
)
def test_changes_by_path_are_those_of_the_file_said_twice(change):
    once, twice = (cm.load_scenario(text=text).replace(change) for text in (ONCE, TWICE))
    if "groups.South.meals" in change:  # taking away what it says itself leaves what its kind eats
        assert "buffet" not in once.content.groups[1].meals
    assert once.content.groups[-1].people == twice.content.groups[-1].people
    for a, b in zip(once.content.groups, twice.content.groups, strict=True):
        assert a.model_dump(exclude={"profile"}) == b.model_dump(exclude={"profile"})


def test_a_change_of_the_profile_is_one_of_all_its_groups():
    scenario = cm.load_scenario(text=ONCE).replace({"profiles.guest.local[0].length": "9 km"})
    assert [one.local[0].length.value for one in scenario.content.groups] == [9, 9]
    swept = cm.sweep(cm.load_scenario(text=ONCE), {"profiles.guest.nights": [3, 6]})
    direct = [
        cm.estimate(cm.load_scenario(text=ONCE).replace({"profiles.guest.nights": n}))
        for n in (3, 6)
    ]
    values = [one.baseline.total.value for one in direct]
    assert swept["baseline"].tolist() == pytest.approx(values, rel=1e-12)
    assert direct[0].baseline.total.value < direct[1].baseline.total.value


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("profile: guest, n", "profile: gest, n"), r"groups\.South\.profile: no profile 'gest'"),
        (("hotel.star-4", "hotel.star-9"), "line 9"),
        (("    nights: {value: 3", "    nigths: {value: 3"), "no key 'nigths' here"),
    ],
)
def test_faults_stand_where_they_are_written(wrong, told):
    with pytest.raises(InputError) as error:
        cm.estimate(cm.load_scenario(text=ONCE.replace(*wrong)))
    shown = [str(one) for one in error.value.faults]
    if told == "line 9":
        assert {one.line for one in error.value.faults} == {9}
    else:
        assert re.search(told, "\n".join(shown)), shown
    assert len(set(shown)) == len(shown)


def test_a_result_holds_the_meeting_in_full(tmp_path):
    answer = cm.estimate(cm.load_scenario(text=ONCE))
    assert cm.verify(answer).same
