"""Two results drawn alike, side by side: what one has more than the other, and which is less.

Inputs that both share are one draw in both, so that they do not blur the answer.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.answer import Answer
from carbonmeet.base.errors import ModelError
from carbonmeet.base.given import takes
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _
from carbonmeet.draws.answer import Uncertainty
from carbonmeet.draws.ranges import Range

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from carbonmeet.draws.trial import Column

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["Difference", "beats", "change", "difference", "draws_of"]

#: What two sums of the same numbers in another order may differ by, of their size.
ROUNDING = 1e-12
_TOTAL = ("total", "")


@dataclass(frozen=True)
class Difference:
    """What the second of two results has more than the first, draw by draw.

    Attributes
    ----------
    first, second : Uncertainty
        Drawn alike.
    """

    first: Uncertainty
    second: Uncertainty

    @cached_property
    def baseline(self) -> Range:
        """Of the totals before any measure."""
        return self._range("baseline", _TOTAL)

    @cached_property
    def residual(self) -> Range:
        """Of the totals after the programmes."""
        return self._range("residual", _TOTAL)

    def by(self, name: str, ledger: str = "baseline") -> dict[str, Range]:
        """Differences by ``source`` or ``period`` of the baseline or the residual.

        What only one of the two has is none in the other. They rest on the draws that are kept:
        `Uncertainty.part_draws`.
        """
        columns = dict.fromkeys((*self.first.trial.columns, *self.second.trial.columns))
        return {label: self._range(ledger, (by, label)) for by, label in columns if by == name}

    def draws(self, ledger: str = "residual") -> Floats:
        """The difference of the totals in every draw, t CO2e."""
        left, right = (one.sum_of(ledger, _TOTAL)[0] for one in (self.first, self.second))
        return change(left, right)

    def _range(self, ledger: str, column: Column) -> Range:
        left, right = (one.sum_of(ledger, column) for one in (self.first, self.second))
        return Range.of(change(left[0], right[0]), float(change(left[1], right[1])))


@takes(first=(Answer, Uncertainty), second=(Answer, Uncertainty))
def difference(first: Answer | Uncertainty, second: Answer | Uncertainty) -> Difference:
    """What the second of two results has more than the first: the second less the first.

    Its range is narrower than what two ranges suggest, for an input that both share is too high
    in both or in neither.

    Parameters
    ----------
    first, second : Answer
        From `carbonmeet.simulate`, of the same count, seed and method.

    Returns
    -------
    Difference
        Baseline and residual, t CO2e, each with its range.

    Raises
    ------
    ModelError
        If the two were not drawn alike.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> names = ("cop15-baseline", "cop15-kunming")
    >>> without, planned = (cm.estimate(name, draws=200) for name in names)
    >>> saved = cm.difference(planned, without)
    >>> saved.residual.sd < 0.1 * planned.uncertainty.residual.sd
    True
    >>> saved.baseline.low, saved.baseline.high
    (0.0, 0.0)
    """
    one, other = draws_of(first), draws_of(second)
    plans = [one.plan, other.plan]
    for name in ("count", "seed", "method"):
        mine, yours = (getattr(plan, name) for plan in plans)
        if mine != yours:
            raise ModelError(
                _(
                    "draws pair only with the same count, seed and method: "
                    "the {name} is {mine} in the first and {yours} in the "
                    "second",
                    name=name,
                    mine=mine,
                    yours=yours,
                )
            )
    if plans[0].method == "sobol" and set(plans[0].names) != set(plans[1].names):
        raise ModelError(_("Sobol points pair only where the same inputs vary; use method 'mc'"))
    return Difference(one, other)


@takes(one=(Answer, Uncertainty), other=(Answer, Uncertainty))
def beats(one: Answer | Uncertainty, other: Answer | Uncertainty) -> float:
    """Probability that the first leaves less than the second, on paired draws.

    Half of the draws in which both leave the same counts for each.

    Parameters
    ----------
    one, other : Answer
        From `carbonmeet.simulate`, of the same count, seed and method.

    Returns
    -------
    float
        0 to 1.

    Raises
    ------
    ModelError
        If the two were not drawn alike.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> names = ("cop15-hybrid", "cop15-kunming")
    >>> online, here = (cm.estimate(name, draws=200) for name in names)
    >>> cm.beats(online, here) > 0.9
    True
    """
    less = difference(one, other).draws()
    return float(np.mean(less > 0) + 0.5 * np.mean(less == 0))


def change(before: ArrayLike, after: ArrayLike, of: float = 0.0) -> Floats:
    """`after` less `before`; nothing where the two part by no more than a sum's last digits.

    Parameters
    ----------
    of : float
        Size of the sums that the two were taken from, where it is more than theirs.

    Examples
    --------
    >>> change(0.1 + 0.2, 0.3), change(3.0, 5.0)
    (array(0.), array(2.))
    """
    left, right = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    size = np.maximum(np.maximum(np.abs(left), np.abs(right)), of)
    return np.where(np.abs(right - left) <= ROUNDING * size, 0.0, right - left)


def draws_of(found: Answer | Uncertainty) -> Uncertainty:
    """The draws of an answer; draws themselves as they are.

    Raises
    ------
    ModelError
        If nothing was drawn, or the answer was loaded from a file.
    """
    draws = found.draws if isinstance(found, Answer) else found
    if not isinstance(draws, Uncertainty):
        raise ModelError(_("there are no draws in this answer: make them with carbonmeet.simulate"))
    return draws
