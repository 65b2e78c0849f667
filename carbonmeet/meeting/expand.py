"""From the sections of a meeting to activities."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol, TypeVar

from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Label, _
from carbonmeet.bench.expansion import Expansion, Key, Span
from carbonmeet.bench.solar import own_power
from carbonmeet.bench.supply import Supply, supply
from carbonmeet.bench.transfers import Transfer, transfer
from carbonmeet.meeting.contingency import check_contingency
from carbonmeet.meeting.dressing import Dressing, dressing
from carbonmeet.meeting.fleet import running
from carbonmeet.meeting.listed import Attendees
from carbonmeet.meeting.people import People
from carbonmeet.meeting.shape import (
    Consumable,
    Fleet,
    FreeActivity,
    Freight,
    Meeting,
    Online,
    Shuttle,
    Venue,
    Waste,
)
from carbonmeet.numbers.activity import SOURCES, Activity
from carbonmeet.numbers.number import Link, Number
from carbonmeet.reading.fields import (
    Amount,
)
from carbonmeet.reading.schema import where
from carbonmeet.units import parse_unit, reduce_chain

__all__ = ["expand_meeting"]

#: Electricity of a hall by what it is used for.
_INTENSITY = {
    "conference": "venue.power-intensity",
    "exhibition": "venue.power-intensity.exhibition",
}
_DAY, _PERSON = parse_unit("day"), parse_unit("person")


def expand_meeting(
    meeting: Meeting,
    bench: Expansion,
    spans: Mapping[str, Span],
    attendees: Attendees | None = None,
    without_journeys: Collection[str] = (),
) -> list[Activity]:
    """Write down a meeting as activities.

    Parameters
    ----------
    meeting : Meeting
    bench : Expansion
        Collects the lines and every fault.
    spans : mapping of str to Span
        The accounting periods by name.
    attendees : Attendees, optional
        A list of people beside the groups, or in their place.
    without_journeys : collection of str
        Periods in which the journeys of the list are left out.

    Raises
    ------
    InputError
        If the scenario cannot be expanded: all faults at once.
    """
    _Expander(meeting, bench, spans, attendees, without_journeys).expand()
    return bench.finish()


class _Entry(Protocol):
    """An entry of a section: it names its period."""

    @property
    def period(self) -> str: ...


_E = TypeVar("_E", bound=_Entry)


class _Expander:
    def __init__(
        self,
        meeting: Meeting,
        bench: Expansion,
        spans: Mapping[str, Span],
        attendees: Attendees | None,
        without_journeys: Collection[str],
    ) -> None:
        self.without_journeys = without_journeys
        self.meeting, self.bench, self.spans, self.attendees = meeting, bench, spans, attendees
        self.people = People(meeting, bench)

    def expand(self) -> None:
        meeting = self.meeting
        self.section("groups", meeting.groups, self.people.group)
        if self.attendees is not None:
            from carbonmeet.meeting.attendees import AttendeeList

            AttendeeList(
                self.attendees, self.bench, self.spans, self.people, self.without_journeys
            ).write()
        self.section("online", meeting.online, self.online)
        self.section("venue", meeting.venue, self.venue)
        self.section("fleet", meeting.fleet, self.fleet)
        self.section("shuttles", meeting.shuttles, self.shuttle)
        self.section("consumables", meeting.consumables, self.consumable)
        self.section("waste", meeting.waste, self.waste)
        self.section("freight", meeting.freight, self.freight)
        self.section("dressing", meeting.dressing, self.dressing)
        self.section("supply", meeting.supply, self.supply)
        self.section("transfers", meeting.transfers, self.transfer)
        if meeting.contingency is not None:
            self.span(meeting.contingency.period, ("contingency",))
            check_contingency(self.bench, meeting.contingency)
        if isinstance(meeting.activities, list):  # a table was read into entries
            self.section("activities", meeting.activities, self.free)
        self.tell_of_shuttles()

    def section(
        self, name: str, entries: Sequence[_E], write: Callable[[_E, Span, Key], None]
    ) -> None:
        for path, entry in self.bench.entries((name,), entries):
            span = self.span(entry.period, path)
            if span is not None:
                with self.bench.at(*path):
                    write(entry, span, path)

    def span(self, name: str, path: Key) -> Span | None:
        if name not in self.spans:
            self.bench.fault(
                (*path, "period"),
                _("no period '{name}'.{hint}", name=name, hint=did_you_mean(name, self.spans)),
            )
            return None
        return self.spans[name]

    def online(self, online: Online, span: Span, path: Key) -> None:
        if span.days is not None and online.hours.value > 24 * span.days:
            self.bench.fault(
                (*path, "hours"),
                _(
                    "{value:g} h a head do not fit into {days:g} days",
                    value=online.hours.value,
                    days=span.days,
                ),
            )
        self.bench.add_service(
            "digital/online",
            (
                (self.bench.number((*path, "people"), online.people), 1),
                (self.bench.number((*path, "hours"), online.hours), 1),
            ),
            span,
            online.label or _("Online participants"),
        )

    # the meeting

    def span_days(self, given: Amount | None, span: Span, path: Key) -> Link:
        if given is not None:
            return (self.bench.number((*path, "days"), given), 1)
        if span.days is None:
            raise CarbonmeetError(
                _("'days' is missing: period '{name}' has no start and end", name=span.name)
            )
        note = _("{start} to {end}", start=span.start, end=span.end)
        return (self.bench.made(("periods", span.name, "days"), span.days, _DAY, note=note), 1)

    def venue(self, venue: Venue, span: Span, path: Key) -> None:
        bench = self.bench
        amount: tuple[Link, ...] | None = None
        if venue.energy is not None:
            amount = bench.links((*path, "energy"), venue.energy)
        elif venue.area is not None:
            amount = (
                (bench.number((*path, "area"), venue.area), 1),
                self.span_days(venue.days, span, path),
                (self.intensity(venue, span, path), 1),
            )
        elif venue.heat is None and venue.gas is None and venue.water is None:
            raise CarbonmeetError(_("a venue needs 'energy', or 'area', or heat, gas, water"))
        self.check_venue(venue, path)
        known = {
            f"venue.{use}-share": bench.number(
                (*path, "end_uses", use), share, whole=(*path, "end_uses")
            )
            for use, share in venue.end_uses.items()
        }
        if known and abs(sum(share.value for share in known.values()) - 1.0) > 1e-9:
            bench.fault((*path, "end_uses"), _("the end uses do not sum to 1"))
        if amount is not None:
            bought = own_power(bench, (*path, "solar"), venue.solar, amount, span, venue.label)
            bench.add_service("venue/power", bought, span, venue.label, known=known)
        elif venue.solar is not None:
            bench.fault(
                (*path, "solar"), _("'solar' is a part of electricity: give 'energy' or 'area'")
            )
        for name in ("heat", "gas", "water"):
            more = getattr(venue, name)
            if more is not None:
                links = bench.links((*path, name), more)
                bench.add_service(f"venue/{name}", links, span, venue.label)

    def intensity(self, venue: Venue, span: Span, path: Key) -> Number:
        """Electricity per floor area and day: as given, else that of the catalogue for the use."""
        if venue.intensity is not None:
            return self.bench.number((*path, "intensity"), venue.intensity)
        return self.bench.parameter(_INTENSITY[venue.use], span, where((*path, "intensity")))

    def check_venue(self, venue: Venue, path: Key) -> None:
        """Refuse what would be left unread: electricity is metered or estimated, not both."""
        estimated = [
            name for name in ("area", "intensity", "days") if getattr(venue, name) is not None
        ]
        if "use" in venue.model_fields_set and (venue.area is None or venue.intensity is not None):
            self.bench.fault(
                (*path, "use"), _("'use' chooses the electricity of an 'area' without 'intensity'")
            )
        if venue.energy is not None:
            for name in estimated:
                self.bench.fault(
                    (*path, name), _("'energy' is given, so '{name}' has no use", name=name)
                )
        elif venue.area is None:
            for name in (*estimated, *(["end_uses"] if venue.end_uses else [])):
                self.bench.fault(
                    (*path, name), _("'{name}' alone tells no electricity: give 'area'", name=name)
                )

    def fleet(self, fleet: Fleet, span: Span, path: Key) -> None:
        if fleet.reserve_kind is not None and fleet.reserve is None:
            self.bench.fault((*path, "reserve_kind"), _("'reserve' is missing: there is none"))
        more = (
            (self.bench.number((*path, "distance"), fleet.distance), 1),
            self.span_days(fleet.days, span, path),
        )
        for kind, label, vehicles in running(self.bench, fleet, path):
            self.bench.add_service(
                f"vehicles/{kind}", (*vehicles, *more), span, label, tags={"fleet"}
            )

    def shuttle(self, shuttle: Shuttle, span: Span, path: Key) -> None:
        self.check_replaced(shuttle, path)
        self.bench.add_service(
            f"vehicles/{shuttle.kind}",
            (
                *self.runs(shuttle, path),
                (self.bench.number((*path, "length"), shuttle.length), 1),
                self.span_days(shuttle.days, span, path),
            ),
            span,
            shuttle.label,
            tags={"shuttle"},
        )

    def check_replaced(self, shuttle: Shuttle, path: Key) -> None:
        """The modes that a line replaces exist and sum to 1."""
        total = sum(share.value for share in shuttle.replaces.values())
        if shuttle.replaces and abs(total - 1.0) > 1e-9:
            self.bench.fault(
                (*path, "replaces"), _("the modes sum to {total:.4g}, not to 1", total=total)
            )
        for mode in shuttle.replaces:
            with self.bench.at(*path, "replaces", mode):
                self.bench.catalogue.service("modes", mode)

    def runs(self, shuttle: Shuttle, path: Key) -> tuple[Link, ...]:
        """Vehicles that run in a day, as given or as the passengers need them."""
        bench = self.bench
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
            raise CarbonmeetError(_("nobody rides in empty vehicles: 'load' is 0"))
        return (
            (bench.number((*path, "passengers"), shuttle.passengers), 1),
            (bench.number((*path, "seats"), shuttle.seats), -1),
            (bench.number((*path, "load"), shuttle.load), -1),
        )

    def tell_of_shuttles(self) -> None:
        """Say what is carried, and where one ride may stand in two sections."""
        priced = {
            one.period for one in self.bench.activities if one.service.startswith("modes/shuttle")
        }
        for entry in self.meeting.shuttles:
            name, span = entry.label, self.spans.get(entry.period)
            if span is not None and entry.period in priced:
                self.bench.notices.add(
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
                self.bench.notices.add(
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

    def consumable(self, entry: Consumable, span: Span, path: Key) -> None:
        given = [
            name
            for name in ("amount", "per_person", "per_person_day")
            if getattr(entry, name) is not None
        ]
        if len(given) != 1:
            raise CarbonmeetError(_("give one of 'amount', 'per_person', 'per_person_day'"))
        self.per_head(f"items/{entry.item}", entry, given[0], span, path)

    def waste(self, waste: Waste, span: Span, path: Key) -> None:
        if (waste.amount is None) == (waste.per_person_day is None):
            raise CarbonmeetError(_("give 'amount' or 'per_person_day'"))
        total = sum(share.value for share in waste.treatment.values())
        if abs(total - 1.0) > 1e-9:
            self.bench.fault(
                (*path, "treatment"), _("the treatments sum to {total:.4g}, not to 1", total=total)
            )
        how = "amount" if waste.amount is not None else "per_person_day"
        for treatment, share in waste.treatment.items():
            spot = (*path, "treatment", treatment)
            with self.bench.at(*spot):
                part = self.people.part(share, spot, (*path, "treatment"))
                self.per_head(f"waste/{waste.stream}.{treatment}", waste, how, span, path, part)

    def per_head(
        self,
        service: str,
        entry: Consumable | Waste,
        how: str,
        span: Span,
        path: Key,
        part: tuple[Link, ...] = (),
    ) -> None:
        """One line, or one for every group of people that the amount hangs on."""
        self.check_unit(service, getattr(entry, how), how, path)
        rate = self.bench.links((*path, how), getattr(entry, how))
        if how == "amount":
            if "people" in entry.model_fields_set:
                self.bench.fault(
                    (*path, "people"), _("'amount' is of the whole: nobody is counted")
                )
            label = entry.label or self.bench.catalogue.service(*service.split("/", 1)).name
            self.bench.add_service(service, (*rate, *part), span, label)
            return
        crowds = [
            c for c in self.people.crowds if c.span.name == span.name and c.counts(entry.people)
        ]
        if not crowds:
            raise CarbonmeetError(
                _("period '{name}' has no {people} to count", name=span.name, people=entry.people)
            )
        thing = self.bench.catalogue.service(*service.split("/", 1)).name
        for crowd in crowds:
            days = self.people.days(crowd) if how == "per_person_day" else ()
            label = entry.label or crowd.having(thing)
            self.bench.add_service(
                service, (crowd.people, *days, *rate, *part), span, label, tags=crowd.tags
            )

    def check_unit(self, service: str, amount: Amount, how: str, path: Key) -> None:
        """Refuse bottles where kilometres stand, at the place where they stand."""
        wanted = self.bench.catalogue.service(*service.split("/", 1)).unit
        if how != "amount":
            wanted = wanted / _PERSON
        if how == "per_person_day":
            wanted = wanted / _DAY
        if amount.unit.dims != wanted.dims:
            got = (
                _("a bare number")
                if amount.unit.text == "1"
                else _("one in {text}", text=amount.unit.text)
            )
            self.bench.fault(
                (*path, how),
                _("an amount in {text} is expected, not {got}", text=wanted.text, got=got),
            )

    def freight(self, freight: Freight, span: Span, path: Key) -> None:
        self.bench.add_service(
            f"freight/{freight.mode}",
            (
                *self.bench.links((*path, "mass"), freight.mass),
                (self.bench.number((*path, "distance"), freight.distance), 1),
            ),
            span,
            freight.label,
        )

    def supply(self, entry: Supply, span: Span, path: Key) -> None:
        supply(self.bench, entry, span, path)

    def transfer(self, entry: Transfer, span: Span, path: Key) -> None:
        transfer(self.bench, entry, span, path)

    def dressing(self, entry: Dressing, span: Span, path: Key) -> None:
        dressing(self.bench, entry, span, path)

    def free(self, entry: FreeActivity, span: Span, path: Key) -> None:
        if entry.source not in SOURCES:
            self.bench.fault(
                (*path, "source"),
                _(
                    "no source '{source}'.{hint}",
                    source=entry.source,
                    hint=did_you_mean(entry.source, SOURCES),
                ),
            )
            return
        activity = Activity(
            source=entry.source,
            period=span.name,
            label=entry.label,
            amount=self.bench.links((*path, "amount"), entry.amount),
            unit=entry.amount.unit,
            chain=self.bench.chain(entry.chain, span, (*path, "chain")),
            region=span.region,
            year=span.year,
            end=span.end,
            tags=self.meeting.tags_of(entry.period).union(entry.tags),
        )
        reduce_chain(activity.unit, [(n.id, n.unit, power) for n, power in activity.chain])
        self.bench.activities.append(activity)
