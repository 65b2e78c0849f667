"""Whole estimates of a meeting at its best hosts, with draws that are paired with the present."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.pricing.workings import work_out
from carbonmeet.questions.site.moved import held_at
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from carbonmeet.draws import Uncertainty
    from carbonmeet.questions.site.ranking import Ranked
    from carbonmeet.questions.site.sites import Sites

__all__ = ["with_estimates"]


def with_estimates(found: Sites, best: int, draws: int, seed: int) -> Sites:
    """The answer with whole estimates of the first `best` hosts and of the present one.

    Inputs that two hosts share are one draw in both, so the range of a difference is that of what
    differs: the journeys, the grids, the hotels.
    """
    chosen = [row for row in found.ranking[:best] if row.at != found.present]
    if not best:
        return found
    now, base = _estimated(found, found.at_present, draws, seed)
    rows = {now.at: _compared(now, base, base)}
    for row in chosen:
        held, drawn = _estimated(found, row, draws, seed)
        rows[held.at] = _compared(held, base, drawn)
    ranking = tuple(rows.get(row.at, row) for row in found.ranking)
    return replace(found, ranking=ranking, estimated=len(rows), draws=draws, seed=seed)


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
