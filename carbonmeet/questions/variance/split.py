"""A difference told apart exactly: activity, price, measures, and what only one side has.

The difference of a product of three factors is shared out by the Shapley value: the mean of what a
factor adds over all orders in which the three may change. The parts add up to the difference, and
none hangs on the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.record import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.questions.variance.lines import Lines

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["Effects", "of_lines", "of_methods"]

#: Source and period.
Cell: TypeAlias = tuple[str, str]


@dataclass(slots=True)
class Effects:
    """t CO2e by cause, source and period: central value first, then the draws."""

    cells: dict[tuple[str, Cell], Floats] = field(default_factory=dict)

    def add(self, cause: str, cell: Cell, tonnes: Floats) -> None:
        """Add to a cause in a cell."""
        known = self.cells.get((cause, cell))
        self.cells[cause, cell] = tonnes if known is None else known + tonnes

    def plus(self, other: Effects, share: float = 1.0) -> None:
        """Add a share of other effects."""
        for (cause, cell), tonnes in other.cells.items():
            self.add(cause, cell, share * tonnes)

    def total(self, cause: str = "") -> Floats:
        """The sum of one cause, or of all; zero where there is nothing."""
        return sum(
            (one for (name, _), one in self.cells.items() if cause in ("", name)), np.zeros(1)
        )


def of_lines(a: Lines, b: Lines, ledger: str, shared: Iterable[str]) -> Effects:
    """What lies between the lines of two results of the same methods.

    Parameters
    ----------
    a, b : Lines
    ledger : {"baseline", "residual"}
    shared : iterable of str
        Periods that both have; what stands in another is scope.
    """
    found, common = Effects(), set(shared)
    left = {key: at for at, key in enumerate(a.keys)}
    right = {key: at for at, key in enumerate(b.keys)}
    for key in dict.fromkeys((*left, *right)):
        cell, i, j = (key.source, key.period), left.get(key), right.get(key)
        if i is not None and j is not None:
            for cause, tonnes in _matched(a, i, b, j, ledger).items():
                found.add(cause, cell, tonnes)
            continue
        side, at, sign = (b, j, 1.0) if i is None else (a, i, -1.0)
        if at is None:
            continue
        tonnes = sign * _tonnes(side, at, ledger)
        other = right if sign < 0 else left
        cause = "activity"
        if key.period not in common:
            cause = "scope"
        elif key.born and side.keys[side.roots[at]] in other:
            cause = "measures"
        found.add(cause, cell, tonnes)
    return found


def of_methods(a: Lines, b: Lines, ledger: str) -> Effects:
    """What lies between two results of one scenario under two methods: all of it is the method."""
    found = Effects()
    for side, sign in ((a, -1.0), (b, 1.0)):
        for at, key in enumerate(side.keys):
            found.add("method", (key.source, key.period), sign * _tonnes(side, at, ledger))
    return found


def _tonnes(side: Lines, at: int, ledger: str) -> Floats:
    three = (side.activity[:, at], side.price[:, at], side.weights(ledger)[:, at])
    product: Floats = np.prod([np.nan_to_num(one) for one in three], axis=0)
    return product


def _matched(a: Lines, i: int, b: Lines, j: int, ledger: str) -> Mapping[str, Floats]:
    """The difference of a line that both have, by its three factors."""
    pairs = [
        (a.activity[:, i], b.activity[:, j]),
        (a.price[:, i], b.price[:, j]),
        (a.weights(ledger)[:, i], b.weights(ledger)[:, j]),
    ]
    (a0, a1), (p0, p1), (w0, w1) = (_filled(*pair) for pair in pairs)
    return {
        "activity": _shapley(a1 - a0, (p0, p1), (w0, w1)),
        "factor": _shapley(p1 - p0, (a0, a1), (w0, w1)),
        "measures": _shapley(w1 - w0, (a0, a1), (p0, p1)),
    }


def _shapley(change: Floats, one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> Floats:
    """What a change adds, in the mean of all orders in which it and two others may come."""
    straight = one[0] * other[0] + one[1] * other[1]
    crossed = one[0] * other[1] + one[1] * other[0]
    return change * (straight / 3.0 + crossed / 6.0)


def _filled(before: Floats, after: Floats) -> tuple[Floats, Floats]:
    """Where a side knows no price, for there is nothing to be priced, that of the other."""
    return (
        np.nan_to_num(np.where(np.isnan(before), after, before)),
        np.nan_to_num(np.where(np.isnan(after), before, after)),
    )
