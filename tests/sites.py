"""Made-up meetings: what one person of an origin emits at a host."""

from __future__ import annotations

import numpy as np

from carbonmeet.travel import great_circle_km_array

World = tuple[np.ndarray, np.ndarray, np.ndarray]


def world(
    origins: int, hosts: int, seed: int, *, fixed: float = 0.0, crowded: float = 0.0
) -> World:
    """Kilograms, people and what hosts cost: origins of very unequal size, rates by haul.

    A share of the hosts may be `crowded` into one continent: many sets are nearly as good then.
    """
    c, _, people, costs = gathering(origins, hosts, seed, fixed=fixed, crowded=crowded)
    return c, people, costs


def gathering(
    origins: int, hosts: int, seed: int, *, fixed: float = 0.0, crowded: float = 0.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """As `world`, with the km one way as well."""
    rng = np.random.default_rng(seed)
    lat = np.degrees(np.arcsin(rng.uniform(-0.6, 0.9, origins + hosts)))
    lon = rng.uniform(-180, 180, origins + hosts)
    near = origins + np.arange(int(crowded * hosts))
    lat[near], lon[near] = rng.uniform(36, 60, len(near)), rng.uniform(-9, 30, len(near))
    km = great_circle_km_array(
        lat[:origins, None], lon[:origins, None], lat[origins:], lon[origins:]
    )
    rate = np.where(km < 500, 0.035, np.where(km < 2000, 0.2, 0.15))
    c = 2 * km * rate + rng.lognormal(4.4, 0.4, hosts)
    people = np.maximum(1, 2900 / np.arange(1, origins + 1) ** 0.8).round()
    return c, km, people, fixed * rng.random(hosts)
