"""Draws of what a forest removes, paired with the draws of what it must compensate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.distribution import ENDS, Distribution, distribution_of
from carbonmeet.errors import ModelError
from carbonmeet.forest.stand import Stand
from carbonmeet.forest.stands import read_stands
from carbonmeet.numbers.number import Number
from carbonmeet.offset import RuleBook, read_rules
from carbonmeet.offset.answer import CONFIDENCES
from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.offset.block import OffsetBlock
from carbonmeet.offset.case import Case
from carbonmeet.offset.rules import VARYING
from carbonmeet.uncertainty.draws import BLOCK
from carbonmeet.units import DIMENSIONLESS, parse_unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["ForestChances", "ForestDraws", "ForestTrial", "forest_trial"]

#: Draws of the debt curve that are kept for its band.
CURVE_DRAWS = 4 * BLOCK


@dataclass(frozen=True)
class ForestTrial:
    """A forest under its rules, with what may vary in it.

    Attributes
    ----------
    case : Case
        The forest of the scenario; one hectare where the scenario leaves the area open.
    sized : bool
        Whether the scenario gives an area.
    credits : float
        t CO2e of credits that go before the forest.
    """

    case: Case
    sized: bool
    credits: float

    @cached_property
    def years(self) -> NDArray[np.int64]:
        """Calendar years from the event to the end of the crediting."""
        return np.arange(self.case.event_year, self.case.last + 1)

    @property
    def horizon(self) -> int:
        """Index of the horizon in `years`."""
        return self.case.horizon_year - self.case.event_year

    @property
    def ranged(self) -> bool:
        """Whether the growth of any stand that counts has a range, or nothing counts."""
        return self.case.forest.growth_ranged or not self.case.forest.stands

    def enough(self, owed: float) -> float:
        """The area of the answer for `owed` t CO2e over that of the case; 1 where none suffices."""
        case = self.case
        if owed <= 0 or case.creditable(case.horizon_year) <= 0:
            return 1.0
        return case.area_for(owed) / case.forest.area_ha

    @cached_property
    def distributions(self) -> dict[str, Distribution]:
        """What varies, by id. Parameters of stands are drawn as standard normals."""
        standard = Distribution("normal", 0.0, 1.0, 1.0)
        found = {
            f"stand.{stand.key}.{name}": standard
            for stand in self.case.forest.stands
            for name in stand.uncertain
        }
        for name in VARYING:
            number = self.case.rules.numbers[name]
            unit = DIMENSIONLESS if name in ("survival", "leakage") else parse_unit(number.unit)
            datum = Number(("offset", name), number.value, unit, number.low, number.high)
            found[datum.id] = distribution_of(datum)
        return {name: one for name, one in found.items() if not one.is_fixed}

    def removals(self, drawn: Mapping[str, Floats]) -> Floats:
        """Creditable removal by the end of each year, t CO2e; shape (k, years)."""
        case = self.case
        parameters = {
            stand.key: stand.draw(_normals_of(stand, drawn)) for stand in case.forest.stands
        }
        varied: dict[str, Any] = {
            name: drawn[f"offset.{name}"] for name in VARYING if f"offset.{name}" in drawn
        }
        kept = case.forest.curves(case.values._replace(**varied), self.years, parameters).creditable
        return np.asarray(kept * case.counts)


def _normals_of(stand: Stand, drawn: Mapping[str, Floats]) -> dict[str, Floats]:
    names = {name: f"stand.{stand.key}.{name}" for name in stand.uncertain}
    return {name: drawn[key] for name, key in names.items() if key in drawn}


def forest_trial(
    block: OffsetBlock,
    event_year: int | None = None,
    *,
    stands: Mapping[str, Stand] | None = None,
    book: RuleBook | None = None,
) -> ForestTrial:
    """The trial of an ``offset:`` block.

    Raises
    ------
    ModelError, FactorNotFound
        If the block asks for what cannot be.
    """
    rulebook = book or read_rules()
    case = Case(
        block.forest(stands or read_stands()),
        block.chosen_rules(rulebook),
        block.terms(event_year),
        rulebook,
    )
    credits = sum(credit.tonnes for credit in case.terms.credits)
    sized = block.area is not None or bool(block.parcels)
    return ForestTrial(case, sized, credits)


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

    def area(self, confidence: float) -> float:
        """Hectares that suffice with a given probability; infinite where nothing does.

        The quantile of owed / kappa over paired draws.
        """
        if not 0 < confidence < 1:
            raise ModelError(f"a confidence lies between 0 and 1: {confidence:g}")
        with np.errstate(divide="ignore", invalid="ignore"):
            needed = np.where(self.owed > 0, self.owed / self.kappa, 0.0)
        return float(np.quantile(needed, confidence, method="higher"))

    def compensated_by(self, year: int) -> float:
        """Probability that the forest has compensated the meeting by the end of `year`."""
        if year < self.years[0]:
            return 0.0
        return float(self.compensated[min(year, int(self.years[-1])) - int(self.years[0])])

    def band(self) -> tuple[Floats, Floats]:
        """The 95 % band of the debt curve, year by year, t CO2e."""
        low, high = np.quantile(self.debt, ENDS, axis=0)
        return low, high

    def to_dict(self) -> dict[str, Any]:
        """Plain data: areas at confidence, and the probability by year."""
        areas = {f"{p:.0%}": self.area(p) for p in CONFIDENCES if self.ranged}
        by_year = zip(self.years.tolist(), self.compensated.tolist(), strict=True)
        return {
            "covers": "growth and residual, drawn together",
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
    forest : ForestTrial
    scale : float
        The area that stands against the meeting over that of the scenario.
    kappa, owed : ndarray, shape (n,)
    hits : ndarray, shape (blocks, years)
        Draws in which all is compensated, by run.
    debt : ndarray, shape (k, years)
    """

    forest: ForestTrial
    scale: float
    kappa: Floats
    owed: Floats
    hits: NDArray[np.int64]
    debt: Floats

    @classmethod
    def of(cls, forest: ForestTrial, residual: float, rows: int) -> ForestDraws:
        """Room for `rows` draws; `residual` in t CO2e at the central values.

        Where the scenario gives no area, that of the answer is taken: what suffices there, or
        with the confidence that the scenario asks for.
        """
        years = len(forest.years)
        return cls(
            forest,
            1.0 if forest.sized else forest.enough(residual - forest.credits),
            np.empty(rows),
            np.empty(rows),
            np.zeros((rows // BLOCK, years), dtype=np.int64),
            np.empty((min(rows, CURVE_DRAWS), years)),
        )

    @property
    def area_ha(self) -> float:
        """Of the forest of the scenario."""
        return self.forest.case.forest.area_ha

    def add(self, here: slice, residual: Floats, drawn: Mapping[str, Floats], count: int) -> None:
        """Take up the rows `here` of `count`: their residuals, and the draws of the forest."""
        shape = (len(residual), len(self.forest.years))
        removed = np.broadcast_to(self.forest.removals(drawn), shape)
        owed = residual - self.forest.credits
        # land that does not count has no hectares here, and removes nothing
        self.kappa[here] = removed[:, self.forest.horizon] / (self.area_ha or 1.0)
        self.owed[here] = owed
        still = owed[:, None] - removed * self.scale
        self.hits[here.start // BLOCK] = (still[: count - here.start] <= 0).sum(axis=0)
        room = max(0, min(len(self.debt) - here.start, len(still)))
        self.debt[here.start : here.start + room] = still[:room]

    def chances(self, count: int) -> ForestChances:
        """The first `count` draws."""
        return ForestChances(
            kappa=self.kappa[:count],
            owed=self.owed[:count],
            years=self.forest.years,
            compensated=self.hits.sum(axis=0) / count,
            debt=self.debt[:count],
            area_ha=self.area_ha * self.scale,
            horizon_year=self.forest.case.horizon_year,
            sized=self.forest.sized,
            ranged=self.forest.ranged,
        )


def _land(hectares: float | None) -> dict[str, Any]:
    """An area in hectares and in mu, always both."""
    mu = None if hectares is None else hectares * MU_PER_HA
    return {"value": hectares, "unit": "ha", "mu": mu}
