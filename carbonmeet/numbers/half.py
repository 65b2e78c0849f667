"""One half of a range: from the value, its median, to one end, its 2.5% or 97.5% point.

A half is drawn on a logarithmic scale, of the number itself or, for a share, of its odds. Such a
scale has no place for 0 (nor, for a share, for 1): the nearer an end comes to the limit, the more
of the half would crowd there. So where one end of the half lies nearer to a limit than a
twentieth of what the other does, the scale is shifted by what is missing,

    ln(x + c)   or   ln((x + c) / (1 - x + d)),

with the smallest c and d, 0 or more, that bring the ratio of the two distances to a twentieth.
Everything then changes smoothly with the three numbers, up to an end, or a value, at the limit
itself. Beyond its end a half goes on on the scale without a shift, which never reaches a limit:
an end of 0.001 leaves nothing at 0, and an end of 0 leaves all that lies beyond it, 2.5%, there.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["NEAR", "crowded", "falling", "falling_share", "rising", "rising_share"]

#: The distance of one end from a limit over that of the other, below which the scale is shifted.
#: No range of the catalogue whose ends are off the limits is as wide, so that these all keep the
#: plain scale; and half a range down to 0 fills what it covers, rather than crowd at 0.
NEAR = 1 / 20


def crowded(one: float, other: float) -> bool:
    """Whether the first distance from a limit needs a shift of the scale, beside the other.

    Examples
    --------
    >>> crowded(0.001, 0.5), crowded(0.1, 0.5), crowded(0.0, 0.0)
    (True, False, False)
    """
    return one < NEAR * other


def _shift(near: float, far: float) -> float:
    return NEAR * far - near if crowded(near, far) else 0.0


def falling(value: float, low: float, steps: Floats) -> Floats:
    """The lower half of a number that is 0 or more.

    Parameters
    ----------
    value, low : float
        Median and 2.5% point; 0 <= low <= value.
    steps : array of float
        Distance from the median; 1 is at `low`.

    Examples
    --------
    >>> falling(1.0, 0.0, np.array([0.0, 0.5, 1.0, 2.0])).round(3).tolist()
    [1.0, 0.179, 0.0, 0.0]
    """
    if low == value:
        return np.full(steps.shape, value)
    c = _shift(low, value)
    slope = math.log((value + c) / (low + c))
    inside = np.clip((value + c) * np.exp(-slope * steps) - c, low, value)  # to the last bit
    return np.where(steps < 1, inside, low * np.exp(slope * (1 - steps)))


def rising(value: float, high: float, steps: Floats) -> Floats:
    """The upper half of a number that is 0 or more; 0 <= value <= high.

    Examples
    --------
    >>> rising(1.0, 4.0, np.array([0.0, 0.5, 1.0])).tolist()
    [1.0, 2.0, 4.0]
    """
    if high == value:
        return np.full(steps.shape, value)
    c = _shift(value, high)
    slope = math.log((high + c) / (value + c))
    return np.maximum((value + c) * np.exp(slope * steps) - c, value)


def falling_share(value: float, low: float, steps: Floats) -> Floats:
    """The lower half of a share; 0 <= low <= value <= 1.

    Examples
    --------
    >>> falling_share(1.0, 0.0, np.array([0.0, 0.5, 1.0, 2.0])).round(3).tolist()
    [1.0, 0.5, 0.0, 0.0]
    """
    if low == value:
        return np.full(steps.shape, value)
    c, d = _shift(low, value), _shift(1 - value, 1 - low)
    top, bottom = ((x + c) / (1 - x + d) for x in (value, low))
    slope = math.log(top / bottom)
    odds = top * np.exp(-slope * steps)
    inside = np.clip(((1 + d) * odds - c) / (1 + odds), low, value)
    fading = low * np.exp(slope * (1 - steps))
    return np.where(steps < 1, inside, fading / (1 - low + fading))


def rising_share(value: float, high: float, steps: Floats) -> Floats:
    """The upper half of a share: the lower half of the rest; 0 <= value <= high <= 1."""
    return 1 - falling_share(1 - value, 1 - high, steps)
