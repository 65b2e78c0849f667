"""The carbon footprint of a large meeting, what reduces it, and the forest for the rest.

>>> import carbonmeet as cm
>>> result = cm.estimate("cop15-kunming")
>>> result.baseline.total > result.residual.total
True
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import carbonmeet.charts as charts
    import carbonmeet.report as report
    from carbonmeet.catalogue import Catalogue, load_catalogue
    from carbonmeet.errors import CarbonmeetError, InputError
    from carbonmeet.estimation import Estimate, estimate
    from carbonmeet.frames import inventory
    from carbonmeet.ledger import Ledger
    from carbonmeet.model import Model
    from carbonmeet.planning import plan
    from carbonmeet.questions.site.answer import site
    from carbonmeet.scenario import Scenario, load_scenario
    from carbonmeet.uncertainty import simulate

__all__ = [
    "CarbonmeetError",
    "Catalogue",
    "Estimate",
    "InputError",
    "Ledger",
    "Model",
    "Scenario",
    "charts",
    "estimate",
    "inventory",
    "load_catalogue",
    "load_scenario",
    "plan",
    "report",
    "simulate",
    "site",
]

__version__ = "0.1.0"

_HOME = {
    "CarbonmeetError": "errors",
    "Catalogue": "catalogue",
    "Estimate": "estimation",
    "InputError": "errors",
    "Ledger": "ledger",
    "Model": "model",
    "Scenario": "scenario",
    "estimate": "estimation",
    "inventory": "frames",
    "load_catalogue": "catalogue",
    "load_scenario": "scenario",
    "plan": "planning",
    "simulate": "uncertainty",
    "site": "questions.site.answer",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: a command pays for what it uses."""
    if name in ("charts", "report"):
        return importlib.import_module(f"carbonmeet.{name}")
    if name in _HOME:
        return getattr(importlib.import_module(f"carbonmeet.{_HOME[name]}"), name)
    raise AttributeError(f"module 'carbonmeet' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
