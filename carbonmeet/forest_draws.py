"""Draws of what a forest removes, paired with the draws of what it must compensate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.activity import Datum
from carbonmeet.distribution import Distribution, distribution_of
from carbonmeet.offset import RuleBook, read_rules
from carbonmeet.offset.block import OffsetBlock
from carbonmeet.offset.case import Case
from carbonmeet.stand import Stand
from carbonmeet.stands import read_stands
from carbonmeet.units import DIMENSIONLESS, parse_unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["ForestTrial", "forest_trial"]

#: Numbers of the rules that vary where they have a range; the buffer is a rule and does not.
_VARYING = ("survival", "baseline", "cleared", "leakage")


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

    @cached_property
    def distributions(self) -> dict[str, Distribution]:
        """What varies, by id. Parameters of stands are drawn as standard normals."""
        standard = Distribution("normal", 0.0, 1.0, 1.0)
        found = {
            f"stand.{stand.key}.{name}": standard
            for stand in self.case.forest.stands
            for name in stand.uncertain
        }
        for name in _VARYING:
            number = self.case.rules.numbers[name]
            unit = DIMENSIONLESS if name in ("survival", "leakage") else parse_unit(number.unit)
            datum = Datum(f"offset.{name}", number.value, unit, number.low, number.high)
            found[datum.id] = distribution_of(datum)
        return {name: one for name, one in found.items() if not one.is_fixed}

    def removals(self, drawn: Mapping[str, Floats]) -> Floats:
        """Creditable removal by the end of each year, t CO2e; shape (k, years)."""
        case = self.case
        parameters = {
            stand.key: stand.draw(_normals_of(stand, drawn)) for stand in case.forest.stands
        }
        varied: dict[str, Any] = {
            name: drawn[f"offset.{name}"] for name in _VARYING if f"offset.{name}" in drawn
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
