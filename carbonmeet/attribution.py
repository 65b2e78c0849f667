"""Whose tonnes are they: four answers for every measure, side by side."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from carbonmeet.errors import ModelError
from carbonmeet.measure import STAGES, Measure
from carbonmeet.model import Family, Model

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = [
    "Attribution",
    "acting_order",
    "attribute",
    "clean",
    "coalitions",
    "family_table",
    "shapley",
    "shapley_weights",
]

#: Measures that may act on one line before exact enumeration stops being cheap.
MOST_IN_FAMILY = 18
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
    """
    u = np.asarray(uptake, dtype=float)
    count = len(u)
    one = np.eye(count, dtype=bool)
    sequence = acting_order(range(count), model.measures)
    steps = np.zeros((count, count), dtype=bool)
    for position, measure in enumerate(sequence):
        steps[position:, measure] = True
    rows = np.vstack([np.zeros(count), u, u * one, u * ~one, u * steps])
    total = model.totals(rows, inputs)[:, 0]
    base, rest = total[0], total[1]
    alone, without, growing = np.split(total[2:], 3) if count else (total[2:],) * 3
    in_order = np.empty(count)
    in_order[sequence] = -np.diff(np.concatenate(([base], growing)))
    return Attribution(
        alone=clean(base - alone, base),
        in_order=clean(in_order, base),
        last_in=clean(without - rest, base),
        shapley=clean(shapley(model, u, inputs), base),
        total=float(base - rest),
    )


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
    if len(members) > MOST_IN_FAMILY:
        raise ModelError(
            f"{len(members)} measures act on '{family.model.lines[0].activity.label}'; "
            f"exact attribution is limited to {MOST_IN_FAMILY} on one line"
        )
    u = np.asarray(uptake, dtype=float)
    rows = np.zeros((2 ** len(members), len(u)))
    rows[:, members] = coalitions(len(members)) * u[members]
    return family.model.totals(rows, inputs)[:, 0]


def shapley(model: Model, uptake: ArrayLike, inputs: ArrayLike | None = None) -> Floats:
    """Exact Shapley value of the saving; kg CO2e, shape (m,).

    The value of a sum of games is the sum of the values, so every family is a small game of its
    own and the 2^25 coalitions of all measures are never formed:

        phi_i = sum over S without i of |S|! (d-1-|S|)! / d! * (E(S) - E(S + i))

    References
    ----------
    Shapley, L. S. (1953), A value for n-person games. Contributions to the Theory of Games II,
    Annals of Mathematics Studies 28, 307-317.
    """
    value = np.zeros(len(model.measures))
    for family in model.families:
        if family.members:
            table = family_table(family, uptake, inputs)
            value[list(family.members)] += _shapley_of_table(table, len(family.members))
    return value


def _shapley_of_table(table: Floats, size: int) -> Floats:
    value = np.empty(size)
    for player, weights in enumerate(shapley_weights(size)):
        # axis 1 is the player's own bit: absent, present; and differences come first, for what
        # one measure saves is small beside what is emitted
        pair = table.reshape(-1, 2, 2**player)
        share = weights.reshape(-1, 2, 2**player)[:, 0]
        value[player] = np.sum(share * (pair[:, 0] - pair[:, 1]))
    return value


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


def acting_order(members: Iterable[int], measures: Sequence[Measure]) -> list[int]:
    """Numbers of measures in the order in which they act: by stage, and as listed within one."""
    return sorted(members, key=lambda i: (STAGES.index(measures[i].stage), i))
