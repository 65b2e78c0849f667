"""Airports, and the distance between two of them.

Distances are those of the earth, not of an aircraft: detours and uplifts belong to the boundary
of a factor and are never added here. ``airports.csv`` is not read before it is asked for.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Annotated

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import CarbonmeetError, FactorNotFound, did_you_mean
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _
from carbonmeet.rows import Column, Table
from carbonmeet.rows.table import reader_for
from carbonmeet.travel.geodesic import geodesic_km, great_circle_km

__all__ = ["Airport", "air_distance_km", "airport", "airports"]

_METHODS = ("wgs84", "sphere")
_IATA, _CAPITALS = "[A-Z]{3}", _("three capital letters")


class Airport(NamedTuple):
    """An airport with an IATA code.

    Attributes
    ----------
    iata : str
        Three capital letters.
    name, city : str
        In Latin script; the city may be empty.
    country : str
        ISO 3166-1 alpha-2, as in the source: Hong Kong, Macao and Taiwan have codes of their own.
    lat, lon : float
        Reference point, degrees.
    runways_km : float
        Total length of its hard runways of 1.5 km or more, km: how large it is.
    metro : str
        IATA code of the city, where it has several airports.
    """

    iata: Annotated[str, Column("IATA code.", form=_IATA, such=_CAPITALS)]
    name: Annotated[str, Column("Name in Latin script.")]
    city: Annotated[str, Column("City served, in Latin script.")] = ""
    country: Annotated[
        str,
        Column(
            "ISO 3166-1 alpha-2, as in the source.",
            form="[A-Z]{2}",
            such=_("two capital letters"),
            told=True,
        ),
    ] = ""
    lat: Annotated[
        float,
        Column("Latitude of the reference point, degrees north.", least=-90, most=90, told=True),
    ] = 0.0
    lon: Annotated[
        float,
        Column("Longitude of the reference point, degrees east.", least=-180, most=180, told=True),
    ] = 0.0
    runways_km: Annotated[
        float,
        Column("Total length of the open hard runways of 1.5 km or more, km.", least=0),
    ] = 0.0
    metro: Annotated[
        str, Column("IATA code of the city with several airports.", form=_IATA, such=_CAPITALS)
    ] = ""


class LargeAirport(NamedTuple):
    """An airport of the largest class with scheduled service."""

    iata: Annotated[str, Column("IATA code.", form=_IATA, such=_CAPITALS, to="airports")]
    country: Annotated[str, Column("ISO 3166-1 alpha-2, as in airports.csv.")]
    source: Annotated[str, Column("Key of sources.csv.", to="sources")]


AIRPORTS = Table("airports", "Airports with an IATA code", Airport, "iata")
LARGE_AIRPORTS = Table(
    "large_airports",
    "Airports with scheduled service of the largest class",
    LargeAirport,
    "iata",
)


class _Airports(Mapping[str, Airport]):
    """Airports by code. A row is looked for in the text of the table when somebody asks for it."""

    def __init__(self, table: bytes) -> None:
        head, _end, self._rows = table.removeprefix(b"\xef\xbb\xbf").partition(b"\n")
        self._read = reader_for(Airport, tuple(head.decode().strip().split(",")))
        self._found: dict[str, Airport] = {}

    def __getitem__(self, code: str) -> Airport:
        if code not in self._found:
            at = self._at(code)
            if at < 0:
                raise KeyError(code)
            line = self._rows[at : self._rows.find(b"\n", at)].decode()
            self._found[code] = self._read(next(csv.reader((line,), strict=True)))
        return self._found[code]

    def _at(self, code: object) -> int:
        """Where the row of a code begins; below 0 if there is none. The table is in their order."""
        if not isinstance(code, str) or len(code) != 3 or not code.isascii():
            return -1
        wanted, low, high = code.encode(), 0, len(self._rows)
        while low < high:  # the row sought, if there is one, begins from `low` on and before `high`
            begin = self._rows.rfind(b"\n", low, (low + high) // 2) + 1 or low
            here = self._rows[begin : begin + 3]
            if here == wanted:
                return begin
            if here < wanted:
                low = self._rows.find(b"\n", begin) + 1 or high
            else:
                high = begin
        return -1

    def __contains__(self, code: object) -> bool:
        return code in self._found or self._at(code) >= 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)

    @cached_property
    def _codes(self) -> list[str]:
        return [line[:3].decode() for line in self._rows.splitlines()]

    @cached_property
    def _cities(self) -> dict[str, list[str]]:
        """Airports by the code of their city."""
        cities: dict[str, list[str]] = {}
        for line in self._rows.decode().splitlines():
            if not line.endswith(","):
                cities.setdefault(line.rpartition(",")[2], []).append(line[:3])
        return cities

    def metro(self, code: str) -> list[str]:
        """Return the airports that share a city code such as LON."""
        return list(self._cities.get(code, ()))

    def siblings(self, iata: str) -> list[str]:
        """Return the airports under the city code of this one, if it has a city code."""
        code = self[iata].metro
        return self.metro(code) if code else []


def airports() -> Mapping[str, Airport]:
    """Return every airport with an IATA code, by code.

    Returns
    -------
    mapping of str to Airport
        Read once; an ``Airport`` is built when its code is looked up.

    Examples
    --------
    >>> airports()["KMG"].name
    'Kunming Changshui International Airport'
    """
    return _table()


def members(code: str) -> list[str]:
    """Return the airports of a city that has a code of its own, such as LON; none for others.

    Examples
    --------
    >>> members("NYC")
    ['EWR', 'JFK', 'LGA']
    """
    return _table().metro(code)


def siblings(code: str) -> list[str]:
    """Return the airports under the city code of an airport, itself among them; none without.

    Examples
    --------
    >>> siblings("JFK")
    ['EWR', 'JFK', 'LGA']
    """
    return _table().siblings(code)


@cache
def _table() -> _Airports:
    return _Airports((data_dir("factors") / "airports.csv").read_bytes())


def airport(code: str) -> Airport:
    """Return one airport.

    Parameters
    ----------
    code : str
        IATA code, three capital letters.

    Raises
    ------
    FactorNotFound
        If there is no such airport. The message helps with small letters, swapped letters, city
        codes (LON) and names of cities and airports.

    Examples
    --------
    >>> airport("KMG").city
    'Kunming'
    >>> airport("Kunming")
    Traceback (most recent call last):
    carbonmeet.base.errors.FactorNotFound: 'Kunming' is a city: its airport is KMG
    """
    try:
        return airports()[code]
    except KeyError:
        raise FactorNotFound(_no_airport(code)) from None


def _no_airport(word: str) -> str:
    """Say what was probably meant by a word that is not the code of an airport."""
    table, code = _table(), word.strip().upper()
    if code in table:
        return _(
            "no airport '{word}': codes are three capital letters. Did you mean '{code}'?",
            word=word,
            code=code,
        )
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        return _no_place(word, table)
    members = table.metro(code)
    if members:
        if len(members) == 1:
            return _(
                "{code} is the code of a city: its airport is {members}",
                code=code,
                members=members[0],
            )
        return _("{code} is a city with several airports: {list}", code=code, list=_list(members))
    swaps = {code[1] + code[0] + code[2], code[0] + code[2] + code[1]} & table.keys()
    if swaps:
        return _("no airport '{word}'.{hint}", word=word, hint=did_you_mean(code, swaps))
    near = [f"{c} {table[c].city}".strip() for c in table if c[:2] == code[:2]]
    return _(
        "no airport '{word}'.{hint}",
        word=word,
        hint=_(" Codes that begin alike: {list}", list=_list(near, 26)) if near else "",
    )


def _no_place(word: str, table: _Airports) -> str:
    """Say which airports a city has, or which airport has a name like this."""
    folded = _fold(word)
    if not folded:
        return _("no airport given: write its IATA code, three capital letters")
    cities: dict[str, list[str]] = {}
    for code, found in table.items():
        if found.city:
            cities.setdefault(_fold(found.city), []).append(code)
    if folded in cities:
        codes = cities[folded]
        shared = sorted({other for code in codes for other in table.siblings(code)})
        return _(
            "'{word}' is a city: {airports_in}",
            word=word,
            airports_in=_airports_in(list(dict.fromkeys(shared + codes)), table),
        )
    named = [code for code, found in table.items() if f" {folded} " in f" {_fold(found.name)} "]
    if named:
        return _(
            "'{word}' is not a code: {airports_in}",
            word=word,
            airports_in=_airports_in(named, table),
        )
    import difflib

    close = difflib.get_close_matches(folded, cities, n=1)
    hint = ""
    if close:
        codes = cities[close[0]]
        hint = _(" Did you mean {city} ({list})?", city=table[codes[0]].city, list=_list(codes))
    return _(
        "no airport or city '{word}': give the IATA code, three capital letters.{hint}",
        word=word,
        hint=hint,
    )


def _airports_in(codes: list[str], table: _Airports) -> str:
    if len(codes) == 1:
        return _("its airport is {codes}", codes=codes[0])
    one_country = len({table[code].country for code in codes}) == 1
    shown = codes if one_country else [f"{code} ({table[code].country})" for code in codes]
    return _("its airports are {list}", list=_list(shown))


def _list(codes: list[str], most: int = 8) -> str:
    more = _(" and {codes} more", codes=len(codes) - most) if len(codes) > most else ""
    return ", ".join(codes[:most]) + more


def _fold(text: str) -> str:
    """Take accents, capitals and outer blanks off a name."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().strip()


def air_distance_km(origin: str, destination: str, method: str = "wgs84") -> float:
    """Return the shortest distance between two airports over the ground.

    Parameters
    ----------
    origin, destination : str
        IATA codes; the order does not matter.
    method : {"wgs84", "sphere"}
        Geodesic on the WGS84 ellipsoid, or great circle on the mean sphere.

    Returns
    -------
    float
        km, one way, without any detour.

    Raises
    ------
    FactorNotFound
        If a code is unknown.
    CarbonmeetError
        If both codes are the same, or the method is unknown.

    Examples
    --------
    >>> round(air_distance_km("PEK", "KMG"), 1)
    2091.6
    """
    if method not in _METHODS:
        raise CarbonmeetError(
            _(
                "no distance method '{method}': it is wgs84 or sphere.{hint}",
                method=method,
                hint=did_you_mean(method, _METHODS),
            )
        )
    first, second = sorted((origin, destination))
    return _air_distance_km(first, second, method)


@cache
def _air_distance_km(first: str, second: str, method: str) -> float:
    a, b = airport(first), airport(second)
    if first == second:
        raise CarbonmeetError(
            _(
                "origin and destination are the same airport, {first} {city}",
                first=first,
                city=a.city,
            )
        )
    distance = geodesic_km if method == "wgs84" else great_circle_km
    return distance(a.lat, a.lon, b.lat, b.lon)
