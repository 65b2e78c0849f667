"""The people who meet on site: their numbers, and how many the measures leave there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.record import NamedTuple
from carbonmeet.kernel import Model
from carbonmeet.numbers.number import Number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["Group", "attending", "heads_of", "left_on_site"]


class Group(NamedTuple):
    """Attendees: their number, and the line of which the measures of attendance leave most.

    Attributes
    ----------
    left : Number or None
        The share that these measures left, where the people who are left were counted.
    """

    people: Number
    line: int | None
    left: Number | None = None

    @property
    def before(self) -> float:
        """How many they are before the measures."""
        return self.people.value / (1.0 if self.left is None else self.left.value)


def attending(model: Model, uptake: Floats) -> Floats:
    """What the measures of attendance alone leave of every line; shape (n,)."""
    acting = np.array([one.stage in ("enable", "attendance") for one in model.measures], bool)
    left: Floats = model.weights(uptake * acting)[0]
    return left


def heads_of(model: Model, uptake: Floats) -> dict[str, tuple[Group, ...]]:
    """The groups of attendees by period, in one pass over the lines.

    Somebody of whom a line is left comes: a group is known by the line of which most is left.
    """
    left = attending(model, uptake)
    periods: dict[str, str] = {}
    groups: dict[str, Group] = {}
    for i, line in enumerate(model.lines):
        activity = line.activity
        people = activity.amount[0][0]
        if line.born or "attendee" not in activity.tags or not _counts_heads(people):
            continue
        periods.setdefault(people.id, activity.period)
        known = groups.setdefault(people.id, Group(people, None)).line
        if not activity.dormant and (known is None or left[i] > left[known]):
            readings = (one.left for one in activity.readings if one.part == "heads")
            groups[people.id] = Group(people, i, next(readings, None))
    heads: dict[str, list[Group]] = {}
    for name, group in groups.items():
        heads.setdefault(periods[name], []).append(group)
    return {period: tuple(listed) for period, listed in heads.items()}


def left_on_site(
    model: Model, uptake: Floats, heads: Mapping[str, tuple[Group, ...]]
) -> dict[str, float]:
    """People whom the measures leave on site, by period; a group without lines stays whole.

    The emissions of a hybrid meeting are theirs: who takes part online is not counted.
    """
    left = attending(model, uptake)
    return {
        period: sum(
            one.before * (1.0 if one.line is None else float(left[one.line])) for one in listed
        )
        for period, listed in heads.items()
    }


def _counts_heads(number: Number) -> bool:
    return number.path[0] in ("groups", "attendees") and number.path[-1] == "people"
