"""How the ranges of an answer were drawn, and what the draws say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from carbonmeet.answer.records import Named, Records
from carbonmeet.answer.shown import Shown
from carbonmeet.answer.total import Total
from carbonmeet.base.frozen import Frozen, freeze
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label

__all__ = ["Drawn", "DrawnTotal", "Driver", "Ends", "Together"]


@dataclass(frozen=True, slots=True)
class Ends(Shown):
    """Standard errors that come from drawing a finite number of times, t CO2e."""

    low: float
    high: float
    mean: float


@dataclass(frozen=True, slots=True)
class DrawnTotal(Shown):
    """A total with more of its distribution.

    Attributes
    ----------
    value : float
        At the central values of all inputs.
    low, high, median, mean, sd : float
        Of the draws: the 2.5% and 97.5% points, and the rest.
    """

    value: float
    low: float
    high: float
    unit: str
    median: float
    mean: float
    sd: float
    monte_carlo_error: Ends


@dataclass(frozen=True, slots=True)
class Driver:
    """An input that drives the range of the residual.

    Attributes
    ----------
    input : str
        Its id.
    share : float
        Of the variance, by ranks, beside the other inputs.
    low, high : float
        The residual with the input at either end of its range, t CO2e.
    share_error : float
        Standard error of the share, from drawing a finite number of times.
    """

    input: str
    label: Label
    distribution: str
    evidence: str
    share: float
    rank_correlation: float
    low: float
    high: float
    unit: str
    share_error: float = 0.0


@dataclass(frozen=True, slots=True)
class Together:
    """Two inputs that are drawn together.

    Attributes
    ----------
    first, second : str
        Their ids.
    rank : float
        Their rank correlation.
    """

    first: str
    second: str
    rank: float


@dataclass(frozen=True, slots=True)
class Drawn(Shown):
    """How an answer was drawn.

    Attributes
    ----------
    draws, seed, method
        The same three give the same ranges.
    interval : float
        Probability that a range covers.
    drawn_inputs, fixed_inputs : int
        Inputs that vary, and those without a range.
    forest : mapping or None
        Probabilities of the forest, growth and residual drawn together.
    part_draws, shapley_draws : int
        Draws behind the ranges of parts, and behind those of Shapley values and areas.
    forms : mapping of str to int
        How many inputs are drawn from each kind of distribution.
    explicit_inputs, pedigree_inputs : int
        Inputs whose distribution the scenario writes out, or scores.
    correlations : tuple of Together
        Inputs that the scenario says go together.
    error_propagation : mapping of str to Total
        Baseline and residual by approach 1 of the IPCC; empty where only totals were asked for.
    drivers : tuple of Driver
        The strongest first.
    """

    draws: int
    seed: int
    method: str
    interval: float
    drawn_inputs: int
    fixed_inputs: int
    baseline: DrawnTotal
    residual: DrawnTotal
    saving: DrawnTotal
    part_draws: int
    shapley_draws: int
    forms: Mapping[str, int]
    explicit_inputs: int
    pedigree_inputs: int
    forest: Mapping[str, Any] | None = None
    error_propagation: Mapping[str, Total] = field(default_factory=Frozen)
    drivers: tuple[Driver, ...] = ()
    correlations: tuple[Together, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "forms", Named(self.forms, "form"))
        object.__setattr__(self, "forest", freeze(self.forest))
        object.__setattr__(self, "error_propagation", Named(self.error_propagation))
        object.__setattr__(self, "drivers", Records(self.drivers))
        object.__setattr__(self, "correlations", tuple(self.correlations))
