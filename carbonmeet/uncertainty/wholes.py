"""Shares of one whole are always 1 together, however each of them is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from carbonmeet.activity import Datum, Input

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Indices: TypeAlias = NDArray[np.intp]

__all__ = ["Whole", "rests_of", "wholes_of"]


class Whole(NamedTuple):
    """Rows of inputs that are parts of one whole.

    Attributes
    ----------
    parts : ndarray of int
        Rows that are drawn.
    rest : int or None
        The row of what they leave, which varies with them alone.
    """

    parts: Indices
    rest: int | None

    def complete(self, everything: Floats) -> None:
        """Make the parts 1 together in every draw, in place.

        What the parts leave is the rest. Parts beyond the whole, or without a rest, are scaled
        to it.

        Parameters
        ----------
        everything : ndarray, shape (inputs, k)
        """
        drawn = everything[self.parts]
        total = drawn.sum(axis=0)
        if self.rest is None:
            everything[self.parts] = drawn / total
        else:
            everything[self.rest] = np.maximum(1.0 - total, 0.0)
            if (total > 1.0).any():
                everything[self.parts] = drawn / np.maximum(total, 1.0)


def wholes_of(inputs: Sequence[Input]) -> list[Whole]:
    """The wholes among some inputs.

    Examples
    --------
    >>> from carbonmeet.units import DIMENSIONLESS
    >>> air = Datum("air", 0.7, DIMENSIONLESS)
    >>> rail = Datum("rail", 0.3, DIMENSIONLESS, rest_of=("air",))
    >>> [whole] = wholes_of([air, rail])
    >>> x = np.array([[0.6, 0.9, 1.2], [0.3, 0.3, 0.3]])
    >>> whole.complete(x)
    >>> x.round(6).tolist()
    [[0.6, 0.9, 1.0], [0.4, 0.1, 0.0]]
    """
    rows = {one.id: i for i, one in enumerate(inputs)}
    parts: dict[str, list[int]] = {}
    found: list[Whole] = []
    for row, one in enumerate(inputs):
        if isinstance(one, Datum) and one.whole:
            parts.setdefault(one.whole, []).append(row)
    for name in rests_of(inputs):
        rest = inputs[rows[name]]
        assert isinstance(rest, Datum)
        found.append(Whole(np.array([rows[one] for one in rest.rest_of]), rows[name]))
    return [*found, *(Whole(np.array(members), None) for members in parts.values())]


def rests_of(inputs: Sequence[Input]) -> list[str]:
    """Ids of the inputs that follow from others and are not drawn by themselves."""
    known = {one.id for one in inputs}
    return [
        one.id
        for one in inputs
        if isinstance(one, Datum) and one.rest_of and known.issuperset(one.rest_of)
    ]
