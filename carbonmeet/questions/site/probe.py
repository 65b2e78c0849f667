"""What one person of each kind emits at a host, read off lines that the engine expands.

The scenario is copied with one group of one person for every way of life in it, and one for every
kind of journey. Nothing else changes, so halls, fleets and freight come out as they would there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.activity import SOURCES, Activity
from carbonmeet.errors import CarbonmeetError, InputError
from carbonmeet.expansion import Expansion
from carbonmeet.model import compile_model
from carbonmeet.notices import Notices
from carbonmeet.numbers.path import Path
from carbonmeet.questions.site.origins import Origin, meeting_of, origins_of
from carbonmeet.travel import air_distance_km
from carbonmeet.travel.flights import haul_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.catalogue import Catalogue
    from carbonmeet.questions.site.hosts import Host
    from carbonmeet.scenario import Scenario

    Floats: TypeAlias = NDArray[np.float64]

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
    variants : pair of lists of int, one for every origin
        Which kind of journey: as the file says, and by air.
    """

    def __init__(self, scenario: Scenario, catalogue: Catalogue) -> None:
        self.scenario, self.catalogue = scenario, catalogue
        self.origins = origins_of(scenario)
        lives, journeys, extras = _Distinct(), _Distinct(), _Distinct()
        raw = scenario.document.data.get("groups", [])
        self.kinds, self.extras = [], []
        self.variants: tuple[list[int], list[int]] = ([], [])
        for origin in self.origins:
            group = raw[origin.group]
            self.kinds.append(lives.number(_life(group, origin)))
            self.extras.append(extras.number(_extra(group, origin)))
            self.variants[0].append(journeys.number(_journey(group, origin, origin.mode)))
            self.variants[1].append(journeys.number(_journey(group, origin, "air")))
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

    def prices(self, host: Host, flights: Sequence[tuple[str, str] | None]) -> Prices:
        """Price one person of each kind at a host.

        Parameters
        ----------
        host : Host
        flights : sequence of pairs of str
            Airports between which each kind of flight goes; None where no journey is of the kind.

        Raises
        ------
        CarbonmeetError
            If something has no price there.
        """
        lives, journeys, extras = self._counts
        end = lives + len(flights) * journeys
        table = np.zeros((end + extras + 1, len(SOURCES)))  # the last: nothing belongs to it
        beds, online = np.zeros(lives), np.zeros(lives)
        fixed, elsewhere = np.zeros(len(SOURCES)), np.zeros(len(SOURCES))
        for activity, kg in self._lines(host, flights):
            source, at = _SOURCE[activity.source], _group(activity)
            if activity.period not in self._moving:
                elsewhere[source] += 0.0 if activity.dormant else kg
            elif at is None:
                fixed[source] += kg
            elif activity.dormant:
                if at < lives:
                    online[at] += kg
            elif at < lives and activity.service.startswith("lodging/"):
                beds[at] += kg
            elif at < lives or "travel" in activity.tags:
                table[at, source] += kg
        legs = table[lives:end].reshape(journeys, len(flights), len(SOURCES))
        return Prices(
            stay=table[:lives],
            beds=beds,
            online=online,
            legs=legs / self._lengths(flights)[None, :, None],
            also=table[end:],
            fixed=fixed,
            elsewhere=elsewhere,
            link=float(online.max(initial=0.0)),
        )

    def _lines(
        self, host: Host, flights: Sequence[tuple[str, str] | None]
    ) -> Iterator[tuple[Activity, float]]:
        """The lines of the copy at a host, with their kg, whether dormant or not."""
        spans = {
            name: span._replace(region=host.region, airport=host.airport)
            if name in self._moving
            else span
            for name, span in self.scenario.spans.items()
        }
        content, methods = meeting_of(self._copy), self.scenario.methods
        groups = list(content.groups)
        lives, journeys, _ = self._counts
        for at in range(lives, lives + journeys * len(flights)):
            ends = flights[(at - lives) % len(flights)]
            leg = groups[at].travel[0]
            travel = [leg.model_copy(update={"from_": ends[0], "to": ends[1]})] if ends else []
            groups[at] = groups[at].model_copy(update={"travel": travel})
        bench = Expansion(
            self._copy.document, self.catalogue, content.prefer, methods, notices=Notices()
        )
        try:
            activities = content.model_copy(update={"groups": groups}).expand(bench, spans)
        except InputError as error:
            told = "; ".join(dict.fromkeys(fault.message for fault in error.faults))
            raise CarbonmeetError(f"{host.key}: {told}") from None
        model = compile_model(activities, catalogue=self.catalogue, methods=methods)
        kg = model.quantities()[0] * model.prices()[0]
        return zip(activities, kg.tolist(), strict=True)

    def _lengths(self, flights: Sequence[tuple[str, str] | None]) -> Floats:
        """km one way of each."""
        method = str(self.scenario.methods["distance"])
        return np.array([air_distance_km(*ends, method) if ends else 1.0 for ends in flights])


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
    if origin.flies and origin.cabin:
        leg["cabin"] = origin.cabin
    if group["travel"][origin.leg].get("one_way"):
        leg["one_way"] = True
    return {"period": group["period"], "days": 1, "travel": [leg]}


def _extra(group: Mapping[str, Any], origin: Origin) -> dict[str, Any] | None:
    """What belongs to a journey whatever its length."""
    also = group["travel"][origin.leg].get("also") if origin.leg >= 0 else None
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
