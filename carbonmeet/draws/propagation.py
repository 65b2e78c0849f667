"""Error propagation (IPCC approach 1) through numerical derivatives of the kernel."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.record import NamedTuple
from carbonmeet.draws.alone import OUTCOMES, Outcome, each_alone
from carbonmeet.draws.together import normals_of_rank
from carbonmeet.numbers.distribution import Z95, Distribution

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.draws.trial import Trial

    Floats: TypeAlias = NDArray[np.float64]

__all__ = [
    "OUTCOMES",
    "Outcome",
    "Propagation",
    "concerning",
    "outcome_of",
    "propagate_through",
]

_STEP = 1e-3  # of a number, or of its standard deviation where that is larger


class Propagation(NamedTuple):
    """A range by error propagation.

    Attributes
    ----------
    value : float
        At the central inputs, t CO2e.
    sd : float
        ``sqrt(sum (df/dx_i * sd_i)^2)``, and twice the covariance of inputs that are tied; those
        that share a draw move as one.
    low, high : float
        ``value -+ 1.96 sd``: symmetric, whatever the inputs.
    shares : mapping of str to float
        Share of the variance by input.
    """

    value: float
    sd: float
    low: float
    high: float
    shares: dict[str, float]


def outcome_of(trial: Trial, ids: Sequence[str], outcome: Outcome) -> Callable[[Floats], Floats]:
    """One total in t CO2e as a function of the values of some inputs, shape (inputs, k).

    ``removal`` is what the forest has removed by its horizon and may count.
    """
    rows = trial.vector.rows
    place = np.array([rows[name] for name in ids], dtype=np.intp)

    def evaluate(values: Floats) -> Floats:
        everything = trial.filled(values, place)
        if outcome == "removal":
            return trial.removal(everything, place)
        before, after = trial.totals(everything)
        return {"baseline": before, "residual": after, "saving": before - after}[outcome]

    return evaluate


def concerning(trial: Trial, ids: Iterable[str], outcome: Outcome) -> list[str]:
    """Those of some inputs that an outcome can rest on: a forest's own move no emission."""
    woods = trial.woods
    return [name for name in ids if (name in woods) == (outcome == "removal")]


def propagate_through(
    trial: Trial, distributions: Mapping[str, Distribution], outcome: Outcome = "residual"
) -> Propagation:
    """Propagate the standard deviations of the inputs to a total.

    Parameters
    ----------
    trial : Trial
    distributions : mapping of str to Distribution
        By id of the input; fixed ones do not count.
    outcome : {"baseline", "residual", "saving", "removal"}

    References
    ----------
    IPCC (2006), Guidelines for national greenhouse gas inventories, volume 1, chapter 3,
    section 3.2.3.1.
    """
    varying = [name for name, one in distributions.items() if not one.is_fixed]
    ids = concerning(trial, varying, outcome)
    values = {one.id: one.value for one in trial.inputs}
    center = np.array([values[name] for name in ids])
    sds = np.array([distributions[name].sd for name in ids])
    step = np.maximum(np.abs(center), sds) * _STEP
    alone = [(row,) for row in range(len(ids))]
    central, (above, below) = each_alone(trial, ids, alone, (center + step, center - step), outcome)
    slopes = (above - below) / (2 * step) * sds
    parts = slopes * _moved_with(trial, ids, slopes)
    row = {name: i for i, name in enumerate(ids)}
    for name, other, rho in _together(trial):
        if name in row and other in row:  # shared between the two
            parts[[row[name], row[other]]] += rho * slopes[row[name]] * slopes[row[other]]
    variance = max(float(parts.sum()), 0.0)
    sd = math.sqrt(variance)
    shares = (parts / variance if variance else parts).tolist()
    return Propagation(
        central, sd, central - Z95 * sd, central + Z95 * sd, dict(zip(ids, shares, strict=True))
    )


def _moved_with(trial: Trial, ids: Sequence[str], slopes: Floats) -> Floats:
    """How far the outcome moves with each input and those that share its draw."""
    names = [trial.vector.streams.get(name, name) for name in ids]
    sums = dict.fromkeys(names, 0.0)
    for name, slope in zip(names, slopes.tolist(), strict=True):
        sums[name] += slope
    return np.array([sums[name] for name in names])


def _together(trial: Trial) -> Iterator[tuple[str, str, float]]:
    """Inputs that are drawn together, and the correlation of their normals."""
    for name, (other, rho) in trial.vector.ties.items():
        yield name, other, rho
    for first, second, rank in trial.pairs:
        yield first, second, normals_of_rank(rank)
