"""How far each measure is carried out: a number of the scenario, and what is achieved of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from carbonmeet.base.text import NAMELESS, Note, _
from carbonmeet.catalogue import Catalogue
from carbonmeet.catalogue.measure import Measure
from carbonmeet.numbers.number import Link, Number
from carbonmeet.reading.amount import Amount
from carbonmeet.scenario import Scenario
from carbonmeet.units import DIMENSIONLESS

__all__ = ["parameters", "uptake_of", "uptakes_of", "value_of"]


def uptakes_of(
    scenario: Scenario, catalogue: Catalogue, measures: Iterable[Measure]
) -> tuple[tuple[Link, ...], ...]:
    """For each measure the product whose value is its uptake, as planned or as expected.

    Expected is planned times the realisation of each measure, for planned is not achieved; a
    measured uptake is what was achieved.
    """
    programme = scenario.programme(catalogue)
    expected = scenario.content.realisation == "expected"
    found = []
    for one in measures:
        planned = uptake_of(scenario, one, programme[one.id])
        # what was measured has been achieved already
        short = expected and planned.basis != "measured"
        achieved = parameters(one.realisation, catalogue, scenario) if short else ()
        found.append(((planned, 1), *achieved))
    return tuple(found)


def uptake_of(scenario: Scenario, measure: Measure, amount: Amount) -> Number:
    """The planned uptake of a measure."""
    chosen = scenario.content.measures
    written = not isinstance(chosen, str) and measure.id in chosen
    path = ("measures", measure.id, "uptake")
    return Number(
        path,
        amount.value,
        DIMENSIONLESS,
        amount.low,
        amount.high,
        name=_("{id} {name}: uptake", id=measure.id, name=measure.name),
        basis=amount.basis,
        note=Note(amount.note, ours=not written) if amount.note else NAMELESS,
        domain="share",
        stream=".".join(path),
        place=path[:2] if written else (),
    )


def parameters(chain: Sequence[str], catalogue: Catalogue, scenario: Scenario) -> tuple[Link, ...]:
    """Parameters of a measure where and when the scenario begins."""
    span = next(iter(scenario.spans.values()))
    return catalogue.chain(chain, span.region, span.year, scenario.content.prefer)


def value_of(links: Iterable[Link]) -> float:
    """The product of some numbers, in plain units."""
    return math.prod(number.value**power * number.unit.scale**power for number, power in links)
