"""The legs of a journey: by what, from where, how far, and over which detour."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Label, _, joined
from carbonmeet.bench.expansion import Expansion, Key, Span
from carbonmeet.meeting.byrail import by_rail
from carbonmeet.meeting.shape import Leg
from carbonmeet.numbers.number import Link, constant
from carbonmeet.travel import Flight, journey, recommended_mode
from carbonmeet.travel.countries import areas
from carbonmeet.travel.places import find_place
from carbonmeet.travel.routes import (
    Stop,
    at_place,
    detour,
    inland,
    reach,
    refused,
    route_km,
    seas,
    stop,
)
from carbonmeet.units import parse_unit

if TYPE_CHECKING:
    from carbonmeet.meeting.crowd import Crowd

__all__ = ["Legs"]

_KM, _ONE = parse_unit("km"), parse_unit("1")
#: A journey goes there and back.
_BOTH_WAYS: Link = (constant("out-and-back", _("out and back"), 2.0, _ONE), 1)
#: The city of a meeting is that of its airport if it is no further away, km.
_OF_THE_AIRPORT_KM = 100


class Legs:
    """Writes down the legs that groups travel."""

    def __init__(self, bench: Expansion) -> None:
        self.bench = bench

    def add(self, crowd: Crowd, leg: Leg, part: tuple[Link, ...], path: Key) -> None:
        """One leg, and those that belong to it, for the part of the crowd that travels so."""
        stops = self.stops(crowd.span, leg)
        mode = self.mode(leg, stops, path)
        way = self.way(crowd, leg, mode, stops, path)
        self.check(leg, path)
        service, tags = f"modes/{mode}", {*crowd.tags, "travel"}
        country = _country(stops)
        if mode in self.bench.laws:
            self.by_law(crowd, leg, mode, stops, (crowd.people, *way, *part))
            self.further(crowd, leg, part, path)
            return
        if mode == "air":
            flight = journey([one.airport for one in stops]) if stops else Flight("domestic")
            service, country = self.flown(flight.haul, leg.cabin), flight.country
        if service.startswith("modes/air."):
            tags.add("domestic" if service.split(".")[1] == "domestic" else "international")
        label = leg.label or _routed(crowd.label, stops)
        span = _in_country(crowd.span, country)
        known = by_rail(self.bench, crowd.span, way, leg) if "domestic" in tags else {}
        self.bench.add_service(
            service, (crowd.people, *way, *part), span, label, tags=tags, known=known
        )
        self.further(crowd, leg, part, path)

    def further(self, crowd: Crowd, leg: Leg, part: tuple[Link, ...], path: Key) -> None:
        """The legs that belong to the same journey."""
        for spot, further in self.bench.entries((*path, "also"), leg.also):
            with self.bench.at(*spot):
                if further.share is not None or further.also:
                    raise CarbonmeetError(_("a leg under 'also' has no 'share' and no 'also'"))
                self.add(crowd, further, part, spot)

    def by_law(
        self, crowd: Crowd, leg: Leg, mode: str, stops: list[Stop], amount: tuple[Link, ...]
    ) -> None:
        """A line priced by a law of the scenario's own: of every stretch of the way by itself."""
        law, method = self.bench.laws[mode], str(self.bench.methods.get("distance", "wgs84"))
        given = leg.distance is not None or leg.return_distance is not None
        stretches = (
            [_one_way_km(leg)] if given else [route_km([*p], method) for p in pairwise(stops)]
        )
        km = sum(stretches)
        for one in stretches:
            edge = law.edge(one)
            if edge is not None:
                self.bench.notices.add(_near_the_edge(crowd.label, mode, one, edge))
        self.bench.add_by_law(
            mode,
            amount,
            crowd.span,
            leg.label or _routed(crowd.label, stops),
            (mode, " + ".join(f"{one:.3f} km" for one in stretches)),
            law.journey(stretches) / km,
            _("{mode}, {km:,.0f} km one way", mode=mode, km=km),
            {*crowd.tags, "travel"},
        )

    def stops(self, span: Span, leg: Leg) -> list[Stop]:
        """Where the leg stops on the way there; nowhere for one of known distance alone."""
        flight = leg.mode == "air" or (leg.mode or "").startswith("air.")
        words = [] if leg.from_ is None else [leg.from_, *leg.via, *([leg.to] if leg.to else [])]
        found = [stop(word, flight=flight) for word in words]
        if found and leg.to is None:
            found.append(self.home(span, flight=flight or all(one.airport for one in found)))
        for one in found:
            if one.told is not None:
                args = {"code": one.written, "successor": one.airport}
                told = Notice("airport.retired", args, one.told)
                self.bench.notices.add(told)
            if one.read is not None:
                self.bench.notices.read(one.read)
        return found

    @staticmethod
    def home(span: Span, *, flight: bool) -> Stop:
        """Where the period is held: its airport for flights, else its city if that is known."""
        if not span.airport:
            raise CarbonmeetError(
                _("'to' is missing, and the place of the period names no airport")
            )
        gate = stop(span.airport, flight=True)
        if flight or not span.city:
            return gate
        found = find_place(span.city, areas(gate.country) | areas(span.region[:2])).place
        if found is None:
            return gate
        city = at_place(found)
        return city if route_km([city, gate], "sphere") <= _OF_THE_AIRPORT_KM else gate

    def mode(self, leg: Leg, stops: list[Stop], path: Key) -> str:
        """By what a leg goes: as said, or by the distance rule within a city.

        Raises
        ------
        CarbonmeetError
            If nothing is said and the way is none within a city.
        """
        if leg.mode == "":
            raise CarbonmeetError(_("'mode' is empty: say by what, such as rail or air"))
        if leg.mode is not None:
            return leg.mode
        if stops:
            raise CarbonmeetError(
                _(
                    "'mode' is missing: the distance rule is for ways of "
                    "known distance, not for those between places"
                )
            )
        best = recommended_mode(_one_way_km(leg))
        if refused(best, _one_way_km(leg)):
            far, most = (
                _("{one_way_km:,.0f} km", one_way_km=_one_way_km(leg)),
                _("{reach_km:,.0f} km", reach_km=reach()[best].reach_km),
            )
            raise CarbonmeetError(
                _(
                    "'mode' is missing: the distance rule is for a city, "
                    "up to {most}, not for {far} one way",
                    most=most,
                    far=far,
                )
            )
        return best

    def check(self, leg: Leg, path: Key) -> None:
        """Refuse what would be left unread."""
        if leg.mode == "air" and leg.from_ is None:
            self.bench.fault(
                path,
                _(
                    "a flight needs 'from': its distance does not tell "
                    "whether it is domestic; or give a mode such as "
                    "air.international.economy"
                ),
            )
        if leg.from_ is None and (leg.to is not None or leg.via):
            name = "to" if leg.to is not None else "via"
            self.bench.fault((*path, name), _("'{name}' is given without 'from'", name=name))
        if leg.cabin is not None and leg.mode != "air":
            self.bench.fault((*path, "cabin"), _("only a leg by air has a cabin"))

    def flown(self, haul: str, cabin: str | None) -> str:
        """The service of a flight; a cabin that the haul does not know counts as on any flight."""
        named, anywhere = (
            f"modes/air.{kind}.{cabin or 'economy'}" for kind in (haul, "international")
        )
        known = self.bench.catalogue.services
        return anywhere if named not in known and anywhere in known else named

    def way(
        self, crowd: Crowd, leg: Leg, mode: str, stops: list[Stop], path: Key
    ) -> tuple[Link, ...]:
        """The way of a person, out and back."""
        given = leg.distance is not None or leg.return_distance is not None
        if not stops and not given:
            raise CarbonmeetError(_("a leg needs 'from' (a city or an airport) or 'distance'"))
        method = str(self.bench.methods.get("distance", "wgs84"))
        straight = route_km(stops, method) if stops else 0.0
        self.passable(mode, _one_way_km(leg) if given else straight, stops, path)
        if given:
            if _one_way_km(leg) < 0.99 * straight:
                self.tell_of_short_way(crowd, leg, stops, straight)
            return self.given_way(leg, path)
        both = _("one way") if leg.one_way else _("out and back")
        line = joined((one.called for one in stops), "-")
        note = _("{line}, {method}, {both}", line=line, method=method, both=both)
        value = straight if leg.one_way else 2 * straight
        between = self.bench.made((*path, "from"), value, _KM, basis="published", note=note)
        return ((between, 1), *self.detour(mode, crowd.span))

    def detour(self, mode: str, span: Span) -> tuple[Link, ...]:
        """What makes a way over land or sea longer than the straight line."""
        key = detour(mode)
        return ((self.bench.parameter(key, span), 1),) if key else ()

    def passable(self, mode: str, km: float, stops: list[Stop], path: Key) -> None:
        """Refuse a mode where it does not go; tell where it can only with a ferry."""
        if self.bench.anywhere:
            return
        too_far = refused(mode, km)
        if too_far:
            self.bench.fault((*path, "mode"), too_far)
            return
        fault, notice = seas(mode, stops)
        if fault:
            self.bench.fault((*path, "mode"), fault)
        if notice is not None:
            args = {"stops": [one.name for one in stops], "mode": mode}
            self.bench.notices.add(Notice("travel.sea-between", args, notice))
        far = inland(mode, stops)
        if far:
            self.bench.notices.add(_far_from_the_sea(far))

    def given_way(self, leg: Leg, path: Key) -> tuple[Link, ...]:
        """A way of known length: `distance` counts twice, `return_distance` once."""
        if leg.return_distance is None:
            assert leg.distance is not None
            once: Link = (self.bench.number((*path, "distance"), leg.distance), 1)
            return (once,) if leg.one_way else (once, _BOTH_WAYS)
        spot = (*path, "return_distance")
        if leg.distance is not None:
            self.bench.fault(spot, _("'distance' is given too: one of them says it all"))
        if leg.one_way:
            self.bench.fault(
                spot, _("it is out and back, while the leg goes one way: give 'distance'")
            )
        return ((self.bench.number(spot, leg.return_distance), 1),)

    def tell_of_short_way(self, crowd: Crowd, leg: Leg, stops: list[Stop], straight: float) -> None:
        """A way cannot be shorter than the straight line: half of it may have been given."""
        name, given = crowd.label, _one_way_km(leg)
        line = joined((one.called for one in stops), "-")
        self.bench.notices.add(
            Notice(
                "travel.shorter-than-straight",
                {
                    "group": name.get("en"),
                    "way": str(line),
                    "given": given,
                    "straight": straight,
                },
                _(
                    "{name}: the distance given, {given:,.0f} km one way, is "
                    "shorter than the straight line {line}, {straight:,.0f} km",
                    name=name,
                    given=given,
                    line=line,
                    straight=straight,
                ),
            )
        )


def _one_way_km(leg: Leg) -> float:
    """Length of the way there, where the file says it."""
    if leg.distance is not None:
        return leg.distance.value * leg.distance.unit.scale / _KM.scale
    both = leg.return_distance
    return both.value * both.unit.scale / _KM.scale / 2 if both is not None else 0.0


def _near_the_edge(name: Label, mode: str, km: float, edge: float) -> Notice:
    """A little more or less of a way, and the law would say something else."""
    return Notice(
        "law.edge",
        {"mode": mode, "km": km, "edge": edge},
        _(
            "{name}: {km:,.0f} km is near the edge of '{mode}' at {edge:,.0f} km",
            name=name,
            km=km,
            mode=mode,
            edge=edge,
        ),
    )


def _far_from_the_sea(far: dict[Stop, float]) -> Notice:
    """A ferry to a place without a sea: a slip, or one whose factor is another's."""
    places = [
        _("{place} ({km:,.0f} km from the sea)", place=one.called, km=km) for one, km in far.items()
    ]
    return Notice(
        "travel.far-from-the-sea",
        {"places": {one.name: km for one, km in far.items()}},
        _(
            "a ferry reaches {places} by river or lake only, and counts by the factor of "
            "ferries at sea",
            places=joined(places, " and "),
        ),
    )


def _country(stops: list[Stop]) -> str:
    """The country that a way does not leave; empty if it does, or none is known."""
    lands = {one.country for one in stops}
    return lands.pop() if len(lands) == 1 else ""


def _in_country(span: Span, country: str) -> Span:
    """Where a way is priced: in the country it is in, if that is not the one of the meeting."""
    abroad = country not in ("", span.region.partition("-")[0])
    return span._replace(region=country) if abroad else span


def _routed(label: Label, stops: list[Stop]) -> Label:
    """The name of a group with the way it comes: several legs of a group are told apart."""
    if not stops:
        return label
    route = joined((one.called for one in stops), "-")
    return _("{name} {route}", name=label, route=route) if label.get("en") else label
