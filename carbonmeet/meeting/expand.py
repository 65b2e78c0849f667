"""From the sections of a meeting to activities."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

from carbonmeet.activity import SOURCES, Activity, Datum, Input, Link
from carbonmeet.errors import CarbonmeetError, did_you_mean
from carbonmeet.expansion import Expansion, Key, Span
from carbonmeet.fields import (
    Amount,
)
from carbonmeet.meeting.shape import (
    Consumable,
    Fleet,
    FreeActivity,
    Freight,
    Group,
    Leg,
    Local,
    Meeting,
    Online,
    Shuttle,
    Venue,
    Waste,
)
from carbonmeet.schema import where
from carbonmeet.text import Label
from carbonmeet.travel import air_distance_km, haul, recommended_mode
from carbonmeet.units import parse_unit, reduce_chain

__all__ = ["expand_meeting"]

_KM, _DAY, _ONE = parse_unit("km"), parse_unit("day"), parse_unit("1")
_PERSON = parse_unit("person")
_ONE_DAY: tuple[Link, ...] = (
    (
        Datum(
            "one day",
            1.0,
            _DAY,
            basis="assumed",
            note="neither nights nor days are given for those who would take part online",
        ),
        1,
    ),
)


def expand_meeting(meeting: Meeting, bench: Expansion, spans: Mapping[str, Span]) -> list[Activity]:
    """Write down a meeting as activities.

    Parameters
    ----------
    meeting : Meeting
    bench : Expansion
        Collects the lines and every fault.
    spans : mapping of str to Span
        The accounting periods by name.

    Raises
    ------
    InputError
        If the scenario cannot be expanded: all faults at once.
    """
    _Expander(meeting, bench, spans).expand()
    return bench.finish()


class _Entry(Protocol):
    """An entry of a section: it names its period."""

    @property
    def period(self) -> str: ...


_E = TypeVar("_E", bound=_Entry)


class _Expander:
    def __init__(self, meeting: Meeting, bench: Expansion, spans: Mapping[str, Span]) -> None:
        self.meeting, self.bench, self.spans = meeting, bench, spans
        self.crowds: list[_Crowd] = []

    def expand(self) -> None:
        meeting = self.meeting
        self.section("groups", meeting.groups, self.group)
        self.section("online", meeting.online, self.online)
        self.section("venue", meeting.venue, self.venue)
        self.section("fleet", meeting.fleet, self.fleet)
        self.section("shuttles", meeting.shuttles, self.shuttle)
        self.section("consumables", meeting.consumables, self.consumable)
        self.section("waste", meeting.waste, self.waste)
        self.section("freight", meeting.freight, self.freight)
        self.section("activities", meeting.activities, self.free)
        self.tell_of_shuttles()

    def section(
        self, name: str, entries: Sequence[_E], write: Callable[[_E, Span, Key], None]
    ) -> None:
        for index, entry in enumerate(entries):
            path: Key = (name, index)
            span = self.span(entry.period, path)
            if span is not None:
                with self.bench.at(*path):
                    write(entry, span, path)

    def span(self, name: str, path: Key) -> Span | None:
        if name not in self.spans:
            self.bench.fault(
                (*path, "period"), f"no period '{name}'.{did_you_mean(name, self.spans)}"
            )
            return None
        return self.spans[name]

    # people

    def group(self, group: Group, span: Span, path: Key) -> None:
        bench = self.bench
        people = (bench.datum((*path, "people"), group.people), 1)
        nights = group.nights and (bench.datum((*path, "nights"), group.nights), 1)
        tags = {group.role, f"group:{path[1]}"}
        crowd = _Crowd(group, span, path, people, nights or None, frozenset(tags))
        self.crowds.append(crowd)
        self.travel(crowd)
        if group.local is not None:
            listed = group.local if isinstance(group.local, list) else [group.local]
            for index, trips in enumerate(listed):
                spot = (
                    (*path, "local", index) if isinstance(group.local, list) else (*path, "local")
                )
                with bench.at(*spot):
                    self.trips(crowd, trips, spot)
        if group.hotel is not None:
            with bench.at(*path, "hotel"):
                self.hotel(crowd, group.hotel)
        elif group.sharing is not None:
            bench.fault((*path, "sharing"), "'sharing' is said of no hotel: 'hotel' is missing")
        for name, number in group.meals.items():
            with bench.at(*path, "meals", name):
                rate = (bench.datum((*path, "meals", name), number, "meal / person / day"), 1)
                bench.add_service(
                    f"meals/{name}", (people, *self.days(crowd), rate), span, crowd.label, tags=tags
                )
        if group.role == "attendee":
            with bench.at(*path):
                self.remote(crowd)

    def remote(self, crowd: _Crowd) -> None:
        """The hours online of whoever stays at home; they begin with a measure that says so."""
        given = self.meeting.online_hours_if_remote
        hours: Input = (
            self.bench.datum(("online_hours_if_remote",), given, "hour / day")
            if given is not None
            else self.bench.found(("online.hours-per-day",), crowd.span, quiet=True)[0][0]
        )
        known = crowd.group.days is not None or crowd.nights is not None
        self.bench.add_service(
            "digital/online",
            (crowd.people, *(self.days(crowd) if known else _ONE_DAY), (hours, 1)),
            crowd.span,
            crowd.label,
            tags={*crowd.tags, "remote"},
            dormant=True,
        )

    def days(self, crowd: _Crowd) -> tuple[Link, ...]:
        return self.bench.days(crowd.path, crowd.group.days, crowd.nights)

    def hotel(self, crowd: _Crowd, hotel: str) -> None:
        if crowd.nights is None:
            raise CarbonmeetError("'nights' is missing: a hotel needs nights")
        group, path = crowd.group, crowd.path
        sharing: Input = (
            self.bench.datum((*path, "sharing"), group.sharing)
            if group.sharing is not None
            else self.bench.parameter("guests-per-room", crowd.span)
        )
        self.bench.add_service(
            f"lodging/{hotel}",
            (crowd.people, crowd.nights),
            crowd.span,
            crowd.label,
            before=((sharing, -1),),
            tags=crowd.tags,
        )

    def travel(self, crowd: _Crowd) -> None:
        legs = crowd.group.travel
        shares = _shares([leg.share for leg in legs])
        spot: Key = (*crowd.path, "travel")
        if shares is None:
            self.bench.fault(
                spot, "the shares do not sum to 1: give every leg a share, or all but one"
            )
            return
        for index, (leg, rest) in enumerate(zip(legs, shares, strict=True)):
            with self.bench.at(*spot, index):
                self.leg(crowd, leg, rest, (*spot, index))

    def leg(
        self, crowd: _Crowd, leg: Leg, share: Amount | float, path: Key, of: Key | None = None
    ) -> None:
        """One leg for its share of the crowd; `of` is the journey whose share it takes."""
        distance, region = self.distance(crowd, leg, path)
        kilometres = distance.value * distance.unit.scale / parse_unit("km").scale
        self.check_leg(leg, path)
        mode = leg.mode or recommended_mode(kilometres / (1 if leg.one_way else 2))
        service = f"modes/{mode}"
        tags = {*crowd.tags, "travel"}
        if mode == "air":
            service = f"modes/air.{region}.{leg.cabin or 'economy'}"
            tags.add(region)
        label = leg.label or crowd.label
        self.bench.add_service(
            service,
            (crowd.people, (distance, 1), *self.share(share, (*(of or path), "share"))),
            crowd.span,
            label,
            tags=tags,
        )
        for number, further in enumerate(leg.also):
            spot = (*path, "also", number)
            with self.bench.at(*spot):
                if further.share is not None or further.also:
                    raise CarbonmeetError("a leg under 'also' has no 'share' and no 'also'")
                self.leg(crowd, further, share, spot, of=path)

    def check_leg(self, leg: Leg, path: Key) -> None:
        """Refuse what would be left unread, and a journey between airports of no mode."""
        if leg.mode is None and leg.from_ is not None:
            self.bench.fault(
                path, "'mode' is missing: the distance rule is for ways of known distance, not for "
                "those between airports"
            )  # fmt: skip
        if leg.from_ is None and (leg.to is not None or leg.via):
            name = "to" if leg.to is not None else "via"
            self.bench.fault((*path, name), f"'{name}' is given without 'from'")
        if leg.cabin is not None and leg.mode != "air":
            self.bench.fault((*path, "cabin"), "only a leg by air has a cabin")

    def share(self, share: Amount | float, path: Key) -> tuple[Link, ...]:
        if isinstance(share, float):
            return () if share == 1.0 else ((Datum(where(path), share, _ONE), 1),)
        return ((self.bench.datum(path, share), 1),)

    def distance(self, crowd: _Crowd, leg: Leg, path: Key) -> tuple[Datum, str]:
        """Distance per person, out and back, and whether a flight is domestic."""
        if leg.from_ is None:
            if leg.distance is None:
                raise CarbonmeetError("a leg needs 'from' (an airport code) or 'distance'")
            return self.bench.datum((*path, "distance"), leg.distance), "domestic"
        stops = [leg.from_, *leg.via, leg.to or crowd.span.airport]
        if not stops[-1]:
            raise CarbonmeetError("'to' is missing, and the place of the period names no airport")
        hauls = {haul(a, b) for a, b in pairwise(stops)}
        region = "domestic" if hauls == {"domestic"} else "international"
        if leg.distance is not None:
            return self.bench.datum((*path, "distance"), leg.distance), region
        method = str(self.bench.methods.get("distance", "wgs84"))
        way = sum(air_distance_km(a, b, method) for a, b in pairwise(stops))
        note = f"{'-'.join(stops)}, {method}, {'one way' if leg.one_way else 'out and back'}"
        value = way if leg.one_way else 2 * way
        return Datum(where((*path, "from")), value, _KM, basis="published", note=note), region

    def trips(self, crowd: _Crowd, trips: Local, path: Key) -> None:
        bench = self.bench
        number = bench.datum((*path, "trips_per_day"), trips.trips_per_day)
        length = bench.datum((*path, "length"), trips.length)
        kilometres = length.value * length.unit.scale / _KM.scale
        modes: Mapping[str, Amount | None] = trips.modes or {recommended_mode(kilometres): None}
        total = sum(share.value for share in modes.values() if share is not None)
        if trips.modes is not None and abs(total - 1.0) > 1e-9:
            raise CarbonmeetError(f"the shares of the modes sum to {total:.4g}, not to 1")
        tags = {*crowd.tags, "local"} | ({"up-to-5km"} if kilometres <= 5 else set())
        for mode, share in modes.items():
            with bench.at(*path, "modes", mode):
                part = self.share(1.0 if share is None else share, (*path, "modes", mode))
                bench.add_service(
                    f"modes/{mode}",
                    (crowd.people, *self.days(crowd), (number, 1), (length, 1), *part),
                    crowd.span,
                    crowd.label,
                    tags=tags,
                )

    def online(self, online: Online, span: Span, path: Key) -> None:
        if span.days is not None and online.hours.value > 24 * span.days:
            self.bench.fault(
                (*path, "hours"),
                f"{online.hours.value:g} h a head do not fit into {span.days:g} days",
            )
        self.bench.add_service(
            "digital/online",
            (
                (self.bench.datum((*path, "people"), online.people), 1),
                (self.bench.datum((*path, "hours"), online.hours), 1),
            ),
            span,
            online.label or Label("Online participants", "线上参会者"),
        )

    # the meeting

    def span_days(self, given: Amount | None, span: Span, path: Key) -> Link:
        if given is not None:
            return (self.bench.datum((*path, "days"), given), 1)
        if span.days is None:
            raise CarbonmeetError(f"'days' is missing: period '{span.name}' has no start and end")
        note = f"{span.start} to {span.end}"
        return (Datum(f"periods.{span.name}.days", span.days, _DAY, note=note), 1)

    def venue(self, venue: Venue, span: Span, path: Key) -> None:
        bench = self.bench
        amount: tuple[Link, ...] | None = None
        if venue.energy is not None:
            amount = ((bench.datum((*path, "energy"), venue.energy), 1),)
        elif venue.area is not None and venue.intensity is not None:
            amount = (
                (bench.datum((*path, "area"), venue.area), 1),
                self.span_days(venue.days, span, path),
                (bench.datum((*path, "intensity"), venue.intensity), 1),
            )
        elif venue.heat is None and venue.gas is None and venue.water is None:
            raise CarbonmeetError(
                "a venue needs 'energy', or 'area' and 'intensity', or heat, gas, water"
            )
        self.check_venue(venue, path)
        known = {
            f"venue.{use}-share": bench.datum((*path, "end_uses", use), share)
            for use, share in venue.end_uses.items()
        }
        if known and abs(sum(share.value for share in known.values()) - 1.0) > 1e-9:
            bench.fault((*path, "end_uses"), "the end uses do not sum to 1")
        if amount is not None:
            bench.add_service("venue/power", amount, span, venue.label, known=known)
        for name in ("heat", "gas", "water"):
            more = getattr(venue, name)
            if more is not None:
                link = (bench.datum((*path, name), more), 1)
                bench.add_service(f"venue/{name}", (link,), span, venue.label)

    def check_venue(self, venue: Venue, path: Key) -> None:
        """Refuse what would be left unread: electricity is metered or estimated, not both."""
        estimated = [
            name for name in ("area", "intensity", "days") if getattr(venue, name) is not None
        ]
        if venue.energy is not None:
            for name in estimated:
                self.bench.fault((*path, name), f"'energy' is given, so '{name}' has no use")
        elif venue.area is None or venue.intensity is None:
            for name in (*estimated, *(["end_uses"] if venue.end_uses else [])):
                self.bench.fault(
                    (*path, name), f"'{name}' alone tells no electricity: give 'area', 'intensity'"
                )

    def fleet(self, fleet: Fleet, span: Span, path: Key) -> None:
        vehicles = self.bench.datum((*path, "vehicles"), fleet.vehicles)
        if fleet.demand is not None:
            ready = vehicles.value + (fleet.reserve.value if fleet.reserve is not None else 0.0)
            demand = self.bench.datum((*path, "demand"), fleet.demand)
            if demand.value > ready:
                raise CarbonmeetError(
                    f"{demand.value:g} vehicles are needed, {ready:g} are there, reserve included"
                )
            # reserve vehicles run only when demand exceeds the fleet; idle ones do not run
            vehicles = demand
        self.bench.add_service(
            f"vehicles/{fleet.kind}",
            (
                (vehicles, 1),
                (self.bench.datum((*path, "distance"), fleet.distance), 1),
                self.span_days(fleet.days, span, path),
            ),
            span,
            fleet.label,
            tags={"fleet"},
        )

    def shuttle(self, shuttle: Shuttle, span: Span, path: Key) -> None:
        self.bench.add_service(
            f"vehicles/{shuttle.kind}",
            (
                *self.runs(shuttle, path),
                (self.bench.datum((*path, "length"), shuttle.length), 1),
                self.span_days(shuttle.days, span, path),
            ),
            span,
            shuttle.label,
            tags={"shuttle"},
        )

    def runs(self, shuttle: Shuttle, path: Key) -> tuple[Link, ...]:
        """Vehicles that run in a day, as given or as the passengers need them."""
        bench = self.bench
        by_runs = (shuttle.lines is not None) + (shuttle.runs is not None)
        if (by_runs == 2) == (shuttle.passengers is not None) or by_runs == 1:
            raise CarbonmeetError("give 'lines' and 'runs', or 'passengers' a day")
        if (shuttle.seats is None) != (shuttle.load is None):
            raise CarbonmeetError("'seats' and 'load' go together")
        if shuttle.lines is not None and shuttle.runs is not None:
            return (
                (bench.datum((*path, "lines"), shuttle.lines), 1),
                (bench.datum((*path, "runs"), shuttle.runs, "vehicle / day"), 1),
            )
        if shuttle.passengers is None or shuttle.seats is None or shuttle.load is None:
            raise CarbonmeetError("'passengers' ride in vehicles: give their 'seats' and 'load'")
        if shuttle.load.value == 0:
            raise CarbonmeetError("nobody rides in empty vehicles: 'load' is 0")
        return (
            (bench.datum((*path, "passengers"), shuttle.passengers), 1),
            (bench.datum((*path, "seats"), shuttle.seats), -1),
            (bench.datum((*path, "load"), shuttle.load), -1),
        )

    def tell_of_shuttles(self) -> None:
        """Say what is carried, and where one ride may stand in two sections."""
        priced = {
            one.period for one in self.bench.activities if one.service.startswith("modes/shuttle")
        }
        for entry in self.meeting.shuttles:
            name = entry.label.get("en")
            if entry.period in priced:
                self.bench.notices.add(
                    f"{name}: counted as vehicles, while people of {entry.period} also travel by "
                    "mode 'shuttle': the same ride may be counted twice"
                )
            span = self.spans.get(entry.period)
            days = entry.days.value if entry.days is not None else span and span.days
            if entry.lines and entry.runs and entry.seats and entry.load and days:
                ways = entry.lines.value * entry.runs.value * entry.length.value * days
                carried = ways * entry.seats.value * entry.load.value
                self.bench.notices.add(
                    f"{name}: {ways:,.0f} vehicle km carry {carried:,.0f} passenger km"
                )

    def consumable(self, entry: Consumable, span: Span, path: Key) -> None:
        given = [
            name
            for name in ("amount", "per_person", "per_person_day")
            if getattr(entry, name) is not None
        ]
        if len(given) != 1:
            raise CarbonmeetError("give one of 'amount', 'per_person', 'per_person_day'")
        self.per_head(f"items/{entry.item}", entry, given[0], span, path)

    def waste(self, waste: Waste, span: Span, path: Key) -> None:
        if (waste.amount is None) == (waste.per_person_day is None):
            raise CarbonmeetError("give 'amount' or 'per_person_day'")
        total = sum(share.value for share in waste.treatment.values())
        if abs(total - 1.0) > 1e-9:
            self.bench.fault((*path, "treatment"), f"the treatments sum to {total:.4g}, not to 1")
        how = "amount" if waste.amount is not None else "per_person_day"
        for treatment, share in waste.treatment.items():
            spot = (*path, "treatment", treatment)
            with self.bench.at(*spot):
                part = self.share(share, spot)
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
        rate = (self.bench.datum((*path, how), getattr(entry, how)), 1)
        if how == "amount":
            label = entry.label or self.bench.catalogue.service(*service.split("/", 1)).name
            self.bench.add_service(service, (rate, *part), span, label)
            return
        crowds = [c for c in self.crowds if c.span.name == span.name and c.counts(entry.people)]
        if not crowds:
            raise CarbonmeetError(f"period '{span.name}' has no {entry.people} to count")
        for crowd in crowds:
            days = self.days(crowd) if how == "per_person_day" else ()
            self.bench.add_service(
                service, (crowd.people, *days, rate, *part), span, crowd.label, tags=crowd.tags
            )

    def check_unit(self, service: str, amount: Amount, how: str, path: Key) -> None:
        """Refuse bottles where kilometres stand, at the place where they stand."""
        wanted = self.bench.catalogue.service(*service.split("/", 1)).unit
        if how != "amount":
            wanted = wanted / _PERSON
        if how == "per_person_day":
            wanted = wanted / _DAY
        if amount.unit.dims != wanted.dims:
            got = "a bare number" if amount.unit.text == "1" else f"one in {amount.unit.text}"
            self.bench.fault((*path, how), f"an amount in {wanted.text} is expected, not {got}")

    def freight(self, freight: Freight, span: Span, path: Key) -> None:
        self.bench.add_service(
            f"freight/{freight.mode}",
            (
                (self.bench.datum((*path, "mass"), freight.mass), 1),
                (self.bench.datum((*path, "distance"), freight.distance), 1),
            ),
            span,
            freight.label,
        )

    def free(self, entry: FreeActivity, span: Span, path: Key) -> None:
        if entry.source not in SOURCES:
            self.bench.fault(
                (*path, "source"),
                f"no source '{entry.source}'.{did_you_mean(entry.source, SOURCES)}",
            )
            return
        amount = self.bench.datum((*path, "amount"), entry.amount)
        activity = Activity(
            source=entry.source,
            period=span.name,
            label=entry.label,
            amount=((amount, 1),),
            unit=amount.unit,
            chain=self.bench.chain(entry.chain, span, (*path, "chain")),
            region=span.region,
            year=span.year,
            end=span.end,
            tags=frozenset(entry.tags),
        )
        reduce_chain(activity.unit, [(n.id, n.unit, power) for n, power in activity.chain])
        self.bench.activities.append(activity)


class _Crowd:
    """A group on the bench: what hangs on its people and days."""

    __slots__ = ("group", "nights", "path", "people", "span", "tags")

    def __init__(
        self,
        group: Group,
        span: Span,
        path: Key,
        people: Link,
        nights: Link | None,
        tags: frozenset[str],
    ) -> None:
        self.group, self.span, self.path = group, span, path
        self.people, self.nights, self.tags = people, nights, tags

    @property
    def label(self) -> Label:
        return self.group.name

    def counts(self, people: str) -> bool:
        return people == "everybody" or people == (
            "staff" if self.group.role == "staff" else "attendees"
        )


def _shares(shares: list[Amount | None]) -> list[Amount | float] | None:
    """Fill the one share left out; None if they cannot sum to 1."""
    open_ = [i for i, share in enumerate(shares) if share is None]
    total = sum(share.value for share in shares if share is not None)
    if not shares:
        return []
    if len(open_) == 1 and total < 1.0:
        return [1.0 - total if share is None else share for share in shares]
    if open_ or abs(total - 1.0) > 1e-9:
        return None
    return [share for share in shares if share is not None]
