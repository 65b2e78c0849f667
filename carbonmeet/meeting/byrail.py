"""Who could take the train instead of a flight: a share that falls with the way."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Expansion, Span
from carbonmeet.meeting.shape import Leg
from carbonmeet.numbers.number import Link, Number
from carbonmeet.units import DIMENSIONLESS, parse_unit

__all__ = ["by_rail", "falling"]

_KM = parse_unit("km")


def by_rail(bench: Expansion, span: Span, way: Iterable[Link], leg: Leg) -> dict[str, Number]:
    """The share of a domestic flight's passengers who could go by rail, by the length of the way.

    All of them up to `measure.t5.reach-full`, none from `measure.t5.reach-none` on, and a falling
    share between. The bounds are one unknown for all flights.

    Parameters
    ----------
    way : iterable of Link
        The way of a person, out and back unless the leg goes one way.

    Returns
    -------
    dict
        For `Activity.known`: what measure T5 reaches.
    """
    if any(row.own for row in bench.catalogue.rows.get("measure.t5.eligible-share", ())):
        return {}  # the scenario knows the share itself
    full = bench.parameter("measure.t5.reach-full", span)
    none = bench.parameter("measure.t5.reach-none", span)
    flown = prod(number.value * number.unit.scale for number, _ in way) / _KM.scale
    length = round(flown / (1 if leg.one_way else 2))
    ends = zip(_ends_km(full), _ends_km(none), strict=True)
    low, value, high = (falling(length, start, end) for start, end in ends)
    share = Number(
        ("constants", f"rail-reach-{length}"),
        value,
        DIMENSIONLESS,
        low if low < high else None,
        high if low < high else None,
        _(
            "Share of the passengers of a flight of {length:,} km who could go by rail",
            length=length,
        ),
        "assumed",
        note=_(
            "all up to {value:g} km, none from {none_value:g} km on",
            value=full.value,
            none_value=none.value,
        ),
        domain="share",
        stream="measure.t5.reach",
    )
    return {"measure.t5.eligible-share": share}


def _ends_km(number: Number) -> tuple[float, float, float]:
    """Low end, value and high end of a distance, in km."""
    ends = (number.low, number.value, number.high)
    scale = number.unit.scale / _KM.scale
    low, value, high = (scale * (number.value if end is None else end) for end in ends)
    return low, value, high


def falling(way: float, full: float, none: float) -> float:
    """1 up to `full`, 0 from `none` on, a straight line between.

    Examples
    --------
    >>> falling(600, 800, 1200), falling(1000, 800, 1200), falling(2000, 800, 1200)
    (1.0, 0.5, 0.0)
    """
    return min(1.0, max(0.0, (none - way) / max(none - full, 1e-9)))
