"""How long a distance takes: ``pytest benchmarks/test_distance.py --benchmark-only``.

Ours, one pair at a time and as arrays, beside geographiclib (the reference) and a bare numpy
haversine (the floor: as few operations as a distance can have).
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from numpy.typing import NDArray
from pytest_benchmark.fixture import BenchmarkFixture

from carbonmeet import travel
from carbonmeet.travel import geodesic

Scalar = Callable[[float, float, float, float], float]
Points = tuple[NDArray[np.float64], ...]


def draw(n: int) -> Points:
    rng = np.random.default_rng(20211011)
    lat1, lat2 = np.degrees(np.arcsin(rng.uniform(-1, 1, (2, n))))
    lon1, lon2 = rng.uniform(-180, 180, (2, n))
    return lat1, lon1, lat2, lon2


def geographiclib_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    line = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2, Geodesic.DISTANCE)
    return float(line["s12"]) / 1000


def haversine(*points: NDArray[np.float64]) -> NDArray[np.float64]:
    lat1, lon1, lat2, lon2 = (np.radians(p) for p in points)
    h = (
        np.sin((lat2 - lat1) / 2) ** 2
        + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    )
    return np.asarray(2 * geodesic.SPHERE_KM * np.arcsin(np.sqrt(h)))


@pytest.mark.benchmark(group="1,000 pairs, one at a time")
@pytest.mark.parametrize(
    "distance", [geodesic.great_circle_km, geodesic.geodesic_km, geographiclib_km]
)
def test_scalar(benchmark: BenchmarkFixture, distance: Scalar) -> None:
    pairs = np.column_stack(draw(1000)).tolist()
    total = benchmark(lambda: sum(distance(*pair) for pair in pairs))
    assert total > 0


@pytest.mark.benchmark(group="100,000 pairs as arrays")
@pytest.mark.parametrize(
    "distance", [haversine, geodesic.great_circle_km_array, geodesic.geodesic_km_array]
)
def test_array(benchmark: BenchmarkFixture, distance: Callable[..., NDArray[np.float64]]) -> None:
    points = draw(100_000)
    assert benchmark(distance, *points).shape == (100_000,)


@pytest.mark.benchmark(group="airports")
def test_load_airports(benchmark: BenchmarkFixture) -> None:
    def load() -> int:
        sys.modules["carbonmeet.travel.airports"]._table.cache_clear()
        return len(travel.airports())

    assert benchmark(load) > 7800


@pytest.mark.benchmark(group="airports")
def test_cached_air_distance(benchmark: BenchmarkFixture) -> None:
    assert benchmark(travel.air_distance_km, "PEK", "KMG") > 2000
