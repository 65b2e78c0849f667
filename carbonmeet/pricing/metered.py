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

    A line is metered where its amount is a single number of the scenario that was measured. Where
    at least a fifth of it is left its amount is divided by that share; where less is left no
    measure makes it smaller, and none is credited with a saving.

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
    changed, back, kept = list(activities), [], []
    for at, (activity, share) in enumerate(zip(activities, left, strict=True)):
        number = _metered(activity)
        if number is None or share >= 1.0:
            continue
        if share < _LEAST:
            changed[at] = replace(activity, final=True)
            kept.append(activity)
        else:
            amount = (*activity.amount, (_left_of(number, float(share)), -1))
            changed[at] = replace(activity, amount=amount)
            back.append(activity)
    return changed, [*_told("metered.undone", back), *_told("metered.kept", kept)]


def _metered(activity: Activity) -> Number | None:
    """The reading of a meter or a bill that a line is, or None."""
    if len(activity.amount) != 1 or activity.dormant:
        return None
    [(number, power)] = activity.amount
    return number if power == 1 and number.basis == "measured" else None


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
