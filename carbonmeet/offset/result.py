"""The answer about an offset, as data and in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from carbonmeet.base.notices import Notice
from carbonmeet.base.record import dataclass
from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.offset.claim import Claim
from carbonmeet.offset.kinds import OffsetFrame, read_frames, read_kinds
from carbonmeet.offset.record import record
from carbonmeet.offset.records import Credit, CurveRow, Reversal, Spread, Verified
from carbonmeet.units import T_CO2E

if TYPE_CHECKING:
    from carbonmeet.offset.case import Case
    from carbonmeet.offset.forest import Forest
    from carbonmeet.offset.rules import OffsetRules

__all__ = ["OffsetResult"]

#: What a probability of the answer itself covers; the draws cover the residual too.
GROWTH_ONLY = "growth and survival, the emissions taken as given"


@dataclass(frozen=True, slots=True)
class OffsetResult:
    """What is set against a meeting. A forest is planned, unless under `verified`.

    Without a forest its area and removal are 0, and the horizon is the year of the event.

    Attributes
    ----------
    area_mu, area_ha : float
        The same area twice; exact, not rounded up.
    frame : OffsetFrame
        Rules under which the event is offset.
    emissions : float or None
        Emissions to compensate, before credits, t CO2e.
    owed : float or None
        The same after credits.
    horizon_year : int
        By the end of which the removal is given.
    removal, low, high : float
        Creditable removal at the horizon with the 95% range of the mean curve, t CO2e.
    balance_year : int or None
        First year by whose end the removal covers what is owed; None if no year does.
    searched_until : int
        Last year that was tried.
    calendar : bool
        Whether years are calendar years, or years after planting.
    curve : tuple of CurveRow
        Year by year.
    spread : tuple of Spread
        Mean curve, site to site, method to method: three rows, never merged.
    forest, applied : Forest, OffsetRules
        The land, and the rules with the numbers that were given.
    discount : float
        Share that the rule for uncertainty took off.
    chance : float or None
        Probability, by the mean curve alone, that the removal covers what is owed at the horizon.
    areas : tuple of (float, float)
        Confidences, and the mu that suffice with them, by the mean curve alone.
    tonne_years : float or None
        Integral of the debt up to the horizon: a diagnostic, never a currency.
    confidence : float or None
        Probability asked for, by growth and survival alone, the emissions taken as they are.
    case : Case
        The forest under its rules, which knows its curves at other values of its numbers.
    claims : tuple of Claim
        What may be claimed, as kinds and numbers.
    statement : mapping of str to str
        The claims in words, in English and Chinese.
    area_given : bool
        False where the area was worked out; then it suffices with `confidence`, if there is one.
    """

    area_mu: float
    area_ha: float
    emissions: float | None
    owed: float | None
    event_year: int
    planted: int
    horizon_year: int
    removal: float
    low: float | None
    high: float | None
    balance_year: int | None
    searched_until: int
    calendar: bool
    curve: tuple[CurveRow, ...]
    spread: tuple[Spread, ...]
    stands: tuple[str, ...]
    stand_names: tuple[tuple[str, str], ...]
    rules: str
    forest: Forest
    applied: OffsetRules
    discount: float
    case: Case = field(compare=False, repr=False)
    frame: OffsetFrame = field(default_factory=lambda: read_frames()["none"], repr=False)
    credits: tuple[Credit, ...] = ()
    verified: tuple[Verified, ...] = ()
    reversals: tuple[Reversal, ...] = ()
    chance: float | None = None
    areas: tuple[tuple[float, float], ...] = ()
    tonne_years: float | None = None
    confidence: float | None = None
    additional: bool | None = None
    exclusive: bool | str | None = None
    impossible_by: int | None = None
    area_given: bool = True
    notices: tuple[Notice, ...] = ()
    sources: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    statement: Mapping[str, str] = field(default_factory=dict)

    @property
    def costs(self) -> tuple[tuple[str, float, str], ...]:
        """What the offset costs: ``planting`` or ``credits``, amount and currency."""
        terms = self.case.terms
        found = []
        if terms.planting_cost is not None and self.forest:
            cost = self.area_mu * terms.planting_cost
            found.append(("planting", cost, terms.planting_currency))
        sums: dict[str, float] = {}
        for one in self.credits:
            if one.cost is not None:
                sums[one.currency] = sums.get(one.currency, 0.0) + one.cost
        return (*found, *(("credits", value, unit) for unit, value in sums.items()))

    @property
    def sized_for(self) -> float | None:
        """Probability with which an area that was worked out suffices; None without one."""
        return None if self.area_given else self.confidence

    def to_dict(self) -> dict[str, Any]:
        """Plain data under the keys of a result."""
        return {
            "area": {"value": self.area_mu, "unit": "mu"},
            "area_ha": self.area_ha,
            "emissions": _tonnes(self.emissions),
            "owed": _tonnes(self.owed),
            "removal": {
                "value": self.removal,
                "low": self.low,
                "high": self.high,
                "unit": T_CO2E,
            },
            "event_year": self.event_year,
            "planted": self.planted,
            "horizon_year": self.horizon_year,
            "balance_year": self.balance_year,
            "years": "calendar" if self.calendar else "after planting",
            "curve": [
                {
                    "year": row.year,
                    "gross": row.gross,
                    "net": row.net,
                    "creditable": row.creditable,
                    "debt": row.debt,
                }
                for row in self.curve
            ],
            "spread": [row.to_dict() for row in self.spread],
            "tonne_years": None
            if self.tonne_years is None
            else {"value": self.tonne_years, "unit": "t CO2e year", "use": "diagnostic"},
            "confidence": self.confidence,
            "area_basis": {
                "given": self.area_given,
                "confidence": self.sized_for,
                "covers": None if self.sized_for is None else GROWTH_ONLY,
            },
            "mean_curve": {
                "basis": "the mean curve alone, the emissions taken as given",
                "covers": GROWTH_ONLY,
                "compensated_by_horizon": self.chance,
                "area_at_confidence": [
                    {"confidence": p, "value": mu, "unit": "mu", "ha": mu / MU_PER_HA}
                    for p, mu in self.areas
                ],
            },
            "cost": [
                {"what": what, "value": value, "unit": unit} for what, value, unit in self.costs
            ],
            "credits": [{**one.to_dict(), "name": _name(one.kind)} for one in self.credits],
            "verified": [
                {"year": row.year, "value": row.tonnes, "unit": T_CO2E, "by": row.whom}
                for row in self.verified
            ],
            "reversals": [row.to_dict() for row in self.reversals],
            "additional": self.additional,
            "exclusive": self.exclusive,
            "stand": list(self.stands),
            "rules": self.rules,
            "frame": self.frame.key,
            "claims": [one.to_dict() for one in self.claims],
            **record(self.forest, self.applied, self.discount),
            "statement": dict(self.statement),
            "notices": [
                {"id": one.id, "args": dict(one.args), "en": one.en, "zh": one.zh}
                for one in self.notices
            ],
            "sources": list(self.sources),
        }


def _name(kind: str) -> dict[str, str]:
    """A kind of credit in words; as it is written where it has none."""
    known = read_kinds().get(kind)
    return {"en": known.name.en, "zh": known.name.zh} if known else {"en": kind, "zh": kind}


def _tonnes(value: float | None) -> dict[str, Any] | None:
    return None if value is None else {"value": value, "unit": T_CO2E}
