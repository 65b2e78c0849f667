"""A meeting held at several hubs at once."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.record import dataclass
from carbonmeet.questions.site.hosts import Host
from carbonmeet.questions.site.hubs import best_hubs
from carbonmeet.questions.site.online import hybrid_hubs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.draws.ranges import Range
    from carbonmeet.questions.site.objective import Objective
    from carbonmeet.questions.site.rule import OnlineRule

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]

__all__ = ["HubSet", "hub_sets"]


@dataclass(frozen=True, eq=False)
class HubSet:
    """K hubs, who goes where, and how certain it is that no other K emit less.

    Attributes
    ----------
    k : int
    hosts : tuple of Host
        In the order of their names.
    people : tuple of float
        On site at each.
    kg, bound : float
        Of the whole meeting, and below which no other K hubs are.
    proved : bool
    goes_to : ndarray of int, shape (origins,)
        Position among the hosts of the objective.
    online : ndarray, shape (origins,)
        People online.
    others : tuple of (float, tuple of Host)
        The next best sets, kg and hosts.
    others_proved : bool
        Whether none of the next best is missing.
    seconds : float
        Time taken.
    extra : float
        kg of links between the hubs and of what each costs beyond its people.
    whole : float or None
        kg by whole estimates at the hubs, where they were made.
    total, difference : Range or None
        t CO2e with ranges, and more than at the present host; of whole estimates with draws.
    better : float or None
        Probability that less is emitted than at the present host.
    by_source : mapping of str to float
        kg.
    total_by_source, difference_by_source : mapping of str to Range
        The same as `total` and `difference` by source.
    """

    k: int
    hosts: tuple[Host, ...]
    people: tuple[float, ...]
    kg: float
    bound: float
    proved: bool
    goes_to: Ints
    online: Floats
    others: tuple[tuple[float, tuple[Host, ...]], ...]
    others_proved: bool
    seconds: float
    extra: float = 0.0
    whole: float | None = None
    total: Range | None = None
    difference: Range | None = None
    better: float | None = None
    by_source: Mapping[str, float] = field(default_factory=dict)
    total_by_source: Mapping[str, Range] = field(default_factory=dict)
    difference_by_source: Mapping[str, Range] = field(default_factory=dict)

    @property
    def gap(self) -> float:
        """How much less another set could emit at most, as a share."""
        return 0.0 if self.proved or not self.kg else (self.kg - self.bound) / self.kg


def hub_sets(
    objective: Objective,
    numbers: Sequence[int],
    rule: OnlineRule,
    *,
    overhead: float = 0.0,
    seconds: float = 60.0,
) -> tuple[HubSet, ...]:
    """Find the best hubs for every number of them.

    Parameters
    ----------
    objective : Objective
    numbers : sequence of int
    rule : OnlineRule
        The same share of every origin, or the share from farthest, are part of the search. Those
        beyond a distance are taken out of the hubs that are best for everybody: else far-off hubs
        would win because nobody comes.
    overhead : float
        kg of every hub beyond what its people cause.
    seconds : float
        For each number of hubs.
    """
    found = (_hub_set(objective, k, rule, overhead, seconds) for k in numbers)
    return tuple(replace(one, by_source=_sources(objective, one)) for one in found)


def _sources(objective: Objective, one: HubSet) -> dict[str, float]:
    return objective.spread_by_source(one.goes_to, one.online, one.extra)


def _hub_set(
    objective: Objective, k: int, rule: OnlineRule, overhead: float, seconds: float
) -> HubSet:
    extra = overhead + objective.link if k > 1 else np.zeros(len(objective.hosts))
    if rule.kind == "farthest":
        return _with_farthest_online(objective, k, rule, extra, seconds)
    here, there = objective.kg_per_person + objective.own, objective.online + objective.own
    share = rule.value if rule.kind == "alike" else 0.0
    away = np.where(objective.remote, share, 0.0)[:, None]
    names = [host.key for host in objective.hosts]
    found = best_hubs(
        here * (1 - away) + there * away,
        objective.people,
        k,
        fixed=extra,
        names=names,
        seconds=seconds,
    )
    at = np.arange(len(objective.people)), found.goes_to
    online = rule.at(objective, objective.km[at])
    saved = float(online @ (here - there)[at]) if rule.kind == "beyond" else 0.0
    fixed = objective.elsewhere - saved
    return HubSet(
        k=k,
        hosts=_named(objective, found.hosts),
        people=_people(objective, found.hosts, found.goes_to, online),
        kg=found.total + fixed,
        bound=found.bound + fixed,
        proved=found.proved,
        goes_to=found.goes_to,
        online=online,
        others=tuple((kg + fixed, _named(objective, other)) for kg, other in found.others)
        if not saved
        else (),
        others_proved=found.others_proved and not saved,
        seconds=found.seconds,
        extra=float(extra[list(found.hosts)].sum()),
    )


def _with_farthest_online(
    objective: Objective, k: int, rule: OnlineRule, extra: Floats, seconds: float
) -> HubSet:
    began = time.monotonic()
    found = hybrid_hubs(
        objective.kg_per_person + objective.own,
        objective.online + objective.own,
        objective.people,
        objective.km,
        k,
        rule.value,
        fixed=extra,
        remote=objective.remote,
        names=[host.key for host in objective.hosts],
        seconds=seconds,
    )
    return HubSet(
        k=k,
        hosts=_named(objective, found.hosts),
        people=_people(objective, found.hosts, found.goes_to, found.online),
        kg=found.total + objective.elsewhere,
        bound=found.bound + objective.elsewhere,
        proved=found.proved,
        goes_to=found.goes_to,
        online=found.online,
        others=(),
        others_proved=False,
        seconds=time.monotonic() - began,
        extra=float(extra[list(found.hosts)].sum()),
    )


def _named(objective: Objective, hosts: Iterable[int]) -> tuple[Host, ...]:
    return tuple(objective.hosts[at] for at in hosts)


def _people(
    objective: Objective, hosts: Iterable[int], goes_to: Ints, online: Floats
) -> tuple[float, ...]:
    on_site = objective.people - online
    return tuple(float(on_site[goes_to == at].sum()) for at in hosts)
