"""The carbon footprint of a large meeting, what reduces it, and the forest for the rest.

>>> import carbonmeet as cm
>>> answer = cm.estimate("cop15-kunming")
>>> answer.baseline.total.value > answer.residual.total.value
True
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from carbonmeet.version import __version__ as __version__

if TYPE_CHECKING:
    import carbonmeet.charts as charts
    import carbonmeet.hostcity as hostcity
    import carbonmeet.report as report
    from carbonmeet.answer import Answer
    from carbonmeet.answer.saved import load_result
    from carbonmeet.catalogue import Catalogue, load_catalogue
    from carbonmeet.city.actions import account, read_log
    from carbonmeet.distribution import read_distribution
    from carbonmeet.errors import CarbonmeetError, InputError
    from carbonmeet.estimation import estimate, simulate
    from carbonmeet.factor import Factor
    from carbonmeet.frames import inventory
    from carbonmeet.model import Model
    from carbonmeet.numbers.number import Number
    from carbonmeet.offset import size_forest
    from carbonmeet.planning import plan
    from carbonmeet.questions.site.answer import site
    from carbonmeet.scenario import Scenario, load_scenario
    from carbonmeet.sweeping import sweep
    from carbonmeet.travel import airport_of, find_place
    from carbonmeet.uncertainty import beats, difference

__all__ = [
    "Answer",
    "CarbonmeetError",
    "Catalogue",
    "Factor",
    "InputError",
    "Model",
    "Number",
    "Scenario",
    "account",
    "airport_of",
    "beats",
    "charts",
    "difference",
    "estimate",
    "find_place",
    "hostcity",
    "inventory",
    "load_catalogue",
    "load_result",
    "load_scenario",
    "plan",
    "read_distribution",
    "read_log",
    "report",
    "simulate",
    "site",
    "size_forest",
    "sweep",
]

_HOME = {
    "Answer": "answer",
    "CarbonmeetError": "errors",
    "Catalogue": "catalogue",
    "Factor": "factor",
    "InputError": "errors",
    "Model": "model",
    "Number": "numbers.number",
    "Scenario": "scenario",
    "account": "city.actions",
    "airport_of": "travel",
    "beats": "uncertainty",
    "difference": "uncertainty",
    "estimate": "estimation",
    "find_place": "travel",
    "inventory": "frames",
    "load_catalogue": "catalogue",
    "load_result": "answer.saved",
    "load_scenario": "scenario",
    "plan": "planning",
    "read_distribution": "distribution",
    "read_log": "city.actions",
    "simulate": "estimation",
    "sweep": "sweeping",
    "site": "questions.site.answer",
    "size_forest": "offset",
}
#: Names of former versions: what is used instead, and where it lives.
_FORMER = {
    "Estimate": ("Answer", "answer"),
    "Ledger": ("Answer", "ledger"),
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: a command pays for what it uses."""
    if name in ("charts", "hostcity", "report"):
        return importlib.import_module(f"carbonmeet.{name}")
    if name in _HOME:
        return getattr(importlib.import_module(f"carbonmeet.{_HOME[name]}"), name)
    if name in _FORMER:
        from carbonmeet.deprecation import deprecated

        new, home = _FORMER[name]
        deprecated(f"carbonmeet.{name}", f"carbonmeet.{new}", gone="0.3")
        kept = name if home == "ledger" else new
        return getattr(importlib.import_module(f"carbonmeet.{home}"), kept)
    raise AttributeError(f"module 'carbonmeet' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
