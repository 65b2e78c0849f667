"""Places, the distances between them, and the modes that go there."""

from carbonmeet.travel.airports import Airport, air_distance_km, airport, airports, haul
from carbonmeet.travel.geodesic import (
    geodesic_km,
    geodesic_km_array,
    great_circle_km,
    great_circle_km_array,
)
from carbonmeet.travel.modes import ModeBin, mode_rule, recommended_mode, trip_modes

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
    "trip_modes",
]
