"""Draws of what a forest removes, paired with the draws of what it must compensate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.base.errors import ModelError
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _
from carbonmeet.draws.draws import BLOCK
from carbonmeet.numbers.distribution import ENDS
from carbonmeet.offset.answer import CONFIDENCES
from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.offset.result import OffsetResult

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["ForestChances", "ForestDraws"]

#: Draws of the debt curve that are kept for its band.
CURVE_DRAWS = 4 * BLOCK


@dataclass(frozen=True)
class ForestChances:
    """The forest, draw by draw.

    Attributes
    ----------
    kappa : ndarray, shape (n,)
        Creditable removal per hectare at the horizon, t CO2e/ha.
    owed : ndarray, shape (n,)
        Residual less credits, t CO2e.
    years : ndarray, shape (y,)
        Calendar years.
    compensated : ndarray, shape (y,)
        Share of the draws in which the forest has removed what is owed by the end of each year.
    debt : ndarray, shape (k, y)
        What is still owed, draw by draw, of the first draws.
    area_ha : float
        Of the forest that stands against the meeting: the scenario's, else that of the answer.
    planted : bool
        Whether there is a forest; without one the draws tell how likely the credits are enough.
    ranged : bool
        Whether the growth of any stand has a range. Without one the draws hold it fixed, and
        `to_dict` tells no probability and no area: they would look surer than any other stand's.
    """

    kappa: Floats
    owed: Floats
    years: NDArray[np.int64]
    compensated: Floats
    debt: Floats
    area_ha: float
    horizon_year: int
    sized: bool
    ranged: bool = True
    planted: bool = True

    def area(self, confidence: float) -> float:
        """Hectares that suffice with a given probability; infinite where nothing does.

        The quantile of owed / kappa over paired draws.
        """
        if not 0 < confidence < 1:
            raise ModelError(
                _("a confidence lies between 0 and 1: {confidence:g}", confidence=confidence)
            )
        with np.errstate(divide="ignore", invalid="ignore"):
            needed = np.where(self.owed > 0, self.owed / self.kappa, 0.0)
        return float(np.quantile(needed, confidence, method="higher"))

    def compensated_by(self, year: int) -> float:
        """Probability that the forest has compensated the meeting by the end of `year`."""
        if year < self.years[0]:
            return 0.0
        return float(self.compensated[min(year, int(self.years[-1])) - int(self.years[0])])

    def band(self) -> tuple[Floats, Floats]:
        """The 95% band of the debt curve, year by year, t CO2e."""
        low, high = np.quantile(self.debt, ENDS, axis=0)
        return low, high

    def removed(self) -> tuple[Floats, Floats]:
        """The 95% band of the creditable removal, year by year, t CO2e."""
        drawn = self.owed[: len(self.debt), None] - self.debt
        low, high = np.quantile(drawn, ENDS, axis=0)
        return low, high

    def to_dict(self) -> dict[str, Any]:
        """Plain data: areas at confidence, and the probability by year."""
        areas = {f"{p:.0%}": self.area(p) for p in CONFIDENCES if self.ranged and self.planted}
        by_year = zip(self.years.tolist(), self.compensated.tolist(), strict=True)
        return {
            "covers": "growth and residual, drawn together",
            "planted": self.planted,
            "area_at_confidence": {
                name: _land(area if np.isfinite(area) else None) for name, area in areas.items()
            },
            "area": {**_land(self.area_ha), "given": self.sized},
            "horizon_year": self.horizon_year,
            "growth_ranged": self.ranged,
            "compensated_by_horizon": self.compensated_by(self.horizon_year)
            if self.ranged
            else None,
            "compensated_by": {str(year): p for year, p in by_year if self.ranged},
        }


@dataclass(frozen=True)
class ForestDraws:
    """Collects what a forest removes, run by run of the draws.

    Attributes
    ----------
    answer : OffsetResult
        The forest that stands against the meeting: the scenario's, or what suffices.
    kappa, owed : ndarray, shape (n,)
    hits : ndarray, shape (blocks, years)
        Draws in which all is compensated, by run.
    debt : ndarray, shape (k, years)
    """

    answer: OffsetResult
    kappa: Floats
    owed: Floats
    hits: NDArray[np.int64]
    debt: Floats

    @classmethod
    def of(cls, answer: OffsetResult, rows: int) -> ForestDraws:
        """Room for `rows` draws."""
        years = len(answer.case.years)
        return cls(
            answer,
            np.empty(rows),
            np.empty(rows),
            np.zeros((rows // BLOCK, years), dtype=np.int64),
            np.empty((min(rows, CURVE_DRAWS), years)),
        )

    def add(self, here: slice, residual: Floats, drawn: Mapping[str, Floats], count: int) -> None:
        """Take up the rows `here` of `count`: their residuals, and the inputs of the forest."""
        case = self.answer.case
        removed = np.broadcast_to(case.removals(drawn), (len(residual), len(case.years)))
        owed = residual - sum(credit.tonnes for credit in self.answer.credits)
        # land that does not count has no hectares here, and removes nothing
        horizon = case.horizon_year - case.event_year
        self.kappa[here] = removed[:, horizon] / (case.forest.area_ha or 1.0)
        self.owed[here] = owed
        still = owed[:, None] - removed
        self.hits[here.start // BLOCK] = (still[: count - here.start] <= 0).sum(axis=0)
        room = max(0, min(len(self.debt) - here.start, len(still)))
        self.debt[here.start : here.start + room] = still[:room]

    def chances(self, count: int) -> ForestChances:
        """The first `count` draws."""
        case = self.answer.case
        return ForestChances(
            kappa=self.kappa[:count],
            owed=self.owed[:count],
            years=case.years,
            compensated=self.hits.sum(axis=0) / count,
            debt=self.debt[:count],
            area_ha=case.forest.area_ha,
            horizon_year=case.horizon_year,
            sized=self.answer.area_given,
            ranged=case.forest.growth_ranged or not case.forest.stands,
            planted=bool(case.forest),
        )


def _land(hectares: float | None) -> dict[str, Any]:
    """An area in hectares and in mu, always both."""
    mu = None if hectares is None else hectares * MU_PER_HA
    return {"value": hectares, "unit": "ha", "mu": mu}
