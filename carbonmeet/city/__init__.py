"""The host city: a year of transport, lodging, catering, power, waste and waste water."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from carbonmeet.city.additions import city_additions
    from carbonmeet.city.expand import expand_city
    from carbonmeet.city.forest import CityForest, city_forest
    from carbonmeet.city.gpc import SLICE
    from carbonmeet.city.power import Generation, generation, mix_factor
    from carbonmeet.city.shape import City, Forest, Mix, Transport
    from carbonmeet.city.split import PUBLIC, read_as_all_trips

__all__ = [
    "PUBLIC",
    "SLICE",
    "City",
    "CityForest",
    "Forest",
    "Generation",
    "Mix",
    "Transport",
    "city_additions",
    "city_forest",
    "expand_city",
    "generation",
    "mix_factor",
    "read_as_all_trips",
]

_HOME = {
    "City": "city.shape",
    "CityForest": "city.forest",
    "Forest": "city.shape",
    "Generation": "city.power",
    "Mix": "city.shape",
    "PUBLIC": "city.split",
    "SLICE": "city.gpc",
    "Transport": "city.shape",
    "city_additions": "city.additions",
    "city_forest": "city.forest",
    "expand_city": "city.expand",
    "generation": "city.power",
    "mix_factor": "city.power",
    "read_as_all_trips": "city.split",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: most scenarios need none of it."""
    if name in _HOME:
        return getattr(importlib.import_module(f"carbonmeet.{_HOME[name]}"), name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
