"""The airport that a place is reached by, and codes of airports that are no longer in use."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeAlias

import numpy as np

from carbonmeet.base.given import refuse_other
from carbonmeet.base.text import _
from carbonmeet.rows import Column, Table
from carbonmeet.travel.airports import Airport, airports, siblings
from carbonmeet.travel.fold import fold
from carbonmeet.travel.geodesic import great_circle_km, great_circle_km_array
from carbonmeet.travel.places import Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["RETIRED", "Retired", "airport_of", "retired", "same_airport"]

#: As far as this a place has an airport of its own, km.
_OWN_KM = 100.0
#: A large airport so much further away draws as much as one of half its size next door, km.
_NEXT_DOOR_KM = 20.0
#: Below this length of runways in all, km, airlines seldom call.
_SERVED_KM = 2.4
#: Reference points nearer than this are those of one field, km.
_ONE_FIELD_KM = 1.0
#: So far north and south the nearest is looked for first, degrees; farther than any, km.
_BELT_DEGREES, _AROUND_KM = 8, 50_000.0
_MILITARY = ("air base", "airbase", "afb", "air force", "naval", "army", "raf ", "military")


class Retired(NamedTuple):
    """A code that is no longer in use.

    Attributes
    ----------
    code, successor : str
        IATA codes, old and new.
    until : str
        Year, or year and month, of the change.
    name : str
        What the airport was called.
    url, note : str
        Where that is told, and what changed.
    """

    code: Annotated[
        str,
        Column("IATA code that is no longer in use.", form="[A-Z]{3}", such=_("three capitals")),
    ]
    successor: Annotated[
        str,
        Column(
            "IATA code of the airport that took its place.",
            form="[A-Z]{3}",
            such=_("three capitals"),
            to="airports",
        ),
    ]
    until: Annotated[str, Column("Year, or year and month, of the change.")]
    name: Annotated[str, Column("What the airport was called.")]
    url: Annotated[str, Column("Where the change is told.")]
    note: Annotated[str, Column("What changed.")]


RETIRED = Table("airports_retired", "Codes of airports no longer in use", Retired, "code")


@cache
def _retired() -> dict[str, Retired]:
    return {one.code: one for one in RETIRED.shipped()}


def retired(code: str) -> Retired | None:
    """Return what became of a code that is no longer in use; None if nothing is known.

    Examples
    --------
    >>> retired("TSE").successor
    'NQZ'
    """
    return _retired().get(code)


def same_airport(first: str, second: str) -> bool:
    """Whether two codes are those of one airport.

    Examples
    --------
    >>> same_airport("KIV", "RMO"), same_airport("LHR", "LGW")
    (True, False)
    """
    a, b = airports()[first], airports()[second]
    return first == second or great_circle_km(a.lat, a.lon, b.lat, b.lon) < _ONE_FIELD_KM


@cache
def _fields() -> tuple[Airport, ...]:
    """Airports for everybody, read once."""
    return tuple(
        one
        for one in airports().values()
        if one.iata not in _retired() and not any(word in one.name.casefold() for word in _MILITARY)
    )


def airport_of(place: Place) -> Airport:
    """Return the airport that a place is most likely reached by.

    Of the airports within 100 km with runways for airliners, those that bear the name of the place
    first, the one of the greatest length of runways for its distance; else the nearest. A place
    that is an airport is its own.

    Parameters
    ----------
    place : Place
        Where the journey begins or ends.

    Returns
    -------
    Airport

    Examples
    --------
    >>> from carbonmeet.travel.places import find_place
    >>> airport_of(find_place("Vienna").place).iata, airport_of(find_place("London").place).iata
    ('VIE', 'LHR')
    """
    refuse_other(place, Place, "place")
    return _airport_of(place)


@cache
def _airport_of(place: Place) -> Airport:
    if place.airport:
        return airports()[place.airport]
    fields, lat, lon, runways = _points()
    line = great_circle_km_array(place.latitude, place.longitude, lat, lon)
    served = [
        (float(line[at]), fields[at])
        for at in np.flatnonzero((line <= _OWN_KM) & (runways >= _SERVED_KM))
    ]
    own = [pair for pair in sorted(served) if _bears_its_name(pair[1], place)]
    if own or served:
        return max(own or sorted(served), key=_drawing)[1]
    near = (abs(lat - place.latitude) < _BELT_DEGREES) & (runways > 0)
    return fields[int(np.where(near, line, line + near.any() * _AROUND_KM).argmin())]


@cache
def _points() -> tuple[tuple[Airport, ...], Floats, Floats, Floats]:
    """Airports for everybody, where they are in degrees, and their runways in km."""
    fields = _fields()
    columns = ("lat", "lon", "runways_km")
    lat, lon, runways = (np.array([getattr(one, x) for one in fields], float) for x in columns)
    return fields, lat, lon, runways


def _bears_its_name(one: Airport, place: Place) -> bool:
    """Whether an airport names the place as its town, or shares a city code with one that does."""
    name = fold(place.name)
    table = airports()
    towns = {fold(town) for town in (one.city, *(table[c].city for c in siblings(one.iata)))}
    return any(town and (name.startswith(town) or town.startswith(name)) for town in towns)


def _drawing(pair: tuple[float, Airport]) -> float:
    """How much an airport draws whoever lives so far from it: large ones from further away."""
    km, one = pair
    return one.runways_km / (km + _NEXT_DOOR_KM)
