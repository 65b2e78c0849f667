"""What one unit of a service emits where a scenario is, beside the lines that it writes."""

from __future__ import annotations

import math
from typing import Literal

from carbonmeet.base.text import Label
from carbonmeet.bench.expansion import Expansion, Span
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.number import Number
from carbonmeet.units import parse_unit

__all__ = ["End", "kg_of", "kg_of_line", "scratch"]

End = Literal["low", "value", "high"]


def scratch(bench: Expansion) -> Expansion:
    """A bench of the same place and methods whose lines enter no total."""
    return Expansion(bench.document, bench.catalogue, bench.prefer, bench.methods)


def kg_of(bench: Expansion, service: str, span: Span) -> float:
    """kg CO2e of one unit of a service, priced as the scenario prices it.

    Raises
    ------
    CarbonmeetError
        If there is no such service, or no factor for the place.
    """
    beside = scratch(bench)
    unit = bench.catalogue.service(*service.split("/", 1)).unit
    beside.add_service(service, ((Number(("one", service), 1.0, unit), 1),), span, Label(service))
    return sum(kg_of_line(one) for one in beside.finish())


def kg_of_line(activity: Activity, end: End = "value") -> float:
    """kg CO2e of a line with every number at one end of its range."""
    product = 1.0
    for number, power in (*activity.amount, *activity.chain):
        found = getattr(number, end)
        value = number.value if found is None else found
        product *= math.pow(value * number.unit.scale, power)
    return product / parse_unit("kg CO2e").scale
