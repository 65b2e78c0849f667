"""How the people of a list come: by what, how far, and what of that cannot be."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from carbonmeet.base.record import NamedTuple
from carbonmeet.bench.expansion import Expansion, Span
from carbonmeet.meeting.legs import Legs
from carbonmeet.meeting.listed import Attendees
from carbonmeet.reading.amount import Amount
from carbonmeet.travel import Place, journey
from carbonmeet.travel.gateways import same_airport
from carbonmeet.travel.routes import Stop, at_place, inland, refused, route_km, seas, stop
from carbonmeet.units import parse_unit

if TYPE_CHECKING:
    from carbonmeet.people.roll import Traveller

__all__ = ["Journey", "ListedWays", "Way", "in_km", "straight_km"]

_KM = parse_unit("km")
#: So many days by rail are more than people usually travel to a meeting.
_FAR_DAYS = 3
_HERE_KM = 50.0


class Way(NamedTuple):
    """Journeys that one chain, or one law by distance, prices."""

    service: str
    country: str
    tag: str
    mode: str


class Journey(NamedTuple):
    """How somebody comes: kilometres one way; kg CO2e one way, where a law says them."""

    way: Way
    km: float
    kg: float | None = None


class ListedWays:
    """Finds how people come, and counts who cannot come as the list says.

    Attributes
    ----------
    flown : Counter
        Modes that do not go there, counted as flights.
    grounded : float
        People who would fly from the airport of the meeting; they come by rail.
    stuck : dict of str to float
        Why people cannot come → how many.
    far : float
        People who come over land from very far.
    inland : float
        People who come by ferry where one end of the way is far from the sea.
    edges : dict of (str, float) to float
        Law and an edge of it → people whose way is so near that a little more counts otherwise.
    """

    def __init__(self, block: Attendees, bench: Expansion) -> None:
        self.block, self.bench, self.legs = block, bench, Legs(bench)
        self.flown: Counter[str] = Counter()
        self.grounded = 0.0
        self.stuck: dict[str, float] = {}
        self.far = 0.0
        self.inland = 0.0
        self.edges: dict[tuple[str, float], float] = {}
        self.method = str(bench.methods.get("distance", "wgs84"))

    def journey(
        self, one: Traveller, place: Place, span: Span, heads: float = 1.0
    ) -> Journey | Literal["?"] | None:
        """How somebody comes; None for who lives there, ``?`` where nobody says by what."""
        home = self.legs.home(span, flight=False)
        line = one.km if one.km is not None else straight_km(place, home)
        mode = one.mode or self.block.defaults.mode or self.by_distance(place, home, line)
        if mode == "local" or line <= self.here:
            return None
        if mode is None:
            return "?"
        if mode in self.bench.laws:
            return self.by_law(one, mode, [at_place(place), *self.gates(one), home], heads)
        if mode == "air":
            return self.flight(one, place, span, heads)
        ends = [at_place(place), home]
        wrong = refused(mode, line) or seas(mode, ends)[0]
        if wrong and self.block.impossible == "air":
            self.flown[mode] += 1
            return self.flight(one, place, span, heads)
        if wrong:
            self.stuck[wrong] = self.stuck.get(wrong, 0.0) + heads
            return None
        if line > self.far_km:
            self.far += heads
        if inland(mode, ends):
            self.inland += heads
        return self.over_land(one, mode, ends)

    def over_land(self, one: Traveller, mode: str, ends: list[Stop]) -> Journey:
        """A way from place to place."""
        place, home = ends
        country = place.country if place.country == home.country else ""
        km = one.km if one.km is not None else route_km(ends, self.method)
        # a length that is given is that of the way: no detour comes on top
        return Journey(Way(f"modes/{mode}", country, "", "" if one.km is not None else mode), km)

    def flight(self, one: Traveller, place: Place, span: Span, heads: float = 1.0) -> Journey:
        """A flight from the airport that serves a place; by rail where the meeting is at that."""
        home = self.legs.home(span, flight=True)
        stops = _without_doubles([self.gate(place), *self.gates(one), home])
        if len(stops) < 2:
            self.grounded += heads
            return self.over_land(
                one, "rail", [at_place(place), self.legs.home(span, flight=False)]
            )
        flight = journey([gate.airport for gate in stops])
        cabin = one.cabin or self.block.defaults.cabin
        service = self.legs.flown(flight.haul, cabin)
        tag = "domestic" if service.split(".")[1] == "domestic" else "international"
        km = one.km if one.km is not None else route_km(stops, self.method)
        return Journey(Way(service, flight.country, tag, ""), km)

    def by_law(self, one: Traveller, mode: str, stops: list[Stop], heads: float) -> Journey:
        """A way priced by a law of the scenario's own, every stretch by itself."""
        law = self.bench.laws[mode]
        found = [route_km([*pair], self.method) for pair in pairwise(stops)]
        stretches = [one.km] if one.km is not None else found
        for km in stretches:
            edge = law.edge(km)
            if edge is not None:
                self.edges[mode, edge] = self.edges.get((mode, edge), 0.0) + heads
        way = Way(f"modes/{mode}", "", "", mode)
        return Journey(way, sum(stretches), law.journey(stretches))

    @property
    def far_km(self) -> float:
        """Beyond this a way over land is asked about, km."""
        return _FAR_DAYS * self._day_by_rail

    @cached_property
    def _day_by_rail(self) -> float:
        """Straight kilometres of a day by rail."""
        return self.bench.catalogue.find("rail.day-reach").value

    @property
    def here(self) -> float:
        """Who lives so near has no journey, km."""
        near = self.block.residents_within
        return _HERE_KM if near is None else in_km(near)

    def by_distance(self, place: Place, home: Stop, line: float) -> str | None:
        """Rail below a length where it can go, else air; None where no length is given."""
        if self.block.train_below is None:
            return None
        below = line < in_km(self.block.train_below)
        return "rail" if below and not seas("rail", [at_place(place), home])[0] else "air"

    def gate(self, place: Place) -> Stop:
        """The airport that serves a place."""
        return stop(place.airport or f"{place.latitude}, {place.longitude}", flight=True)

    def gates(self, one: Traveller) -> list[Stop]:
        """Airports on the way, as the list says them."""
        return [stop(word.strip(), flight=True) for word in one.stops.split(";") if word.strip()]


def _without_doubles(stops: list[Stop]) -> list[Stop]:
    """Airports in turn; who names the first or the last among the stops changes there no planes."""
    found = stops[:1]
    for one in stops[1:]:
        if not same_airport(found[-1].airport, one.airport):
            found.append(one)
    return found


def in_km(amount: Amount) -> float:
    """A length as a number of kilometres."""
    return amount.value * amount.unit.scale / _KM.scale


def straight_km(place: Place, home: Stop) -> float:
    """Between a place and that of the meeting, as a straight line on a sphere."""
    if (place.latitude, place.longitude) == (home.latitude, home.longitude):
        return 0.0
    return route_km([at_place(place), home], "sphere")
