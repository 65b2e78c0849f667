"""Products of inputs: each distinct one once, and the table in which they are collected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.record import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Indices: TypeAlias = NDArray[np.intp]

__all__ = ["ProductTable", "Products"]


@dataclass(frozen=True, slots=True)
class Products:
    """Products of inputs and their reciprocals, each distinct product once.

    Attributes
    ----------
    links : array of int, shape (products, length)
        Indices into ``[x, 1/x, 1]``; padded with the index of the 1.
    scale : array of float, shape (products, 1)
        Conversion of units, resolved beforehand.
    which : array of int, shape (n,)
        The product that each of the n users takes.
    """

    links: Indices
    scale: Floats
    which: Indices
    _plain: bool = field(init=False)
    _own: bool = field(init=False)

    def __post_init__(self) -> None:
        # most amounts need no conversion and are nobody else's: two passes saved
        object.__setattr__(self, "_plain", bool((self.scale == 1.0).all()))
        own = np.array_equal(self.which, np.arange(len(self.links)))
        object.__setattr__(self, "_own", own)

    def evaluate(self, extended: Floats) -> Floats:
        """The products of the rows of ``[x, 1/x, 1]``; shape (products, k)."""
        value = _gather(extended, self.links[:, 0])
        for column in self.links.T[1:]:
            value *= _gather(extended, column)
        if not self._plain:
            value *= self.scale
        return value

    def of_users(self, extended: Floats) -> Floats:
        """The product that each user takes; shape (n, k)."""
        value = self.evaluate(extended)
        return value if self._own else _gather(value, self.which)

    def take(self, users: Indices) -> Products:
        """The same products for some of the users."""
        used, which = np.unique(self.which[users], return_inverse=True)
        return Products(self.links[used], self.scale[used], which)


def _gather(rows: Floats, index: Indices) -> Floats:
    """``rows[index]``; numbers are picked faster than rows of one number."""
    return rows[:, 0][index][:, None] if rows.shape[1] == 1 else rows[index]


class ProductTable:
    """Distinct products under construction.

    Attributes
    ----------
    rows : dict
        Links, each an index of an input and 1 or -1, and scale of a product → its row.
    which : list of int
        The row that each user takes.
    """

    def __init__(self) -> None:
        self.rows: dict[tuple[tuple[tuple[int, int], ...], float], int] = {}
        self.which: list[int] = []

    def row(self, links: Sequence[tuple[int, int]], scale: float) -> int:
        """The row of a product, new or known."""
        return self.rows.setdefault((tuple(sorted(links)), scale), len(self.rows))

    def add(self, links: Sequence[tuple[int, int]], scale: float) -> None:
        """A further user of a product."""
        self.which.append(self.row(links, scale))

    def products(self, inputs: int, divisors: Mapping[int, int]) -> Products:
        """The finished table; `divisors` says where the reciprocal of an input stands."""
        length = max((len(links) for links, _ in self.rows), default=0) or 1
        table = np.full((len(self.rows), length), inputs + len(divisors), dtype=np.intp)
        for row, (links, _) in enumerate(self.rows):
            table[row, : len(links)] = [
                i if power > 0 else inputs + divisors[i] for i, power in links
            ]
        scale = np.array([scale for _, scale in self.rows], dtype=float).reshape(-1, 1)
        return Products(table, scale, np.array(self.which, dtype=np.intp))
