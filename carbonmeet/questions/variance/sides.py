"""What may be compared: a scenario, a saved result, an answer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from carbonmeet.answer import Answer
from carbonmeet.answer.reworked import refuse_others
from carbonmeet.answer.saved import read_result
from carbonmeet.audit import rerun
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _
from carbonmeet.estimation import estimate
from carbonmeet.scenario import SCENARIO_LIKE

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.scenario import ScenarioLike

    Side: TypeAlias = ScenarioLike | Answer

__all__ = ["SIDE", "answer_of_side", "under_methods"]

#: The same for `takes`.
SIDE = (Answer, *SCENARIO_LIKE)


def answer_of_side(side: Side, catalogue: Catalogue | None) -> Answer:
    """The answer of one side, with its workings.

    A saved result is worked out again from its own scenario and rows; one that does not follow from
    them is refused, for its parts would not be those of its totals.
    """
    if isinstance(side, Answer):
        return side if side.__dict__.get("_workings") is not None else _again(side, catalogue)
    if isinstance(side, str | os.PathLike) and os.fspath(side).lower().endswith(".json"):
        return _again(read_result(side), catalogue)
    return estimate(side, catalogue=catalogue)


def _again(saved: Answer, catalogue: Catalogue | None) -> Answer:
    if catalogue is not None:
        found = rerun(saved, catalogue=catalogue).here
        if found is not None:
            return found
    again = rerun(saved).answer
    if again is None:
        raise CarbonmeetError(_("'{name}' cannot be worked out again", name=saved.scenario.name))
    refuse_others(saved.scenario.name, saved.totals, again.totals)
    # a result keeps the catalogue that it was worked out with
    return again.changed(catalogue=saved.catalogue, carbonmeet=saved.carbonmeet)


def under_methods(answer: Answer, methods: Mapping[str, Any]) -> Answer | None:
    """The same scenario under other methods; None where it is under them, or cannot be."""
    known = answer.scenario.methods
    other = {f"methods.{name}": value for name, value in methods.items() if known[name] != value}
    if not other:
        return None
    try:
        changed = answer.workings.scenario.replace(other)
        return estimate(changed, catalogue=answer.workings.catalogue)
    except CarbonmeetError:
        return None
