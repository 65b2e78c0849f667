"""Whose tonnes are they: four answers for every measure, side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.errors import ModelError
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _
from carbonmeet.kernel import Family, Model
from carbonmeet.kernel.steps import acting_order

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = [
    "Attribution",
    "attribute",
    "clean",
    "coalitions",
    "family_table",
    "shapley_weights",
]

#: Measures that may act on one line before exact enumeration stops being cheap.
MOST_IN_FAMILY = 18
#: Beside its weight, a fall below which the difference of two weights would lose digits.
_CLOSE = 1e-4
#: A saving below this share of what it is taken from is the rounding of floating point.
DUST = 1e-13


class Attribution(NamedTuple):
    """Savings by measure in kg CO2e, four ways; arrays of shape (m,).

    Attributes
    ----------
    alone
        The measure carried out by itself.
    in_order
        Added to those before it, in the order of the stages: sums to the total.
    last_in
        What would be lost if it alone were dropped.
    shapley
        The mean over all orders: sums to the total and does not depend on any order.
    """

    alone: Floats
    in_order: Floats
    last_in: Floats
    shapley: Floats
    total: float


def attribute(model: Model, uptake: ArrayLike, inputs: ArrayLike | None = None) -> Attribution:
    """Attribute the saving of a programme to its measures.

    Parameters
    ----------
    model : Model
    uptake : array_like, shape (m,)
        The programme.
    inputs : array_like, shape (f,), optional
        Default: the central values.

    Returns
    -------
    Attribution
        kg CO2e.

    Raises
    ------
    ModelError
        If more than `MOST_IN_FAMILY` measures meet on one line.

    Notes
    -----
    A sum over lines is a sum of games, and its values are the sums of theirs: every family is a
    small game of its own, and the 2^25 coalitions of all measures are never formed. The Shapley
    value of measure i is

        phi_i = sum over S without i of |S|! (d-1-|S|)! / d! * (E(S) - E(S + i))

    References
    ----------
    Shapley, L. S. (1953), A value for n-person games. Contributions to the Theory of Games II,
    Annals of Mathematics Studies 28, 307-317.
    """
    u = np.asarray(uptake, dtype=float)
    count = len(u)
    alone, in_order, last_in, shapley = (np.zeros(count) for _ in range(4))
    found = Attribution(alone, in_order, last_in, shapley, 0.0)
    total = 0.0
    for family in model.families:
        members = [m for m in family.members if u[m]]
        if members:
            total += _attribute_family(family.model, members, u, inputs, found)
    return found._replace(total=total)


def _attribute_family(
    model: Model, members: list[int], u: Floats, inputs: ArrayLike | None, found: Attribution
) -> float:
    """Add what the members of a family save, four ways; returns what they save together."""
    _check_size(model, members)
    kg = model.by_row(inputs)
    rows = np.zeros((2 ** len(members), len(u)))
    rows[:, members] = coalitions(len(members)) * u[members]
    weight = model.row_weights(rows, inputs)
    everyone = len(rows) - 1
    order = {m: place for place, m in enumerate(acting_order(members, model.measures))}
    shares = shapley_weights(len(members))
    for player, measure in enumerate(members):
        absent = np.flatnonzero(np.arange(len(rows)) >> player & 1 == 0)
        saved = _saved(model, kg, weight, rows, absent, 1 << player, measure, inputs)
        before = sum(1 << i for i, m in enumerate(members) if order[m] < order[measure])
        # the number of a coalition among those without the player: its own bit left out
        places = np.searchsorted(absent, [0, before, everyone - (1 << player)])
        found.alone[measure] += saved[places[0]]
        found.in_order[measure] += saved[places[1]]
        found.last_in[measure] += saved[places[2]]
        found.shapley[measure] += shares[player, absent] @ saved
    return float(kg @ (weight[:, 0] - weight[:, everyone]))


def _saved(
    model: Model,
    kg: Floats,
    weight: Floats,
    rows: Floats,
    absent: NDArray[np.intp],
    bit: int,
    measure: int,
    inputs: ArrayLike | None,
) -> Floats:
    """What a measure saves when it joins each coalition without it, kg CO2e.

    Row by row, so that a tiny saving is not the difference of two large totals; and where it is
    tiny beside its own rows, by the difference that is carried through the steps.
    """
    fall = weight[:, absent] - weight[:, absent + bit]
    moved = np.abs(fall)
    if ((moved > 0) & (moved < _CLOSE * weight[:, absent])).any():
        more = np.zeros((len(absent), rows.shape[1]))
        more[:, measure] = rows[bit, measure]
        fall = model.falls(rows[absent], more, inputs)
    return np.asarray(kg @ fall)


def clean(saving: Floats, base: ArrayLike) -> Floats:
    """Savings without what is only rounding: a measure that touches nothing saves nothing.

    Parameters
    ----------
    saving : ndarray
        Differences of emissions.
    base : array_like
        The emissions that they are differences of, in the same unit; broadcast over `saving`.

    Examples
    --------
    >>> clean(np.array([5.7e-14, 0.3]), 579.0)
    array([0. , 0.3])
    """
    return np.where(np.abs(saving) < DUST * np.abs(base), 0.0, saving)


def coalitions(size: int) -> Floats:
    """All subsets of `size` players as rows of 0 and 1; row number = sum of 2**player."""
    return ((np.arange(2**size)[:, None] >> np.arange(size)) & 1).astype(float)


def family_table(family: Family, uptake: ArrayLike, inputs: ArrayLike | None = None) -> Floats:
    """Emissions of a family under every subset of its measures; kg CO2e, shape (2**d,).

    Raises
    ------
    ModelError
        If more than `MOST_IN_FAMILY` measures meet on one line.
    """
    members = list(family.members)
    _check_size(family.model, members)
    u = np.asarray(uptake, dtype=float)
    rows = np.zeros((2 ** len(members), len(u)))
    rows[:, members] = coalitions(len(members)) * u[members]
    return family.model.totals(rows, inputs)[:, 0]


def _check_size(model: Model, members: Sequence[int]) -> None:
    if len(members) > MOST_IN_FAMILY:
        raise ModelError(
            _(
                "{members} measures act on '{label}'; exact attribution is "
                "limited to {most_in_family} on one line",
                members=len(members),
                label=model.lines[0].activity.label,
                most_in_family=MOST_IN_FAMILY,
            )
        )


@lru_cache(maxsize=32)
def shapley_weights(size: int) -> Floats:
    """What the emissions of every coalition count for in each player's Shapley value.

    Returns
    -------
    ndarray, shape (size, 2**size)
        ``|S|! (size-1-|S|)! / size!`` where the player is absent from S, and less the same of S
        without it where it is present.

    Examples
    --------
    >>> shapley_weights(2)
    array([[ 0.5, -0.5,  0.5, -0.5],
           [ 0.5,  0.5, -0.5, -0.5]])
    """
    present = coalitions(size).T.astype(bool)
    others = present.sum(axis=0) - present
    share = np.array([1.0 / (size * math.comb(size - 1, k)) for k in range(size)])
    return np.asarray(np.where(present, -share[others], share[np.minimum(others, size - 1)]))
