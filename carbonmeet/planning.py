"""Which programme: the cheapest that reaches a target, the best for a budget, all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from os import PathLike
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.catalogue import Catalogue
from carbonmeet.estimation import Estimate, estimate
from carbonmeet.programmes import Programme, Programmes, all_programmes
from carbonmeet.scenario import Scenario, load_scenario

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["Plan", "costs", "plan"]


@dataclass(frozen=True)
class Plan:
    """Every programme of a scenario, and the answers drawn from them.

    Attributes
    ----------
    estimate : Estimate
        The scenario with all measures at the catalogue's uptake.
    programmes : Programmes
        Frontier and best of each size.
    costs : ndarray, shape (m,)
        Cost of each measure in CNY; 0 where nothing is known.
    unpriced : tuple of str
        Measures whose cost is not known.
    """

    estimate: Estimate
    programmes: Programmes
    costs: Floats
    unpriced: tuple[str, ...]

    def for_target(self, share: float) -> Programme | None:
        """The cheapest programme that saves at least `share` of the baseline; None if none does."""
        return self.programmes.cheapest(self.estimate.baseline.total * 1000.0 * (1.0 - share))

    def for_budget(self, budget: float) -> Programme | None:
        """The lowest residual for at most `budget` CNY; None if even doing nothing costs more."""
        return self.programmes.within(budget)


def plan(
    scenario: str | PathLike[str] | Scenario,
    *,
    catalogue: Catalogue | None = None,
    progress: Callable[[float], None] | None = None,
) -> Plan:
    """Evaluate every combination of the measures for a scenario.

    Parameters
    ----------
    scenario : path or Scenario
    catalogue : Catalogue, optional
        Default: the shipped one.
    progress : callable, optional
        Called with the share done.

    Examples
    --------
    >>> plan("cop15-kunming").programmes.count == 2**25
    True
    """
    read = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    if read.content.measures in ("none", "planned"):
        read = replace(read, content=read.content.model_copy(update={"measures": "planned"}))
    result = estimate(read, catalogue=catalogue)
    price, unpriced = costs(result)
    found = all_programmes(result.model, result.uptake, price, progress=progress)
    return Plan(result, found, price, unpriced)


def costs(result: Estimate) -> tuple[Floats, tuple[str, ...]]:
    """Cost of each measure by itself, and the measures of unknown cost.

    A cost is per programme, or per unit of the amount that the measure changes: its unit says
    which lines count. CNY only; what is known in another currency counts as unknown.

    Returns
    -------
    costs : ndarray, shape (m,)
        CNY; 0 where unknown.
    unpriced : tuple of str
        Ids of the measures of unknown cost.
    """
    model = result.model
    amounts = model.quantities()[0]
    units = np.array([line.activity.unit.text for line in model.lines])
    price = np.zeros(len(model.measures))
    unpriced = []
    # one line a purchase: what a measure creates, or a further part of a service, adds no cost
    counted = np.array(
        [
            not line.born and not line.activity.part and not line.activity.dormant
            for line in model.lines
        ]
    )
    alone = np.eye(len(model.measures)) * result.uptake
    left = model.weights(alone) if len(alone) else np.ones((0, len(units)))
    for i, measure in enumerate(model.measures):
        if measure.cost is None or measure.cost.currency != "CNY":
            unpriced.append(measure.id)
        elif measure.cost.per == "programme":
            price[i] = measure.cost.value
        else:
            changed = amounts * (1.0 - left[i])
            own = counted & (units == measure.cost.per) & (changed > 0)
            price[i] = measure.cost.value * changed[own].sum()
    return price, tuple(unpriced)
