"""The city's forest, reported beside its emissions and never netted against them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from carbonmeet.base.errors import FactorNotFound
from carbonmeet.base.record import dataclass
from carbonmeet.catalogue import Catalogue
from carbonmeet.city.shape import Forest
from carbonmeet.units import CO2_PER_C

__all__ = ["NEEDED", "CityForest", "city_forest"]

_CHAIN = ("forest.wood-density", "forest.expansion", "forest.carbon-fraction")
#: What turns a growing stock into tonnes.
NEEDED = (*_CHAIN, "forest.root-ratio")


@dataclass(frozen=True, slots=True)
class CityForest:
    """What the city's forest takes up.

    Attributes
    ----------
    years : tuple of int or None
        First and last year of the stock.
    removal : tuple of float or None
        t CO2 per year: value, low, high. The ends multiply the ends of every parameter.
    areas : mapping of str to float
        ha of the programme by type.
    unlisted : float or None
        ha of the programme's total that its types do not name.
    uptake : mapping of str to (value, low, high)
        t CO2 a year by type, where the catalogue has a rate: of the first years, of low confidence.
    trees : mapping of str to float
        Trees planted by type, where they were counted.
    breaks : tuple of str
        Years in which the definition of the stock changed between its first and its last year.
    """

    years: tuple[int, int] | None
    removal: tuple[float, float, float] | None
    areas: Mapping[str, float]
    unlisted: float | None
    uptake: Mapping[str, tuple[float, float, float]]
    trees: Mapping[str, float]
    breaks: tuple[str, ...]


def city_forest(forest: Forest, catalogue: Catalogue, region: str) -> CityForest:
    """Stock change and programme of a city's forest.

    ``removal = dV / dt * D * BEF * (1 + R) * CF * 44/12``

    References
    ----------
    IPCC 2006, volume 4, chapter 2, stock-difference method.
    """
    years = sorted(forest.stock, key=int)
    areas: dict[str, float] = {}
    trees: dict[str, float] = {}
    for parcel in forest.parcels:
        areas[parcel.type] = areas.get(parcel.type, 0.0) + parcel.area.value
        if parcel.trees is not None:
            trees[parcel.type] = trees.get(parcel.type, 0.0) + parcel.trees.value
    total = forest.programme_total
    span: tuple[int, int] | None = None
    removal: tuple[float, float, float] | None = None
    if len(years) > 1:
        span = int(years[0]), int(years[-1])
        growth = forest.stock[years[-1]].value - forest.stock[years[0]].value
        per_year = growth / (span[1] - span[0])
        low, value, high = (per_year * tonnes for tonnes in _per_volume(catalogue, region, span[1]))
        removal = value, min(low, high), max(low, high)
    return CityForest(
        years=span,
        removal=removal,
        areas=areas,
        unlisted=None if total is None else total.value - _listed(forest),
        uptake=_uptake(areas, catalogue, region),
        trees=trees,
        breaks=tuple(
            year for year in sorted(forest.definitions, key=int) if span and _inside(year, span)
        ),
    )


def _inside(year: str, span: tuple[int, int]) -> bool:
    return span[0] < int(year) <= span[1]


def _listed(forest: Forest) -> float:
    """ha of the programme that its parcels name; greening within the city is none of it."""
    return math.fsum(one.area.value for one in forest.parcels if one.type != "greening")


def _uptake(
    areas: Mapping[str, float], catalogue: Catalogue, region: str
) -> dict[str, tuple[float, float, float]]:
    """t CO2 a year of every type that the catalogue has a rate for."""
    found = {}
    for kind, area in areas.items():
        try:
            rate = catalogue.find(f"forest.uptake.{kind}", region)
        except FactorNotFound:
            continue  # no source gives one: the area alone is told
        low = rate.value if rate.low is None else rate.low
        high = rate.value if rate.high is None else rate.high
        found[kind] = (area * rate.value, area * low, area * high)
    return found


def _per_volume(catalogue: Catalogue, region: str, year: int) -> tuple[float, float, float]:
    """t CO2 per m3 of growing stock: low, value, high."""
    factors = [catalogue.find(key, region, year) for key in _CHAIN]
    roots = catalogue.find("forest.root-ratio", region, year)

    def at(end: str) -> float:
        ends = [one.value if (x := getattr(one, end)) is None else x for one in (*factors, roots)]
        return math.prod(ends[:-1]) * (1.0 + ends[-1]) * CO2_PER_C

    return at("low"), at("value"), at("high")
