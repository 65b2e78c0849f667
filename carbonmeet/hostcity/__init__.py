"""Questions put to a city's estimate, and to a meeting within its host city."""

from carbonmeet.hostcity.causes import kaya
from carbonmeet.hostcity.checks import (
    EnergyCheck,
    energy_check,
    forest_of,
    indicators_in,
    registered_in,
)
from carbonmeet.hostcity.claims import double_claims
from carbonmeet.hostcity.event import HostShare, host_of, share_of_city
from carbonmeet.hostcity.part import city_forest_of, city_part
from carbonmeet.hostcity.readings import Reading, both_readings, readings
from carbonmeet.hostcity.years import GoalRow, YearRow, by_scope, city_of, goals, yearly

__all__ = [
    "EnergyCheck",
    "GoalRow",
    "HostShare",
    "Reading",
    "YearRow",
    "both_readings",
    "by_scope",
    "city_forest_of",
    "city_of",
    "city_part",
    "double_claims",
    "energy_check",
    "forest_of",
    "goals",
    "host_of",
    "indicators_in",
    "kaya",
    "readings",
    "registered_in",
    "share_of_city",
    "yearly",
]
