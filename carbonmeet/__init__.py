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
    import carbonmeet.hostcity as hostcity
    import carbonmeet.view.faces as report
    import carbonmeet.view.figures as charts
    from carbonmeet.answer import Answer
    from carbonmeet.answer.saved import load_result
    from carbonmeet.base.errors import CarbonmeetError, InputError
    from carbonmeet.catalogue import Catalogue, load_catalogue
    from carbonmeet.city.actions import account, read_log
    from carbonmeet.draws import beats, difference
    from carbonmeet.draws.table import draws_table
    from carbonmeet.estimation import estimate, simulate
    from carbonmeet.frames import inventory
    from carbonmeet.kernel import Model
    from carbonmeet.numbers.distribution import read_distribution
    from carbonmeet.numbers.factor import Factor
    from carbonmeet.numbers.number import Number
    from carbonmeet.offset import size_forest
    from carbonmeet.questions.optimise import plan
    from carbonmeet.questions.site.answer import site
    from carbonmeet.questions.sweeping import sweep
    from carbonmeet.questions.variance import compare, diff
    from carbonmeet.scenario import Scenario, load_scenario
    from carbonmeet.travel import airport_of, find_place
    from carbonmeet.view.bundle import verify
    from carbonmeet.view.page import page

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
    "compare",
    "diff",
    "difference",
    "draws_table",
    "estimate",
    "find_place",
    "hostcity",
    "inventory",
    "load_catalogue",
    "load_result",
    "load_scenario",
    "page",
    "plan",
    "read_distribution",
    "read_log",
    "report",
    "simulate",
    "site",
    "size_forest",
    "sweep",
    "verify",
]

#: Public modules, and the room each lives in.
_ROOMS = {"charts": "view.figures", "hostcity": "hostcity", "report": "view.faces"}
_HOME = {
    "Answer": "answer",
    "CarbonmeetError": "base.errors",
    "Catalogue": "catalogue",
    "Factor": "numbers.factor",
    "InputError": "base.errors",
    "Model": "kernel",
    "Number": "numbers.number",
    "Scenario": "scenario",
    "account": "city.actions",
    "airport_of": "travel",
    "beats": "draws",
    "compare": "questions.variance",
    "diff": "questions.variance",
    "difference": "draws",
    "draws_table": "draws.table",
    "estimate": "estimation",
    "find_place": "travel",
    "inventory": "frames",
    "load_catalogue": "catalogue",
    "load_result": "answer.saved",
    "load_scenario": "scenario",
    "page": "view.page",
    "plan": "questions.optimise",
    "read_distribution": "numbers.distribution",
    "read_log": "city.actions",
    "simulate": "estimation",
    "sweep": "questions.sweeping",
    "site": "questions.site.answer",
    "size_forest": "offset",
    "verify": "view.bundle.verifying",
}
#: Names of former versions: what is used instead, and where it lives.
_FORMER = {
    "Estimate": ("Answer", "answer"),
    "Ledger": ("Answer", "kernel.ledger"),
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: a command pays for what it uses."""
    if name in _ROOMS:
        return importlib.import_module(f"carbonmeet.{_ROOMS[name]}")
    if name in _HOME:
        return getattr(importlib.import_module(f"carbonmeet.{_HOME[name]}"), name)
    if name in _FORMER:
        from carbonmeet.base.deprecation import deprecated

        new, home = _FORMER[name]
        deprecated(f"carbonmeet.{name}", f"carbonmeet.{new}", gone="0.3")
        kept = name if home == "kernel.ledger" else new
        return getattr(importlib.import_module(f"carbonmeet.{home}"), kept)
    raise AttributeError(f"module 'carbonmeet' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
