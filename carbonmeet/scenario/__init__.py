"""Scenarios: made from a file, a text or plain data, changed by path, checked as a whole."""

from carbonmeet.scenario.kinds import KINDS, scenario_schema, shape_of
from carbonmeet.scenario.load import SCENARIO_LIKE, ScenarioLike, load_scenario
from carbonmeet.scenario.scenario import Scenario

__all__ = [
    "KINDS",
    "SCENARIO_LIKE",
    "Scenario",
    "ScenarioLike",
    "load_scenario",
    "scenario_schema",
    "shape_of",
]
