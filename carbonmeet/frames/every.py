"""A result in every frame that takes something of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from carbonmeet.frames.allocation import inventory
from carbonmeet.frames.frame import OUTSIDE, load_frames

if TYPE_CHECKING:
    from carbonmeet.answer.frames import Framed
    from carbonmeet.pricing.workings import Workings

__all__ = ["framed"]


def framed(workings: Workings) -> Mapping[str, Framed]:
    """The lines under the categories of each frame, by its id.

    Parameters
    ----------
    workings : Workings

    Examples
    --------
    >>> import carbonmeet as cm
    >>> list(framed(cm.estimate("kunming-2023").workings))
    ['gpc']
    """
    kind = workings.scenario.kind
    return {
        name: _one(workings, name)
        for name, one in load_frames(workings.catalogue).items()
        if any(rule.category != OUTSIDE for rule in one.rules_for(kind, {}))
    }


def _one(workings: Workings, name: str) -> Framed:
    """One frame; of a city the last year, and the others beside it."""
    if workings.scenario.kind != "city":
        return inventory(workings, name).recorded()
    *others, last = [int(year) for year in workings.scenario.spans]
    earlier = tuple(inventory(workings, name, year=year).recorded() for year in others)
    return inventory(workings, name, year=last).recorded(earlier)
