"""Travel: airports, the distance between them, and the mode that suits a distance.

Distances are those of the earth, not of an aircraft: detours and uplifts belong to the boundary
of a factor and are never added here. Airports come from ``airports.csv``, the distance rule from
``mode_rule.csv``; neither is read before it is asked for.
"""

from __future__ import annotations

import csv
import difflib
import math
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from carbonmeet.errors import CarbonmeetError, FactorNotFound, did_you_mean
from carbonmeet.geodesic import (
    geodesic_km,
    geodesic_km_array,
    great_circle_km,
    great_circle_km_array,
)
from carbonmeet.paths import data_dir

__all__ = [
    "Airport",
    "ModeBin",
    "air_distance_km",
    "airport",
    "airports",
    "geodesic_km",
    "geodesic_km_array",
    "great_circle_km",
    "great_circle_km_array",
    "haul",
    "mode_rule",
    "recommended_mode",
]

_METHODS = ("wgs84", "sphere")


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
    """

    iata: str
    name: str
    city: str
    country: str
    lat: float
    lon: float


class _Airports(Mapping[str, Airport]):
    """Airports by code. A row stays text until somebody asks for it."""

    __slots__ = ("_lines",)

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines

    def __getitem__(self, code: str) -> Airport:
        iata, name, city, country, lat, lon, _metro = next(csv.reader((self._lines[code],)))
        return Airport(iata, name, city, country, float(lat), float(lon))

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def metro(self, code: str) -> list[str]:
        """Return the airports that share a city code such as LON."""
        return [iata for iata, line in self._lines.items() if line.endswith(f",{code}")]

    def siblings(self, iata: str) -> list[str]:
        """Return the airports under the city code of this one, if it has a city code."""
        code = self._lines[iata].rpartition(",")[2]
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


@cache
def _table() -> _Airports:
    text = (data_dir("factors") / "airports.csv").read_text(encoding="utf-8")
    return _Airports({line[:3]: line for line in text.splitlines()[1:]})


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
    carbonmeet.errors.FactorNotFound: 'Kunming' is a city: its airport is KMG
    """
    try:
        return airports()[code]
    except KeyError:
        raise FactorNotFound(_no_airport(code)) from None


def _no_airport(word: str) -> str:
    """Say what was probably meant by a word that is not the code of an airport."""
    table, code = _table(), word.strip().upper()
    if code in table:
        return f"no airport '{word}': codes are three capital letters. Did you mean '{code}'?"
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        return _no_place(word, table)
    members = table.metro(code)
    if members:
        if len(members) == 1:
            return f"{code} is the code of a city: its airport is {members[0]}"
        return f"{code} is a city with several airports: {_list(members)}"
    swaps = {code[1] + code[0] + code[2], code[0] + code[2] + code[1]} & table.keys()
    if swaps:
        return f"no airport '{word}'.{did_you_mean(code, swaps)}"
    near = [f"{c} {table[c].city}".strip() for c in table if c[:2] == code[:2]]
    return f"no airport '{word}'." + (f" Codes that begin alike: {_list(near, 26)}" if near else "")


def _no_place(word: str, table: _Airports) -> str:
    """Say which airports a city has, or which airport has a name like this."""
    folded = _fold(word)
    if not folded:
        return "no airport given: write its IATA code, three capital letters"
    cities: dict[str, list[str]] = {}
    for code, found in table.items():
        if found.city:
            cities.setdefault(_fold(found.city), []).append(code)
    if folded in cities:
        codes = cities[folded]
        shared = sorted({other for code in codes for other in table.siblings(code)})
        return f"'{word}' is a city: {_airports_in(list(dict.fromkeys(shared + codes)), table)}"
    named = [code for code, found in table.items() if f" {folded} " in f" {_fold(found.name)} "]
    if named:
        return f"'{word}' is not a code: {_airports_in(named, table)}"
    close = difflib.get_close_matches(folded, cities, n=1)
    hint = ""
    if close:
        codes = cities[close[0]]
        hint = f" Did you mean {table[codes[0]].city} ({_list(codes)})?"
    return f"no airport or city '{word}': give the IATA code, three capital letters.{hint}"


def _airports_in(codes: list[str], table: _Airports) -> str:
    if len(codes) == 1:
        return f"its airport is {codes[0]}"
    one_country = len({table[code].country for code in codes}) == 1
    shown = codes if one_country else [f"{code} ({table[code].country})" for code in codes]
    return f"its airports are {_list(shown)}"


def _list(codes: list[str], most: int = 8) -> str:
    more = f" and {len(codes) - most} more" if len(codes) > most else ""
    return ", ".join(codes[:most]) + more


def _fold(text: str) -> str:
    """Take accents, capitals and outer blanks off a name."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().strip()


def haul(origin: str, destination: str) -> str:
    """Tell domestic from international flights by the country codes of the two airports.

    Between mainland China and Hong Kong, Macao or Taiwan a flight counts as international,
    because the codes differ.

    Parameters
    ----------
    origin, destination : str
        IATA codes.

    Returns
    -------
    str
        ``"domestic"`` or ``"international"``.

    Examples
    --------
    >>> haul("PEK", "KMG"), haul("HKG", "KMG")
    ('domestic', 'international')
    """
    same = airport(origin).country == airport(destination).country
    return "domestic" if same else "international"


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
            f"no distance method '{method}': it is wgs84 or sphere.{did_you_mean(method, _METHODS)}"
        )
    first, second = sorted((origin, destination))
    return _air_distance_km(first, second, method)


@cache
def _air_distance_km(first: str, second: str, method: str) -> float:
    a, b = airport(first), airport(second)
    if first == second:
        raise CarbonmeetError(f"origin and destination are the same airport, {first} {a.city}")
    distance = geodesic_km if method == "wgs84" else great_circle_km
    return distance(a.lat, a.lon, b.lat, b.lon)


@dataclass(frozen=True, slots=True)
class ModeBin:
    """One line of the distance rule: a range of distances and the mode that suits it.

    Attributes
    ----------
    from_km, to_km : float
        Ends of the range, km.
    from_closed, to_closed : bool
        Whether the end itself belongs to the range.
    mode : str
        ``walk``, ``bike``, ``transit`` or ``car.pooled-ev``.
    name_en, name_zh : str
        What it is called.
    phrase_zh, phrase_en : str
        The city's words for it, and what they mean.
    source, locator : str
        Where the rule was published.
    """

    from_km: float
    from_closed: bool
    to_km: float
    to_closed: bool
    mode: str
    name_en: str
    name_zh: str
    phrase_zh: str
    phrase_en: str
    source: str
    locator: str

    def __contains__(self, distance_km: float) -> bool:
        above = distance_km > self.from_km or (self.from_closed and distance_km == self.from_km)
        below = distance_km < self.to_km or (self.to_closed and distance_km == self.to_km)
        return above and below


@cache
def mode_rule() -> tuple[ModeBin, ...]:
    """Return the distance rule, shortest range first.

    Examples
    --------
    >>> [(part.to_km, part.mode) for part in mode_rule()]
    [(2.0, 'walk'), (5.0, 'bike'), (15.0, 'transit'), (inf, 'car.pooled-ev')]
    """
    with (data_dir("factors") / "mode_rule.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            ModeBin(
                from_km=float(row.pop("from_km")),
                from_closed=row.pop("from_closed") == "true",
                to_km=float(row.pop("to_km")),
                to_closed=row.pop("to_closed") == "true",
                **row,
            )
            for row in csv.DictReader(stream)
        )


def recommended_mode(distance_km: float) -> str:
    """Return the mode for a local trip, by Kunming's appeal for green travel.

    Up to and including 2 km on foot; above that to 5 km, included, by bicycle; above that and
    below 15 km by bus or metro; from 15 km by electric or pooled car. The appeal names 5 km
    twice; it is read as cycling (Yunnan Daily, 11 October 2021, p. T11).

    Parameters
    ----------
    distance_km : float
        Length of the trip, one way, km.

    Raises
    ------
    CarbonmeetError
        If the distance is negative or not a finite number.

    Examples
    --------
    >>> [recommended_mode(km) for km in (2, 5, 14.9, 15)]
    ['walk', 'bike', 'transit', 'car.pooled-ev']
    """
    if not 0 <= distance_km < math.inf:
        raise CarbonmeetError(f"a trip of {distance_km} km has no mode: give a distance from 0 up")
    for part in mode_rule():
        if distance_km in part:
            return part.mode
    raise CarbonmeetError(f"mode_rule.csv has no mode for a trip of {distance_km} km")
