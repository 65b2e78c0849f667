"""Hosts in order of what the meeting emits there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.record import dataclass
from carbonmeet.numbers.fairness import gini, top_share
from carbonmeet.questions.site.hosts import Host

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.draws.ranges import Range
    from carbonmeet.questions.site.objective import Objective
    from carbonmeet.questions.site.rule import OnlineRule

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["Ranked", "ranked"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One host, and the meeting held there.

    Attributes
    ----------
    host : Host
    at : int
        Position among the hosts of the objective.
    kg : float
        By the objective.
    more : float
        kg more than at the present host.
    people, online : float
        On site and online.
    person_km : float
        Out and back, of all journeys that depend on the host.
    top_decile : float
        Share of emissions of the tenth of participants who emit most.
    gini : float
        Of the emissions of participants.
    by_rail : float
        Participants on site whose way is no longer than a day by rail covers, those of the town
        included.
    travellers : float
        Participants on site of whom it is known where they live: what `by_rail` is a part of.
    by_source : mapping of str to float
        kg.
    whole : float or None
        kg of a whole estimate of the scenario held there, where one was made.
    total, difference : Range or None
        t CO2e with ranges, of whole estimates with draws.
    better : float or None
        Probability that less is emitted there than at the present host; None for that host itself.
    total_by_source, difference_by_source : mapping of str to Range
        The same as `total` and `difference` by source, where draws were made.
    """

    host: Host
    at: int
    kg: float
    more: float
    people: float
    online: float
    person_km: float
    top_decile: float
    gini: float
    by_rail: float
    travellers: float
    by_source: Mapping[str, float]
    whole: float | None = None
    total: Range | None = None
    difference: Range | None = None
    better: float | None = None
    total_by_source: Mapping[str, Range] = field(default_factory=dict)
    difference_by_source: Mapping[str, Range] = field(default_factory=dict)


def ranked(
    objective: Objective, present: int, rule: OnlineRule, day_km: float
) -> tuple[Ranked, ...]:
    """Rank all hosts of an objective, those of least emissions first.

    Hosts that emit the same, but for rounding, stand in the order of their names.
    """
    online = rule.people(objective)
    totals = objective.totals(online)
    order = sorted(
        range(len(totals)),
        key=lambda at: (float(f"{totals[at]:.10g}"), objective.hosts[at].key),
    )
    rows = []
    for at in order:
        away = np.zeros_like(objective.people) if online is None else online[:, at]
        rows.append(_row(objective, at, float(totals[at]), float(totals[present]), away, day_km))
    return tuple(rows)


def _row(
    objective: Objective, at: int, kg: float, at_present: float, online: Floats, day_km: float
) -> Ranked:
    on_site = objective.people - online
    km, remote = objective.km[:, at], objective.remote
    who = objective.travellers & remote
    each = np.concatenate([objective.kg_per_person[who, at], objective.online[who, at]])
    count = np.concatenate([on_site[who], online[who]])
    return Ranked(
        host=objective.hosts[at],
        at=at,
        kg=kg,
        more=kg - at_present,
        people=float(on_site.sum()),
        online=float(online.sum()),
        person_km=float(2 * on_site @ km),
        top_decile=top_share(each, count),
        gini=gini(each, count),
        by_rail=float(on_site[who & (km <= day_km)].sum()),
        travellers=float(on_site[who].sum()),
        by_source=objective.by_source(at, online),
    )
