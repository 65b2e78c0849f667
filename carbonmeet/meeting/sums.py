"""A list of people as sums: what is priced of it, and nobody on it.

A result, and a bundle for an auditor, hold these in place of the list. The meeting comes to the
same lines by either.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.frozen import Frozen
from carbonmeet.base.text import _
from carbonmeet.reading.schema import Map, Strict

__all__ = ["Online", "Sums", "WaySum", "merged"]

#: Below this a difference of people is the rounding of sums.
_EPS = 1e-9

_Positive = Annotated[float, Field(ge=0.0)]


class WaySum(Strict):
    """Journeys that one chain prices: people, and the kilometres of all, out and back.

    `kg` where a law by distance prices them, each by its own length.
    """

    service: str
    country: str = ""
    tag: str = ""
    mode: str = ""
    people: _Positive
    person_km: _Positive
    kg: _Positive | None = None


class Sums(Strict):
    """People of one period and role.

    Attributes
    ----------
    residents : bool
        Whether they live in the city of the meeting.
    people, placed : float
        All of them, and those whose place is known.
    ways : list of WaySum
    nights, days : mapping of str to float
        Person-nights by kind of room, person-days by diet.
    stays, fed : mapping of str to float
        How many people these are of.
    """

    period: str
    role: Literal["attendee", "staff"]
    residents: bool = False
    people: _Positive
    placed: _Positive
    ways: tuple[WaySum, ...] = ()
    nights: Map[str, _Positive] = Frozen()
    stays: Map[str, _Positive] = Frozen()
    days: Map[str, _Positive] = Frozen()
    fed: Map[str, _Positive] = Frozen()


class Online(Strict):
    """People who take part online."""

    period: str
    people: _Positive


def merged(sums: list[dict[str, Any]], least: int) -> tuple[list[dict[str, Any]], int]:
    """Sums in which no cell is of fewer people than `least`, and how many cells went into others.

    A small cell goes into the largest of its kind: a flight into flights, a night into nights. The
    kilometres, nights and days stay whole; what is priced as something else is the price of nobody
    being known by them. What the difference of two sums would tell is a cell as well: those whose
    place is not known, who make no journey, who do not stay overnight.

    Raises
    ------
    CarbonmeetError
        If the list is of fewer people than that.

    Examples
    --------
    >>> way = {"service": "air.long-haul.economy", "country": "", "tag": "", "mode": ""}
    >>> few = way | {"service": "air.long-haul.business"}
    >>> list_of = {"period": "p", "role": "attendee", "people": 9.0, "placed": 9.0,
    ...     "ways": [way | {"people": 8.0, "person_km": 80.0}, few | {"people": 1.0,
    ...     "person_km": 20.0}], "nights": {}, "stays": {}, "days": {"": 9.0}, "fed": {"": 9.0}}
    >>> found, moved = merged([list_of], 5)
    >>> found[0]["ways"][0]["person_km"], moved
    (100.0, 1)
    """
    ordered = sorted(sums, key=lambda one: -one["people"])
    kept = [dict(one) for one in ordered if one["people"] >= least]
    if not kept:
        raise CarbonmeetError(
            _(
                "the list is of fewer than {least} people in every period "
                "and role: a bundle would show them. Write them as groups, "
                "or lower attendees.min_cell",
                least=least,
            )
        )
    small = [one for one in ordered if one["people"] < least]
    for one in small:
        _into(_home(kept, one), one)
    moved = len(small)
    for one in kept:
        moved += _place(one, least)
        moved += _merge_ways(one, least)
        moved += _merge_named(one, "nights", "stays", least)
        moved += _merge_named(one, "days", "fed", least)
        moved += _fill(one, least)
    return sorted(kept, key=lambda one: (one["period"], one["role"])), moved


def _home(kept: list[dict[str, Any]], one: dict[str, Any]) -> dict[str, Any]:
    """Where few people go: to others of their period, else to the most."""
    near = [other for other in kept if other["period"] == one["period"]]
    near.sort(key=lambda other: other["role"] != one["role"])
    return (near or kept)[0]


def _into(home: dict[str, Any], one: dict[str, Any]) -> None:
    for name in ("people", "placed"):
        home[name] += one[name]
    home["ways"] = [*home["ways"], *one["ways"]]
    for name in ("nights", "stays", "days", "fed"):
        sums = dict(home[name])
        for key, value in one[name].items():
            sums[key] = sums.get(key, 0.0) + value
        home[name] = sums


def _place(one: dict[str, Any], least: int) -> int:
    """The few whose place is not known come as the others do on the mean, as they are priced."""
    if not 0 < one["people"] - one["placed"] < least or not one["placed"]:
        return 0
    more = one["people"] / one["placed"]
    one["ways"] = [
        way | {key: way[key] * more for key in ("person_km", "kg") if key in way}
        for way in one["ways"]
    ]
    one["placed"] = one["people"]
    return 1


def _fill(one: dict[str, Any], least: int) -> int:
    """Count the few that a sum leaves out with its largest part: no kilometre or night moves."""
    moved = 0
    largest = max(one["ways"], key=lambda way: float(way["people"]), default=None)
    rest = one["placed"] - sum(way["people"] for way in one["ways"])
    if largest is not None and _EPS < rest < least:
        largest["people"] += rest
        moved += 1
    for heads in ("stays", "fed"):
        count = one[heads]
        rest = one["people"] - sum(count.values())
        if count and _EPS < rest < least:
            count[max(count, key=lambda key: float(count[key]))] += rest
            moved += 1
    return moved


def _merge_ways(one: dict[str, Any], least: int) -> int:
    by_key: dict[tuple[str, ...], dict[str, Any]] = {}
    for way in one["ways"]:
        key = tuple(way[name] for name in ("service", "country", "tag", "mode"))
        known = by_key.setdefault(key, way | {"people": 0.0, "person_km": 0.0} | _no_kg(way))
        _add(known, way)
    ways = sorted(by_key.values(), key=lambda way: -way["people"])
    large = [way for way in ways if way["people"] >= least]
    small = [way for way in ways if way["people"] < least]
    if small and not large and sum(way["people"] for way in small) >= least:
        large, small = small[:1], small[1:]
    for way in small if large else ():
        like = [other for other in large if _family(other) == _family(way)]
        home = (like or large)[0]
        _add(home, way)
    one["ways"] = sorted(large, key=lambda way: (way["service"], way["country"]))
    return len(small)


def _no_kg(way: dict[str, Any]) -> dict[str, float]:
    return {"kg": 0.0} if way.get("kg") is not None else {}


def _add(home: dict[str, Any], way: dict[str, Any]) -> None:
    """Count journeys with others, at the price of those."""
    if home.get("kg") is not None:
        mean = home["kg"] / home["person_km"] if home["person_km"] else 0.0
        own = way.get("kg")
        home["kg"] += own if own is not None else mean * way["person_km"]
    home["people"] += way["people"]
    home["person_km"] += way["person_km"]


def _family(way: dict[str, Any]) -> str:
    return str(way["mode"] or way["service"].partition(".")[0])


def _merge_named(one: dict[str, Any], name: str, heads: str, least: int) -> int:
    """Nights by kind of room, or days by diet."""
    count = dict(one[heads])
    large = sorted((key for key in count if count[key] >= least), key=lambda key: -count[key])
    small = [key for key in count if count[key] < least]
    if small and not large and sum(count.values()) >= least:
        small.sort(key=lambda key: -count[key])
        large, small = small[:1], small[1:]
    sums = {key: one[name][key] for key in large}
    people = {key: count[key] for key in large}
    for key in small if large else ():
        sums[large[0]] += one[name][key]
        people[large[0]] += count[key]
    one[name], one[heads] = sums, people
    return len(small)
