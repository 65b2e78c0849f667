"""A shock to demand beside its counterfactual: supply, transfers, less service, meetings online.

Nothing here is a measure, a saving or a credit. What was not run in a lockdown was not avoided by
anybody's choice, and an order brought home saves a trip only where there would have been one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, field, replace
from typing import TYPE_CHECKING, Any

from carbonmeet.answer import Answer, workings_of
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, _, both
from carbonmeet.bench.expansion import Expansion, Span
from carbonmeet.bench.priced import kg_of
from carbonmeet.bench.supply import SHOCK, Supply, replaced_kg
from carbonmeet.pricing.workings import Workings, work_out
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from carbonmeet.draws.ranges import Range
    from carbonmeet.meeting.contingency import Contingency
    from carbonmeet.numbers.path import Path

__all__ = ["Online", "Shock", "SupplyRow", "plain", "shock"]

_SECTIONS = ("supply", "transfers", "service")
#: What a plan to go online has no part in.
_TOTALS = ("with_shock", "without", "supply", "transfers", "not_run")


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """Orders that are brought, and what the trip they may replace would have emitted.

    Attributes
    ----------
    orders : float
        Brought in all.
    kg_per_order : float
        kg CO2e of the way of one order; packaging apart.
    kg_packaging : float
        kg CO2e of what one order is packed in.
    kg_replaced : float or None
        kg CO2e of the trip of one order, times the share of orders that replace one.
    drops : float or None
        Of a tour.
    break_even : float or None
        Drops of a tour from which an order emits less than the trip that it replaces; for
        couriers the share of orders that has to replace a trip.
    """

    label: Label
    period: str
    orders: float
    kg_per_order: float
    kg_packaging: float
    kg_replaced: float | None
    drops: float | None
    break_even: float | None


@dataclass(frozen=True, slots=True)
class Online:
    """A meeting moved online at short notice, t CO2e.

    Attributes
    ----------
    planned : float
        The period as the file has it, before measures.
    online : float
        What takes its place: hours online, quarantine, meals brought, transfers.
    by_part : dict of str to float
    label : Label
        The name of the period; of the meeting where the file gives the period none.
    """

    period: str
    planned: float
    online: float
    by_part: dict[str, float]
    label: Label


@dataclass(frozen=True, slots=True)
class Shock:
    """What a shock comes to, t CO2e before measures.

    Attributes
    ----------
    with_shock, without : float
        The file as it is, and the same without supply, transfers and reduced service; a city's
        base year.
    supply : float
        Of the orders brought, packaging included.
    transfers : float
        Of the people moved and vehicles called up.
    not_run : float
        What the reduced service did not emit.
    counted : bool
        Whether the file has any of the three: a plan to go online is in no total, and there is
        nothing with and without it.
    ranges : mapping of str to Range
        From the draws: of the totals by name, of ``planned``, ``online`` and its parts
        (``online.meals``), and ``break_even[i]`` of each row. Empty without draws.
    """

    with_shock: float
    without: float
    supply: float
    transfers: float
    not_run: float
    rows: tuple[SupplyRow, ...]
    online: Online | None
    counted: bool = True
    ranges: Mapping[str, Range] = field(default_factory=dict)


def shock(result: Answer | Workings, draws: int = 0, seed: int = 1) -> Shock:
    """The shock of a scenario beside its counterfactual.

    Parameters
    ----------
    draws : int
        Monte Carlo draws behind the ranges; 0 for none.
    seed : int
        Of the draws.

    Raises
    ------
    CarbonmeetError
        If the file describes none.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> found = shock(cm.estimate("taiyuan-supply"))
    >>> found.rows[0].break_even > 10, found.not_run
    (True, 0.0)
    """
    workings = workings_of(result)
    content = workings.scenario.content
    contingency = getattr(content, "contingency", None)
    counted = any(getattr(content, name, None) for name in _SECTIONS)
    if not contingency and not counted:
        raise CarbonmeetError(
            _(
                "{name}: no 'supply', 'transfers', 'service' or 'contingency'",
                name=workings.scenario.called,
            )
        )
    base = str(getattr(content, "year", ""))
    of_shock = _total(workings, base, "supply"), _total(workings, base, "transfer")
    bare = _bare(workings)
    whole, without = _total(workings, base), 0.0 if bare is None else _total(bare, base)
    found = Shock(
        with_shock=whole,
        without=without,
        supply=of_shock[0],
        transfers=of_shock[1],
        not_run=without - (whole - sum(of_shock)),
        rows=tuple(_row(workings, entry) for entry in getattr(content, "supply", ())),
        online=None if contingency is None else _online(workings, contingency),
        counted=counted,
    )
    if not draws:
        return found
    from carbonmeet.questions.shock_ranges import drawn

    ranges = drawn(workings, bare, _bench(workings), draws, seed)
    kept = {name: one for name, one in ranges.items() if counted or name not in _TOTALS}
    return replace(found, ranges=kept)


def _total(result: Workings, period: str, tag: str = "") -> float:
    """t CO2e of a period, of all where none is named; of the lines with a tag."""
    return sum(
        float(kg) / KG_PER_T
        for line, kg in zip(result.model.lines, result.baseline.kg, strict=True)
        if period in ("", line.activity.period) and (not tag or tag in line.activity.tags)
    )


def _bare(result: Workings) -> Workings | None:
    """The same file without the shock; None where it counts nothing else."""
    changes: dict[Path, object] = {(name,): None for name in _SECTIONS}
    changes |= {("measures",): "none", ("offset",): None, ("contingency",): None}
    if all(SHOCK in line.activity.tags for line in result.model.lines):
        return None
    return work_out(result.scenario.replace(changes), result.catalogue)


def _row(result: Workings, entry: Supply) -> SupplyRow:
    content = result.scenario.content
    period = entry.period or str(getattr(content, "year", ""))
    span = result.scenario.spans[period]
    share = 1.0 if entry.delivered is None else entry.delivered.value
    orders = entry.orders.value * entry.days.value * share
    way = _kilometres(result, span, entry)
    packed = sum(
        pieces.value * _kg(result, span, f"items/{item}")
        for item, pieces in entry.packaging.items()
    )
    found = entry.replaces
    replaced = None if found is None else replaced_kg(_bench(result), found, span)
    drops = None if entry.tour is None else entry.tour.drops.value
    even = None
    if replaced and entry.tour is not None:
        even = way * entry.tour.drops.value / replaced
    elif replaced and found is not None:
        even = found.share.value * way / replaced
    return SupplyRow(entry.label, period, orders, way, packed, replaced, drops, even)


def _kilometres(result: Workings, span: Span, entry: Supply) -> float:
    """kg CO2e of the way of one order."""
    if entry.tour is not None:
        length = entry.tour.length.value
        per_km = _kg(result, span, f"vehicles/{entry.vehicle}")
        return length * per_km / entry.tour.drops.value
    assert entry.courier is not None
    return 2.0 * entry.courier.distance.value * _kg(result, span, f"modes/{entry.courier.mode}")


def _kg(result: Workings, span: Span, service: str) -> float:
    """kg CO2e of one unit of a service, priced as the scenario prices it."""
    return kg_of(_bench(result), service, span)


def _bench(result: Workings) -> Expansion:
    scenario = result.scenario
    prefer, methods = scenario.content.prefer, scenario.methods
    return Expansion(scenario.document, result.catalogue, prefer, methods)


def _online(result: Workings, found: Contingency) -> Online:
    """A period that a shock moves online: what its people emit then."""
    span = result.scenario.spans[found.period]
    amounts = {"online": ("digital/online", found.online.value * found.hours.value)}
    there = 0.0 if found.already_there is None else found.already_there.value
    if there and found.quarantine is not None:
        nights = there * found.quarantine.value
        amounts["quarantine"] = (f"lodging/{found.hotel}", nights)
        if found.boxed_meals is not None:
            amounts["meals"] = ("meals/boxed", nights * found.boxed_meals.value)
    if there and found.transfers is not None:
        moved = found.transfers
        runs = there / (moved.seats.value * moved.load.value)
        ways = runs * moved.distance.value * (2.0 if moved.empty_return else 1.0)
        amounts["transfers"] = (f"vehicles/{moved.kind}", ways)
    by_part = {
        name: amount * _kg(result, span, service) / KG_PER_T
        for name, (service, amount) in amounts.items()
    }
    planned, online = _total(result, found.period), sum(by_part.values())
    return Online(found.period, planned, online, by_part, _named(result, found.period))


def _named(result: Workings, period: str) -> Label:
    """What a reader calls a period: its name, else the title of the meeting, never its id."""
    scenario = result.scenario
    return scenario.content.periods[period].name or scenario.title


def plain(found: Shock) -> dict[str, Any]:
    """A shock as plain data, t CO2e; what is of no shock to a total is None."""
    data = asdict(replace(found, ranges={}))
    for row, one in zip(data["rows"], found.rows, strict=True):
        row["label"] = both(one.label)
    if found.online is not None:
        label = found.online.label
        data["online"]["label"] = both(label)
    if not data.pop("counted"):
        data |= dict.fromkeys(_TOTALS)
    data["ranges"] = {name: one.to_dict() for name, one in found.ranges.items()}
    return {"unit": "t CO2e", "saving": None, "measure": False, **data}
