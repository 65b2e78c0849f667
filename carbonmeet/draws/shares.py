"""How much of the variance of an outcome each input makes, beside the others.

Ranks of the outcome are put as a sum of ranks of the inputs. One that only follows another, or only
looks like the outcome by chance, adds nothing to that sum; and what the strongest input leaves is
so much less than the whole that small shares are told from chance as well.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.record import NamedTuple
from carbonmeet.numbers import LEAST_DRAWS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["Shares", "shares"]

#: Inputs that a sum holds at most, and draws for each of them at least.
_MOST, _DRAWS_EACH = 40, 10
#: Once in so many outcomes chance may bring an input without influence into the sum.
_CHANCE = 20
#: Parts of the draws that are left out in turn, to see how far the shares move.
_PARTS = 10
#: Of the ranks: what is left below this is rounding; and inputs that close are equally strong.
_ROUNDING = 1e-9


class Shares(NamedTuple):
    """What each input has to do with an outcome; arrays of shape (inputs,).

    Attributes
    ----------
    correlations : ndarray
        Spearman's, equal values sharing their mean rank; 0 where either does not vary.
    parts : ndarray
        Of the variance.
    errors : ndarray
        Standard errors of `parts`, from drawing a finite number of times.
    """

    correlations: Floats
    parts: Floats
    errors: Floats


def shares(x: Floats, y: Floats, weights: Floats) -> Shares:
    """Share of the variance that each input makes, and its standard error by drawing.

    The strongest input enters the sum, then the one that is strongest in what is left, and so on
    while chance would hardly do as much. A share is the square of an input's coefficient in the
    sum; all others have none. Shares need not make up one: what inputs do together, and no sum can
    tell, is missing. Where they go together they share it as the coefficients say.

    Parameters
    ----------
    x : ndarray, shape (inputs, draws)
    y : ndarray, shape (draws,)
    weights : ndarray, shape (inputs,)
        Which one enters of inputs that are equal in rank.

    Examples
    --------
    >>> x = np.random.default_rng(1).standard_normal((300, 1000))
    >>> found = shares(x, 3 * x[0] + x[1], np.ones(300))
    >>> found.parts[:3].round(2), found.errors[:3].round(3)
    (array([0.86, 0.1 , 0.  ]), array([0.012, 0.008, 0.   ]))
    """
    inputs, outcome = _standard(x), _standard(y[None])[0]
    found = Shares(inputs @ outcome, np.zeros(len(x)), np.zeros(len(x)))
    taken = _taken(inputs, outcome, weights) if len(y) >= LEAST_DRAWS else []
    if not taken:
        return found
    found.parts[taken] = _squares(inputs[taken], outcome)
    whole = np.arange(len(y)) % _PARTS
    parts = [
        _squares(_standard(x[taken][:, rest]), _standard(y[None, rest])[0])
        for rest in (np.flatnonzero(whole != part) for part in range(_PARTS))
    ]
    found.errors[taken] = np.std(parts, axis=0) * math.sqrt(_PARTS - 1)
    return found


def _taken(inputs: Floats, outcome: Floats, weights: Floats) -> list[int]:
    """The inputs of the sum, in the order in which they enter."""
    count = len(outcome)
    sure = NormalDist().inv_cdf(1 - 0.5 / (_CHANCE * len(inputs)))
    taken: list[int] = []
    left, known = outcome, np.empty((0, count))
    while len(taken) < min(_MOST, count // _DRAWS_EACH):
        size = float(np.linalg.norm(left))
        if size < _ROUNDING:
            break
        strength = np.abs(inputs @ left) / size
        strength[taken] = 0.0
        equal = np.flatnonzero(strength >= strength.max() - _ROUNDING)
        best = int(equal[np.argmax(weights[equal])])
        correlation = min(float(strength[best]), 1.0 - _ROUNDING)
        freedom = count - len(taken) - 2
        if correlation * math.sqrt(freedom / (1 - correlation**2)) < sure:
            break
        taken.append(best)
        new = inputs[best] - (known @ inputs[best]) @ known  # what it tells that no other does
        new /= np.linalg.norm(new)
        known = np.vstack((known, new))
        left = left - (new @ left) * new
    return taken


def _squares(inputs: Floats, outcome: Floats) -> Floats:
    """Squares of the coefficients, less what chance adds to a square."""
    found = np.linalg.solve(inputs @ inputs.T, inputs @ outcome)
    left = outcome - found @ inputs
    chance = left @ left / (len(outcome) - len(inputs) - 1)
    squares: Floats = np.clip(found**2 - chance, 0.0, 1.0)
    return squares


def _standard(rows: Floats) -> Floats:
    """Ranks about their mean, each row of length one; zeros where it does not vary."""
    ranks = np.array([_ranks(row) for row in rows])
    ranks -= ranks.mean(axis=1, keepdims=True)
    sizes = np.sqrt((ranks**2).sum(axis=1, keepdims=True))
    standard: Floats = ranks / np.where(sizes > 0, sizes, np.inf)
    return standard


def _ranks(values: Floats) -> Floats:
    """Ranks from 0 on; equal values share the mean of theirs."""
    order = values.argsort()
    ordered = values[order]
    first = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    runs = np.diff(first, append=len(values))
    ranks = np.empty(len(values))
    ranks[order] = np.repeat(first + (runs - 1) / 2, runs)
    return ranks
