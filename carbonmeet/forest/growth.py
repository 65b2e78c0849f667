"""Growth curves of a stand: a quantity against age, zero at age zero.

Every function is vectorised: parameters of shape ``(k, 1)`` against ages of shape ``(t,)`` give
``(k, t)``. Units are those of the first parameter; ages are years and not negative.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "CURVES",
    "Array",
    "chapman_richards",
    "gompertz",
    "linear",
    "logistic",
    "yield_table",
]

Array: TypeAlias = "NDArray[np.float64]"


def chapman_richards(age: ArrayLike, A: ArrayLike, k: ArrayLike, m: ArrayLike) -> Array:
    """``y = A (1 - exp(-k a))^m``.

    Parameters
    ----------
    age : array_like
        Years.
    A : array_like
        Asymptote, e.g. t/ha.
    k : array_like
        Rate, 1/year.
    m : array_like
        Shape; the yearly increment peaks at ``ln(m) / k`` years.

    Examples
    --------
    >>> float(chapman_richards(20, 128.7, 0.0436, 2).round(1))
    43.6
    """
    rise = -np.expm1(-np.asarray(k) * np.asarray(age))
    return np.asarray(np.asarray(A) * rise ** np.asarray(m))


def logistic(age: ArrayLike, A: ArrayLike, b: ArrayLike, k: ArrayLike) -> Array:
    """``y = A / (1 + b exp(-k a)) - A / (1 + b)``.

    The plain logistic is not zero at age 0: it would credit carbon on the day of planting, so
    its first value is taken off.

    Examples
    --------
    >>> float(logistic(0, 100, 9, 0.2))
    0.0
    """
    top, shape = np.asarray(A), np.asarray(b)
    start = top / (1 + shape)
    return np.asarray(top / (1 + shape * np.exp(-np.asarray(k) * np.asarray(age))) - start)


def gompertz(age: ArrayLike, A: ArrayLike, b: ArrayLike, k: ArrayLike) -> Array:
    """``y = A exp(-b exp(-k a)) - A exp(-b)``; the value at age 0 is taken off.

    Examples
    --------
    >>> float(gompertz(0, 100, 3, 0.1))
    0.0
    """
    top, shape = np.asarray(A), np.asarray(b)
    start = top * np.exp(-shape)
    return np.asarray(top * np.exp(-shape * np.exp(-np.asarray(k) * np.asarray(age))) - start)


def linear(age: ArrayLike, rate: ArrayLike, cap: ArrayLike = np.inf) -> Array:
    """``y = min(rate * a, cap)``: the default growth of IPCC tier 1.

    Examples
    --------
    >>> linear([10, 20, 30], 5, 90).tolist()
    [50.0, 90.0, 90.0]
    """
    return np.asarray(np.minimum(np.asarray(rate) * np.asarray(age, dtype=float), np.asarray(cap)))


def yield_table(
    age: ArrayLike,
    ages: ArrayLike,
    increments: ArrayLike,
    cut_ages: ArrayLike = (),
    cut_shares: ArrayLike = (),
) -> Array:
    """Sum of a current annual increment given at some ages, straight lines between them.

    The integral is exact. Behind the last age nothing grows, because nothing is known. A thinning
    takes a share of what stands at its age.

    Parameters
    ----------
    age : array_like
        Years.
    ages : array (n,)
        Years, rising.
    increments : array (n,)
        Increment per year at these ages, e.g. m3/ha/year.
    cut_ages, cut_shares : array (c,)
        Years of the thinnings, rising, and the share of the stock that each takes out.

    Examples
    --------
    >>> yield_table([5, 10, 99], [0, 10], [0, 8]).tolist()
    [10.0, 40.0, 40.0]
    >>> yield_table([4.9, 5, 10], [0, 10], [8, 8], [5], [0.25]).round(1).tolist()
    [39.2, 30.0, 70.0]
    """
    knots, rates = np.asarray(ages, dtype=float), np.asarray(increments, dtype=float)
    at = np.asarray(age, dtype=float)
    cuts, shares = np.asarray(cut_ages, dtype=float), np.asarray(cut_shares, dtype=float)
    starts, ends = np.concatenate(([knots[0]], cuts)), np.concatenate((cuts, [np.inf]))
    standing = np.zeros_like(at)
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        grown = _grown(np.clip(at, start, end), knots, rates) - _grown(start, knots, rates)
        for cut, share in zip(cuts[number:], shares[number:], strict=True):
            grown = np.where(at >= cut, grown * (1 - share), grown)
        standing = standing + grown
    return np.asarray(standing)


def _grown(age: ArrayLike, knots: Array, rates: Array) -> Array:
    """What has grown up to an age, nothing taken out."""
    widths = np.diff(knots)
    sums = np.concatenate(([0.0], np.cumsum(widths * (rates[1:] + rates[:-1]) / 2)))
    at = np.clip(np.asarray(age, dtype=float), knots[0], knots[-1])
    left = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, len(knots) - 2)
    step = at - knots[left]
    slope = (rates[left + 1] - rates[left]) / widths[left]
    return np.asarray(sums[left] + step * (rates[left] + slope * step / 2))


#: Growth functions with parameters of their own, by name.
CURVES: Mapping[str, Callable[..., Array]] = {
    "chapman-richards": chapman_richards,
    "logistic": logistic,
    "gompertz": gompertz,
    "linear": linear,
}
