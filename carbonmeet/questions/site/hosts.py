"""Places where a meeting could be held: named, from a file, or the large cities of the world."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from os import PathLike

import numpy as np

from carbonmeet.base.errors import CarbonmeetError, Fault, InputError, message_of
from carbonmeet.base.files import read_whole
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, _
from carbonmeet.travel import Place, airport, airport_of, find_place, great_circle_km_array, place
from carbonmeet.travel.airports import LARGE_AIRPORTS
from carbonmeet.travel.cities import City, cities
from carbonmeet.travel.countries import Area, areas, countries, country_name
from carbonmeet.travel.fold import fold

__all__ = ["REACH_KM", "Host", "host_at", "hosts_of_file", "hosts_of_world", "within"]

#: A city further than this from every large airport is no candidate of the world, km.
REACH_KM = 60.0
#: Cities of the world have at least so many people, unless another number is asked for.
PEOPLE = 500_000
#: No list of candidates is larger, in bytes.
_LARGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Host:
    """A place that a meeting could be held at.

    Attributes
    ----------
    name : Label
    airport : str
        IATA code.
    region : str
        Decides which factors price a night, a meal and a kilowatt-hour there.
    country : str
        ISO 3166-1 alpha-2 code of the airport's country.
    lat, lon : float
        Of the airport, degrees.
    """

    name: Label
    airport: str
    region: str
    country: str
    lat: float
    lon: float

    @property
    def key(self) -> str:
        """Name and code: what sorts hosts and settles ties."""
        return f"{self.name.get('en')} ({self.airport})"

    def as_place(self) -> dict[str, object]:
        """The host as a scenario file has it under ``place``."""
        name = {"en": self.name.en, "zh": self.name.zh}
        return {
            "name": {lang: text for lang, text in name.items() if text},
            "airport": self.airport,
            "region": self.region,
        }


def host_at(words: str) -> Host:
    """Return the host that some words name: a city, or the code of an airport.

    Raises
    ------
    CarbonmeetError
        If no place is settled by the words, with candidates.

    Examples
    --------
    >>> host_at("Vienna").airport, host_at("KMG").region
    ('VIE', 'CN-YN')
    """
    words = words.strip()
    found = place(words).place
    assert found is not None  # else it raised
    said = words if words and all("\u4e00" <= c <= "\u9fff" for c in words) else ""
    if found.kind != "airport":
        return _host(found, airport_of(found).iata, said or _chinese(found))
    field = airport(found.airport)
    town = find_place(field.city, [Area(field.country)]).place if field.city else None
    if town is None or town.km_to(found) > 2 * REACH_KM:
        town = found._replace(name=field.city or field.name)
    return _host(town, field.iata, _chinese(town))


def _chinese(town: Place) -> str:
    """The Chinese name of a town, where it is known and there is only one."""
    land = country_name(town.country)
    if town.name == land.en:  # Singapore
        return land.zh
    table = cities()
    for row, _ in table.rows(fold(town.name)):
        city = table[row]
        if (city.latitude, city.longitude) == (town.latitude, town.longitude):
            return table.chinese(row)
    return ""


def _host(town: Place | City, code: str, chinese: str) -> Host:
    field = airport(code)
    return Host(Label(town.name, chinese), code, town.region, field.country, field.lat, field.lon)


def hosts_of_file(path: str | PathLike[str]) -> list[Host]:
    """Read candidates, one a line: a city or the code of an airport; or a table with such a column.

    A first line with the word ``place``, ``city`` or ``airport`` is a header and tells the column.

    Raises
    ------
    InputError
        With every line that names no place.
    """
    name = str(path)
    lines = list(csv.reader(_text(name).splitlines()))
    heads = [cell.strip().casefold() for cell in lines[0]] if lines else []
    column = next((heads.index(word) for word in ("place", "city", "airport") if word in heads), -1)
    hosts: list[Host] = []
    faults: list[Fault] = []
    for number, row in enumerate(lines, 1):
        words = row[max(column, 0)].strip() if len(row) > max(column, 0) else ""
        if not words or words.startswith("#") or (column >= 0 and number == 1):
            continue
        if column < 0 and len(row) > 1:  # Paris, Texas
            words = ", ".join(cell.strip() for cell in row)
        try:
            hosts.append(host_at(words))
        except CarbonmeetError as error:
            faults.append(Fault(name, number, 1, "", message_of(error)))
    if not hosts and not faults:
        faults.append(
            Fault(name, 0, 0, "", _("no candidate: write a city or an airport on each line"))
        )
    if faults:
        raise InputError(faults)
    return hosts


def _text(name: str) -> str:
    try:
        read = read_whole(name, _LARGEST)
        if len(read) > _LARGEST:
            large = _("is larger than {most} MB", most=_LARGEST // 10**6)
            raise InputError([Fault(name, 0, 0, "", large)])
        return read.decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError([Fault(name, 0, 0, "", _("no such file"))]) from None
    except OSError as error:
        told = _("cannot be read: {why}", why=message_of(error))
        raise InputError([Fault(name, 0, 0, "", told)]) from None
    except UnicodeDecodeError as error:
        raise InputError(
            [Fault(name, 0, 0, "", _("not UTF-8 at byte {start}", start=error.start))]
        ) from None


@cache
def _large() -> tuple[str, ...]:
    return tuple(one.iata for one in LARGE_AIRPORTS.shipped())


@cache
def hosts_of_world(people: int = PEOPLE) -> tuple[Host, ...]:
    """Return the cities with at least so many people, and a large airport within `REACH_KM`.

    The airport is the one that the city is reached by, if it is a large one, else the nearest of
    the large ones in the country; of cities that share it, or lie as near to each other, the
    largest stands for all. Cities are those of GeoNames, airports those of
    ``large_airports.csv``.

    Examples
    --------
    >>> [host.airport for host in hosts_of_world(15_000_000)][:3]
    ['PEK', 'CAN', 'IST']
    """
    codes = _large()
    fields = [airport(code) for code in codes]
    lat, lon = (np.array([getattr(one, x) for one in fields]) for x in ("lat", "lon"))
    table, taken = cities(), dict[str, Host]()
    towns = np.empty((0, 2))
    for row in table.largest(people):
        city = table[row]
        if (great_circle_km_array(city.latitude, city.longitude, *towns.T) < REACH_KM).any():
            continue
        km = great_circle_km_array(city.latitude, city.longitude, lat, lon)
        near = [codes[at] for at in np.argsort(km) if km[at] <= REACH_KM]
        near = [code for code in near if airport(code).country == city.country]
        if near:
            own = airport_of(Place(*city)).iata
            code = own if own in near else near[0]
            land = country_name(city.country)
            chinese = land.zh if city.name == land.en else table.chinese(row)
            taken.setdefault(code, _host(city, code, chinese))
            towns = np.vstack([towns, [city.latitude, city.longitude]])
    return tuple(sorted(taken.values(), key=lambda host: host.key))


def within(hosts: Iterable[Host], word: str) -> list[Host]:
    """Those hosts that lie in a country or region, by its code or its name.

    Raises
    ------
    CarbonmeetError
        If there is no such country, or no host in it.
    """
    country, __, part = word.strip().partition("-")
    if country in countries() and (not part or part.isalnum()):
        inside = frozenset([Area(country, word.strip() if part else "")])
    else:
        inside = areas(word)
    if not inside:
        raise CarbonmeetError(
            _("no country or region '{word}': write a code such as CN or US-CA", word=word)
        )
    found = [
        host for host in hosts if any(area.holds(host.country, host.region) for area in inside)
    ]
    if not found:
        raise CarbonmeetError(_("no candidate lies in {word}", word=word))
    return found
