"""The table of populated places: GeoNames, reduced to what finding one by its name needs.

One file, some 170,000 places. A name or two are looked for in its text; who has many to find asks
for the index once.
"""

from __future__ import annotations

import json
import lzma
import sys
from array import array
from functools import cache, lru_cache
from typing import Annotated

from carbonmeet.base.data import data_dir
from carbonmeet.base.record import NamedTuple
from carbonmeet.rows import Column, Table
from carbonmeet.travel.countries import region_of
from carbonmeet.travel.fold import fold

__all__ = ["CITY_NAMES", "Cities", "City", "CityName", "cities"]


#: Between parallels, a little less than on the earth.
_KM_PER_DEGREE = 110.0
#: How alike two names are that may be one, and by how many letters they differ at most.
_ALIKE, _FEW_LETTERS = 0.8, 3


class City(NamedTuple):
    """A populated place.

    Attributes
    ----------
    name : str
        Its main name in GeoNames, most often the English one.
    country : str
        ISO 3166-1 alpha-2.
    region : str
        ISO 3166-2 where known, else the country.
    latitude, longitude : float
        Degrees, to 0.01.
    population : int
        Rounded to two digits.
    """

    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int


class Cities:
    """The places of one table; see `cities`."""

    def __init__(self, packed: bytes) -> None:
        head, _, rest = lzma.decompress(packed).partition(b"\n")
        size = json.loads(head)
        text = rest[: size["text"]].decode()
        names, keys, countries, divisions, populations = text.split("\0")
        self._names = names
        self._plain = f"\n{names.casefold()}\n"
        self._keys = "|" + keys.replace("\n", "|\n|") + "|"
        self._countries, self._divisions = countries, divisions
        self._populations = populations
        points = array("h", rest[size["text"] :])
        if sys.byteorder == "big":
            points.byteswap()
        self._points = points
        self._size: int = size["places"]
        self._index: dict[str, list[int]] | None = None
        self._other_names: list[str] = []
        self._columns: tuple[list[str], ...] = ()

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, row: int) -> City:
        if not self._columns:
            self._columns = tuple(
                column.split("\n")
                for column in (self._names, self._countries, self._divisions, self._populations)
            )
        name, country, division, population = (column[row] for column in self._columns)
        return City(
            name,
            country,
            region_of(country, division),
            self._points[row] / 100,
            self._points[self._size + row] / 100,
            int(float(population)),
        )

    def rows(self, key: str) -> list[tuple[int, bool]]:
        """Rows of the places that bear a folded name, and whether it is their main one."""
        if self._index is not None:
            return [(code >> 1, bool(code & 1)) for code in self._index.get(key, ())]
        found = {row: True for row in self._search(f"\n{key}\n", self._plain)}
        found |= dict.fromkeys(self._search(f"|={key}|", self._keys), True)
        others = {row: self._half(row, key) for row in self._search(f"|{key}|", self._keys)}
        others |= {
            row: False
            for one in _by_chinese().get(key, ())
            for row, _ in self.rows(fold(one.name))
            if self._is(row, one)
        }
        return [*found.items(), *((row, main) for row, main in others.items() if row not in found)]

    def _half(self, row: int, key: str) -> bool:
        """Whether a name is half of the main one of a place with two: Bienne of Biel/Bienne."""
        name = self[row].name
        return "/" in name and key in map(fold, name.split("/"))

    def _is(self, row: int, one: CityName) -> bool:
        """Whether a row is the place that is meant by a Chinese name."""
        city = self[row]
        where = (city.country, city.latitude, city.longitude, city.name)
        return where == (one.country, one.latitude, one.longitude, one.name)

    def large(self, least: int = 50_000) -> list[str]:
        """Main names of the places with at least so many people."""
        numbers = self._populations.split("\n")
        names = self._names.split("\n")
        return [name for name, people in zip(names, numbers, strict=True) if float(people) >= least]

    def largest(self, least: int) -> list[int]:
        """Rows of the places with at least so many people, the largest first."""
        numbers = [float(people) for people in self._populations.split("\n")]
        rows = [row for row, people in enumerate(numbers) if people >= least]
        return sorted(rows, key=lambda row: -numbers[row])

    def nearest(self, latitude: float, longitude: float) -> City:
        """The place next to a point; degrees.

        Examples
        --------
        >>> cities().nearest(46.21, 6.14).name, cities().nearest(55.6, 13.0).country
        ('Geneva', 'SE')
        """
        import numpy as np

        from carbonmeet.travel.geodesic import great_circle_km_array

        points = np.frombuffer(self._points, np.int16)
        lat, lon = points[: self._size], points[self._size : 2 * self._size]
        for belt in (2.0, 180.0):  # degrees; few points are farther than two from any town
            rows = np.flatnonzero(abs(lat - 100 * latitude) <= 100 * belt)
            if not len(rows):
                continue
            km = great_circle_km_array(latitude, longitude, lat[rows] / 100, lon[rows] / 100)
            if belt > 90 or km.min() < belt * _KM_PER_DEGREE:
                break
        return self[int(rows[km.argmin()])]

    def alike(self, name: str, country: str, most: int = 3) -> list[City]:
        """Places of a country whose names are like one that it does not have.

        Examples
        --------
        >>> [one.name for one in cities().alike("Capetown", "ZA")]
        ['Cape Town']
        """
        import difflib

        wanted = fold(name)
        near = {
            one: row
            for one, row in self._by_initial(country).get(wanted[:1], ())
            if abs(len(one) - len(wanted)) <= _FEW_LETTERS
        }
        found = difflib.get_close_matches(wanted, near, n=most, cutoff=_ALIKE)
        return [self[near[one]] for one in found]

    @lru_cache(maxsize=16)  # noqa: B019 - there is one table
    def _by_initial(self, country: str) -> dict[str, list[tuple[str, int]]]:
        """Folded main names of a country with their rows, by the first letter; smallest first."""
        found: dict[str, list[tuple[str, int]]] = {}
        rows = (i for i, one in enumerate(self._countries.split("\n")) if one == country)
        for city, row in sorted(((self[row], row) for row in rows), key=lambda x: x[0].population):
            name = fold(city.name)
            found.setdefault(name[:1], []).append((name, row))
        return found

    def chinese(self, row: int) -> str:
        """What Chinese calls a place; empty where it has no name of its own there, or several.

        Examples
        --------
        >>> table = cities()
        >>> [table.chinese(table.rows(name)[0][0]) for name in ("nairobi", "vienna")]
        ['内罗毕', '维也纳']
        """
        one = self[row]
        chosen = _chosen_names().get((one.country, one.latitude, one.longitude, one.name))
        return chosen or self.only_chinese(row)

    def only_chinese(self, row: int) -> str:
        """The one Chinese name that this table has of a place; empty where there are several."""
        if not self._other_names:
            self._other_names = self._keys.split("\n")
        names = [name.lstrip("=") for name in self._other_names[row].strip("|").split("|")]
        han = {name for name in names if name and all("\u4e00" <= c <= "\u9fff" for c in name)}
        plain = {name.removesuffix("市") if len(name) > 2 else name for name in han}
        return plain.pop() if len(plain) == 1 else ""

    @staticmethod
    def _search(wanted: str, text: str) -> list[int]:
        rows, seen, row = [], 0, 0
        at = text.find(wanted)
        while at >= 0:
            row += text.count("\n", seen, at)
            rows.append(row)
            seen, at = at, text.find(wanted, at + 1)
        return rows

    def index(self) -> None:
        """Make the index: worth it from some hundred names on."""
        if self._index is not None:
            return
        index: dict[str, list[int]] = {}
        for row, name in enumerate(self._plain[1:-1].split("\n")):
            index.setdefault(name, []).append(2 * row + 1)
        double = {row for row, name in enumerate(self._names.split("\n")) if "/" in name}
        for row, line in enumerate(self._keys.split("\n")):
            if len(line) > 2:
                for key in line[1:-1].split("|"):
                    if key[0] == "=":
                        index.setdefault(key[1:], []).append(2 * row + 1)
                    else:
                        index.setdefault(key, []).append(
                            2 * row + (row in double and self._half(row, key))
                        )
        for key, named in _by_chinese().items():
            for one in named:
                codes = index.get(fold(one.name), ())
                rows = {code >> 1 for code in codes if self._is(code >> 1, one)}
                known = {code >> 1 for code in index.get(key, ())}
                index.setdefault(key, []).extend(2 * row for row in sorted(rows - known))
        self._index = index


class CityName(NamedTuple):
    """The Chinese name of a place that has several, or none in GeoNames."""

    country: Annotated[str, Column("ISO 3166-1 alpha-2.")]
    name: Annotated[str, Column("Main name in GeoNames.")]
    latitude: Annotated[float, Column("Degrees.")]
    longitude: Annotated[float, Column("Degrees.")]
    zh: Annotated[str, Column("Name in Chinese.")]
    source: Annotated[str, Column("Key of sources.csv.", to="sources")]
    also: Annotated[str, Column("What Chinese says of it too: a prefecture of its seat.")] = ""


CITY_NAMES = Table(
    "city_names",
    "Chinese names of cities that have several",
    CityName,
    "country name latitude longitude",
)


@cache
def _chosen_names() -> dict[tuple[str, float, float, str], str]:
    return {
        (one.country, one.latitude, one.longitude, one.name): one.zh for one in CITY_NAMES.shipped()
    }


@cache
def _by_chinese() -> dict[str, list[CityName]]:
    """Folded Chinese name → the places that bear it: people write what people read.

    One character alone is too little to tell a place by.
    """
    found: dict[str, list[CityName]] = {}
    for one in CITY_NAMES.shipped():
        for name in (one.zh, one.also):
            if len(name) > 1:
                found.setdefault(fold(name), []).append(one)
    return found


@cache
def cities() -> Cities:
    """The shipped table, read once.

    Examples
    --------
    >>> row, main = cities().rows("kunming")[0]
    >>> cities()[row].region, main
    ('CN-YN', True)
    """
    return Cities((data_dir("factors") / "cities.xz").read_bytes())
