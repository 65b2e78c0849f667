"""Ways from place to place: where a leg stops, how far that is, and whether its mode goes there.

Flights are measured between airports; everything else between the places themselves. What is
measured is the straight line over the ground. The detour of a mode is a factor of the catalogue,
which ``mode_reach.csv`` names: it is never applied here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Annotated, Literal

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, _
from carbonmeet.rows import Column, Table
from carbonmeet.travel.airports import Airport, air_distance_km, airport, airports
from carbonmeet.travel.cities import cities
from carbonmeet.travel.countries import countries, divisions, is_country
from carbonmeet.travel.gateways import airport_of, retired, same_airport
from carbonmeet.travel.geodesic import geodesic_km, great_circle_km
from carbonmeet.travel.places import (
    Finding,
    Place,
    at_airport,
    chinese_name,
    instead_of,
    name_of,
    place,
)

__all__ = [
    "INLAND_KM",
    "REACH",
    "STRAIT_KM",
    "Reach",
    "Stop",
    "at_place",
    "detour",
    "inland",
    "landmass",
    "reach",
    "refused",
    "route_km",
    "seas",
    "stop",
]

#: A sea so narrow may be crossed on a ferry that takes coaches and cars, km.
STRAIT_KM = 1000
#: A port that bears the name of a city lies nearer to it than this; a ferry to a place farther from
#: the sea is a slip, or one of a river or a lake, km. An assumption against slips: Beijing, Berlin
#: and Cairo have their ports within it, Vienna, Madrid and Chicago none.
INLAND_KM = 150


class Stop(NamedTuple):
    """A place where a leg begins, ends or changes.

    Attributes
    ----------
    name : str
        IATA code, or the name of the city.
    country : str
        ISO 3166-1 alpha-2; empty for a point.
    latitude, longitude : float
        Degrees.
    airport : str
        IATA code where it is an airport; empty for others.
    told : Label or None
        What is to be told of a code that is no longer in use.
    read : Label or None
        How a name was read: as which place, before which others, by which airport.
    written : str
        The code that is no longer in use.
    region : str
        ISO 3166-2, where known.
    """

    name: str
    country: str
    latitude: float
    longitude: float
    airport: str = ""
    told: Label | None = None
    read: Label | None = None
    written: str = ""
    region: str = ""

    @property
    def called(self) -> Label:
        """The name as a reader knows it: looked up when asked for, and a code as it is."""
        if self.airport or not self.country:
            return Label(self.name)
        return _called(self.name, self.latitude, self.longitude)


class Reach(NamedTuple):
    """How far a mode of travel goes, and over what.

    Attributes
    ----------
    mode : str
    detour : str
        Key of the factor from the straight line to the way.
    reach_km : float
        A longer straight line, one way, is no journey by this mode.
    over : {"land", "sea"}
    note : str
        Why.
    """

    mode: Annotated[str, Column("Mode of travel.")]
    detour: Annotated[str, Column("Key of the factor from the straight line to the way.")]
    reach_km: Annotated[
        float,
        Column(
            "A longer straight line, one way, is no journey by this mode, km; an assumption "
            "against slips.",
            least=0,
        ),
    ]
    over: Annotated[Literal["land", "sea"], Column("What it goes over.")]
    note: Annotated[str, Column("Why.")] = ""


REACH = Table(
    "mode_reach",
    "How far modes of travel reach, and by which factor their ways are longer",
    Reach,
    "mode",
)


@cache
def reach() -> dict[str, Reach]:
    """Modes other than flights, by name.

    Examples
    --------
    >>> reach()["metro"].reach_km, reach()["rail"].detour
    (200.0, 'detour.rail')
    """
    return {one.mode: one for one in REACH.shipped()}


def detour(mode: str) -> str:
    """Key of the factor from the straight line to the way of a mode; empty for flights.

    Examples
    --------
    >>> detour("coach"), detour("air.international.economy")
    ('detour.bus', '')
    """
    return reach()[mode].detour if mode in reach() else ""


def stop(words: str, *, flight: bool) -> Stop:
    """Find a stop by its words.

    Parameters
    ----------
    words : str
        Code of an airport, name of a city, or coordinates.
    flight : bool
        Whether an airport is needed: then a city is its airport.

    Raises
    ------
    CarbonmeetError
        If there is no such place, or several.

    Examples
    --------
    >>> stop("Vienna", flight=True).airport, stop("Wien", flight=False).name
    ('VIE', 'Vienna')
    >>> stop("TSE", flight=True).told.en
    'TSE is no longer in use: NQZ is counted'
    """
    old = retired(words)
    if words in airports() and old is None and not is_country(words):
        return _at(airports()[words])
    if old is not None:
        told = _(
            "{words} is no longer in use: {successor} is counted",
            words=words,
            successor=old.successor,
        )
        return _at(airports()[old.successor])._replace(told=told, written=words)
    if _is_code(words) and not is_country(words):
        airport(words)  # tells what was probably meant
    found = place(words)
    assert found.place is not None
    if found.place.kind == "point" and not (found.place.latitude or found.place.longitude):
        raise CarbonmeetError(_("'{words}' is where missing coordinates lie", words=words))
    gate = airport_of(found.place) if flight else None
    here = _at(gate) if gate is not None else at_place(found.place)
    return here._replace(read=_reading(words, found, gate))


@lru_cache(maxsize=1024)  # where a meeting is held is named for every group
def _called(name: str, latitude: float, longitude: float) -> Label:
    return Label(name, chinese_name(Place(name, "", "", latitude, longitude)))


def _is_code(words: str) -> bool:
    """Whether somebody meant a code: three letters, in capitals or not, that are no city."""
    word = words.strip()
    if len(word) != 3 or not (word.isascii() and word.isalpha()):
        return False
    return word.isupper() or word.upper() in airports()


def _at(gate: Airport) -> Stop:
    return Stop(gate.iata, gate.country, gate.lat, gate.lon, gate.iata)


def at_place(one: Place) -> Stop:
    """A place as a stop."""
    place = (one.name, one.country, one.latitude, one.longitude, one.airport)
    return Stop(*place, region=one.region)


def _reading(words: str, found: Finding, gate: Airport | None) -> Label | None:
    """As what a name is read; None where it is just that."""
    one = found.place
    assert one is not None
    if one.kind == "airport" or (gate is None and not found.rivals and one.name == words):
        return None
    if one.kind == "point" and gate is None:
        return None
    told = _("{words}: {place}", words=words, place=name_of(one))
    if one.kind == "point":
        told = _("{place}", place=name_of(one))
    if gate is not None:
        km = one.km_to(at_airport(gate))
        told += _(", airport {iata} {km:.0f} km away", iata=gate.iata, km=km)
    return told + instead_of(found.rivals) if found.rivals else told


def route_km(stops: Sequence[Stop], method: str = "wgs84") -> float:
    """Straight lines between stops, over the ground, km one way.

    Raises
    ------
    CarbonmeetError
        If two that follow each other are one place.

    Examples
    --------
    >>> round(route_km([stop("PEK", flight=True), stop("KMG", flight=True)]), 1)
    2091.6
    """
    line = geodesic_km if method == "wgs84" else great_circle_km
    total = 0.0
    for a, b in pairwise(stops):
        if a.airport and b.airport and same_airport(a.airport, b.airport):
            names = (
                a.name if a.name == b.name else _("{name} and {b_name}", name=a.name, b_name=b.name)
            )
            raise CarbonmeetError(
                _("origin and destination are the same airport, {names}", names=names)
            )
        if a.airport and b.airport:
            total += air_distance_km(a.airport, b.airport, method)
            continue
        first, second = sorted(((a.latitude, a.longitude), (b.latitude, b.longitude)))
        if first == second:
            raise CarbonmeetError(
                _("origin and destination are the same place, {name}", name=a.called)
            )
        total += line(*first, *second)
    return total


def refused(mode: str, km: float) -> str:
    """Why a mode does not go so far; empty if it may.

    Examples
    --------
    >>> refused("walk", 5000)
    "5,000 km one way is too far for 'walk': 50 km at most"
    >>> refused("rail", 5000)
    ''
    """
    known = reach().get(mode)
    if known is None or km <= known.reach_km:
        return ""
    return _(
        "{km:,.0f} km one way is too far for '{mode}': {reach_km:,.0f} km at most",
        km=km,
        mode=mode,
        reach_km=known.reach_km,
    )


def seas(mode: str, stops: Sequence[Stop]) -> tuple[str, Label | None]:
    """What is to be said where no way over land leads on, for a mode that goes over land.

    Returns
    -------
    str
        A fault where no ferry can be meant; empty if none.
    Label or None
        A notice where one can.
    """
    known = reach().get(mode)
    if known is None or known.over == "sea":
        return "", None
    for a, b in pairwise(stops):
        if not (a.country and b.country):
            continue
        if _land(a) == _land(b):
            if {_continent(a), _continent(b)} == {"AF", "EU"}:  # by Suez, not straight across
                return "", _(
                    "the Mediterranean parts {name} from {b_name}: {mode} is counted all the way",
                    name=a.called,
                    b_name=b.called,
                    mode=mode,
                )
            continue
        km = great_circle_km(a.latitude, a.longitude, b.latitude, b.longitude)
        if km > STRAIT_KM:
            apart = _(
                "no way over land leads from {name} to {b_name}: {mode} does not go there",
                name=a.called,
                b_name=b.called,
                mode=mode,
            )
            return apart, None
        return "", _(
            "no way over land leads from {name} to {b_name}: {mode} is counted all the way",
            name=a.called,
            b_name=b.called,
            mode=mode,
        )
    return "", None


def inland(mode: str, stops: Sequence[Stop]) -> dict[Stop, float]:
    """Stops that lie far from any sea, for a mode that goes over the sea, and how far, km.

    Examples
    --------
    >>> way = [stop(words, flight=False) for words in ("Vienna", "Helsinki")]
    >>> {one.name: round(km, -1) for one, km in inland("ferry", way).items()}, inland("coach", way)
    ({'Vienna': 340.0}, {})
    """
    known = reach().get(mode)
    if known is None or known.over != "sea":
        return {}
    from carbonmeet.travel.coasts import inland_km  # unpacks a table, for few

    far = {one: inland_km(one.latitude, one.longitude) for one in stops}
    return {one: km for one, km in far.items() if km > INLAND_KM}


def _land(one: Stop) -> str:
    """The land that a stop lies on: an airport's is that of the place next to it."""
    parts = _lands_apart()
    if not any(region.startswith(f"{one.country}-") for region in parts):
        return landmass(one.country)
    region = one.region or _region_next_to(one.latitude, one.longitude)
    return parts.get(region, landmass(one.country))


@lru_cache(maxsize=1024)  # where a meeting is held is asked about every guest
def _region_next_to(latitude: float, longitude: float) -> str:
    return cities().nearest(latitude, longitude).region


@cache
def _lands_apart() -> dict[str, str]:
    """Parts of countries that lie far across the sea from the rest, and the land they are on."""
    return {code: one.landmass for code, one in divisions().items() if one.landmass}


def _continent(one: Stop) -> str:
    return countries()[one.country].continent if one.country in countries() else ""


def landmass(country: str) -> str:
    """The land that a country lies on, which others may share; the country where none is known."""
    return countries()[country].landmass if country in countries() else country
