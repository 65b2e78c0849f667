"""The host city: a year of transport, lodging, catering, power, waste and waste water."""

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
