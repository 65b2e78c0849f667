"""What is told of a list tells nothing of few people, by no sum and by no difference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import carbonmeet as cm
from carbonmeet.meeting.sums import merged
from carbonmeet.questions.few import unnamed

LEAST = 5
SERVICES = ("air.long-haul.economy", "air.long-haul.business", "rail.hsr", "coach")
ROOMS = ("hotel.star-4", "hotel.star-5")


def cells(one: dict[str, Any]) -> Iterator[float]:
    """Every number of people that the sums tell, and those that follow by subtraction."""
    yield from (way["people"] for way in one["ways"])
    yield one["people"] - one["placed"]
    if one["ways"]:
        yield one["placed"] - sum(way["people"] for way in one["ways"])
        yield one["people"] - sum(way["people"] for way in one["ways"])
    for heads in ("stays", "fed"):
        yield from one[heads].values()
        if one[heads]:
            yield one["people"] - sum(one[heads].values())


@st.composite
def sums(draw: st.DrawFn) -> dict[str, Any]:
    """People of one period: who come, who live here, who are not settled, who sleep where."""
    come = {name: draw(st.integers(0, 12)) for name in SERVICES}
    residents, unknown = draw(st.integers(0, 8)), draw(st.integers(0, 8))
    placed = sum(come.values()) + residents
    people = placed + unknown
    sleep = {name: draw(st.integers(0, people // 2)) for name in ROOMS}
    return {
        "period": "p",
        "role": "attendee",
        "people": float(people),
        "placed": float(placed),
        "ways": [
            {"service": name, "country": "", "tag": "", "mode": "", "people": float(count),
             "person_km": 1000.0 * count}
            for name, count in come.items()
            if count
        ],
        "nights": {name: 2.0 * count for name, count in sleep.items() if count},
        "stays": {name: float(count) for name, count in sleep.items() if count},
        "days": {"": 3.0 * people},
        "fed": {"": float(people)},
    }  # fmt: skip


@given(sums())
def test_neither_a_cell_nor_a_difference_is_of_few(one: dict[str, Any]) -> None:
    if one["people"] < LEAST:
        with pytest.raises(cm.CarbonmeetError):
            merged([one], LEAST)
        return
    [found], _ = merged([one], LEAST)
    for count in cells(found):
        assert count == pytest.approx(0, abs=1e-6) or count >= LEAST - 1e-6
    # the mean journey is of those whose place is known: it stays, unless hardly anybody came
    before = sum(way["person_km"] for way in one["ways"])
    if found["ways"] and found["placed"]:
        after = sum(way["person_km"] for way in found["ways"])
        assert after / found["placed"] == pytest.approx(before / one["placed"], rel=1e-9)


def test_a_list_with_a_few_of_every_kind(tmp_path: Path) -> None:
    """Three who live here, two whose place nobody knows, three without a night: none is told."""
    pytest.importorskip("ibis")
    rows = ["Paris,air,2"] * 17 + ["Paris,air,0"] * 3 + ["Munich,rail,2"] * 15 + ["Vienna,,2"] * 3
    text = "city,mode,nights\n" + "\n".join([*rows, *["Nirgendwo,air,2"] * 2]) + "\n"
    (tmp_path / "people.csv").write_text(text, encoding="utf-8")
    (tmp_path / "m.yaml").write_text(
        "carbonmeet: 2\nkind: meeting\ntitle: Few\nprefer: [defra, ademe]\n"
        "place: {name: Vienna, airport: VIE, region: AT}\n"
        "periods: {p: {start: 2025-05-19, end: 2025-05-21}}\n"
        "attendees: {table: people.csv, unknown: mean, defaults: {hotel: hotel.star-4}, "
        "meals: {buffet: 1 / day}}\n",
        encoding="utf-8",
    )
    answer = cm.estimate(tmp_path / "m.yaml")
    found = unnamed(answer)
    for one in found.content["attendees"]["sums"]:
        for count in cells(one):
            assert count == pytest.approx(0, abs=1e-6) or count >= LEAST
    assert found.answer.residual.total.value == pytest.approx(answer.residual.total.value, rel=0.02)
