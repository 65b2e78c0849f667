"""Places that bear a name, and what a scenario would take for it."""

from __future__ import annotations

from typing import Any

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Label, Message, _, _p
from carbonmeet.travel import airport_of, airports, retired
from carbonmeet.travel.airports import Airport
from carbonmeet.travel.countries import named, region_name
from carbonmeet.travel.fold import fold
from carbonmeet.travel.gateways import Retired
from carbonmeet.travel.places import (
    Place,
    at_airport,
    bearers,
    chinese_name,
    find_place,
    name_of,
    place,
)
from carbonmeet.view.listing import Cell, Listing

__all__ = ["place_answer", "place_listing", "verdict"]

#: With fewer people a place may be less known than an airport of its name, as Heathrow is.
_TOWN = 50_000
_COLUMNS = {
    "name": _("name"),
    "region": _("region"),
    "where": _("where"),
    "people": _p("of a city", "people"),
    "latitude": _("latitude"),
    "longitude": _("longitude"),
    "airport": _("airport"),
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
    old = retired(words.strip().upper())
    settled = find_place(words)
    if old is not None and (settled.place is None or settled.place.airport):
        raise CarbonmeetError(_gone(old))
    listed = dict.fromkeys(filter(None, (settled.place, *settled.rivals)))
    listed |= dict.fromkeys(bearers(words))
    mains = {one: fold(one.name) in fold(words) or one == settled.place for one in listed}
    listed = dict.fromkeys(sorted(listed, key=lambda one: not mains[one]))  # others come after
    if all(one.population < _TOWN for one in listed):
        listed |= dict.fromkeys(at_airport(one) for one in _airports_named(words))
    if not listed:
        place(words)  # tells why there is none
    return list(listed)[:most]


def _gone(old: Retired) -> Message:
    return _(
        "{code}: not in use since {until}; its successor is {successor}",
        code=old.code,
        until=old.until,
        successor=old.successor,
    )


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
        if found.by_population:
            return _(
                "'{words}' is read as {place}, by far the largest",
                words=words,
                place=name_of(found.place),
            )
        return _("'{words}' is read as {place}", words=words, place=name_of(found.place))
    if found.status == "ambiguous":
        return _(
            "'{words}' may be several places: write the state or country behind it", words=words
        )
    if found.status == "country-only" or named(words):
        return _("'{words}' is a country or a part of one: name a city in it", words=words)
    return _("'{words}' is not a city", words=words)


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
