"""Whole estimates of a meeting at its best hosts, with draws that are paired with the present."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.pricing.workings import work_out
from carbonmeet.questions.site.moved import held_at
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.draws import Uncertainty
    from carbonmeet.questions.site.parts import Spread
    from carbonmeet.questions.site.ranking import Ranked
    from carbonmeet.questions.site.sites import Sites

__all__ = ["with_estimates"]


def with_estimates(found: Sites, best: int, draws: int, seed: int) -> Sites:
    """The answer with whole estimates of the first `best` hosts and of the present one.

    Inputs that two hosts share are one draw in both, so the range of a difference is that of what
    differs: the journeys, the grids, the hotels.
    """
    if not best:
        return found
    if found.rule.kind != "none":
        return _with_spread(found, best, draws, seed)
    chosen = [row for row in found.ranking[:best] if row.at != found.present]
    now, base = _estimated(found, found.at_present, draws, seed)
    rows = {now.at: _compared(now, base, base)}
    for row in chosen:
        held, drawn = _estimated(found, row, draws, seed)
        rows[held.at] = _compared(held, base, drawn)
    ranking = tuple(rows.get(row.at, row) for row in found.ranking)
    estimated = replace(found, ranking=ranking, estimated=len(rows), draws=draws, seed=seed)
    return _with_spread(estimated, 0, draws, seed) if found.hubs else estimated


def _with_spread(found: Sites, best: int, draws: int, seed: int) -> Sites:
    """Ranges of the first `best` hosts with a part online, and of all hubs."""
    if not draws:
        return found
    from carbonmeet.questions.site.parts import Parts

    parts = Parts(found, draws, seed)
    base = parts.spread(*_all_at(found, found.at_present))
    rows = {}
    for row in {row.at: row for row in (found.at_present, *found.ranking[:best]) if best}.values():
        here = base if row.at == found.present else parts.spread(*_all_at(found, row))
        rows[row.at] = _ranged(row, here, base)
    hubs = []
    for one in found.hubs:
        drawn = parts.spread(one.goes_to, one.online, one.extra)
        more, better = drawn.more_than(base)
        hubs.append(
            replace(
                one,
                whole=drawn.kg,
                total=drawn.total,
                difference=more,
                better=better,
                total_by_source=drawn.by_source(),
                difference_by_source=drawn.by_source(less=base),
            )
        )
    return replace(
        found,
        ranking=tuple(rows.get(row.at, row) for row in found.ranking),
        hubs=tuple(hubs),
        estimated=found.estimated or len(rows),
        draws=draws,
        seed=seed,
    )


def _all_at(found: Sites, row: Ranked) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Everybody at one host, but for those online by the rule."""
    objective = found.objective
    goes_to = np.full(len(objective.people), row.at, np.intp)
    return goes_to, found.rule.at(objective, objective.km[:, row.at])


def _ranged(row: Ranked, here: Spread, base: Spread) -> Ranked:
    more, better = here.more_than(base)
    return replace(
        row,
        whole=here.kg,
        total=here.total,
        difference=more,
        better=None if here is base else better,
        total_by_source=here.by_source(),
        difference_by_source=here.by_source(less=base),
    )


def _estimated(
    found: Sites, row: Ranked, draws: int, seed: int
) -> tuple[Ranked, Uncertainty | None]:
    scenario = held_at(found.workings.scenario, row.host, found.ground_km)
    result = work_out(scenario, found.shipped)
    drawn = None
    if draws:
        from carbonmeet.draws import draw

        drawn = draw(result, draws, seed)
    return replace(row, whole=result.baseline.total * KG_PER_T), drawn


def _compared(row: Ranked, base: Uncertainty | None, drawn: Uncertainty | None) -> Ranked:
    """The row with its range and its difference to the present host."""
    if base is None or drawn is None:
        return row
    from carbonmeet.draws.pairing import difference

    paired = difference(base, drawn)
    more = paired.draws("baseline")
    better = None if drawn is base else float(np.mean(more < 0) + 0.5 * np.mean(more == 0))
    return replace(
        row,
        total=drawn.baseline,
        difference=paired.baseline,
        better=better,
        total_by_source=drawn.by("source"),
        difference_by_source=paired.by("source"),
    )
