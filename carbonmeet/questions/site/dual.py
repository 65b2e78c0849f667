"""A lower bound on what K hubs emit: Lagrangian relaxation of "each origin goes to one hub".

With a multiplier λ for every origin, letting each go to no hub or to several gives

    L(λ) = Σ λ_i + Σ_i min(0, b_i - λ_i) + Σ of the r smallest g_j,
    g_j = f_j + Σ_i min(0, w_ij - λ_i)

which is never above the least emissions of any r further hubs (Cornuéjols, Fisher and Nemhauser,
"Location of bank accounts to optimize float", Management Science 23(8), 1977). Here w is kg by
host and origin, f what a host costs as such, and b the kg of each origin at the hubs chosen
already, or at home, if staying there is an option. λ climbs along subgradients (Held, Wolfe and
Crowder, "Validation of subgradient optimization", Mathematical Programming 6, 1974), each origin's
step scaled by its mean kg: people by origin range over orders of magnitude, and without scaling
the climb hardly moves.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.record import NamedTuple, dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]

__all__ = ["AGAIN", "LEAF", "ROOT", "Climb", "Dual", "Problem", "Stopped", "ascend"]


class Stopped(Exception):
    """The time is up."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Kilograms of every origin at every host, and the time at which to stop.

    Attributes
    ----------
    kg : ndarray, shape (hosts, origins)
        All people of an origin, at a host.
    fixed : ndarray, shape (hosts,)
        What a host costs as such, kg.
    home : ndarray, shape (origins,)
        All people of an origin, if they go to no hub; infinite where they have to go.
    k : int
        Number of hubs.
    scale : ndarray, shape (origins,)
        Squared mean kg of an origin: its share of a step.
    until : float
        On the clock of ``time.monotonic``.
    """

    kg: Floats
    fixed: Floats
    home: Floats
    k: int
    scale: Floats
    until: float

    def check(self) -> None:
        """Raise `Stopped` once the time is up."""
        if time.monotonic() > self.until:
            raise Stopped

    def value(self, hosts: Sequence[int]) -> float:
        """Kilograms with these hubs."""
        at = list(hosts)
        return float(np.minimum(self.home, self.kg[at].min(axis=0)).sum() + self.fixed[at].sum())


class Climb(NamedTuple):
    """How patiently to climb.

    Attributes
    ----------
    steps : int
        At most so many.
    length : float
        First step, as a share of the gap.
    patience : int
        Steps without gain before the length is cut.
    cut : float
        What it is divided by then.
    """

    steps: int
    length: float
    patience: int
    cut: float


#: At the root: short climbs first, a patient one if a gap is left.
ROOT = (
    Climb(300, 1.0, 12, 1.7),
    Climb(300, 0.5, 20, 1.7),
    Climb(300, 1.5, 30, 1.7),
    Climb(2500, 0.8, 40, 1.25),
)
#: From where a climb ended.
AGAIN = Climb(300, 0.3, 15, 1.7)
#: Below it the multipliers begin near their best.
LEAF = Climb(60, 0.25, 5, 1.7)

_SHORTEST = 2e-3
_BETTER = 1e-6


@dataclass(frozen=True, slots=True)
class Dual:
    """The best bound found.

    Attributes
    ----------
    bound : float
        kg.
    multipliers : ndarray, shape (origins,)
    reduced : ndarray, shape (hosts,)
        g_j: what opening a host adds to the relaxation.
    chosen : ndarray of int
        The r hosts of least g_j.
    """

    bound: float
    multipliers: Floats
    reduced: Floats
    chosen: Ints

    def without(self, r: int) -> float:
        """The bound less its most expensive hub: add any g_j for the bound with host j."""
        return self.bound - float(self.reduced[self.chosen].max()) if r else self.bound


def ascend(
    problem: Problem,
    hosts: Ints,
    base: Floats,
    r: int,
    start: Floats,
    ceiling: float,
    climb: Climb,
) -> Dual:
    """Climb from `start` until the bound reaches `ceiling`, or climbs no more.

    Parameters
    ----------
    hosts : ndarray of int
        Those still free to choose.
    base : ndarray, shape (origins,)
        kg of each origin at home, or at the best hub chosen already.
    r : int
        Hubs still to choose, at least 1 and at most ``len(hosts)``.
    ceiling : float
        kg; a bound at or above it needs no improving.

    Raises
    ------
    Stopped
        If the time is up.
    """
    kg, fixed = problem.kg[hosts], problem.fixed[hosts]
    slack = np.empty_like(kg)
    lam, step, stuck = start, climb.length, 0
    heading = np.zeros_like(start)
    best: Dual | None = None
    for count in range(climb.steps):
        if count % 16 == 0:
            problem.check()
        now = _relaxed(kg, fixed, base, r, lam, slack)
        if best is None or now.bound > best.bound + _BETTER * abs(best.bound):
            best, stuck = now, 0
        else:
            stuck += 1
            if stuck > climb.patience:
                step, stuck, lam = step / climb.cut, 0, best.multipliers
                heading[:] = 0
        if best.bound >= ceiling or step < _SHORTEST:
            break
        uncovered = 1.0 - (slack[now.chosen] < 0).sum(axis=0) - (base < lam)
        heading = 0.5 * (heading + uncovered)
        norm = float((problem.scale * heading * heading).sum())
        if norm == 0.0:
            break
        room = max(1.001 * ceiling - now.bound, 1e-9 * abs(ceiling))
        lam = lam + step * room * problem.scale * heading / norm
    assert best is not None  # steps >= 1
    return best


def _relaxed(kg: Floats, fixed: Floats, base: Floats, r: int, lam: Floats, slack: Floats) -> Dual:
    """L(λ) as in the formula above; leaves min(0, w - λ) in `slack`."""
    np.subtract(kg, lam, out=slack)
    np.minimum(slack, 0.0, out=slack)
    reduced = slack.sum(axis=1) + fixed
    chosen = np.argpartition(reduced, r - 1)[:r] if r < len(reduced) else np.arange(r)
    bound = lam.sum() + np.minimum(base - lam, 0.0).sum() + reduced[chosen].sum()
    return Dual(float(bound), lam, reduced, chosen)
