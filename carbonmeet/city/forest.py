"""The city's forest, reported beside its emissions and never netted against them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

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
    """

    years: tuple[int, int] | None
    removal: tuple[float, float, float] | None
    areas: Mapping[str, float]
    unlisted: float | None


def city_forest(forest: Forest, catalogue: Catalogue, region: str) -> CityForest:
    """Stock change and programme of a city's forest.

    ``removal = dV / dt * D * BEF * (1 + R) * CF * 44/12``

    References
    ----------
    IPCC 2006, volume 4, chapter 2, stock-difference method.
    """
    years = sorted(forest.stock, key=int)
    areas: dict[str, float] = {}
    for parcel in forest.parcels:
        areas[parcel.type] = areas.get(parcel.type, 0.0) + parcel.area.value
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
        unlisted=None if total is None else total.value - math.fsum(areas.values()),
    )


def _per_volume(catalogue: Catalogue, region: str, year: int) -> tuple[float, float, float]:
    """t CO2 per m3 of growing stock: low, value, high."""
    factors = [catalogue.find(key, region, year) for key in _CHAIN]
    roots = catalogue.find("forest.root-ratio", region, year)

    def at(end: str) -> float:
        ends = [one.value if (x := getattr(one, end)) is None else x for one in (*factors, roots)]
        return math.prod(ends[:-1]) * (1.0 + ends[-1]) * CO2_PER_C

    return at("low"), at("value"), at("high")
