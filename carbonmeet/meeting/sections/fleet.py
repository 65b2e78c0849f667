"""Vehicles at the service of a meeting: those ready, the reserve, and what is called for."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Label, Note, _
from carbonmeet.bench.expansion import Expansion, Key, Span
from carbonmeet.meeting.section import Section, Work
from carbonmeet.numbers.number import Link, Number
from carbonmeet.reading.amount import Amount, Days, In, Vehicles
from carbonmeet.reading.schema import Listed
from carbonmeet.reading.textfields import LabelField, Word
from carbonmeet.units import DIMENSIONLESS

__all__ = ["SECTION", "Fleet"]

DistancePerDay = Annotated[Amount, In("km / day")]


class Fleet(Listed):
    """Cars and buses at the meeting's service; reserve vehicles run only beyond the fleet.

    Attributes
    ----------
    demand : Vehicles, optional
        How many are called for; without it the fleet runs and the reserve does not.
    reserve_kind : str, optional
        What the reserve is, where it is of another kind than the fleet.
    """

    period: str
    label: LabelField
    vehicles: Vehicles
    reserve: Vehicles | None = None
    reserve_kind: Word | None = None
    demand: Vehicles | None = None
    distance: DistancePerDay
    days: Days | None = None
    kind: Word


def write(work: Work, fleet: Fleet, span: Span, path: Key) -> None:
    """The lines of an entry."""
    if fleet.reserve_kind is not None and fleet.reserve is None:
        work.bench.fault((*path, "reserve_kind"), _("no reserve vehicles: give 'reserve'"))
    more = (
        (work.bench.number((*path, "distance"), fleet.distance), 1),
        work.span_days(fleet.days, span, path),
    )
    for kind, label, vehicles in _running(work.bench, fleet, path):
        work.bench.add_service(f"vehicles/{kind}", (*vehicles, *more), span, label, tags={"fleet"})


#: Kind of the vehicles, what the line is called, and how many run.
_Running = tuple[str, Label, tuple[Link, ...]]


def _running(bench: Expansion, fleet: Fleet, path: Key) -> list[_Running]:
    """What runs: the fleet, and the reserve where the demand may exceed it.

    What is called for is a share of what stands ready, so that no draw calls for more vehicles than
    there are; idle ones do not run.

    Raises
    ------
    CarbonmeetError
        If more is called for than stands ready, reserve included.
    """
    vehicles = bench.number((*path, "vehicles"), fleet.vehicles)
    demand, size = fleet.demand, 0.0 if fleet.reserve is None else fleet.reserve.value
    if demand is None:
        return [(fleet.kind, fleet.label, ((vehicles, 1),))]
    most, ready = max(demand.value, demand.high or 0.0), vehicles.value + size
    if most > ready:
        needed = "are" if most == demand.value else _("may be")
        told = _(
            "{most:g} vehicles {needed} needed, {ready:g} are there, reserve included",
            most=most,
            needed=needed,
            ready=ready,
        )
        raise CarbonmeetError(told)
    called = _called(bench, demand, (*path, "demand"), 0.0, vehicles.value)
    lines: list[_Running] = [(fleet.kind, fleet.label, ((vehicles, 1), (called, 1)))]
    if fleet.reserve is not None and most > vehicles.value:
        reserve = bench.number((*path, "reserve"), fleet.reserve)
        beyond = _called(bench, demand, (*path, "reserve", "called"), vehicles.value, size)
        # one demand, one draw: no reserve runs while cars of the fleet stand idle
        beyond = replace(beyond, stream=called.stream)
        name = _("{label}, reserve", label=fleet.label)
        lines.append((fleet.reserve_kind or fleet.kind, name, ((reserve, 1), (beyond, 1))))
    return lines


def _called(bench: Expansion, demand: Amount, path: Key, before: float, size: float) -> Number:
    """The share of some vehicles that a demand calls for, once `before` others run."""

    def share(number: float | None) -> float | None:
        return None if number is None else min(max(number - before, 0.0), size) / size

    low, high = share(demand.low), share(demand.high)
    value = share(demand.value) or 0.0
    fixed = low == high
    return bench.made(
        path,
        value,
        DIMENSIONLESS,
        None if fixed else low,
        None if fixed else high,
        basis=demand.basis,
        note=Note(demand.note) if demand.note else Label(),
        domain="share",
    )


SECTION = Section(Fleet, write, _("Fleet"), rank=3)
