"""The draws of one result in a few numbers, with the error of drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.base.record import NamedTuple
from carbonmeet.numbers.distribution import ENDS
from carbonmeet.units import T_CO2E

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["Range"]


class Range(NamedTuple):
    """The draws of one result in a few numbers.

    Attributes
    ----------
    value : float
        At the central values of all inputs.
    low, high : float
        The 2.5% and 97.5% points of the draws.
    median, mean, sd : float
        Of the draws.
    low_error, high_error, mean_error : float
        Standard errors of `low`, `high` and `mean` that come from drawing a finite number of times.
    """

    value: float
    low: float
    high: float
    median: float
    mean: float
    sd: float
    low_error: float
    high_error: float
    mean_error: float
    unit: str = T_CO2E

    @classmethod
    def of(cls, draws: ArrayLike, value: float, unit: str = T_CO2E) -> Range:
        """The range of some draws."""
        ordered = np.sort(np.asarray(draws, dtype=float))
        mean, sd = float(ordered.mean()), float(ordered.std(ddof=1))
        low, median, high = (_quantile(ordered, p) for p in (ENDS[0], 0.5, ENDS[1]))
        low_error, high_error = (_quantile_error(ordered, p) for p in ENDS)
        error = sd / float(np.sqrt(len(ordered)))
        return cls(value, low, high, median, mean, sd, low_error, high_error, error, unit)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, with the keys of a total first."""
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "median": self.median,
            "mean": self.mean,
            "sd": self.sd,
            "monte_carlo_error": {
                "low": self.low_error,
                "high": self.high_error,
                "mean": self.mean_error,
            },
        }


def _quantile(ordered: Floats, p: float) -> float:
    place = p * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (place - below) * (ordered[above] - ordered[below]))


def _quantile_error(ordered: Floats, p: float) -> float:
    """Half the distance of the order statistics one binomial standard deviation off the quantile.

    Needs no density: the rank of the true quantile among n draws is binomial(n, p).
    """
    off = float(np.sqrt(p * (1 - p) / len(ordered)))
    ends = [_quantile(ordered, min(max(p + sign * off, 0.0), 1.0)) for sign in (-1, 1)]
    return (ends[1] - ends[0]) / 2
