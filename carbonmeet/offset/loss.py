"""A loss of a forest in some year: what it takes, and when what is owed is covered again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.base.errors import ModelError
from carbonmeet.base.text import _
from carbonmeet.forest.growth import Array
from carbonmeet.offset.case import TOLERANCE, Case
from carbonmeet.offset.records import Reversal

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["reversal"]


def reversal(case: Case, year: int, share: float, owed: float | None) -> Reversal:
    """What a loss of `share` of the stock in `year` does, if nothing is replanted."""
    if not 0 <= share <= 1:
        raise ModelError(
            _("the share lost in a reversal lies between 0 and 1: {share:g}", share=share)
        )
    years = np.arange(year, case.last + 1)
    if not years.size or year < case.forest.planted:
        raise ModelError(_("a reversal in {year} lies outside the life of the forest", year=year))
    gross, net, kept = (row[0] for row in case.forest.curves(case.values, years))
    lost = share * float(gross[0])
    issued = float(kept[0]) * case.counts
    buffer = case.rules["buffer"]
    pool = issued * buffer / (1 - buffer) if buffer < 1 else 0.0
    factor = (1 - case.discount) * (1 - buffer) * case.counts
    after = np.maximum(net - share * gross * (1 - case.rules["leakage"]), 0.0) * factor
    short = kept * case.counts - after
    after = after + np.minimum(short, pool)
    at_horizon = case.creditable(case.horizon_year)
    if year <= case.horizon_year:
        at_horizon = float(after[case.horizon_year - year])
    balance = case.balance_year(owed)
    if balance is not None and owed is not None:
        balance = _regained(years, after, owed, balance)
    covered = min(lost, pool)
    return Reversal(year, share, lost, covered, lost - covered, at_horizon, balance)


def _regained(years: NDArray[np.int64], after: Array, owed: float, planned: int) -> int | None:
    """First year from which what is owed stays covered in spite of a loss; None if none does.

    `planned` where the loss takes nothing of what had been paid, before or after that year.
    """
    short = np.flatnonzero(after < owed * (1 - TOLERANCE))
    if not short.size:
        return planned
    later = years[short[-1] + 1 :]
    return int(later[0]) if later.size else None
