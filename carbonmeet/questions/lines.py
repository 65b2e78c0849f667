"""Bus lines: at which load one emits no more than what its passengers would have taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from carbonmeet.answer import Answer, workings_of
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, _, both
from carbonmeet.bench.expansion import Expansion, Span
from carbonmeet.bench.priced import kg_of
from carbonmeet.units import parse_unit

if TYPE_CHECKING:
    from carbonmeet.meeting.sections.shuttles import Shuttle
    from carbonmeet.pricing.workings import Workings

__all__ = ["POWER_TRAINS", "LineRow", "Train", "bus_lines", "plain"]

#: What a line may run on, beside the kind that its file names.
POWER_TRAINS = ("coach.diesel", "coach.bev")
#: What a shuttle takes people out of where its file does not say: as measure T2 does.
_REPLACED = {"taxi": 0.5, "car.petrol": 0.5}


@dataclass(frozen=True, slots=True)
class Train:
    """A kind of vehicle on a line.

    Attributes
    ----------
    kg_per_km : float
        kg CO2e of a vehicle over a kilometre.
    break_even : float
        Share of the seats from which the line emits less than what it replaces; above 1 never.
    """

    kind: str
    name: Label
    kg_per_km: float
    break_even: float


@dataclass(frozen=True, slots=True)
class LineRow:
    """The lines of one entry of a file.

    Attributes
    ----------
    vehicle_km : float
        Over the whole period.
    seats : float
        Of a vehicle.
    load : float or None
        The share of seats taken that the file gives.
    most : float or None
        The load if everybody's trips within the city, at the meeting's own count, went by these
        lines; None where the file counts no such trips.
    kg_replaced : float
        kg CO2e of a passenger-kilometre of what the passengers would have taken.
    trains : tuple of Train
        The kind of the file first.
    """

    label: Label
    period: str
    nodes: tuple[str, ...]
    vehicle_km: float
    seats: float
    load: float | None
    most: float | None
    replaces: Mapping[str, float]
    kg_replaced: float
    trains: tuple[Train, ...]


def bus_lines(result: Answer | Workings) -> list[LineRow]:
    """The bus lines of a meeting with their loads of breaking even.

    ``load = kg of a vehicle-kilometre / (seats x kg of the passenger-kilometres replaced)``

    Raises
    ------
    CarbonmeetError
        If the file has no bus lines.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> (row,) = bus_lines(cm.estimate("cop15-phase1-as-held"))
    >>> row.vehicle_km, [one.kind for one in row.trains]
    (98000.0, ['coach.bev', 'coach.diesel'])
    """
    workings = workings_of(result)
    content = workings.scenario.content
    shuttles = getattr(content, "shuttles", ())
    if not shuttles:
        raise CarbonmeetError(_("{name}: no 'shuttles'", name=workings.scenario.name))
    return [_row(workings, one) for one in shuttles]


def _row(result: Workings, shuttle: Shuttle) -> LineRow:
    span = result.scenario.spans[shuttle.period]
    seats = (
        shuttle.seats.value
        if shuttle.seats is not None
        else result.catalogue.find("seats.shuttle", span.region, span.year).value
    )
    kinds = dict.fromkeys((shuttle.kind, *POWER_TRAINS))
    replaced = {mode: one.value for mode, one in shuttle.replaces.items()} or _REPLACED
    services = [*(f"vehicles/{kind}" for kind in kinds), *(f"modes/{mode}" for mode in replaced)]
    kg = _prices(result, span, services)
    instead = sum(share * kg[f"modes/{mode}"] for mode, share in replaced.items())
    trains = tuple(
        Train(
            kind,
            result.catalogue.service("vehicles", kind).name,
            kg[f"vehicles/{kind}"],
            kg[f"vehicles/{kind}"] / (seats * instead) if instead else float("inf"),
        )
        for kind in kinds
    )
    ways = _vehicle_km(result, shuttle)
    local = _local(result, shuttle.period)
    return LineRow(
        label=shuttle.label,
        period=shuttle.period,
        nodes=tuple(shuttle.nodes),
        vehicle_km=ways,
        seats=seats,
        load=None if shuttle.load is None else shuttle.load.value,
        most=local / (ways * seats) if local and ways else None,
        replaces=replaced,
        kg_replaced=instead,
        trains=trains,
    )


def _prices(result: Workings, span: Span, services: list[str]) -> dict[str, float]:
    """kg CO2e of one unit of each service, priced as the meeting prices it."""
    scenario = result.scenario
    prefer, methods = scenario.content.prefer, scenario.methods
    bench = Expansion(scenario.document, result.catalogue, prefer, methods)
    return {service: kg_of(bench, service, span) for service in services}


def _vehicle_km(result: Workings, shuttle: Shuttle) -> float:
    """Vehicle-kilometres of an entry: its lines are found by label, period and kind."""
    km = parse_unit("vehicle km")
    amounts = result.model.quantities()[0]
    return sum(
        float(amounts[i]) * line.activity.unit.scale / km.scale
        for i in result.lines
        if (line := result.model.lines[i]).activity.period == shuttle.period
        and line.activity.label.get("en") == shuttle.label.get("en")
        and "shuttle" in line.activity.tags
        and not line.activity.part
    )


def _local(result: Workings, period: str) -> float:
    """Passenger-kilometres within the city that the file counts in a period."""
    km = parse_unit("passenger km")
    amounts = result.model.quantities()[0]
    return sum(
        float(amounts[i]) * line.activity.unit.scale / km.scale
        for i in result.lines
        if (line := result.model.lines[i]).activity.period == period
        and "local" in line.activity.tags
        and not line.activity.part
    )


def plain(row: LineRow) -> dict[str, Any]:
    """A row as plain data."""
    return {
        "label": both(row.label),
        "period": row.period,
        "nodes": list(row.nodes),
        "vehicle_km": row.vehicle_km,
        "seats": row.seats,
        "load": row.load,
        "load_at_most": row.most,
        "replaces": dict(row.replaces),
        "kg_per_passenger_km_replaced": row.kg_replaced,
        "power_trains": [
            {
                "kind": one.kind,
                "kg_per_vehicle_km": one.kg_per_km,
                "break_even_load": one.break_even,
            }
            for one in row.trains
        ],
    }
