"""What a meter or a bill says is what the measures have left: the baseline shows them undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Message, _, joined
from carbonmeet.kernel import Model
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.number import Number
from carbonmeet.units import DIMENSIONLESS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.catalogue.measure import Measure

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["LEFT", "in_place", "undone", "what_is_left"]

#: Last step of the path of a number that says what the measures left of a metered amount.
LEFT = "left-by-measures"
#: Least share that must be left of a line: the inverse of a smaller one would be mostly error.
_LEAST = 0.2


def in_place(model: Model, uptake: Floats) -> Floats:
    """Uptakes of the measures that make an amount smaller where it is; shape as `uptake`.

    What is shifted elsewhere has left the meter, and nobody reads there how much it was.
    """
    stays = [one.effect.do != "shift" for one in model.measures]
    return np.where(stays, uptake, 0.0)


def what_is_left(model: Model, uptake: Floats, inputs: Floats | None = None) -> Floats:
    """The share of each line that avoiding and improving leave; shape (k, n)."""
    rows = model.row_weights(in_place(model, uptake), inputs)
    return np.asarray(rows[model.weight_of].T)


def undone(
    activities: Sequence[Activity], model: Model, uptake: Floats
) -> tuple[list[Activity], list[Notice]]:
    """Metered lines with the amount before the measures, and what is to be said of them.

    A line is metered where its amount is one number of the scenario that was measured, or a share
    of one. Where at least a fifth of it is left its amount is divided by that share; where less is
    left no measure makes it smaller, and none is credited with a saving. Nothing of it moves to
    another service: what did had left before it was measured.

    Parameters
    ----------
    activities : sequence of Activity
        As `model` was compiled of them.
    model : Model
    uptake : ndarray, shape (m,)

    Returns
    -------
    list of Activity, list of Notice
        The same activities where nothing is metered.
    """
    left = what_is_left(model, uptake)[0, : len(activities)]
    moving = [one for one, part in zip(model.measures, uptake, strict=True) if part]
    changed, back, kept, stays = list(activities), [], [], []
    for at, (activity, share) in enumerate(zip(activities, left, strict=True)):
        number = _metered(activity)
        if number is None:
            continue
        if any(_moves(one, activity) for one in moving):
            stays.append(activity)
            activity = changed[at] = replace(activity, read=True)
        if share >= 1.0:
            continue
        if share < _LEAST:
            changed[at] = replace(activity, final=True)
            kept.append(activity)
        else:
            amount = (*activity.amount, (_left_of(number, float(share)), -1))
            changed[at] = replace(activity, amount=amount)
            back.append(activity)
    told = (("metered.undone", back), ("metered.kept", kept), ("metered.stays", stays))
    return changed, [notice for kind, lines in told for notice in _told(kind, lines)]


def _metered(activity: Activity) -> Number | None:
    """The reading of a meter or a bill that a line is, or is a share of; None where it is not."""
    if activity.dormant or any(power != 1 for _number, power in activity.amount):
        return None
    sized = [number for number, _power in activity.amount if not number.unit.dimensionless]
    whole = sized or [number for number, _power in activity.amount]
    return whole[0] if len(whole) == 1 and whole[0].basis == "measured" else None


def _moves(measure: Measure, activity: Activity) -> bool:
    """Whether a measure would move a share of a line to another service."""
    named = bool(measure.effect.to) and measure.effect.target(activity) is not None
    return named and measure.in_force(activity) and measure.where.matches(activity)


def _left_of(number: Number, share: float) -> Number:
    return Number(
        (*number.path, LEFT),
        share,
        DIMENSIONLESS,
        name=_("{name}: share left by the measures", name=number.name),
        note=_(
            "Follows from the uptakes and effects of the measures: the "
            "amount was measured with them in force."
        ),
        domain="share",
    )


def _words(kind: str, lines: Message) -> Message:
    if kind == "metered.undone":
        return _(
            "measured amounts are what the measures left; the baseline adds back what was avoided "
            "and improved: {lines}",
            lines=lines,
        )
    if kind == "metered.stays":
        return _(
            "measured amounts are what was left when they were read: no share of them moves to "
            "another service, and what moved before stands in a line of its own if it counts: "
            "{lines}",
            lines=lines,
        )
    return _(
        "too little is left of these measured amounts (less than a fifth) to tell what they were "
        "before the measures: the baseline equals them and no saving is claimed. A file with the "
        "planned amounts, compared with this one, shows it: {lines}",
        lines=lines,
    )


def _told(kind: str, activities: Sequence[Activity]) -> list[Notice]:
    if not activities:
        return []
    names = dict.fromkeys(one.label for one in activities)
    args = {"lines": [one.get("en") for one in names]}
    return [Notice(kind, args, _words(kind, joined(names)))]
