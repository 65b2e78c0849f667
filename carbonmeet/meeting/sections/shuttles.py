"""Bus lines."""

from __future__ import annotations

from typing import Annotated, Literal

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.frozen import Frozen
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Label, _
from carbonmeet.bench.expansion import Key, Span
from carbonmeet.meeting.section import Section, Work
from carbonmeet.numbers.number import Link
from carbonmeet.reading.amount import Amount, Days, Distance, In, PerDay, Share
from carbonmeet.reading.schema import Listed, Map
from carbonmeet.reading.textfields import LabelField

__all__ = ["SECTION", "Shuttle"]

Node = Literal["airport", "hotel", "venue", "railway", "high-speed-rail"]
Count = Annotated[Amount, In("1")]
PassengersPerDay = Annotated[Amount, In("person / day")]
Seats = Annotated[Amount, In("seat / vehicle", allow_zero=False, min_value=1)]


class Shuttle(Listed):
    """Bus lines: lines times runs times length; or the runs that `passengers` a day need.

    A run is one way. `seats` are those of a vehicle, `load` the share of them that is taken.
    `nodes` are the kinds of places that the lines join, and `replaces` the modes that their
    passengers would have taken, from which the load of breaking even follows.
    """

    period: str
    label: LabelField
    lines: Count | None = None
    runs: PerDay | None = None
    passengers: PassengersPerDay | None = None
    seats: Seats | None = None
    load: Share | None = None
    length: Distance
    days: Days | None = None
    kind: str
    nodes: tuple[Node, ...] = ()
    replaces: Map[str, Share] = Frozen()


def write(work: Work, shuttle: Shuttle, span: Span, path: Key) -> None:
    """The lines of an entry."""
    _check_replaced(work, shuttle, path)
    work.bench.add_service(
        f"vehicles/{shuttle.kind}",
        (
            *_runs(work, shuttle, path),
            (work.bench.number((*path, "length"), shuttle.length), 1),
            work.span_days(shuttle.days, span, path),
        ),
        span,
        shuttle.label,
        tags={"shuttle"},
    )


def _check_replaced(work: Work, shuttle: Shuttle, path: Key) -> None:
    """The modes that a line replaces exist and sum to 1."""
    total = sum(share.value for share in shuttle.replaces.values())
    if shuttle.replaces and abs(total - 1.0) > 1e-9:
        work.bench.fault(
            (*path, "replaces"), _("the modes sum to {total:.4g}, not to 1", total=total)
        )
    for mode in shuttle.replaces:
        with work.bench.at(*path, "replaces", mode):
            work.bench.catalogue.service("modes", mode)


def _runs(work: Work, shuttle: Shuttle, path: Key) -> tuple[Link, ...]:
    """Vehicles that run in a day, as given or as the passengers need them."""
    bench = work.bench
    by_runs = (shuttle.lines is not None) + (shuttle.runs is not None)
    if (by_runs == 2) == (shuttle.passengers is not None) or by_runs == 1:
        raise CarbonmeetError(_("give 'lines' and 'runs', or 'passengers' a day"))
    if (shuttle.seats is None) != (shuttle.load is None):
        raise CarbonmeetError(_("'seats' and 'load' go together"))
    if shuttle.lines is not None and shuttle.runs is not None:
        return (
            (bench.number((*path, "lines"), shuttle.lines), 1),
            (bench.number((*path, "runs"), shuttle.runs, "vehicle / day"), 1),
        )
    if shuttle.passengers is None or shuttle.seats is None or shuttle.load is None:
        raise CarbonmeetError(_("'passengers' ride in vehicles: give their 'seats' and 'load'"))
    if shuttle.load.value == 0:
        raise CarbonmeetError(_("'load' must be greater than 0"))
    return (
        (bench.number((*path, "passengers"), shuttle.passengers), 1),
        (bench.number((*path, "seats"), shuttle.seats), -1),
        (bench.number((*path, "load"), shuttle.load), -1),
    )


def tell(work: Work) -> None:
    """Say what is carried, and where one ride may stand in two sections."""
    priced = {
        one.period for one in work.bench.activities if one.service.startswith("modes/shuttle")
    }
    listed: list[Shuttle] = getattr(work.meeting, "shuttles", [])
    for entry in listed:
        name, span = entry.label, work.spans.get(entry.period)
        if span is not None and entry.period in priced:
            work.bench.notices.add(
                Notice(
                    "shuttle.counted-twice",
                    {"shuttle": name.get("en"), "period": span.name},
                    _(
                        "{name}: counted as vehicles, while people of "
                        "{span_name} also travel by mode 'shuttle': the "
                        "same ride may be counted twice",
                        name=name,
                        span_name=Label(span.name, span.label.get("zh")),
                    ),
                )
            )
        days = entry.days.value if entry.days is not None else span and span.days
        if entry.lines and entry.runs and entry.seats and entry.load and days:
            ways = entry.lines.value * entry.runs.value * entry.length.value * days
            carried = ways * entry.seats.value * entry.load.value
            work.bench.notices.add(
                Notice(
                    "shuttle.carries",
                    {"shuttle": name.get("en"), "vehicle_km": ways, "passenger_km": carried},
                    _(
                        "{name}: {ways:,.0f} vehicle km carry {carried:,.0f} passenger km",
                        name=name,
                        ways=ways,
                        carried=carried,
                    ),
                )
            )


SECTION = Section(Shuttle, write, _("Shuttle lines"), rank=4, finish=tell)
