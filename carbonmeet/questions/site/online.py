"""Who takes part online, and what that leaves.

Three rules, each a function of kilograms and distances alone: a share of every origin alike, all
beyond a distance, or the share that comes from farthest. `c` is kg of one person of an origin on
site, `e` of the same person online, `n` the people.
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _
from carbonmeet.questions.site.hubs import best_hubs

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["Hybrid", "alike", "beyond", "curve", "farthest", "hybrid_hubs"]

_ROUNDS = 12
#: So few sets are all weighed, as far as the time allows.
_FEW = 200_000


def alike(people: ArrayLike, share: float) -> Floats:
    """People online if the same share of every origin is.

    Examples
    --------
    >>> alike([100, 10], 0.3).tolist()
    [30.0, 3.0]
    """
    return np.asarray(people, float) * _checked(share)


def beyond(people: ArrayLike, km: ArrayLike, limit: float) -> Floats:
    """People online if all are who would travel more than `limit` km one way.

    Examples
    --------
    >>> beyond([100, 10], [5999, 6001], 6000).tolist()
    [0.0, 10.0]
    """
    if not limit >= 0:
        raise CarbonmeetError(
            _("the distance beyond which people stay online cannot be {limit:g} km", limit=limit)
        )
    return np.where(np.asarray(km, float) > limit, np.asarray(people, float), 0.0)


def farthest(people: ArrayLike, key: ArrayLike, share: float) -> Floats:
    """People online if the `share` of all is that is highest by `key`, such as the distance.

    At the margin a part of the people of an origin is online; of origins equally far, the same
    part of each, so that the order of the input does not matter.

    Examples
    --------
    >>> farthest([16, 8, 16], [900, 5000, 5000], 0.3).tolist()
    [0.0, 4.0, 8.0]
    """
    n, far = np.asarray(people, float), np.asarray(key, float)
    levels, at = np.unique(-far, return_inverse=True)
    by_level = np.bincount(at, weights=n, minlength=len(levels))
    before = np.cumsum(by_level) - by_level
    left = np.clip(_checked(share) * n.sum() - before, 0.0, by_level)
    part = np.divide(left, by_level, out=np.zeros(len(levels)), where=by_level > 0)
    return np.asarray(n * part[at])


def curve(
    c: ArrayLike, e: ArrayLike, people: ArrayLike, km: ArrayLike, shares: Sequence[float]
) -> Mapping[str, Floats]:
    """Kilograms by the share online, under three rules.

    Parameters
    ----------
    c, e : array_like, shape (origins,)
        kg of one person on site and online.
    people, km : array_like, shape (origins,)
    shares : sequence of float

    Returns
    -------
    mapping
        ``alike``: the same share of every origin; ``farthest``: those from farthest first;
        ``most``: those who save most first, below which no rule gets.

    Examples
    --------
    >>> kg = curve([100, 900], [1, 1], [50, 50], [500, 9000], [0, 0.5])
    >>> {rule: values.tolist() for rule, values in kg.items()}
    {'alike': [50000.0, 25050.0], 'farthest': [50000.0, 5050.0], 'most': [50000.0, 5050.0]}
    """
    here, there = np.asarray(c, float), np.asarray(e, float)
    n = np.asarray(people, float)
    saved, everybody = here - there, float(n @ here)
    online = {
        "alike": [alike(n, share) for share in shares],
        "farthest": [farthest(n, km, share) for share in shares],
        "most": [farthest(n, saved, share) for share in shares],
    }
    return {rule: everybody - np.array(rows) @ saved for rule, rows in online.items()}


@dataclass(frozen=True, eq=False)
class Hybrid:
    """K hubs while the share of all people from farthest takes part online.

    Attributes
    ----------
    hosts : tuple of int
    total : float
        kg, online participation included.
    bound : float
        kg below which no K hubs are with as many online, whoever they be.
    goes_to : ndarray of int, shape (origins,)
        The hub of those who travel.
    online : ndarray, shape (origins,)
        People online.
    """

    hosts: tuple[int, ...]
    total: float
    bound: float
    goes_to: NDArray[np.intp]
    online: Floats

    @property
    def gap(self) -> float:
        """How much less another set could emit at most, as a share of the total."""
        return max(0.0, self.total - self.bound) / self.total if self.total else 0.0

    @property
    def proved(self) -> bool:
        """Whether no other set emits less, but for rounding."""
        return self.gap <= 1e-9


def hybrid_hubs(
    c: ArrayLike,
    e: ArrayLike,
    people: ArrayLike,
    km: ArrayLike,
    k: int,
    share: float,
    *,
    fixed: ArrayLike = 0.0,
    remote: ArrayLike = True,
    names: Sequence[str] | None = None,
    seconds: float = 60.0,
) -> Hybrid:
    """Find K hubs with the share of people online who live farthest from theirs.

    A price on staying at home, in kg a person, turns the question into one of hubs with a home
    (`best_hubs`): whatever the price, its answer less what the price brings in bounds every
    choice of hubs and of people from below. The price at which as many stay as may gives the best
    bound. Every set of hubs met on the way is weighed by the rule itself.

    Parameters
    ----------
    c, e, km : array_like, shape (origins, hosts)
        kg of one person on site, and online; km one way.
    people : array_like, shape (origins,)
    share : float
        Of those who can take part online; online.
    remote : array_like of bool, shape (origins,)
        Whether people of an origin can. Default: all can.

    Raises
    ------
    CarbonmeetError
        As `best_hubs` does.
    """
    here, there = np.asarray(c, float), np.asarray(e, float)
    n, far = np.asarray(people, float), np.asarray(km, float)
    f = np.broadcast_to(np.asarray(fixed, float), here.shape[1:])
    able = np.where(np.broadcast_to(np.asarray(remote, bool), n.shape), n, 0.0)
    may, until = _checked(share) * able.sum(), time.monotonic() + seconds
    met: dict[tuple[int, ...], Hybrid] = {}
    # by name: who has two hubs of least kilograms goes to the first, in any order of the input
    order = sorted(range(here.shape[1]), key=lambda host: _named((host,), names))
    if math.comb(here.shape[1], k) <= _FEW:
        half = time.monotonic() + seconds / 2
        for hosts in itertools.combinations(order, k):
            met[hosts] = _weighed(here, there, n, able, far, f, hosts, share)
            if time.monotonic() > half:
                break
        best = min(met.values(), key=lambda one: (one.total, _named(one.hosts, names)))
        if len(met) == math.comb(here.shape[1], k):
            return replace(best, bound=best.total)
        met = {best.hosts: best}
    low, high = 0.0, float(max(here.max(), 0.0))
    least, bound = np.where(able > 0, there.min(axis=1), math.inf), -math.inf
    for round_ in range(_ROUNDS):
        price = high if round_ == 0 else (low + high) / 2
        left = max(0.0, until - time.monotonic()) / 2
        found = best_hubs(here, n, k, fixed=f, home=least + price, names=names, seconds=left)
        bound = max(bound, found.bound - price * may)
        for hosts in (found.hosts, *(other for _, other in found.others)):
            if hosts not in met:
                met[hosts] = _weighed(here, there, n, able, far, f, hosts, share)
        if round_ and n[found.goes_to == -1].sum() > may:
            low = price
        elif round_:
            high = price
        if time.monotonic() > until:
            break
    best = min(met.values(), key=lambda one: (one.total, _named(one.hosts, names)))
    return Hybrid(best.hosts, best.total, min(bound, best.total), best.goes_to, best.online)


def _named(hosts: tuple[int, ...], names: Sequence[str] | None) -> tuple[int | str, ...]:
    return hosts if names is None else tuple(names[host] for host in hosts)


def _weighed(
    c: Floats,
    e: Floats,
    n: Floats,
    able: Floats,
    km: Floats,
    f: Floats,
    hosts: tuple[int, ...],
    share: float,
) -> Hybrid:
    """A set of hubs, with those online who are farthest from theirs."""
    rows = np.arange(len(n))
    to = np.array(hosts)[c[:, list(hosts)].argmin(axis=1)]
    online = farthest(able, km[rows, to], share)
    kg = (n - online) * c[rows, to] + online * e[rows, to]
    total = math.fsum((*kg.tolist(), *f[list(hosts)].tolist()))
    return Hybrid(hosts, total, -math.inf, to, online)


def _checked(share: float) -> float:
    if not 0.0 <= share <= 1.0:
        raise CarbonmeetError(_("a share cannot be {share:g}: give 0 to 100%", share=share))
    return share
