"""The estimated size of what a scenario leaves out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from carbonmeet.base.errors import InputError
from carbonmeet.base.notices import Notices
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import NAMELESS, Label, _
from carbonmeet.bench.exclusions import Exclusion
from carbonmeet.bench.expansion import Expansion
from carbonmeet.numbers.number import Link
from carbonmeet.units import KG_PER_T, reduce_chain

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.scenario import Scenario

__all__ = ["Sized", "sized_exclusions"]


class Sized(NamedTuple):
    """Something left out, with what it would emit.

    Attributes
    ----------
    tonnes : float
        t CO2e.
    low, high : float or None
        Ends of the range, from those of its numbers, each by itself.
    links : tuple of Link
        Amount and factors.
    """

    what: Label
    why: Label
    tonnes: float
    low: float | None
    high: float | None
    links: tuple[Link, ...]


def sized_exclusions(scenario: Scenario, catalogue: Catalogue) -> tuple[Sized, ...]:
    """What is left out of a scenario and has a size, priced with its catalogue.

    Raises
    ------
    InputError
        If an amount cannot be priced: every fault.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> found = cm.estimate("cop15-kunming").workings
    >>> [(str(one.what)[:7], round(one.tonnes)) for one in found.exclusions]
    [('Flowers', 2445)]
    """
    entries = scenario.content.boundary.excluded
    if not any(isinstance(one, Exclusion) and one.amount is not None for one in entries):
        return ()
    bench = Expansion(
        scenario.document,
        catalogue,
        scenario.content.prefer,
        scenario.methods,
        scenario.spans,
        notices=Notices(),
    )
    found = []
    for at, one in enumerate(entries):
        if isinstance(one, Exclusion) and one.amount is not None:
            path = ("boundary", "excluded", at)
            with bench.at(*path, "chain"):
                found.append(_sized(one, at, bench))
    if bench.faults:
        raise InputError(bench.faults)
    return tuple(found)


def _sized(one: Exclusion, at: int, bench: Expansion) -> Sized:
    path, span = ("boundary", "excluded", at), next(iter(bench.spans.values()))
    if one.amount is None:
        raise ValueError(_("an exclusion without an amount has no size"))
    amount = bench.links((*path, "amount"), one.amount)
    links = (*amount, *bench.chain(one.chain, span, (*path, "chain")))
    first, *rest = [(number.id, number.unit, power) for number, power in links]
    scale = reduce_chain(first[1], rest)
    kg = scale * math.prod(number.value**power for number, power in links)
    tonnes, ranged = kg / KG_PER_T, any(number.low is not None for number, _ in links)
    low, high = (tonnes * math.exp(way) for way in _spread(links))
    why = one.why or NAMELESS
    return Sized(one.what, why, tonnes, low if ranged else None, high if ranged else None, links)


def _spread(links: tuple[Link, ...]) -> tuple[float, float]:
    """How far down and up the ends of a product lie, on a scale of logarithms."""
    down, up = [0.0], [0.0]
    for number, power in links:
        if number.low and number.high and number.value > 0:
            ends = (math.log(number.low / number.value), math.log(number.high / number.value))
            down.append(min(power * one for one in ends))
            up.append(max(power * one for one in ends))
    return -math.hypot(*down), math.hypot(*up)
