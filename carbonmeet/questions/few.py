"""An answer from which nobody on a list of people can be told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from carbonmeet.base.record import NamedTuple
from carbonmeet.estimation import estimate
from carbonmeet.meeting.sums import merged
from carbonmeet.scenario import load_scenario

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.catalogue import Catalogue

__all__ = ["Unnamed", "unnamed"]


class Unnamed(NamedTuple):
    """An answer without cells of few people.

    Attributes
    ----------
    answer : Answer
        Of the merged sums; the same where the scenario has no list.
    content : dict
        The scenario as plain data, with sums in place of the list.
    merged : int
        Cells of the list that went into others.
    """

    answer: Answer
    content: dict[str, Any]
    merged: int


def unnamed(answer: Answer, catalogue: Catalogue | None = None, fewest: int = 1) -> Unnamed:
    """Merge what a list says of fewer people than ``attendees.min_cell``, and estimate again.

    Parameters
    ----------
    answer : Answer
        From `carbonmeet.estimate`.
    catalogue : Catalogue, optional
        The one that it was worked out with.
    fewest : int
        No cell is of fewer people, whatever the scenario says.

    Raises
    ------
    CarbonmeetError
        If the whole list is of fewer people than that.

    Examples
    --------
    >>> unnamed(estimate("forum-1500")).merged
    0
    """
    content: dict[str, Any] = json.loads(json.dumps(answer.to_dict()["content"]))
    block = content.get("attendees", {})
    if "sums" not in block:
        return Unnamed(answer, content, 0)
    least = max(block.get("min_cell", 5), fewest)
    block["sums"], moved = merged(block["sums"], least)
    block["online"] = [one for one in block["online"] if one["people"] >= least]
    read = load_scenario(content, name=answer.workings.scenario.name, saved=True)
    return Unnamed(estimate(read, catalogue=catalogue), content, moved)
