"""The people of a meeting: how they come, where they sleep, what they eat, how they get about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Expansion, Key, Span
from carbonmeet.meeting.crowd import Crowd
from carbonmeet.meeting.legs import Legs
from carbonmeet.meeting.shape import Core, Group, Local
from carbonmeet.numbers.number import Link, Number, constant, left_of
from carbonmeet.reading.amount import Amount, Basis
from carbonmeet.travel import recommended_mode
from carbonmeet.travel.routes import refused
from carbonmeet.units import parse_unit

__all__ = ["Crowd", "People"]

_KM, _DAY, _ONE = parse_unit("km"), parse_unit("day"), parse_unit("1")
_ONE_DAY: tuple[Link, ...] = (
    (
        constant(
            "one-day",
            _("one day"),
            1.0,
            _DAY,
            basis="assumed",
            note=_("neither nights nor days are given for those who would take part online"),
        ),
        1,
    ),
)
#: A journey goes there and back.
_BOTH_WAYS: Link = (constant("out-and-back", _("out and back"), 2.0, _ONE), 1)


class People:
    """Writes down the groups of a meeting, and remembers them for what hangs on their number.

    Attributes
    ----------
    crowds : list of Crowd
        The groups written so far.
    """

    def __init__(self, meeting: Core, bench: Expansion) -> None:
        self.meeting, self.bench = meeting, bench
        self.legs = Legs(bench)
        self.crowds: list[Crowd] = []

    def group(self, group: Group, span: Span, path: Key) -> None:
        bench = self.bench
        people = (bench.number((*path, "people"), group.people), 1)
        nights = group.nights and (bench.number((*path, "nights"), group.nights), 1)
        tags = {group.role, f"group:{path[1]}"} | self.meeting.tags_of(group.period)
        tags |= {"resident"} if group.residents else set()
        if group.residents and group.travel:
            said = _(
                "who lives in the city makes no journey to it: leave out 'travel' or 'residents'"
            )
            bench.fault((*path, "travel"), said)
        crowd = Crowd(group, span, path, people, nights or None, frozenset(tags))
        self.crowds.append(crowd)
        self.travel(crowd)
        if group.local is not None:
            spot: Key = (*path, "local")
            listed = (
                bench.entries(spot, group.local)
                if isinstance(group.local, tuple)
                else [(spot, group.local)]
            )
            for spot, trips in listed:
                with bench.at(*spot):
                    self.trips(crowd, trips, spot)
        if group.hotel is not None:
            with bench.at(*path, "hotel"):
                self.hotel(crowd, group.hotel)
        elif group.sharing is not None:
            bench.fault((*path, "sharing"), _("'sharing' needs 'hotel'"))
        for name, number in group.meals.items():
            with bench.at(*path, "meals", name):
                rate = (bench.number((*path, "meals", name), number, "meal / person / day"), 1)
                label = crowd.having(bench.catalogue.service("meals", name).name)
                bench.add_service(
                    f"meals/{name}", (people, *self.days(crowd), rate), span, label, tags=tags
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
            raise CarbonmeetError(_("'nights' is missing: a hotel needs nights"))
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
                spot, _("the shares do not sum to 1: give every leg a share, or all but one")
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
                self.legs.add(crowd, leg, part, path)

    def rest(self, given: Iterable[Number], path: Key) -> Number:
        """The share that the other legs leave."""
        place = (*path, "share")
        note = _("what the other legs leave")
        return left_of(tuple(given), *self.bench.called(place), note=note, place=place)

    def part(self, share: Amount | None, path: Key, whole: Key) -> tuple[Link, ...]:
        """A share of `whole`; nothing where it is all."""
        return () if share is None else ((self.bench.number(path, share, whole=whole), 1),)

    def trips(self, crowd: Crowd, trips: Local, path: Key) -> None:
        bench = self.bench
        number = bench.number((*path, "trips_per_day"), trips.trips_per_day)
        length = bench.number((*path, "length"), trips.length)
        kilometres = length.value * length.unit.scale / _KM.scale
        modes: Mapping[str, Amount | None] = trips.modes or {recommended_mode(kilometres): None}
        total = sum(share.value for share in modes.values() if share is not None)
        if trips.modes is not None and abs(total - 1.0) > 1e-9:
            raise CarbonmeetError(
                _("the shares of the modes sum to {total:.4g}, not to 1", total=total)
            )
        tags = {*crowd.tags, "local"} | ({"up-to-5km"} if kilometres <= 5 else set())
        for mode, share in modes.items():
            with bench.at(*path, "modes", mode):
                too_far = refused(mode, kilometres)
                if too_far:
                    raise CarbonmeetError(too_far)
                part = self.part(share, (*path, "modes", mode), (*path, "modes"))
                bench.add_service(
                    f"modes/{mode}",
                    (crowd.people, *self.days(crowd), (number, 1), (length, 1), *part),
                    crowd.span,
                    crowd.label,
                    tags=tags,
                )


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
