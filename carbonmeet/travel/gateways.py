"""The airport that a place is reached by, and codes of airports that are no longer in use."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, TypeAlias

import numpy as np

from carbonmeet.base.given import refuse_other
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _
from carbonmeet.rows import Column, Table
from carbonmeet.travel.airports import Airport, airports, siblings
from carbonmeet.travel.fold import fold
from carbonmeet.travel.geodesic import great_circle_km, great_circle_km_array
from carbonmeet.travel.places import Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["OWN_KM", "RETIRED", "Retired", "airport_of", "retired", "same_airport"]

#: As far as this a place has an airport of its own, km; so far in its country, beside one abroad.
OWN_KM, _HOME_KM = 100.0, 150.0
#: An airport of its own country draws as much as one so many times its size across a border.
_AT_HOME = 2.0
#: A large airport so much further away draws as much as one of half its size next door, km.
_NEXT_DOOR_KM = 20.0
#: Below this length of runways in all, km, airlines seldom call.
_SERVED_KM = 2.4
#: Reference points nearer than this are those of one field, km.
_ONE_FIELD_KM = 1.0
#: So far north and south the nearest is looked for first, degrees; farther than any, km.
_BELT_DEGREES, _AROUND_KM = 8, 50_000.0
_MILITARY = (
    "air base",
    "airbase",
    "afb",
    "air force",
    "naval",
    " nas ",
    "army",
    "raf ",
    "military",
)


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
    first, the one of the greatest length of runways for its distance; else the nearest. Where one
    of them lies abroad, those of the country of the place count twice, and as far as 150 km. A
    place that is an airport is its own.

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
        old = retired(place.airport)
        return airports()[old.successor if old else place.airport]
    fields, lat, lon, runways = _points()
    line = great_circle_km_array(place.latitude, place.longitude, lat, lon)
    around = sorted(
        (float(line[at]), fields[at])
        for at in np.flatnonzero((line <= _HOME_KM) & (runways >= _SERVED_KM))
    )
    served = [pair for pair in around if pair[0] <= OWN_KM]
    own = [pair for pair in served if _bears_its_name(pair[1], place)]
    if not own and any(one.country != place.country for _, one in served):
        served += [pair for pair in around[len(served) :] if pair[1].country == place.country]
        return max(served, key=lambda pair: _drawing(*pair) * _at_home(pair[1], place))[1]
    if served:
        return max(own or served, key=lambda pair: _drawing(*pair))[1]
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
    """Whether an airport names the place, or shares a city code with one that does."""
    name = fold(place.name)
    table = airports()
    towns = {
        fold(town) for town in (one.city or one.name, *(table[c].city for c in siblings(one.iata)))
    }
    return any(town and (name.startswith(town) or town.startswith(name)) for town in towns)


def _drawing(km: float, one: Airport) -> float:
    """How much an airport draws whoever lives so far from it: large ones from further away."""
    return one.runways_km / (km + _NEXT_DOOR_KM)


def _at_home(one: Airport, place: Place) -> float:
    """How much more an airport draws at home; a field of no town has few flights."""
    return _AT_HOME if one.country == place.country and one.city else 1.0
