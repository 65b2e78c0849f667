"""What one person of each kind emits at a host, read off lines that the engine expands.

The scenario is copied with one group of one person for every way of life in it, and one for every
kind of journey. Nothing else changes, so halls, fleets and freight come out as they would there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.base.errors import CarbonmeetError, InputError
from carbonmeet.base.notices import Notices
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _, joined
from carbonmeet.bench.expansion import Expansion
from carbonmeet.kernel import compile_model
from carbonmeet.meeting.expand import expand_meeting
from carbonmeet.numbers.activity import SOURCES, Activity
from carbonmeet.numbers.path import Path
from carbonmeet.questions.site.listed import listed_origins
from carbonmeet.questions.site.origins import Origin, meeting_of, origins_of
from carbonmeet.questions.site.ways import Ways
from carbonmeet.travel.flights import haul_names
from carbonmeet.travel.routes import route_km, stop

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.catalogue import Catalogue
    from carbonmeet.questions.site.hosts import Host
    from carbonmeet.scenario import Scenario

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]

__all__ = ["Prices", "Probe"]

_SOURCE = {name: i for i, name in enumerate(SOURCES)}


@dataclass(frozen=True, slots=True)
class Prices:
    """kg at one host; the last axis is the source, in the order of `SOURCES`.

    Attributes
    ----------
    stay : ndarray, shape (kinds, sources)
        One person on site, without journey and bed.
    beds, online : ndarray, shape (kinds,)
        Nights of one person; one person online instead.
    legs : ndarray, shape (variants, kinds of flights, sources)
        One person's journey per km one way.
    also : ndarray, shape (extras, sources)
        What belongs to a journey whatever its length, such as the taxi to the airport.
    fixed, elsewhere : ndarray, shape (sources,)
        What the place costs as such; periods that do not move.
    link : float
        One connection throughout.
    """

    stay: Floats
    beds: Floats
    online: Floats
    legs: Floats
    also: Floats
    fixed: Floats
    elsewhere: Floats
    link: float


class Probe:
    """A meeting of one person of each kind.

    Attributes
    ----------
    scenario : Scenario
        The meeting itself.
    origins : list of Origin
    kinds, extras : list of int, one for every origin
        Which way of life, and what belongs to the journey.
    variants : three lists of int, one for every origin
        Which kind of journey: as the file says, by air, and by rail.
    """

    def __init__(self, scenario: Scenario, catalogue: Catalogue) -> None:
        self.scenario, self.catalogue = scenario, catalogue
        self.laws = scenario.laws(catalogue)
        self.origins = [*origins_of(scenario, self.laws), *listed_origins(scenario, catalogue)]
        if not any(one.airport for one in self.origins):
            raise CarbonmeetError(
                _(
                    "{name}: no journey begins at an airport or a city, so "
                    "none depends on the host: write 'from' in the legs of "
                    "'travel'",
                    name=scenario.name,
                )
            )
        lives, journeys, extras = _Distinct(), _Distinct(), _Distinct()
        raw = scenario.document.data.get("groups", [])
        self.kinds, self.extras = [], []
        self.variants: tuple[list[int], list[int], list[int]] = ([], [], [])
        self._lists = list(dict.fromkeys(one.listed for one in self.origins if one.listed))
        for origin in self.origins:
            group = {"period": origin.listed[0]} if origin.listed else raw[origin.group]
            self.kinds.append(-1 if origin.listed else lives.number(_life(group, origin)))
            self.extras.append(extras.number(_extra(group, origin)))
            self.variants[0].append(journeys.number(_journey(group, origin, origin.mode)))
            self.variants[1].append(journeys.number(_journey(group, origin, "air")))
            rail = "rail" if origin.listed else origin.mode  # only people of a list change to it
            self.variants[2].append(journeys.number(_journey(group, origin, rail)))
        self.kinds = [
            len(lives.seen) + self._lists.index(one.listed) if one.listed else kind
            for one, kind in zip(self.origins, self.kinds, strict=True)
        ]
        self._counts = len(lives.seen), len(journeys.seen), len(extras.seen)
        periods = scenario.content.periods
        self._moving = {name for name, period in periods.items() if period.place is None}
        written = [
            *lives.seen,
            *(one for one in journeys.seen for _ in haul_names()),
            *extras.seen,
        ]
        copies = [{**one, "name": f"person {at}", "people": 1} for at, one in enumerate(written)]
        staying = [one for one in raw if one["period"] not in self._moving]
        changes: dict[Path, object] = {("groups",): [*copies, *staying]}
        self._copy = scenario.replace(changes)

    def journeys(self, ways: Ways) -> Ints:
        """Which kind of journey goes from every origin to every host."""
        own, by_air, by_rail = (np.array(which, np.intp)[:, None] for which in self.variants)
        flies = np.array([one.flies for one in self.origins], bool)[:, None]
        kinds = np.where(flies | ways.by_land, own, by_air)
        return np.where(ways.grounded, by_rail, kinds)

    def examples(
        self, journeys: Ints, ways: Ways, hosts: Sequence[Host], members: Sequence[int]
    ) -> list[tuple[str, str] | None]:
        """Between which places each kind of journey and flight goes to some hosts; None for none.

        Returns
        -------
        list
            One for every kind of journey and of flight, in the order of the groups of the copy.
        """
        flights = len(haul_names())
        codes = (journeys * flights + ways.haul)[:, members].ravel()
        there = np.flatnonzero(ways.away[:, members])
        found, first = np.unique(codes[there], return_index=True)
        ends: list[tuple[str, str] | None] = [None] * (self._counts[1] * flights)
        for code, at in zip(found.tolist(), there[first].tolist(), strict=True):
            origin, host = divmod(at, len(members))
            ends[code] = _between(self.origins[origin], hosts[members[host]])
        return ends

    def prices(self, host: Host, ends: Sequence[tuple[str, str] | None]) -> Prices:
        """Price one person of each kind at a host.

        Parameters
        ----------
        host : Host
        ends : sequence of pairs of str
            As `examples` gives them.

        Raises
        ------
        CarbonmeetError
            If something has no price there.
        """
        lives, journeys, extras = self._counts
        end, kinds = lives + len(ends), lives + len(self._lists)
        table = np.zeros((end + extras + 1, len(SOURCES)))  # the last: nothing belongs to it
        stay, fixed = np.zeros((kinds, len(SOURCES))), np.zeros(len(SOURCES))
        beds, online, elsewhere = np.zeros(kinds), np.zeros(kinds), np.zeros(len(SOURCES))
        for activity, kg in self._lines(host, ends):
            source, at = _SOURCE[activity.source], _group(activity)
            kind = self._kind(activity, at)
            if activity.period not in self._moving:
                elsewhere[source] += 0.0 if activity.dormant else kg
            elif at is None and kind is None:
                fixed[source] += kg
            elif kind is not None:
                kg /= 1.0 if at is not None else activity.amount[0][0].value
                if activity.dormant:
                    online[kind] += kg
                elif activity.service.startswith("lodging/"):
                    beds[kind] += kg
                else:
                    stay[kind, source] += kg
            elif "travel" in activity.tags and at is not None:
                table[at, source] += kg
        legs = table[lives:end] / self._lengths(ends)[:, None]
        return Prices(
            stay=stay,
            beds=beds,
            online=online,
            legs=legs.reshape(journeys, -1, len(SOURCES)),
            also=table[end:],
            fixed=fixed,
            elsewhere=elsewhere,
            link=float(online.max(initial=0.0)),
        )

    def _kind(self, activity: Activity, at: int | None) -> int | None:
        """Which way of life a line is of: that of a group of the copy, or of a list."""
        if at is not None:
            return at if at < self._counts[0] else None
        if "list" not in activity.tags:
            return None
        role = "staff" if "staff" in activity.tags else "attendee"
        return self._counts[0] + self._lists.index((activity.period, role))

    def _lines(
        self, host: Host, ends: Sequence[tuple[str, str] | None]
    ) -> Iterator[tuple[Activity, float]]:
        """The lines of the copy at a host, with their kg, whether dormant or not."""
        spans = {
            name: span._replace(region=host.region, airport=host.airport, city=host.name.get("en"))
            if name in self._moving
            else span
            for name, span in self.scenario.spans.items()
        }
        content, methods = meeting_of(self._copy), self.scenario.methods
        groups, lives = list(content.groups), self._counts[0]
        for at, pair in enumerate(ends, lives):
            leg = groups[at].travel[0]
            travel = (leg.model_copy(update={"from_": pair[0], "to": pair[1]}),) if pair else ()
            groups[at] = groups[at].model_copy(update={"travel": travel})
        bench = Expansion(
            self._copy.document,
            self.catalogue,
            content.prefer,
            methods,
            notices=Notices(),
            anywhere=True,
            laws=self.laws,
        )
        try:
            held = content.model_copy(update={"groups": tuple(groups)})
            activities = expand_meeting(
                held, bench, spans, content.attendees, without_journeys=self._moving
            )
        except InputError as error:
            told = joined(dict.fromkeys(fault.message for fault in error.faults), "; ")
            raise CarbonmeetError(_("{key}: {told}", key=host.key, told=told)) from None
        model = compile_model(activities, catalogue=self.catalogue, methods=methods)
        kg = model.quantities()[0] * model.prices()[0]
        return zip(activities, kg.tolist(), strict=True)

    def _lengths(self, ends: Sequence[tuple[str, str] | None]) -> Floats:
        """km one way of each, in a straight line."""
        method = str(self.scenario.methods["distance"])
        return np.array(
            [
                route_km([stop(one, flight=False) for one in pair], method) if pair else 1.0
                for pair in ends
            ]
        )


def _between(origin: Origin, host: Host) -> tuple[str, str]:
    """Places between which a journey goes: the airports; the points where both have one airport."""
    assert origin.place is not None
    if origin.airport != host.airport:
        return origin.airport, host.airport
    return f"{origin.place.latitude}, {origin.place.longitude}", f"{host.lat}, {host.lon}"


class _Distinct:
    """Different pieces of a file, numbered as they come."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self._numbers: dict[str, int] = {}

    def number(self, piece: dict[str, Any] | None) -> int:
        """The number of a piece; -1 for none."""
        if piece is None:
            return -1
        text = json.dumps(piece, sort_keys=True, default=str)
        if text not in self._numbers:
            self._numbers[text] = len(self.seen)
            self.seen.append(piece)
        return self._numbers[text]


def _life(group: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    """A group but for its name and its number; without a journey that depends on the host."""
    without = {"name", "id", "people"} | ({"travel"} if origin.leg >= 0 else set())
    return {key: value for key, value in group.items() if key not in without}


def _journey(group: Mapping[str, Any], origin: Origin, mode: str) -> dict[str, Any] | None:
    """A way of travelling; by period, whose year decides what it costs."""
    if origin.leg < 0:
        return None
    leg: dict[str, Any] = {"mode": mode, "from": "CDG"}
    if origin.cabin and (mode == "air" if origin.listed else origin.flies):
        leg["cabin"] = origin.cabin
    if not origin.listed and group["travel"][origin.leg].get("one_way"):
        leg["one_way"] = True
    return {"period": group["period"], "days": 1, "travel": [leg]}


def _extra(group: Mapping[str, Any], origin: Origin) -> dict[str, Any] | None:
    """What belongs to a journey whatever its length."""
    if origin.listed or origin.leg < 0:
        return None
    also = group["travel"][origin.leg].get("also")
    if not also:
        return None
    first, *rest = also
    leg = {**first, **({"also": rest} if rest else {})}
    return {"period": group["period"], "days": 1, "travel": [leg]}


def _group(activity: Activity) -> int | None:
    """Which group of the copy a line is of; None for lines of nobody in particular."""
    for tag in activity.tags:
        if tag.startswith("group:"):
            return int(tag.removeprefix("group:"))
    return None
