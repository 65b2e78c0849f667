"""People moved in a shock: from an airport to a hotel or to quarantine, by vehicles called up."""

from __future__ import annotations

from typing import Annotated

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Expansion, Key, Span
from carbonmeet.bench.supply import OUT_AND_BACK, SHOCK, UNSAID
from carbonmeet.numbers.number import Link
from carbonmeet.reading.amount import Amount, Days, Distance, In, People, Vehicles
from carbonmeet.reading.schema import Listed
from carbonmeet.reading.textfields import LabelField

__all__ = ["Transfer", "transfer"]

Seats = Annotated[Amount, In("seat / vehicle", allow_zero=False, min_value=1)]
Load = Annotated[Amount, In("1", share=True, allow_zero=False)]
PerDay = Annotated[Amount, In("km / day")]


class Transfer(Listed):
    """Person-transfers by vehicles with seats, or vehicles called up for some days.

    Attributes
    ----------
    people : People, optional
        Person-transfers; then `distance` one way, `seats` and `load`.
    empty_return : bool
        Whether the vehicles go back empty, as they do from quarantine.
    vehicles : Vehicles, optional
        Called up for `days`, each for `per_day`.
    """

    period: str = ""
    label: LabelField
    people: People | None = None
    distance: Distance | None = None
    seats: Seats | None = None
    load: Load | None = None
    empty_return: bool = False
    vehicles: Vehicles | None = None
    per_day: PerDay | None = None
    days: Days | None = None
    kind: str = "coach.diesel"


def transfer(bench: Expansion, entry: Transfer, span: Span, path: Key) -> None:
    """Vehicle-kilometres of transfers.

    Raises
    ------
    CarbonmeetError
        If it is neither people with their seats nor vehicles with their days.
    """
    by_people = (entry.people, entry.distance, entry.seats, entry.load)
    by_vehicles = (entry.vehicles, entry.per_day, entry.days)
    if None not in by_people and not any(by_vehicles):
        links = _people(bench, entry, path)
    elif None not in by_vehicles and not any(by_people):
        links = _vehicles(bench, entry, path)
    else:
        raise CarbonmeetError(
            _("give 'people', 'distance', 'seats' and 'load'; or 'vehicles', 'per_day' and 'days'")
        )
    for name in ("distance", "seats", "load", "per_day", "days"):
        number = getattr(entry, name)
        if number is not None and number.basis == "given":
            bench.fault((*path, name), UNSAID)
    tags = (SHOCK, "transfer")
    bench.add_service(f"vehicles/{entry.kind}", links, span, entry.label, tags=tags)


def _people(bench: Expansion, entry: Transfer, path: Key) -> tuple[Link, ...]:
    assert entry.people and entry.distance and entry.seats and entry.load
    links: tuple[Link, ...] = (
        (bench.number((*path, "people"), entry.people), 1),
        (bench.number((*path, "seats"), entry.seats), -1),
        (bench.number((*path, "load"), entry.load), -1),
        (bench.number((*path, "distance"), entry.distance), 1),
    )
    return (*links, OUT_AND_BACK) if entry.empty_return else links


def _vehicles(bench: Expansion, entry: Transfer, path: Key) -> tuple[Link, ...]:
    assert entry.vehicles and entry.per_day and entry.days
    return (
        (bench.number((*path, "vehicles"), entry.vehicles), 1),
        (bench.number((*path, "per_day"), entry.per_day), 1),
        (bench.number((*path, "days"), entry.days), 1),
    )
