"""Branch and bound over sets of K hubs."""

from __future__ import annotations

import math
from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.base.record import dataclass
from carbonmeet.questions.site.dual import (
    AGAIN,
    LEAF,
    ROOT,
    Climb,
    Dual,
    Problem,
    Stopped,
    ascend,
)

if TYPE_CHECKING:
    from carbonmeet.questions.site.dual import Floats, Ints

__all__ = ["Node", "Pool", "search", "tightened"]

#: Sums of floats in another order differ by less, as a share.
ROUNDING = 1e-11
#: Hosts of which all pairs are tried at once.
_PAIRS = 200
#: A gap at the root that branching closes sooner than climbing does.
_CLOSE = 1e-3


@dataclass(slots=True)
class Pool:
    """The best sets seen so far, at most `size` of them."""

    size: int
    sets: dict[tuple[int, ...], float] = field(default_factory=dict)
    ceiling: float = math.inf

    def offer(self, hosts: tuple[int, ...], value: float) -> None:
        """Keep a set, in the order of its hosts, if it is among the best."""
        if value >= self.ceiling or hosts in self.sets:
            return
        self.sets[hosts] = value
        if len(self.sets) > self.size:
            del self.sets[max(self.sets, key=lambda key: (self.sets[key], key))]
        if len(self.sets) == self.size:
            best, worst = min(self.sets.values()), max(self.sets.values())
            # Equal sets may differ by rounding: look on past them, unless all kept are equal.
            tied = worst <= best + ROUNDING * abs(best)
            self.ceiling = worst + (-1 if tied else 1) * ROUNDING * abs(worst)

    @property
    def aim(self) -> float:
        """What a bound should reach: the ceiling, or the worst set while there is room for more."""
        return self.ceiling if self.ceiling < math.inf else max(self.sets.values(), default=0.0)

    @property
    def best(self) -> float:
        """Least kg of any set seen."""
        return min(self.sets.values(), default=math.inf)


@dataclass(frozen=True, slots=True)
class Node:
    """All sets that hold `chosen` and otherwise only hosts out of `free`.

    Attributes
    ----------
    bound : float
        kg below which none of them is.
    base : ndarray
        kg of each origin at home, or at the best hub of `chosen`.
    multipliers : ndarray
        Where the climb of the bound begins.
    """

    bound: float
    free: Ints
    chosen: tuple[int, ...]
    base: Floats
    multipliers: Floats


def search(problem: Problem, pool: Pool, root: Node) -> float:
    """Try every set that may be among the best; depth first.

    Returns
    -------
    float
        kg below which no set is that was not tried: infinite if the search came to its end.
    """
    stack = [root]
    while stack:
        node = stack.pop()
        try:
            stack += _children(problem, pool, node)
        except Stopped:
            return min(node.bound, *(other.bound for other in stack), math.inf)
    return math.inf


def tightened(problem: Problem, pool: Pool) -> Node:
    """The root, with the best bound that several climbs find in time."""
    free = np.arange(len(problem.kg))
    best: Dual | None = None

    def climbed(begin: Floats, climb: Climb) -> Dual:
        dual = ascend(problem, free, problem.home, problem.k, begin, pool.aim, climb)
        return dual if best is None or dual.bound > best.bound else best

    try:
        for start, climb in zip(_starts(problem, pool), ROOT, strict=True):
            best = climbed(start, climb)
            best = climbed(best.multipliers, AGAIN)
            if pool.best - best.bound < _CLOSE * pool.best:
                break
    except Stopped:
        if best is None:
            return Node(-math.inf, free, (), problem.home, problem.kg.min(axis=0))
    assert best is not None
    return Node(best.bound, free, (), problem.home, best.multipliers)


def _starts(problem: Problem, pool: Pool) -> tuple[Floats, ...]:
    """Multipliers to begin with: between the nearest and the second nearest of the hubs known."""
    hosts = min(pool.sets, key=lambda key: (pool.sets[key], key))
    near = np.sort(problem.kg[list(hosts)], axis=0)
    first, second = near[0], near[min(1, problem.k - 1)]
    mean = problem.kg.mean(axis=0)
    halfway = first + 0.5 * (second - first)
    return halfway, first + 0.1 * (mean - first), np.minimum(second, mean), halfway


def _children(problem: Problem, pool: Pool, node: Node) -> list[Node]:
    """What is left of a node: nothing, itself with fewer hosts, or one host out and in."""
    problem.check()
    r = problem.k - len(node.chosen)
    if node.bound >= pool.ceiling or len(node.free) < r:
        return []
    if r <= 1:
        _try_last(problem, pool, node)
        return []
    dual = ascend(problem, node.free, node.base, r, node.multipliers, pool.aim, LEAF)
    guess = (*node.chosen, *node.free[dual.chosen].tolist())
    pool.offer(tuple(sorted(guess)), problem.value(guess))
    bound = max(dual.bound, node.bound)
    if bound >= pool.ceiling:
        return []
    keep = dual.without(r) + dual.reduced < pool.ceiling
    keep[dual.chosen] = True
    free, reduced = node.free[keep], dual.reduced[keep]
    left = Node(bound, free, node.chosen, node.base, dual.multipliers)
    if r == 2 and len(free) <= _PAIRS:
        _try_pairs(problem, pool, left, dual, reduced)
        return []
    if len(free) < 0.7 * len(node.free):
        return [left]
    return _split(problem, left, int(reduced.argmin()))


def _split(problem: Problem, node: Node, at: int) -> list[Node]:
    """Without the host that promises most, and with it: the last is looked at first."""
    host = int(node.free[at])
    rest = np.delete(node.free, at)
    base = np.minimum(node.base, problem.kg[host])
    return [
        Node(node.bound, rest, node.chosen, node.base, node.multipliers),
        Node(node.bound, rest, (*node.chosen, host), base, node.multipliers),
    ]


def _try_last(problem: Problem, pool: Pool, node: Node) -> None:
    """Every choice of the last hub."""
    paid = problem.fixed[list(node.chosen)].sum()
    values = np.minimum(problem.kg[node.free], node.base).sum(axis=1)
    values += problem.fixed[node.free] + paid
    _offer_all(pool, node.chosen, node.free, values)


def _try_pairs(problem: Problem, pool: Pool, node: Node, dual: Dual, reduced: Floats) -> None:
    """Every pair that may be among the best, by the bound of the pair."""
    order = np.argsort(reduced, kind="stable")
    free, reduced = node.free[order], reduced[order]
    kg = np.minimum(problem.kg[free], node.base)
    paid = problem.fixed[list(node.chosen)].sum() + problem.fixed[free]
    rest = dual.bound - dual.reduced[dual.chosen].sum()
    for a in range(len(free) - 1):
        if a % 16 == 0:
            problem.check()
        end = int(np.searchsorted(reduced, pool.ceiling - rest - reduced[a]))
        if end <= a + 1:
            break
        values = np.minimum(kg[a + 1 : end], kg[a]).sum(axis=1)
        values += paid[a + 1 : end] + problem.fixed[free[a]]
        _offer_all(pool, (*node.chosen, int(free[a])), free[a + 1 : end], values)


def _offer_all(pool: Pool, chosen: tuple[int, ...], last: Ints, values: Floats) -> None:
    for at in np.flatnonzero(values < pool.ceiling):
        pool.offer(tuple(sorted((*chosen, int(last[at])))), float(values[at]))
