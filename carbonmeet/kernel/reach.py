"""Which lines each input and each measure can move: all others stay as they are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.kernel.steps import Capped

if TYPE_CHECKING:
    from carbonmeet.kernel.kernel import Model
    from carbonmeet.kernel.products import Indices, Products

__all__ = ["Reach"]

_NONE = np.empty(0, dtype=np.intp)


class Reach:
    """What a change of one input of a model can reach.

    Parameters
    ----------
    model : Model
        With every line that descends from those that it has.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> model = cm.estimate("forum-1500").workings.model
    >>> people = [one.path[-1] for one in model.inputs].index("people")
    >>> x = np.array([model.values, model.values])
    >>> x[1, people] *= 2
    >>> before, after = model.run(None, x)
    >>> set(np.flatnonzero(before != after)) <= set(Reach(model).lines(people))
    True
    """

    def __init__(self, model: Model) -> None:
        self.model = model

    def lines(self, row: int) -> Indices:
        """Lines that an input is part of, or whose weights it is part of."""
        direct = self._priced.of(row)
        rows = self.weights(row)
        return np.union1d(direct, self._descended(rows)) if len(rows) else direct

    def weights(self, row: int) -> Indices:
        """Rows of weights that an input is part of before any of them is handed on."""
        return _joined(self._acted[0].get(one, _NONE) for one in self._shared.of(row).tolist())

    def lines_of_measure(self, measure: int) -> Indices:
        """Lines whose weights the uptake of a measure is part of."""
        return self._descended(self._acted[1].get(measure, _NONE))

    @cached_property
    def _priced(self) -> _Listed:
        """Lines of each input of an amount or a chain."""
        model = self.model
        pairs = [self._inputs(one, one.links[one.which]) for one in (model.amounts, model.chains)]
        return _Listed(*(np.concatenate(one) for one in zip(*pairs, strict=True)))

    @cached_property
    def _shared(self) -> _Listed:
        """Coefficients of each input."""
        return _Listed(*self._inputs(self.model.coefficients, self.model.coefficients.links))

    def _inputs(self, products: Products, links: Indices) -> tuple[Indices, Indices]:
        """Inputs that stand in some rows of links, and the number of the row of each."""
        count = len(self.model.inputs)
        # an index of the reciprocals, or of the 1 that fills up, stands behind those of inputs
        meant = np.concatenate((np.arange(count), self.model.divisors, [-1]))[links]
        rows, columns = np.nonzero(meant >= 0)
        return meant[rows, columns], rows

    @cached_property
    def _acted(self) -> tuple[dict[int, Indices], dict[int, Indices]]:
        """Rows of weights of each coefficient and of each measure that steps act on."""
        model, count = self.model, len(self.model.measures)
        shared: dict[int, list[Indices]] = {}
        moved: dict[int, list[Indices]] = {}  # by uptake, of which lifts make several a measure
        for step in model.steps:
            for slot, coefficient in step.acting:
                shared.setdefault(coefficient, []).append(step.rows)
                moved.setdefault(slot, []).append(step.rows)
            if isinstance(step, Capped):
                shared.setdefault(step.most, []).append(step.rows)
        measures: dict[int, list[Indices]] = {}
        for slot, rows in moved.items():
            measures.setdefault(slot % count, []).extend(rows)
        for lift in model.lifts:
            lifted = [rows for slot in lift.lifted.tolist() for rows in moved.get(slot, ())]
            shared.setdefault(lift.gain, []).extend(lifted)
            measures.setdefault(lift.enabler, []).extend(lifted)
        first, second = (
            {name: _joined(rows) for name, rows in one.items()} for one in (shared, measures)
        )
        return first, second

    def _descended(self, rows: Indices) -> Indices:
        """Lines that have one of some rows of weights, and all that descend from their roots."""
        return _joined(self._trees[1].of(tree) for tree in np.unique(self._trees[0][rows]).tolist())

    @cached_property
    def _trees(self) -> tuple[Indices, _Listed]:
        """The tree that each row of weights belongs to, and the lines of each tree.

        Lines share a row of weights only where all that descends from their roots does.
        """
        model = self.model
        roots = [line.root for line in model.lines]
        _, first, place = np.unique(roots, return_index=True, return_inverse=True)
        tree = model.weight_of[first][place]
        tree_of = np.full(model.weight_rows, -1, dtype=np.intp)
        tree_of[model.weight_of] = tree
        return tree_of, _Listed(tree, np.arange(len(tree)))


class _Listed:
    """Numbers that stand under others: `values` under `names`, side by side."""

    def __init__(self, names: Indices, values: Indices) -> None:
        order = np.argsort(names, kind="stable")
        self._values = values[order]
        self._starts = np.searchsorted(names[order], np.arange(names.max(initial=-1) + 2))

    def of(self, name: int) -> Indices:
        """What stands under a name, ascending where `values` did."""
        if name + 1 >= len(self._starts):
            return _NONE
        return self._values[self._starts[name] : self._starts[name + 1]]


def _joined(listed: Iterable[Indices]) -> Indices:
    """Several lists as one, each number once."""
    found = list(listed)
    return np.unique(np.concatenate(found)) if found else _NONE
