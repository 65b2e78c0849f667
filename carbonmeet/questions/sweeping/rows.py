"""The rows of a group through the kernel: totals, sums by source, ranges."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _
from carbonmeet.draws.draws import BLOCK, each_block
from carbonmeet.draws.simulation import plan_of
from carbonmeet.kernel.folded import Folded, fold
from carbonmeet.numbers.distribution import ENDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.questions.sweeping.columns import Column
    from carbonmeet.questions.sweeping.groups import Compiled, Rows

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["GroupRun"]

#: Numbers held at a time, and those that stay in the processor's cache.
_CELLS = 4_000_000
_CACHED = 60_000


@dataclass(frozen=True)
class GroupRun:
    """The rows of one group.

    Attributes
    ----------
    compiled : Compiled
    columns : list of Column
        Those of numbers.
    rows : ndarray of int
    """

    compiled: Compiled
    columns: list[Column]
    rows: Rows

    @cached_property
    def faults(self) -> dict[str, tuple[Rows, str]]:
        """Rows in which numbers do not go together, with the column that is told and why."""
        found: dict[str, tuple[Rows, str]] = {}
        trial = self.compiled.trial
        for one in self._set:
            if trial.inputs[self.compiled.rows[one.name]].id not in trial.divisors:
                continue
            zero = one.values[self.rows] == 0.0
            if zero.any():
                found[one.name] = (self.rows[zero], _("is zero, and something is divided by it"))
        for members, rest in self._wholes():
            columns = [one for one in self._set if self.compiled.rows[one.name] in members]
            if not columns:
                continue
            total = sum((self._at(row) for row in members), start=np.zeros(len(self.rows)))
            wrong = total >= 1.0 if rest else np.abs(total - 1.0) > 1e-9
            if wrong.any():
                what = _("leave nothing for the last") if rest else _("do not sum to 1")
                found[columns[-1].name] = (self.rows[wrong], _("the shares {what}", what=what))
        return found

    def _wholes(self) -> Iterator[tuple[list[int], bool]]:
        """Rows of shares that are 1 together, or that leave the rest to another."""
        numbers, rows = self.compiled.trial.inputs, self.compiled.trial.vector.rows
        parts: dict[object, list[int]] = {}
        left: list[list[int]] = []
        for row, one in enumerate(numbers):
            if one.whole:
                parts.setdefault(one.whole, []).append(row)
            if one.terms and one.constant == 1.0 and all(by == -1.0 for _, by in one.terms):
                left.append(sorted(rows[part.id] for part, _ in one.terms))
        yield from ((members, True) for members in left)
        yield from ((members, False) for members in parts.values() if members not in left)

    def _at(self, row: int) -> Floats:
        """A number in every row of the group, as the table or the file gives it."""
        for one in self._set:
            if self.compiled.rows[one.name] == row:
                return np.asarray(one.values[self.rows] * self.compiled.scale(one))
        return np.full(len(self.rows), self.compiled.trial.values[row])

    @cached_property
    def _set(self) -> list[Column]:
        return [one for one in self.columns if one.name in self.compiled.rows]

    @cached_property
    def _varying(self) -> list[Column]:
        """Columns that are set and are not one value in all rows."""
        return [one for one in self._set if one.varies_in(self.rows)]

    @cached_property
    def _folded(self) -> Folded | None:
        """What does not vary multiplied out; None where every row has to ask the kernel."""
        trial = self.compiled.trial
        rows = [self.compiled.rows[one.name] for one in self._varying]
        numbers = [trial.inputs[row] for row in rows]
        names = {one.id for one in numbers}
        followed = any(names.intersection(n.id for n in one.rests_on) for one in trial.inputs)
        inside = max(rows, default=-1) < len(trial.model.inputs)
        if followed or not inside or trial.metered or any(one.whole for one in numbers):
            return None
        return fold(trial.model, np.array(rows, dtype=np.intp))

    def sums(self) -> tuple[Floats, Floats]:
        """Baseline of every row, the total and then each source, and its residual; t CO2e.

        Returns
        -------
        ndarrays, shapes (sums, k) and (k,)
        """
        trial = self.compiled.trial
        kept = [at for at, (by, _) in enumerate(trial.columns) if by != "period"]
        groups = trial.groups[kept]
        before, after = np.empty((len(kept), len(self.rows))), np.empty(len(self.rows))
        if self._folded is not None:
            everything = self.compiled.vector(self.columns, self.rows[:1])
            constants = self._constants(self._folded, everything, groups)
            first, last = constants[0][0].T, constants[1][0].T[:1]
            for here in self._blocks(_CACHED // max(1, len(self._folded.powers))):
                products = self._products(here)
                np.matmul(first, products, out=before[:, here])
                after[here] = (last @ products)[0]
            return before, after
        for here in self._blocks(_CELLS // max(1, len(trial.inputs))):
            found = trial.sums(self.compiled.vector(self.columns, self.rows[here]), groups)
            before[:, here], after[here] = found[0], found[1][0]
        return before, after

    def ranges(self, draws: int, seed: int) -> tuple[Floats, Floats]:
        """Ends of the 95% ranges of baseline and residual of every row, t CO2e.

        All rows are worked out over the same draws. What the table sets does not vary.

        Returns
        -------
        two ndarrays, shape (k, 2)
        """
        drawn = self._drawn(draws, seed)
        if self._folded is not None:
            return self._folded_ranges(self._folded, drawn, draws)
        before, after = (np.empty((len(self.rows), 2)) for _ in range(2))
        for at, row in enumerate(self.rows):
            everything = drawn.copy()
            rows = np.full(drawn.shape[1], row)
            self.compiled.set_in(everything, self.columns, rows)
            self.compiled.trial.complete(everything)
            found = self.compiled.trial.totals(everything)
            before[at], after[at] = (_ends(one[None, :draws])[0] for one in found)
        return before, after

    def _drawn(self, draws: int, seed: int) -> Floats:
        """All numbers, those with a range drawn; shape (inputs, draws in whole blocks)."""
        trial = self.compiled.trial
        plan = plan_of(self.compiled.workings, draws, seed)
        place = trial.place(plan)
        everything = np.empty((len(trial.inputs), plan.blocks * BLOCK))

        def work(here: slice, values: Floats) -> None:
            everything[:, here] = trial.filled(values[: len(place)], place)

        each_block(plan, work)
        return everything

    def _folded_ranges(self, folded: Folded, drawn: Floats, draws: int) -> tuple[Floats, Floats]:
        before, after = (
            np.ascontiguousarray(one[:draws, :, 0].T)
            for one in self._constants(folded, drawn, self.compiled.trial.groups[:1])
        )
        ends = tuple(np.empty((len(self.rows), 2)) for _ in range(2))
        for here in self._blocks(_CELLS // draws):
            products = self._products(here).T
            for found, table in zip(ends, (before, after), strict=True):
                found[here] = _ends(products @ table)
        return ends[0], ends[1]

    def _products(self, here: slice) -> Floats:
        """What the numbers of some rows come to in every product; shape (products, k)."""
        assert self._folded is not None
        rows = self.rows[here]
        together = rows[-1] - rows[0] == len(rows) - 1  # a slice is no copy
        taken = slice(rows[0], rows[-1] + 1) if together else rows
        values = [one.values[taken] for one in self._varying]
        scales = [self.compiled.scale(one) for one in self._varying]
        scaled = [x if by == 1.0 else x * by for x, by in zip(values, scales, strict=True)]
        return self._folded.products(scaled or np.empty((1, len(rows))))

    def _constants(
        self, folded: Folded, everything: Floats, groups: Floats
    ) -> tuple[Floats, Floats]:
        """What the products are multiplied by, without the programme and with it."""
        trial = self.compiled.trial
        x = trial.model_inputs(everything)
        before = folded.constants(None, x, groups)
        if not trial.uptake.any():
            return before, before
        return before, folded.constants(trial.uptakes(everything), x, groups)

    def _blocks(self, size: int) -> Iterator[slice]:
        step = max(1, size)
        for start in range(0, len(self.rows), step):
            yield slice(start, min(start + step, len(self.rows)))


def _ends(draws: Floats) -> Floats:
    """2.5% and 97.5% points along the rows."""
    return np.quantile(draws, ENDS, axis=1).T
