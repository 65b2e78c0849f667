"""Places that bear a name, and what a scenario would take for it."""

from __future__ import annotations

from typing import Any

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Label
from carbonmeet.travel import airport_of, airports, retired
from carbonmeet.travel.airports import Airport
from carbonmeet.travel.countries import named, region_name
from carbonmeet.travel.fold import fold
from carbonmeet.travel.places import (
    Place,
    at_airport,
    bearers,
    chinese_name,
    find_place,
    in_chinese,
    place,
)
from carbonmeet.view.faces.listing import Cell, Listing

__all__ = ["place_answer", "place_listing", "verdict"]

#: With fewer people a place may be less known than an airport of its name, as Heathrow is.
_TOWN = 50_000
_COLUMNS = {
    "name": Label("name", "名称"),
    "region": Label("region", "地区代码"),
    "where": Label("where", "所在地"),
    "people": Label("people", "人口"),
    "latitude": Label("latitude", "纬度"),
    "longitude": Label("longitude", "经度"),
    "airport": Label("airport", "机场"),
}


def place_listing(words: str, most: int = 20) -> Listing:
    """Every place that bears a name, the largest first; airports where there is no such city.

    Raises
    ------
    CarbonmeetError
        If there is none, with the nearest name.

    Examples
    --------
    >>> [row["airport"] for row in place_listing("Wien").rows]
    ['VIE']
    """
    return Listing(_COLUMNS, [_row(one) for one in _found(words, most)])


def _found(words: str, most: int) -> list[Place]:
    settled = find_place(words)
    listed = dict.fromkeys(filter(None, (settled.place, *settled.rivals)))
    listed |= dict.fromkeys(bearers(words))
    mains = {one: fold(one.name) in fold(words) or one == settled.place for one in listed}
    listed = dict.fromkeys(sorted(listed, key=lambda one: not mains[one]))  # others come after
    if all(one.population < _TOWN for one in listed):
        listed |= dict.fromkeys(at_airport(one) for one in _airports_named(words))
    if not listed:
        old = retired(words.strip().upper())
        if old is not None:
            raise CarbonmeetError(_retired(words, old.successor, old.until))
        place(words)  # tells why there is none
    return list(listed)[:most]


def _retired(code: str, successor: str, until: str) -> str:
    return f"{code}: not in use since {until}; its successor is {successor}"


def _airports_named(words: str) -> list[Airport]:
    """Airports whose own name, not their town, holds the words: Heathrow."""
    word = f" {fold(words)} "
    return [
        one
        for one in airports().values()
        if len(word) > 5 and word in f" {fold(one.name)} " and word not in f" {fold(one.city)} "
    ]


def _row(one: Place) -> dict[str, Cell]:
    return {
        "name": Label(one.name, chinese_name(one)),
        "region": one.region,
        "where": region_name(one.region) if one.region else "",
        "people": one.population or None,
        "latitude": one.latitude,
        "longitude": one.longitude,
        "airport": airport_of(one).iata,
    }


def verdict(words: str) -> Label:
    """What a scenario would take for the words, in a sentence.

    Examples
    --------
    >>> str(verdict("Vienna"))
    "'Vienna' is read as Vienna, Austria, by far the largest"
    """
    found = find_place(words)
    if found.place is not None:
        chinese = in_chinese(found.place)
        if found.by_population:
            return Label(
                f"'{words}' is read as {found.place}, by far the largest",
                f"“{words}”按人口远多于同名地点的{chinese}理解",
            )
        return Label(f"'{words}' is read as {found.place}", f"“{words}”按{chinese}理解")
    if found.status == "ambiguous":
        return Label(
            f"'{words}' may be several places: write the state or country behind it",
            f"“{words}”对应多个地点：请在其后写明省州或国家",
        )
    if found.status == "country-only" or named(words):
        return Label(
            f"'{words}' is a country or a part of one: name a city of it",
            f"“{words}”是国家或其一部分：请写出其中的城市",
        )
    return Label(f"'{words}' is no city", f"没有名为“{words}”的城市")


def place_answer(words: str, most: int = 20) -> dict[str, Any]:
    """The same as plain data: the place that would be taken, and all that bear the name."""
    found = find_place(words)
    rows = [_plain(one) for one in _found(words, most)]
    return {
        "query": words,
        "status": found.status,
        "by_population": found.by_population,
        "place": _plain(found.place) if found.place else None,
        "candidates": rows,
    }


def _plain(one: Place) -> dict[str, Any]:
    return {
        "name": one.name,
        "country": one.country,
        "region": one.region,
        "population": one.population or None,
        "latitude": one.latitude,
        "longitude": one.longitude,
        "airport": airport_of(one).iata,
        "kind": one.kind,
    }
