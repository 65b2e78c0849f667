"""The best K hubs among many places, with proof.

Every origin sends its people to the hub of least kilograms. The best set is found by exchanging
hubs, then proved best by branch and bound (see `dual` and `search`); if the time is up first, the
answer says how much better another set could be at most.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _
from carbonmeet.questions.site.dual import Problem, Stopped
from carbonmeet.questions.site.search import Pool, search, tightened
from carbonmeet.questions.site.swap import neighbours, swapped

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from carbonmeet.questions.site.dual import Floats, Ints

__all__ = ["Hubs", "best_hubs"]


@dataclass(frozen=True, eq=False)
class Hubs:
    """K hubs, who goes where, and how certain it is that no other K emit less.

    Attributes
    ----------
    hosts : tuple of int
        Positions of the hubs among the candidates, in the order of their names.
    total : float
        kg, rounded once.
    bound : float
        kg below which no set of K hubs can be.
    proved : bool
        Whether every other set was ruled out.
    goes_to : ndarray of int, shape (origins,)
        The host of each origin; -1 where it stays at home.
    others : tuple of (float, tuple of int)
        The next best sets known, kg and hosts, best first.
    others_proved : bool
        Whether these are the next best, none missing.
    seconds : float
        Time taken.
    """

    hosts: tuple[int, ...]
    total: float
    bound: float
    proved: bool
    goes_to: Ints
    others: tuple[tuple[float, tuple[int, ...]], ...]
    others_proved: bool
    seconds: float

    @property
    def gap(self) -> float:
        """How much less another set could emit at most, as a share of the total."""
        return 0.0 if self.proved or not self.total else (self.total - self.bound) / self.total

    @property
    def ties(self) -> tuple[tuple[int, ...], ...]:
        """Other sets that emit the same, but for rounding."""
        return tuple(hosts for kg, hosts in self.others if kg <= self.total * (1 + 1e-9))


def best_hubs(
    kg_per_person: ArrayLike,
    people: ArrayLike,
    k: int,
    *,
    fixed: ArrayLike = 0.0,
    home: ArrayLike = math.inf,
    names: Sequence[str] | None = None,
    others: int = 10,
    seconds: float = 60.0,
) -> Hubs:
    """Find the K hosts that together emit least, each origin at its best.

    Parameters
    ----------
    kg_per_person : array_like, shape (origins, hosts)
        Of one person of an origin at a host.
    people : array_like, shape (origins,)
    k : int
        Number of hubs, from 1 to the number of hosts.
    fixed : array_like, shape (hosts,)
        What a host costs as such, kg.
    home : array_like, shape (origins,)
        Of one person who goes to no hub, where that is an option: who would emit more at every
        hub stays. Default: everybody goes.
    names : sequence of str, optional
        Of the hosts, all different: of sets that emit the same the first by name is taken, so
        that the order of the input does not matter. Default: by position.
    others : int
        How many further sets to list.
    seconds : float
        After which the answer is what is known by then.

    Raises
    ------
    CarbonmeetError
        If `k` is out of range, or a number is missing, infinite or a negative count.

    Examples
    --------
    Four towns on a line, two of them large, and a kilogram a kilometre:

    >>> at = np.array([0, 1, 8, 9])
    >>> found = best_hubs(abs(at[:, None] - at), [90, 10, 10, 90], 2)
    >>> found.hosts, found.total, found.proved
    ((0, 3), 20.0, True)
    """
    began = time.monotonic()
    c, n, f = _checked(kg_per_person, people, fixed, k)
    h = np.broadcast_to(np.asarray(home, float), n.shape)
    order = np.arange(c.shape[1]) if names is None else np.argsort(np.array(names), kind="stable")
    problem = _prepared(c[:, order], n, f[order], h, k, began + seconds)
    pool, bound, listed = _solved(problem, others + 1)
    weighed = n[:, None] * np.minimum(c, h[:, None])
    sets = sorted(
        (_total(weighed, f, order[list(hosts)]), hosts, tuple(order[list(hosts)].tolist()))
        for hosts in pool.sets
    )
    total, _, hosts = sets[0]
    at = c[:, list(hosts)]
    proved = bound >= min(total, pool.best) * (1 - 1e-9)
    return Hubs(
        hosts=hosts,
        total=total,
        bound=total if proved else max(0.0, bound),
        proved=proved,
        goes_to=np.where(at.min(axis=1) <= h, np.array(hosts)[at.argmin(axis=1)], -1),
        others=tuple((kg, other) for kg, _, other in sets[1:]),
        others_proved=listed,
        seconds=time.monotonic() - began,
    )


def _checked(
    kg_per_person: ArrayLike, people: ArrayLike, fixed: ArrayLike, k: int
) -> tuple[Floats, Floats, Floats]:
    c, n = np.asarray(kg_per_person, float), np.asarray(people, float)
    if c.ndim != 2 or n.shape != c.shape[:1]:
        raise CarbonmeetError(
            _(
                "kilograms of shape {shape} for people of shape {n_shape}",
                shape=c.shape,
                n_shape=n.shape,
            )
        )
    f = np.broadcast_to(np.asarray(fixed, float), c.shape[1:])
    if not 1 <= k <= c.shape[1]:
        raise CarbonmeetError(
            _("{k} hubs among {shape} places: ask for 1 to {shape}", k=k, shape=c.shape[1])
        )
    bad = np.argwhere(~np.isfinite(c))
    if len(bad):
        raise CarbonmeetError(
            _(
                "no kilograms are known for origin {bad} at host {bad2}",
                bad=bad[0][0],
                bad2=bad[0][1],
            )
        )
    if not (np.isfinite(f).all() and np.isfinite(n).all() and (n >= 0).all()):
        raise CarbonmeetError(
            _("people and what a host costs must be finite, and people not negative")
        )
    return c, n, f


def _prepared(c: Floats, n: Floats, f: Floats, h: Floats, k: int, until: float) -> Problem:
    """Origins of the same kilograms become one, in an order that is not that of the input."""
    c, n = np.column_stack([c, h])[n > 0] + 0.0, n[n > 0]  # no -0.0: rows are compared as bytes
    if n.size:
        rows = c.view(np.dtype((np.void, c.itemsize * c.shape[1]))).ravel()
        _, first, same = np.unique(rows, return_index=True, return_inverse=True)
        c, n = c[first], np.asarray(np.bincount(same, weights=n), float)
    kg = np.ascontiguousarray((n[:, None] * c[:, :-1]).T)
    return Problem(kg, np.array(f), n * c[:, -1], k, np.square(kg.mean(axis=0)), until)


def _solved(problem: Problem, size: int) -> tuple[Pool, float, bool]:
    """The best sets, the bound, and whether those after the best are known to be the next."""
    best = Pool(1)
    if problem.k == len(problem.kg) or not problem.kg.size:
        hosts = tuple(np.argsort(problem.fixed, kind="stable")[: problem.k].tolist())
        best.offer(tuple(sorted(hosts)), problem.value(hosts))
        return best, best.best, True
    try:
        value, hosts = swapped(problem)
    except Stopped:
        hosts = tuple(range(problem.k))
        value = problem.value(hosts)
    best.offer(hosts, value)
    root = tightened(problem, best)
    bound = min(search(problem, best, root), best.best)
    pool, hosts = Pool(size), next(iter(best.sets))
    pool.offer(hosts, best.best)
    for other, kg in neighbours(problem, hosts).items():
        pool.offer(other, kg)
    listed = search(problem, pool, root) == math.inf
    return pool, bound, listed


def _total(weighed: Floats, f: Floats, hosts: Ints) -> float:
    return math.fsum((*weighed[:, hosts].min(axis=1).tolist(), *f[hosts].tolist()))
