"""Measures whose effect nobody has measured: outside the total, and what they would add to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.notices import Notice
from carbonmeet.base.text import _, joined
from carbonmeet.catalogue import Catalogue
from carbonmeet.catalogue.measure import Measure
from carbonmeet.kernel import Model
from carbonmeet.pricing.uptakes import parameters, value_of
from carbonmeet.reading.amount import Amount
from carbonmeet.scenario import Scenario
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["carried_out", "named_measures", "told_apart"]


def carried_out(scenario: Scenario, catalogue: Catalogue, names: Iterable[str]) -> list[Measure]:
    """The measures of a programme; one whose uptake the scenario gives counts in any case."""
    chosen = scenario.content.measures
    given = {} if isinstance(chosen, str) else chosen
    return [
        catalogue.measures[name].model_copy(update={"apart": False})
        if isinstance(given.get(name), Amount)
        else catalogue.measures[name]
        for name in names
    ]


def named_measures(scenario: Scenario) -> frozenset[str]:
    """The measures that a file names one by one, its own among them; none of a whole programme."""
    content = scenario.content
    chosen = () if isinstance(content.measures, str) else content.measures
    return frozenset((*chosen, *(one.id for one in content.own_measures)))


def told_apart(
    model: Model, planned: Floats, uptake: Floats, scenario: Scenario, catalogue: Catalogue
) -> list[Notice]:
    """What the measures outside the total would add to it at their assumed gains."""
    named = named_measures(scenario)
    found = [
        (place, one)
        for place, one in enumerate(model.measures)
        if one.id in named
        and one.apart
        and planned[place]
        and any(one.in_force(x.activity) for x in model.lines)
    ]
    if not found:
        return []
    ids = [one.id for one in model.measures]
    raised = uptake.copy()
    for place, one in found:
        gain = value_of(parameters(one.effect.gain, catalogue, scenario))
        lifted = [ids.index(name) for name in one.effect.lifts if name in ids]
        raised[lifted] = np.minimum(1.0, raised[lifted] * (1 + planned[place] * gain))
    before, after = model.totals(np.vstack([uptake, raised]))[:, 0] / KG_PER_T
    names = [one.id for _, one in found]
    more = float(before - after)
    return [
        Notice(
            "measure.apart",
            {"measures": names, "more": more},
            _(
                "{names}: nobody has measured what they do, so the total "
                "leaves them out; at their assumed gains the programme would "
                "save {more:,.3g} t CO2e more. One whose uptake a scenario gives "
                "counts",
                names=joined(names),
                more=more,
            ),
        )
    ]
