"""What a page moves of a list of people: how many come, how long they stay.

A page holds a list as sums, none of fewer than five people, and a model whose lines hang on a
count and on means a head. So to move a count is to move every sum of its cell to scale, and what
ranges it has, of people who do not show up, go with it; to move a mean is to move its own sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carbonmeet.view.page.way import Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carbonmeet.draws.trial import Trial
    from carbonmeet.numbers.number import Number

__all__ = ["FEWEST", "alongside", "is_few", "of_list"]

#: Counts of fewer people than this are told to nobody.
FEWEST = 5


def is_few(one: Number) -> bool:
    """Whether a number of a list stays out of the page: a way, or a count of few people."""
    if one.path[0] != "attendees" or len(one.path) < 4:
        return False
    return one.path[3] == "travel" or (one.path[3] == "people" and one.value < FEWEST)


def of_list(trial: Trial, data: Mapping[str, Any]) -> dict[str, Way]:
    """How the numbers of a list are moved, by id."""
    block = data.get("attendees") or {}
    cells = {_cell(one): at for at, one in enumerate(block.get("sums") or ())}
    online = {one["period"]: at for at, one in enumerate(block.get("online") or ())}
    behind = {id for ids in alongside(trial).values() for id in ids}
    found = {}
    for one in trial.inputs:
        if one.path[0] != "attendees" or len(one.path) < 4 or is_few(one):
            continue
        period, role, what, *kind = map(str, one.path[1:])
        if role == "online" and period in online:
            found[one.id] = Way("list", ("online", online[period], "people"))
        elif (period, role) in cells:
            spot = ("sums", cells[period, role], what, *(kind if what == "nights" else ()))
            found[one.id] = Way("", why="follows") if one.id in behind else Way("list", spot)
    return found


def _cell(sums: Mapping[str, Any]) -> tuple[str, str]:
    """Period and role of the sums of a cell, as the paths of its numbers name them."""
    return sums["period"], sums["role"] + ("-resident" if sums.get("residents") else "")


def alongside(trial: Trial) -> dict[str, list[str]]:
    """Days by diet, which move with the days of everybody; ids by the id they follow."""
    days: dict[tuple[object, ...], list[str]] = {}
    for one in trial.inputs:
        if one.path[0] == "attendees" and len(one.path) > 3 and one.path[3] == "days":
            days.setdefault(one.path[1:3], []).append(one.id)
    ordered = (sorted(ids, key=len) for ids in days.values())  # those of everybody name no diet
    return {ids[0]: ids[1:] for ids in ordered}
