"""Ranges of hubs and of meetings with a part online: laws, and the estimates they come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonmeet.questions.site.answer import candidates_of, compare_sites
from carbonmeet.questions.site.rule import EVERYBODY, OnlineRule

MEETING = str(Path(__file__).parent / "data" / "site_meeting.yaml")
HOSTS = ("VIE", "MUC", "CDG", "SIN", "JFK")
RULES = [
    EVERYBODY,
    OnlineRule("alike", 0.3),
    OnlineRule("farthest", 0.17),
    OnlineRule("beyond", 3000.0),
]


def asked(rule=EVERYBODY, hosts=HOSTS, meeting=MEETING, **more):
    options = {"hubs": [1, 2], "best": 2, "draws": 200, "hub_overhead": 1000.0} | more
    return compare_sites(meeting, candidates_of(hosts), online=rule, **options)


@pytest.fixture(scope="module", params=RULES, ids=lambda rule: rule.kind)
def found(request):
    return asked(request.param)


def test_the_whole_is_the_printed_total(found):
    rows = [row for row in found.ranking if row.total is not None]
    assert len(rows) == found.estimated >= 2
    for one in (*rows, *found.hubs):
        assert one.whole == pytest.approx(one.kg, rel=1e-9)
        assert one.total.value == pytest.approx(one.kg / 1000, rel=1e-9)
        assert one.total.low < one.total.value < one.total.high
    present = found.at_present.kg
    for one in (row for row in (*rows, *found.hubs) if row is not found.at_present):
        assert one.difference.value == pytest.approx((one.kg - present) / 1000, rel=1e-9)
        assert one.difference.low <= one.difference.value <= one.difference.high


def test_sources_add_up(found):
    for row in found.ranking:
        if row.total is not None:
            by_source = {name: one.value for name, one in row.total_by_source.items() if one.value}
            assert sum(by_source.values()) == pytest.approx(row.total.value, rel=1e-9)
            printed = {name: kg / 1000 for name, kg in row.by_source.items()}
            assert by_source == pytest.approx(printed, rel=1e-9)


def test_one_hub_has_the_range_of_that_host(found):
    one = found.hubs[0]
    row = next(row for row in found.ranking if row.host == one.hosts[0])
    if found.rule.kind != "beyond":  # there the hub is the best for everybody
        assert row is found.ranking[0]
    assert row.total is None or one.total[:-1] == pytest.approx(row.total[:-1], rel=1e-9)


def test_pairs_are_narrower_than_two_ranges(found):
    present = found.at_present.total
    for one in found.hubs:
        unpaired = (one.total.sd**2 + present.sd**2) ** 0.5
        assert one.difference.sd < unpaired


@pytest.mark.parametrize("kind", ["alike", "farthest"])
def test_nobody_online_is_everybody_there(kind):
    nobody, everybody = asked(OnlineRule(kind, 0.0)), asked()
    assert [row.host for row in nobody.ranking] == [row.host for row in everybody.ranking]
    for one, other in zip(nobody.ranking, everybody.ranking, strict=True):
        assert (one.total is None) == (other.total is None)
        if one.total is not None:
            assert one.total[:-1] == pytest.approx(other.total[:-1], rel=1e-9)
            assert one.difference[:-1] == pytest.approx(other.difference[:-1], rel=1e-9, abs=1e-9)
            assert one.better == other.better
    for one, other in zip(nobody.hubs, everybody.hubs, strict=True):
        assert one.total[:-1] == pytest.approx(other.total[:-1], rel=1e-9)


def test_order_of_places_does_not_matter():
    one, other = (asked(RULES[1], hosts) for hosts in (HOSTS, HOSTS[::-1]))
    assert [hub.hosts for hub in one.hubs] == [hub.hosts for hub in other.hubs]
    for mine, yours in zip(one.hubs, other.hubs, strict=True):
        assert mine.total[:-1] == pytest.approx(yours.total[:-1], rel=1e-9)


def test_without_draws_there_are_no_ranges():
    found = asked(RULES[1], draws=0)
    assert all(one.total is None for one in (*found.ranking, *found.hubs))
