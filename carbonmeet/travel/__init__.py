"""Places, the distances between them, and the modes that go there."""

from carbonmeet.travel.airports import Airport, air_distance_km, airport, airports
from carbonmeet.travel.flights import Flight, flight, journey
from carbonmeet.travel.gateways import airport_of, retired, same_airport
from carbonmeet.travel.geodesic import (
    geodesic_km,
    geodesic_km_array,
    great_circle_km,
    great_circle_km_array,
)
from carbonmeet.travel.modes import ModeBin, mode_rule, recommended_mode, trip_modes
from carbonmeet.travel.places import Finding, Place, find_place, place, place_at

__all__ = [
    "Airport",
    "Finding",
    "Flight",
    "ModeBin",
    "Place",
    "air_distance_km",
    "airport",
    "airport_of",
    "airports",
    "find_place",
    "flight",
    "geodesic_km",
    "geodesic_km_array",
    "great_circle_km",
    "great_circle_km_array",
    "journey",
    "mode_rule",
    "place",
    "place_at",
    "recommended_mode",
    "retired",
    "same_airport",
    "trip_modes",
]
