"""How the emissions of a journey are spread over the people who make it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["gini", "lorenz", "top_share"]


def lorenz(kg_per_person: ArrayLike, people: ArrayLike) -> tuple[Floats, Floats]:
    """Return the Lorenz curve: shares of people and of emissions, those who emit least first.

    Parameters
    ----------
    kg_per_person : array_like, shape (origins,)
        Not negative.
    people : array_like, shape (origins,)

    Returns
    -------
    people, emissions : ndarray
        Cumulative shares from 0 to 1; origins of equal kilograms are one step.

    Raises
    ------
    CarbonmeetError
        If kilograms or people are negative or not finite.

    Examples
    --------
    >>> people, kg = lorenz([1, 3, 1], [10, 10, 20])
    >>> people.tolist(), kg.tolist()
    ([0.0, 0.75, 1.0], [0.0, 0.5, 1.0])
    """
    kg, n = np.asarray(kg_per_person, float), np.asarray(people, float)
    for numbers in (kg, n):
        if not (np.isfinite(numbers).all() and (numbers >= 0).all()):
            raise CarbonmeetError(_("kilograms and people are finite and not negative"))
    levels, at = np.unique(kg, return_inverse=True)
    count = np.bincount(at, weights=n, minlength=len(levels))
    levels, count = levels[count > 0], count[count > 0]
    return _shares(np.asarray(count, float)), _shares(np.asarray(count * levels, float))


def _shares(parts: Floats) -> Floats:
    """Running shares of the whole; of nothing, each has the same."""
    total = parts.sum()
    parts = parts / total if total else np.full(len(parts), 1 / max(1, len(parts)))
    shares = np.concatenate([[0.0], np.cumsum(parts)])
    shares[-1] = 1.0
    return shares


def gini(kg_per_person: ArrayLike, people: ArrayLike) -> float:
    """Return the Gini coefficient: 0 if all emit the same, towards 1 if one emits everything.

    Twice the area between the Lorenz curve and the diagonal (Gini, "Measurement of inequality of
    incomes", The Economic Journal 31(121), 1921).

    Examples
    --------
    >>> gini([5, 5], [10, 90]), gini([0, 1], [3, 1])
    (0.0, 0.75)
    """
    people_share, kg_share = lorenz(kg_per_person, people)
    area = float(np.sum(np.diff(people_share) * (kg_share[1:] + kg_share[:-1])))
    return max(0.0, 1.0 - area)


def top_share(kg_per_person: ArrayLike, people: ArrayLike, top: float = 0.1) -> float:
    """Return the share of emissions of the `top` share of people who emit most.

    Examples
    --------
    >>> top_share([1, 9], [90, 10])
    0.5
    """
    people_share, kg_share = lorenz(kg_per_person, people)
    return float(1.0 - np.interp(1.0 - top, people_share, kg_share))
