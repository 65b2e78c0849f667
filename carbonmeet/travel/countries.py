"""Countries and their first-level divisions, by code and by what people call them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Annotated, Literal

from carbonmeet.base.data import data_dir
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, _
from carbonmeet.rows import Column, Table
from carbonmeet.travel.fold import fold, in_simplified

__all__ = [
    "COUNTRIES",
    "REGIONS",
    "Area",
    "Country",
    "Division",
    "areas",
    "countries",
    "country_codes",
    "country_name",
    "divisions",
    "is_country",
    "is_division",
    "named",
    "region_name",
    "region_of",
]

_SEPARATORS = pattern_of(r"[,;/()|，；（）]")


class Country(NamedTuple):
    """A country or territory with a code of its own.

    Attributes
    ----------
    code, iso3 : str
        ISO 3166-1, two and three letters.
    name : Label
        In English and Chinese.
    continent : str
        ``AF``, ``AN``, ``AS``, ``EU``, ``NA``, ``OC``, ``SA``, as in GeoNames.
    landmass : str
        A mainland, or an island by the code of a country on it: no road leads to another.
        South Korea counts as an island, and the Darién parts the Americas.
    parent : str
        The country that names it as a part; empty for most.
    divided : bool
        Whether the catalogue has numbers for divisions of it.
    elsewhere : tuple of str
        Regions under another code whose places people write under this country.
    other_names : tuple of str
        Names in other languages and spellings.
    """

    code: Annotated[
        str, Column("ISO 3166-1 alpha-2.", form="[A-Z]{2}", such=_("two capital letters"))
    ]
    iso3: Annotated[str, Column("ISO 3166-1 alpha-3.")]
    name: Annotated[Label, Column("Name")]
    continent: Annotated[
        Literal["AF", "AN", "AS", "EU", "NA", "OC", "SA"], Column("Continent, as in GeoNames.")
    ]
    landmass: Annotated[
        str,
        Column(
            "Land without a sea between: a mainland, or an island by a code of a country on it."
        ),
    ]
    parent: Annotated[str, Column("Code of the country that names it as a part.")] = ""
    divided: Annotated[
        bool, Column("Whether the catalogue has numbers for divisions of it.", told=True)
    ] = False
    elsewhere: Annotated[
        tuple[str, ...],
        Column(
            "Regions whose places people write under this country, separated by |; GeoNames has "
            "them under another code.",
            split="|",
        ),
    ] = ()
    other_names: Annotated[
        tuple[str, ...],
        Column("Names in other languages and spellings, separated by |.", split="|"),
    ] = ()


COUNTRIES = Table(
    "countries", "Countries and territories, and what people call them", Country, "code"
)


class Division(NamedTuple):
    """A first-level division of a country.

    Attributes
    ----------
    region : str
        ISO 3166-2.
    geonames, name : str
        GeoNames' code for it, and its name.
    other_names : tuple of str
        Other names and abbreviations.
    landmass : str
        The land it lies on, if it is another than its country's.
    """

    region: Annotated[
        str,
        Column("ISO 3166-2.", form="[A-Z]{2}-[A-Z0-9]{1,3}", such=_("a code such as CN-YN")),
    ]
    geonames: Annotated[str, Column("Code of the division in GeoNames.")]
    name: Annotated[str, Column("Its name.")]
    other_names: Annotated[
        tuple[str, ...], Column("Other names and abbreviations, separated by |.", split="|")
    ] = ()
    landmass: Annotated[
        str, Column("Land it lies on, if another than its country's: far across the sea.")
    ] = ""


REGIONS = Table("regions", "First-level divisions of countries", Division, "region")


class Area(NamedTuple):
    """What a country cell may mean: a country, or a division of it.

    Attributes
    ----------
    country : str
        ISO 3166-1 alpha-2.
    region : str
        ISO 3166-2, such as ``US-MA``; empty for the whole country.
    """

    country: str
    region: str = ""

    def holds(self, country: str, region: str) -> bool:
        """Whether a place is in it; a part such as Hong Kong is in the whole that names it."""
        if self.region:
            return region == self.region
        return country == self.country or (
            country in countries() and countries()[country].parent == self.country
        )


@cache
def countries() -> dict[str, Country]:
    """Every country and territory, by its code of two letters.

    Examples
    --------
    >>> countries()["AT"].name.zh
    '奥地利'
    """
    return {one.code: one for one in COUNTRIES.shipped()}


@cache
def country_codes() -> frozenset[str]:
    """The codes of all countries and territories, without reading their many names.

    Examples
    --------
    >>> "GB" in country_codes(), "UK" in country_codes()
    (True, False)
    """
    with (data_dir("factors") / "countries.csv").open(encoding="utf-8", newline="") as stream:
        return frozenset(line[:2] for line in stream if line[2:3] == ",")


def country_name(code: str) -> Label:
    """The name of a country, or its code if there is no such country.

    Examples
    --------
    >>> str(country_name("KE"))
    'Kenya'
    """
    found = countries().get(code)
    return found.name if found else Label(code)


@cache
def is_country(code: str) -> bool:
    """Whether three capital letters are how people write a country.

    Examples
    --------
    >>> is_country("USA"), is_country("PEK")
    (True, False)
    """
    return len(code) == 3 and any(code in one.other_names for one in countries().values())


@cache
def divisions() -> dict[str, Division]:
    """Every first-level division, by its code.

    Examples
    --------
    >>> divisions()["US-TX"].name
    'Texas'
    """
    return {one.region: one for one in REGIONS.shipped()}


def is_division(region: str) -> bool:
    """Whether a country has a division of this code.

    Examples
    --------
    >>> is_division("AT-9"), is_division("AT-99")
    (True, False)
    """
    return region in divisions()


@cache
def _by_geonames() -> dict[tuple[str, str], str]:
    return {(one.region[:2], one.geonames): one.region for one in divisions().values()}


def region_of(country: str, geonames: str) -> str:
    """The region that GeoNames has under a code of its own; the country where none is known.

    Examples
    --------
    >>> region_of("CN", "29"), region_of("US", "MA"), region_of("SG", "00")
    ('CN-YN', 'US-MA', 'SG')
    """
    return _by_geonames().get((country, geonames), country)


#: Regions of factors that are no first-level division: grids of several, and cities.
_OTHERS: dict[str, Label] = {
    "CN-CENTRAL": _("Central China grid"),
    "CN-EAST": _("East China grid"),
    "CN-NORTH": _("North China grid"),
    "CN-NORTHEAST": _("Northeast China grid"),
    "CN-NORTHWEST": _("Northwest China grid"),
    "CN-SD-QD": _("Qingdao"),
    "CN-SOUTH": _("South China grid"),
    "CN-SOUTHWEST": _("Southwest China grid"),
    "CN-YN-KMG": _("Kunming"),
    "GB-LND": _("London"),
}


def region_name(region: str) -> Label:
    """The name of a region: of the division and its country, or of the country alone.

    Examples
    --------
    >>> str(region_name("US-MA")), str(region_name("AT")), region_name("CN-YN-KMG").zh
    ('Massachusetts, United States', 'Austria', '中国昆明')
    """
    whole = country_name(region[:2])
    if region in _OTHERS:
        part = _OTHERS[region]
        return Label(f"{part.en}, {whole.en}", f"{whole.zh}{part.zh}")
    if region not in divisions():
        return whole
    name, others = divisions()[region].name, divisions()[region].other_names
    chinese = next((in_simplified(one) for one in others if "\u3400" <= one[0] <= "\u9fff"), name)
    if chinese == name:
        return Label(f"{name}, {whole.en}", whole.zh)
    return Label(f"{name}, {whole.en}", f"{whole.zh}{chinese.removeprefix(whole.zh)}")


@cache
def _readings() -> dict[str, frozenset[Area]]:
    """Folded name or code → what it may stand for."""
    found: dict[str, set[Area]] = {}

    def add(name: str, area: Area) -> None:
        key = fold(name)
        if key:
            found.setdefault(key, set()).add(area)

    for land in countries().values():
        for name in (land.code, land.iso3, land.name.en, land.name.zh, *land.other_names):
            add(name, Area(land.code))
    for region, one in divisions().items():
        area = Area(region[:2], region)
        for word in (one.name, *one.other_names):
            add(word, area)
        if region[:2] in ("US", "CA", "AU"):
            add(region[3:], area)
    return {key: frozenset(areas) for key, areas in found.items()}


def named(name: str) -> frozenset[Area]:
    """What bears exactly this name or code: countries, states, nations; empty if nothing.

    Examples
    --------
    >>> sorted(named("Scotland"))
    [Area(country='GB', region='GB-SCT')]
    """
    return _readings().get(fold(name), frozenset())


@lru_cache(maxsize=4096)
def areas(cell: str) -> frozenset[Area]:
    """What a cell for the country or the state may mean; empty if nothing.

    Parameters
    ----------
    cell : str
        A name in one of many languages, a code of two or three letters, a state or nation, or
        "state, country".

    Examples
    --------
    >>> sorted(areas("Deutschland")), sorted(areas("Texas, USA")), sorted(areas("Scotland"))
    ([Area(country='DE', region='')], [Area(country='US', region='US-TX')], \
[Area(country='GB', region='GB-SCT')])
    >>> sorted(areas("GA"))
    [Area(country='GA', region=''), Area(country='US', region='US-GA')]
    """
    whole = named(cell) or _plain(cell)
    if whole:
        return whole
    parts = [part for part in _SEPARATORS.split(cell) if part.strip()]
    if len(parts) < 2:
        return frozenset()
    first, last = named(parts[0]), named(parts[-1])
    inside = {
        small
        for small in first
        for large in last
        if small.region and not large.region and small.country == large.country
    }
    return frozenset(inside) or _wholes(last) or _wholes(first)


def _plain(cell: str) -> frozenset[Area]:
    """A country by its name without what states put before it."""
    words = fold(cell)
    for before in ("the ", "republic of "):
        words = words.removeprefix(before)
        if words != fold(cell) and named(words):
            return _wholes(named(words))
    return frozenset()


def _wholes(found: Iterable[Area]) -> frozenset[Area]:
    return frozenset(area for area in found if not area.region)
