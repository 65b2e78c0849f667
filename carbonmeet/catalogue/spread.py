"""A number and its range for one more place or edition, from those that are known.

The one rule by which the catalogue makes a range from rivals, for its ``world`` rows and wherever a
number that was left out is to be predicted by the others.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from carbonmeet.base.record import NamedTuple
from carbonmeet.catalogue.pedigree import Pedigree

__all__ = ["FEW", "REPRINT", "Spread", "basic_of", "printed_once", "spread", "student"]

#: From so many on the numbers themselves say how far one more may lie from them.
FEW = 4
#: Reliability, completeness, temporal, geographical, technological fit of one for another.
_SCORES = (3, 4, 3, 5, 3)
#: Editions of a publisher that differ by less print one number: digits were rounded off.
REPRINT = 5e-4

Ends = tuple[float, float | None, float | None]
_Row = TypeVar("_Row")


class Spread(NamedTuple):
    """The middle of the others, and a 95 % range for one more."""

    value: float
    low: float
    high: float


def spread(rows: Sequence[Ends]) -> Spread:
    """Value and range for one more number, from others.

    From four on, the median and the lognormal prediction interval (Student's t), widened until it
    holds 19 of 20 of them; fewer, their median, and their outermost ends divided and multiplied by
    the square of the geometric standard deviation of a pedigree.

    Parameters
    ----------
    rows : sequence of (value, low, high)
        Values above 0; low and high None where a row has no range.

    Examples
    --------
    >>> [round(end, 2) for end in spread([(1.0, None, None)])]
    [1.0, 0.48, 2.1]
    >>> wide = spread([(value, None, None) for value in (1.0, 2.0, 3.0, 4.0, 5.0)])
    >>> wide.low < 1 < wide.value == 3 < 5 < wide.high
    True
    """
    values = sorted(value for value, _, _ in rows)
    from statistics import median

    middle = median(values)
    if len(values) < FEW:
        factor = Pedigree(*_SCORES, basic_of(rows)).gsd2()
        low = min(value if end is None else end for value, end, _ in rows) / factor
        high = max(value if end is None else end for value, _, end in rows) * factor
        return Spread(middle, low, high)
    logs = [math.log(value) for value in values]
    mean = math.fsum(logs) / len(logs)
    deviation = math.sqrt(math.fsum((x - mean) ** 2 for x in logs) / (len(logs) - 1))
    half = student(len(logs) - 1) * deviation * math.sqrt(1 + 1 / len(logs))
    low, high = math.exp(mean - half), math.exp(mean + half)
    while sum(low <= value <= high for value in values) < 0.95 * len(values):
        outside = [value for value in values if not low <= value <= high]
        nearest = min(outside, key=lambda value: max(low / value, value / high))
        low, high = min(low, nearest), max(high, nearest)
    return Spread(middle, low, high)


def printed_once(
    rows: Iterable[_Row], told: Callable[[_Row], tuple[str, float]], near: float = REPRINT
) -> list[_Row]:
    """Rows without reprints: what a publisher carried over into another edition is no new number.

    Parameters
    ----------
    rows : iterable
        The first of those that are alike stays.
    told : callable
        Publisher and value of a row.
    near : float
        How far apart two numbers may lie and be one; a share of them.

    Examples
    --------
    >>> printed_once([("a", 1.0), ("a", 1.0001), ("b", 1.0), ("a", 1.1)], tuple)
    [('a', 1.0), ('b', 1.0), ('a', 1.1)]
    """
    kept: list[_Row] = []
    known: list[tuple[str, float]] = []
    for row in rows:
        who, value = told(row)
        if not any(who == w and math.isclose(value, v, rel_tol=near) for w, v in known):
            known.append((who, value))
            kept.append(row)
    return kept


def basic_of(rows: Sequence[Ends]) -> float:
    """The basic uncertainty of a few rows: larger where one without a range is all there is."""
    ranged = any(low is not None for _, low, _ in rows)
    return 1.5 if len(rows) > 1 or ranged else 2.0


def student(freedom: int) -> float:
    """The 97.5 % point of Student's t.

    Examples
    --------
    >>> [round(student(n), 3) for n in (1, 3, 10, 1000)]
    [12.706, 3.182, 2.228, 1.962]
    """
    low, high = 1.0, 13.0
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        if _within(middle, freedom) < 0.95:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _within(t: float, freedom: int) -> float:
    """The probability that Student's t lies between -t and t: the finite sums of Gosset.

    Abramowitz and Stegun (1964), 26.7.3 and 26.7.4.
    """
    angle = math.atan2(t, math.sqrt(freedom))
    sine, square = math.sin(angle), math.cos(angle) ** 2
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    total = 0.0 if freedom == 1 else term
    for n in range(2 if odd else 1, freedom - 2 + odd, 2):
        term *= square * n / (n + 1)
        total += term
    return (angle + sine * total) * 2 / math.pi if odd else sine * total
