"""What Python says of the scenario as it stands: the page works it out again and compares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.draws.answer import Uncertainty
    from carbonmeet.draws.ranges import Range

__all__ = ["promised"]


def promised(answer: Answer, found: Uncertainty) -> dict[str, Any]:
    """Totals with their ranges, sources, Shapley values and the forest; t CO2e.

    Parameters
    ----------
    answer : Answer
    found : Uncertainty
        Its draws.
    """
    forest = answer.offset
    return {
        "before": _three(found.baseline),
        "after": _three(found.residual),
        "saving": _three(found.saving),
        "sources": {name: _three(one) for name, one in found.by("source", "residual").items()},
        "shapley": {one.id: one.shapley.value for one in answer.measures},
        "removal": None if forest is None else forest.removal.value,
    }


def _three(one: Range) -> list[float]:
    return [one.value, one.low, one.high]
