"""Numbers as the rows of one vector: what varies by itself, and what follows from others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, _
from carbonmeet.numbers.number import Number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Indices: TypeAlias = NDArray[np.intp]

__all__ = ["Sum", "Vector", "Whole"]

#: Of its central value, what a positive number that follows from others is at least.
_FLOOR = 0.01


class Whole(NamedTuple):
    """Rows of numbers that are parts of one whole.

    Attributes
    ----------
    parts : ndarray of int
        Their rows.
    rest : bool
        Whether another number is what they leave; else they fill the whole.
    """

    parts: Indices
    rest: bool

    @property
    def asks(self) -> Indices:
        """Rows that decide."""
        return self.parts

    @property
    def sets(self) -> Indices:
        """Rows that change."""
        return self.parts

    def complete(self, x: Floats) -> None:
        """Make the parts no more than 1, or just 1, in every column, in place."""
        drawn = x[self.parts]
        total = drawn.sum(axis=0)
        if not self.rest:
            x[self.parts] = drawn / total
        elif (total > 1.0).any():
            x[self.parts] = drawn / np.maximum(total, 1.0)


class Sum(NamedTuple):
    """A row that follows from others: `constant` and their sum, each times its coefficient.

    The whole of it times another row, where there is one.
    """

    row: int
    rows: Indices
    coefficients: Floats
    constant: float
    least: float
    most: float
    times: int | None = None

    def at(self, x: Floats) -> Any:
        """What it comes to in every column, before its limits."""
        total = self.constant + self.coefficients @ x[self.rows]
        return total if self.times is None else total * x[self.times]

    @property
    def asks(self) -> Indices:
        """Rows that decide."""
        return self.rows if self.times is None else np.append(self.rows, self.times)

    @property
    def sets(self) -> Indices:
        """The row that changes."""
        return np.array([self.row])

    def complete(self, x: Floats) -> None:
        """Work out the row in every column, in place."""
        x[self.row] = np.clip(self.at(x), self.least, self.most)


class Vector:
    """Numbers in rows; those that others follow from stand before these.

    Parameters
    ----------
    numbers : iterable of Number
        Each once.

    Attributes
    ----------
    numbers : tuple of Number
    rows : dict of str to int
        Row of a number by its id.

    Examples
    --------
    >>> from carbonmeet.numbers.number import left_of
    >>> from carbonmeet.base.text import Label
    >>> from carbonmeet.units import DIMENSIONLESS
    >>> air = Number(("air",), 0.7, DIMENSIONLESS, 0.5, 0.9, domain="share")
    >>> rail = left_of([air], ("rail",), Label("what flying leaves"))
    >>> x = np.array([[0.6, 0.9, 1.2], [0.3, 0.3, 0.3]])
    >>> Vector([air, rail]).complete(x)
    >>> x.round(6).tolist()
    [[0.6, 0.9, 1.0], [0.4, 0.1, 0.0]]
    """

    def __init__(self, numbers: Iterable[Number]) -> None:
        self.numbers = tuple(numbers)
        self.rows = {one.id: row for row, one in enumerate(self.numbers)}

    @cached_property
    def values(self) -> Floats:
        """Central values; shape (rows,)."""
        return np.array([one.value for one in self.numbers], dtype=float)

    @cached_property
    def follows(self) -> frozenset[str]:
        """Ids of the numbers that follow from others and are not drawn by themselves."""
        return frozenset(one.id for one in self.numbers if one.terms)

    @cached_property
    def names(self) -> dict[str, Label]:
        """What every number is called, by id: no two alike, the same in table and figure.

        Rows of one name are told apart by year, and by place and publisher where that is not
        enough.
        """
        names = {one.id: _name(one, 0) for one in self.numbers}
        for depth in range(1, 4):
            often = Counter(one.get("en") for one in names.values())
            names |= {
                one.id: _name(one, depth)
                for one in self.numbers
                if one.edition and often[names[one.id].get("en")] > 1
            }
        return names

    @cached_property
    def streams(self) -> dict[str, str]:
        """Names of streams by id, of the numbers that are not drawn under their id."""
        return {one.id: one.stream for one in self.numbers if one.stream}

    @cached_property
    def ties(self) -> dict[str, tuple[str, float]]:
        """Numbers that rise or fall with another: its id, and their correlation."""
        return {one.id: one.tie for one in self.numbers if one.tie}

    def to_dict(self) -> dict[str, Any]:
        """The numbers and what completes them as plain data.

        Returns
        -------
        dict
            ``numbers``, each with what its distribution follows from; ``wholes``, whose ``parts``
            are 1 together, or at most 1 where a number takes the ``rest``; and ``sums``, a row
            that follows from other ``rows``; where it is the sum of them times one more, that one
            stands last among them, with a coefficient of 0, and as ``times``. The least of a
            positive sum is ``floor`` times its central value. None is without a limit.
        """
        wholes = [one for one in self.steps if isinstance(one, Whole)]
        sums = [one for one in self.steps if isinstance(one, Sum)]
        return {
            "numbers": [_plain(one) for one in self.numbers],
            "wholes": [{"parts": one.parts.tolist(), "rest": one.rest} for one in wholes],
            "sums": [_plain_sum(one, self.numbers[one.row]) for one in sums],
        }

    def complete(self, x: Floats) -> None:
        """Make shares of a whole 1 together, and work out what follows from others, in place.

        Parameters
        ----------
        x : ndarray, shape (rows, k)
        """
        for step in self.steps:
            step.complete(x)

    def moved_with(self, rows: Iterable[int]) -> set[int]:
        """Some rows and those that `complete` may set otherwise where these are moved."""
        found: set[int] = set()
        left = list(rows)
        done: set[int] = set()
        while left:
            row = left.pop()
            found.add(row)
            for step in self._asking.get(row, ()):
                if step not in done:
                    done.add(step)
                    left += self.steps[step].sets.tolist()
        return found

    @cached_property
    def _asking(self) -> dict[int, list[int]]:
        """Numbers of the steps that each row decides."""
        found: dict[int, list[int]] = {}
        for number, step in enumerate(self.steps):
            for row in step.asks.tolist():
                found.setdefault(row, []).append(number)
        return found

    @cached_property
    def steps(self) -> list[Whole | Sum]:
        """What `complete` does, in this order."""
        steps: list[Whole | Sum] = []
        parts: dict[object, list[int]] = {}
        for row, one in enumerate(self.numbers):
            if one.whole:
                parts.setdefault(one.whole, []).append(row)
        sums = [self._sum(row, one) for row, one in enumerate(self.numbers) if one.terms]
        left = {tuple(sorted(one.rows.tolist())) for one in sums if _is_rest(one)}
        for members in parts.values():
            if tuple(sorted(members)) not in left:
                steps.append(Whole(np.array(members), rest=False))
        steps += [Whole(np.array(members), rest=True) for members in sorted(left)]
        return [*steps, *sums]

    def _sum(self, row: int, one: Number) -> Sum:
        least, most = one.limits
        return Sum(
            row,
            np.array([self.rows[term.id] for term, _ in one.terms], dtype=np.intp),
            np.array([coefficient for _, coefficient in one.terms]),
            one.constant,
            max(least, _FLOOR * one.value) if one.domain == "positive" else least,
            most,
            None if one.times is None else self.rows[one.times.id],
        )


def _plain(one: Number) -> dict[str, Any]:
    """A number with what its distribution follows from, see `distribution_of`."""
    return {
        "id": one.id,
        "value": float(one.value),
        "low": None if one.low is None else float(one.low),
        "high": None if one.high is None else float(one.high),
        "unit": one.unit.text,
        "plain": one.unit.dimensionless and one.unit.scale == 1.0,
        "even": one.even,
        "domain": one.domain,
    }


def _plain_sum(one: Sum, number: Number) -> dict[str, Any]:
    least, most = number.limits
    times = [] if one.times is None else [one.times]
    return {
        "row": one.row,
        "rows": [*one.rows.tolist(), *times],
        "coefficients": [*one.coefficients.tolist(), *(0.0 for _ in times)],
        "constant": float(one.constant),
        "least": None if math.isinf(least) else least,
        "most": None if math.isinf(most) else most,
        "floor": _FLOOR if number.domain == "positive" else None,
        **({"times": one.times} if times else {}),
    }


def _name(one: Number, depth: int) -> Label:
    name = one.name if one.name.get("en") else Label(one.id)
    for edition in one.edition[:depth]:
        name = _("{name}, {edition}", name=name, edition=edition)
    return name


def _is_rest(one: Sum) -> bool:
    return one.constant == 1.0 and bool((one.coefficients == -1.0).all()) and one.most == 1.0
