"""The people of a meeting: how they come, where they sleep, what they eat, how they get about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from carbonmeet.errors import CarbonmeetError
from carbonmeet.expansion import Expansion, Key, Span
from carbonmeet.fields import Amount, Basis
from carbonmeet.meeting.byrail import by_rail
from carbonmeet.meeting.shape import (
    Group,
    Leg,
    Local,
    Meeting,
)
from carbonmeet.notices import Notice
from carbonmeet.numbers.number import Link, Number, constant, left_of
from carbonmeet.text import Label
from carbonmeet.travel import Flight, air_distance_km, journey, recommended_mode
from carbonmeet.units import parse_unit

__all__ = ["Crowd", "People"]

_KM, _DAY, _ONE = parse_unit("km"), parse_unit("day"), parse_unit("1")
_ONE_DAY: tuple[Link, ...] = (
    (
        constant(
            "one-day",
            Label("one day", "一天"),
            1.0,
            _DAY,
            basis="assumed",
            note=Label(
                "neither nights nor days are given for those who would take part online",
                "未给出可改为线上参会者的晚数（nights）和天数（days），按一天计",
            ),
        ),
        1,
    ),
)
#: A journey goes there and back.
_BOTH_WAYS: Link = (constant("out-and-back", Label("out and back", "往返"), 2.0, _ONE), 1)


class Crowd:
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


class People:
    """Writes down the groups of a meeting, and remembers them for what hangs on their number.

    Attributes
    ----------
    crowds : list of Crowd
        The groups written so far.
    """

    def __init__(self, meeting: Meeting, bench: Expansion) -> None:
        self.meeting, self.bench = meeting, bench
        self.crowds: list[Crowd] = []

    def group(self, group: Group, span: Span, path: Key) -> None:
        bench = self.bench
        people = (bench.number((*path, "people"), group.people), 1)
        nights = group.nights and (bench.number((*path, "nights"), group.nights), 1)
        tags = {group.role, f"group:{path[1]}"} | self.meeting.tags_of(group.period)
        crowd = Crowd(group, span, path, people, nights or None, frozenset(tags))
        self.crowds.append(crowd)
        self.travel(crowd)
        if group.local is not None:
            spot: Key = (*path, "local")
            listed = (
                bench.entries(spot, group.local)
                if isinstance(group.local, list)
                else [(spot, group.local)]
            )
            for spot, trips in listed:
                with bench.at(*spot):
                    self.trips(crowd, trips, spot)
        if group.hotel is not None:
            with bench.at(*path, "hotel"):
                self.hotel(crowd, group.hotel)
        elif group.sharing is not None:
            bench.fault((*path, "sharing"), "'sharing' is said of no hotel: 'hotel' is missing")
        for name, number in group.meals.items():
            with bench.at(*path, "meals", name):
                rate = (bench.number((*path, "meals", name), number, "meal / person / day"), 1)
                bench.add_service(
                    f"meals/{name}", (people, *self.days(crowd), rate), span, crowd.label, tags=tags
                )
        if group.role == "attendee":
            with bench.at(*path):
                self.remote(crowd)

    def remote(self, crowd: Crowd) -> None:
        """The hours online of whoever stays at home; they begin with a measure that says so."""
        given = self.meeting.online_hours_if_remote
        hours: Number = (
            self.bench.number(("online_hours_if_remote",), given, "hour / day")
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

    def days(self, crowd: Crowd) -> tuple[Link, ...]:
        return self.bench.days(crowd.path, crowd.group.days, crowd.nights)

    def hotel(self, crowd: Crowd, hotel: str) -> None:
        if crowd.nights is None:
            raise CarbonmeetError("'nights' is missing: a hotel needs nights")
        group, path = crowd.group, crowd.path
        sharing: Number = (
            self.bench.number((*path, "sharing"), group.sharing)
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

    def travel(self, crowd: Crowd) -> None:
        legs = crowd.group.travel
        shares = _shares([leg.share for leg in legs])
        spot: Key = (*crowd.path, "travel")
        if shares is None:
            self.bench.fault(
                spot, "the shares do not sum to 1: give every leg a share, or all but one"
            )
            return
        places = list(self.bench.entries(spot, legs))
        given = {
            path: self.bench.number((*path, "share"), share, whole=spot)
            for (path, leg), share in zip(places, shares, strict=True)
            if leg.share is not None and share is not None
        }
        for (path, leg), share in zip(places, shares, strict=True):
            part: tuple[Link, ...] = ()
            if share is not None:  # else it is all
                rest = path not in given
                part = ((self.rest(given.values(), path) if rest else given[path], 1),)
            with self.bench.at(*path):
                self.leg(crowd, leg, part, path)

    def rest(self, given: Iterable[Number], path: Key) -> Number:
        """The share that the other legs leave."""
        place = (*path, "share")
        note = Label("what the other legs leave", "其余行程所余份额")
        return left_of(tuple(given), *self.bench.called(place), note=note, place=place)

    def leg(self, crowd: Crowd, leg: Leg, part: tuple[Link, ...], path: Key) -> None:
        """One leg, for the part of the crowd that makes the journey."""
        way, flight = self.way(crowd, leg, path)
        self.check_leg(leg, path)
        mode = leg.mode or recommended_mode(_one_way_km(leg))
        service = self.flown(flight.haul, leg.cabin) if mode == "air" else f"modes/{mode}"
        tags = {*crowd.tags, "travel"}
        if service.startswith("modes/air."):
            tags.add("domestic" if service.split(".")[1] == "domestic" else "international")
        label = leg.label or _routed(crowd.label, leg.stops(crowd.span.airport))
        self.bench.add_service(
            service,
            (crowd.people, *way, *part),
            _in_country(crowd.span, flight.country),
            label,
            tags=tags,
            known=by_rail(self.bench, crowd.span, way, leg) if "domestic" in tags else {},
        )
        for spot, further in self.bench.entries((*path, "also"), leg.also):
            with self.bench.at(*spot):
                if further.share is not None or further.also:
                    raise CarbonmeetError("a leg under 'also' has no 'share' and no 'also'")
                self.leg(crowd, further, part, spot)

    def check_leg(self, leg: Leg, path: Key) -> None:
        """Refuse what would be left unread, and a journey between airports of no mode."""
        if leg.mode is None and leg.from_ is not None:
            self.bench.fault(
                path, "'mode' is missing: the distance rule is for ways of known distance, not for "
                "those between airports"
            )  # fmt: skip
        if leg.mode == "air" and leg.from_ is None:
            self.bench.fault(
                path, "a flight needs 'from': its distance does not tell whether it is domestic; "
                "or give a mode such as air.international.economy"
            )  # fmt: skip
        if leg.from_ is None and (leg.to is not None or leg.via):
            name = "to" if leg.to is not None else "via"
            self.bench.fault((*path, name), f"'{name}' is given without 'from'")
        if leg.cabin is not None and leg.mode != "air":
            self.bench.fault((*path, "cabin"), "only a leg by air has a cabin")

    def part(self, share: Amount | None, path: Key, whole: Key) -> tuple[Link, ...]:
        """A share of `whole`; nothing where it is all."""
        return () if share is None else ((self.bench.number(path, share, whole=whole), 1),)

    def flown(self, haul: str, cabin: str | None) -> str:
        """The service of a flight; a cabin that the haul does not know counts as on any flight."""
        named, anywhere = (
            f"modes/air.{kind}.{cabin or 'economy'}" for kind in (haul, "international")
        )
        known = self.bench.catalogue.services
        return anywhere if named not in known and anywhere in known else named

    def way(self, crowd: Crowd, leg: Leg, path: Key) -> tuple[tuple[Link, ...], Flight]:
        """The way of a person, out and back, and what kind of flight goes there."""
        if leg.from_ is None:
            if leg.distance is None and leg.return_distance is None:
                raise CarbonmeetError("a leg needs 'from' (an airport code) or 'distance'")
            return self.given_way(leg, path), Flight("domestic")
        stops = leg.stops(crowd.span.airport)
        if not stops[-1]:
            raise CarbonmeetError("'to' is missing, and the place of the period names no airport")
        flight = journey(stops)
        method = str(self.bench.methods.get("distance", "wgs84"))
        straight = sum(air_distance_km(a, b, method) for a, b in pairwise(stops))
        if leg.distance is not None or leg.return_distance is not None:
            if _one_way_km(leg) < 0.99 * straight:
                self.tell_of_short_way(crowd, leg, stops, straight)
            return self.given_way(leg, path), flight
        way_there = Label("one way", "单程") if leg.one_way else Label("out and back", "往返")
        note = Label(
            f"{'-'.join(stops)}, {method}, {way_there}",
            f"{'-'.join(stops)}，{method}，{way_there.get('zh')}",
        )
        value = straight if leg.one_way else 2 * straight
        between = self.bench.made((*path, "from"), value, _KM, basis="published", note=note)
        return ((between, 1),), flight

    def given_way(self, leg: Leg, path: Key) -> tuple[Link, ...]:
        """A way of known length: `distance` counts twice, `return_distance` once."""
        if leg.return_distance is None:
            assert leg.distance is not None
            once: Link = (self.bench.number((*path, "distance"), leg.distance), 1)
            return (once,) if leg.one_way else (once, _BOTH_WAYS)
        spot = (*path, "return_distance")
        if leg.distance is not None:
            self.bench.fault(spot, "'distance' is given too: one of them says it all")
        if leg.one_way:
            self.bench.fault(spot, "it is out and back, while the leg goes one way: "
                             "give 'distance'")  # fmt: skip
        return ((self.bench.number(spot, leg.return_distance), 1),)

    def tell_of_short_way(self, crowd: Crowd, leg: Leg, stops: list[str], straight: float) -> None:
        """A way cannot be shorter than the straight line: half of it may have been given."""
        name, given, line = crowd.label, f"{_one_way_km(leg):,.0f}", "-".join(stops)
        self.bench.notices.add(
            Notice(
                "travel.shorter-than-straight",
                {
                    "group": name.get("en"),
                    "way": line,
                    "given": _one_way_km(leg),
                    "straight": straight,
                },
                f"{name.get('en')}: the distance given, {given} km one way, is shorter than the "
                f"straight line {line}, {straight:,.0f} km",
                f"{name.get('zh')}：所给单程里程{given}公里，短于{line}的直线距离{straight:,.0f}公里",
            )
        )

    def trips(self, crowd: Crowd, trips: Local, path: Key) -> None:
        bench = self.bench
        number = bench.number((*path, "trips_per_day"), trips.trips_per_day)
        length = bench.number((*path, "length"), trips.length)
        kilometres = length.value * length.unit.scale / _KM.scale
        modes: Mapping[str, Amount | None] = trips.modes or {recommended_mode(kilometres): None}
        total = sum(share.value for share in modes.values() if share is not None)
        if trips.modes is not None and abs(total - 1.0) > 1e-9:
            raise CarbonmeetError(f"the shares of the modes sum to {total:.4g}, not to 1")
        tags = {*crowd.tags, "local"} | ({"up-to-5km"} if kilometres <= 5 else set())
        for mode, share in modes.items():
            with bench.at(*path, "modes", mode):
                part = self.part(share, (*path, "modes", mode), (*path, "modes"))
                bench.add_service(
                    f"modes/{mode}",
                    (crowd.people, *self.days(crowd), (number, 1), (length, 1), *part),
                    crowd.span,
                    crowd.label,
                    tags=tags,
                )


def _one_way_km(leg: Leg) -> float:
    """Length of the way there, where the file says it."""
    if leg.distance is not None:
        return leg.distance.value * leg.distance.unit.scale / _KM.scale
    both = leg.return_distance
    return both.value * both.unit.scale / _KM.scale / 2 if both is not None else 0.0


def _in_country(span: Span, country: str) -> Span:
    """Where a way is priced: in the country it is in, if that is not the one of the meeting."""
    abroad = country not in ("", span.region.partition("-")[0])
    return span._replace(region=country) if abroad else span


def _routed(label: Label, stops: list[str]) -> Label:
    """The name of a group with the way it comes: several legs of a group are told apart."""
    if not stops:
        return label
    route = "-".join(stops)
    return Label(*(f"{name} {route}" if name else "" for name in (label.en, label.zh)))


def _shares(shares: list[Amount | None]) -> list[Amount | None] | None:
    """Fill the one share left out, unless it is the whole; None if they cannot sum to 1."""
    open_ = [i for i, share in enumerate(shares) if share is None]
    total = sum(share.value for share in shares if share is not None)
    if not shares:
        return []
    if len(shares) == len(open_) == 1:
        return [None]
    if len(open_) == 1 and total < 1.0:
        assumed = any(share is not None and share.basis == "assumed" for share in shares)
        basis: Basis = "assumed" if assumed else "given"
        rest = Amount(1.0 - total, basis=basis, note="what the other legs leave", share=True)
        return [rest if share is None else share for share in shares]
    if open_ or abs(total - 1.0) > 1e-9:
        return None
    return shares
