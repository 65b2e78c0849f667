"""Every programme there is: all on/off combinations of the measures, evaluated exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.errors import ModelError
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _
from carbonmeet.kernel import Model
from carbonmeet.kernel.attribution import coalitions, family_table
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Integers: TypeAlias = NDArray[np.int64]

__all__ = ["Programme", "Programmes", "all_programmes", "block_totals"]

#: Measures enumerated inside a block; the rest choose the block. 2**16 totals fit the cache.
INSIDE = 16
#: Beyond this many measures enumeration would take hours.
MOST = 30


@dataclass(frozen=True, slots=True)
class Programme:
    """A set of measures with what remains and what it costs.

    Attributes
    ----------
    code : int
        Bit ``i`` is set where measure ``i`` is carried out.
    measures : tuple of str
        Their ids.
    residual : float
        t CO2e.
    cost : float
        In the currency of the costs given.
    """

    code: int
    measures: tuple[str, ...]
    residual: float
    cost: float


@dataclass(frozen=True, slots=True)
class Programmes:
    """The summary of all programmes.

    Attributes
    ----------
    count : int
        How many were evaluated: 2 to the number of measures.
    frontier : tuple of Programme
        Programmes that nothing beats in both residual and cost, by rising cost.
    best : tuple of Programme
        The lowest residual with 0, 1, 2, … measures.
    lowest, highest : float
        Range of the residual in t CO2e.
    """

    count: int
    frontier: tuple[Programme, ...]
    best: tuple[Programme, ...]
    lowest: float
    highest: float

    def cheapest(self, residual: float) -> Programme | None:
        """The cheapest programme with at most `residual` t CO2e; None if there is none."""
        return next((one for one in self.frontier if one.residual <= residual), None)

    def within(self, budget: float) -> Programme | None:
        """The lowest residual that costs at most `budget`; None if there is none."""
        return next((one for one in reversed(self.frontier) if one.cost <= budget), None)


def all_programmes(
    model: Model,
    uptake: ArrayLike,
    costs: ArrayLike | None = None,
    *,
    inputs: ArrayLike | None = None,
    progress: Callable[[float], None] | None = None,
) -> Programmes:
    """Evaluate every on/off combination of the measures.

    Parameters
    ----------
    model : Model
    uptake : array_like, shape (m,)
        Uptake of each measure where it is on.
    costs : array_like, shape (m,), optional
        Cost of each measure where it is on; may be negative. Default: zero.
    inputs : array_like, shape (f,), optional
        Default: the central values.
    progress : callable, optional
        Called with the share done, 0 to 1.

    Raises
    ------
    ModelError
        If there are more than `MOST` measures.

    Notes
    -----
    The total is a sum of family tables (see `Model.families`), each indexed by its own few bits
    of the programme's code; no programme is approximated.
    """
    count = len(model.measures)
    cost = np.zeros(count) if costs is None else np.asarray(costs, dtype=float)
    inside = min(INSIDE, count)
    subset = coalitions(inside)
    cost_inside = subset @ cost[:inside]
    size_inside = subset.sum(axis=1).astype(np.int64)
    search = _Search(count, cost_inside, size_inside)
    blocks = 2 ** (count - inside)
    for block, total in block_totals(model, uptake, inputs):
        high = [i for i in range(count - inside) if block >> i & 1]
        search.block(block, total, float(cost[inside:][high].sum()), len(high))
        if progress is not None and block % 16 == 15:
            progress((block + 1) / blocks)
    if progress is not None:
        progress(1.0)
    return search.result(model)


def block_totals(
    model: Model, uptake: ArrayLike, inputs: ArrayLike | None = None
) -> Iterator[tuple[int, Floats]]:
    """Totals of all programmes, block by block.

    Yields
    ------
    block : int
        The programme's code without its lowest `INSIDE` bits.
    totals : ndarray
        kg CO2e of the block's programmes, in the order of those bits. The array is used again
        for the next block: copy what you keep.
    """
    count = len(model.measures)
    if count > MOST:
        raise ModelError(
            _(
                "{count} measures make {count2:.1e} programmes: too many to visit",
                count=count,
                count2=2.0**count,
            )
        )
    inside = min(INSIDE, count)
    within = np.arange(2**inside)
    tables = []
    for family in model.families:
        low = sum(
            (((within >> m) & 1) << bit for bit, m in enumerate(family.members) if m < inside),
            start=np.zeros_like(within),
        )
        high = [(bit, m - inside) for bit, m in enumerate(family.members) if m >= inside]
        tables.append((family_table(family, uptake, inputs), low, high))
    total = np.empty(2**inside)
    part = np.empty_like(total)
    fixed = np.zeros_like(total)
    for table, low, high in tables:
        if not high:  # the same in every block
            fixed += table[low]
    changing = [entry for entry in tables if entry[2]]
    for block in range(2 ** (count - inside)):
        total[:] = fixed
        for table, low, high in changing:
            offset = sum(1 << bit for bit, m in high if block >> m & 1)
            np.take(table[offset:], low, out=part, mode="clip")
            total += part
        yield block, total


class _Search:
    """Keeps the frontier and the best of each size while the blocks go by."""

    def __init__(self, count: int, cost: Floats, size: Integers) -> None:
        self.count, self.inside = count, len(cost).bit_length() - 1
        # within a block only a constant is added to the cost, so its order never changes
        self.by_cost = np.argsort(cost, kind="stable")
        self.cost = cost[self.by_cost]
        self.by_size = np.argsort(size, kind="stable")
        self.size_starts = np.searchsorted(size[self.by_size], np.arange(self.inside + 1))
        self.best = np.full(count + 1, np.inf)
        self.best_code = np.zeros(count + 1, dtype=np.int64)
        self.best_cost = np.zeros(count + 1)
        self.cost_of = cost
        self.candidates: list[tuple[Floats, Floats, Integers]] = []
        self.lowest, self.highest = np.inf, -np.inf

    def block(self, block: int, total: Floats, cost: float, size: int) -> None:
        base = block << self.inside
        ranked = total[self.by_cost]
        least = np.minimum.accumulate(ranked)
        keep = np.flatnonzero(np.concatenate(([True], ranked[1:] < least[:-1])))
        self.candidates.append((self.cost[keep] + cost, ranked[keep], base + self.by_cost[keep]))
        if len(self.candidates) > 64:
            self.candidates = [_pareto(self.candidates)]
        sized = total[self.by_size]
        minima = np.minimum.reduceat(sized, self.size_starts)
        for extra, minimum in enumerate(minima):
            if minimum < self.best[size + extra]:
                start = self.size_starts[extra]
                stop = self.size_starts[extra + 1] if extra < self.inside else len(sized)
                inside = self.by_size[start + int(np.argmin(sized[start:stop]))]
                self.best[size + extra] = minimum
                self.best_code[size + extra] = base + inside
                self.best_cost[size + extra] = self.cost_of[inside] + cost
        self.lowest = min(self.lowest, float(least[-1]))
        self.highest = max(self.highest, float(total.max()))

    def result(self, model: Model) -> Programmes:
        ids = [measure.id for measure in model.measures]

        def programme(code: int, residual: float, cost: float) -> Programme:
            chosen = tuple(name for i, name in enumerate(ids) if code >> i & 1)
            return Programme(code, chosen, residual / KG_PER_T, cost)

        cost, residual, code = _pareto(self.candidates)
        return Programmes(
            count=2**self.count,
            frontier=tuple(
                programme(int(c), float(r), float(p))
                for p, r, c in zip(cost, residual, code, strict=True)
            ),
            best=tuple(
                programme(int(c), float(r), float(p))
                for c, r, p in zip(self.best_code, self.best, self.best_cost, strict=True)
            ),
            lowest=self.lowest / KG_PER_T,
            highest=self.highest / KG_PER_T,
        )


def _pareto(
    candidates: list[tuple[Floats, Floats, Integers]],
) -> tuple[Floats, Floats, Integers]:
    """Those that nothing beats: rising cost, strictly falling residual."""
    cost, residual, code = (np.concatenate(column) for column in zip(*candidates, strict=True))
    order = np.lexsort((code, residual, cost))
    cost, residual, code = cost[order], residual[order], code[order]
    least = np.minimum.accumulate(residual)
    keep = np.concatenate(([True], residual[1:] < least[:-1]))
    return cost[keep], residual[keep], code[keep]
