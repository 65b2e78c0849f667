"""Good hubs, fast and without proof: exchange one hub for another while that helps.

Teitz and Bart, "Heuristic methods for estimating the generalized vertex median of a weighted
graph", Operations Research 16(5), 1968.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from carbonmeet.questions.site.dual import Floats, Problem

__all__ = ["neighbours", "swapped"]

_STARTS, _SEED = 8, 16


def swapped(problem: Problem) -> tuple[float, tuple[int, ...]]:
    """The best of several starts, kg and hosts; the same every time.

    Raises
    ------
    Stopped
        If the time is up before the first start has settled.
    """
    rng = np.random.default_rng(_SEED)
    room = np.empty_like(problem.kg)
    found = _settled(problem, _greedy(problem, room), room)
    for _ in range(_STARTS):
        start = rng.choice(len(problem.kg), problem.k, replace=False).tolist()
        found = min(found, _settled(problem, start, room))
    return found


def neighbours(problem: Problem, hosts: tuple[int, ...]) -> dict[tuple[int, ...], float]:
    """Every set that differs in one hub, with its kg."""
    room = np.empty_like(problem.kg)
    around: dict[tuple[int, ...], float] = {}
    for leaving in hosts:
        rest = [host for host in hosts if host != leaving]
        for host, value in enumerate(_with_one_more(problem, rest, room).tolist()):
            if host not in rest:
                around[tuple(sorted((*rest, host)))] = value
    return around


def _greedy(problem: Problem, room: Floats) -> list[int]:
    hosts: list[int] = []
    while len(hosts) < problem.k:
        hosts.append(int(_with_one_more(problem, hosts, room).argmin()))
    return hosts


def _settled(problem: Problem, hosts: list[int], room: Floats) -> tuple[float, tuple[int, ...]]:
    """Exchange hubs until no exchange of one helps."""
    value, since = problem.value(hosts), 0
    while since < problem.k:
        problem.check()
        rest, since = hosts[1:], since + 1
        values = _with_one_more(problem, rest, room)
        best = int(values.argmin())
        if values[best] < value * (1 - 1e-12):
            value, since = float(values[best]), 1
            hosts = [*rest, best]
        else:
            hosts = [*rest, hosts[0]]
    return value, tuple(sorted(hosts))


def _with_one_more(problem: Problem, hosts: list[int], room: Floats) -> Floats:
    """Kilograms with each host added to `hosts`; infinite for those."""
    here = np.minimum(problem.home, problem.kg[hosts].min(axis=0)) if hosts else problem.home
    np.minimum(problem.kg, here, out=room)
    values = room.sum(axis=1) + problem.fixed + problem.fixed[hosts].sum()
    values[hosts] = np.inf
    return np.asarray(values)
