"""Draws of a meeting that is spread over hubs, or of which a part is online.

Every line of a whole estimate is linear in the people behind it. So the meeting is estimated whole
at each of the hubs, and each line counts there by the part of its people who come to that hub (the
line of online participation: by the part who stay online). All hubs rest on the same draws, so
that an input that they share, or share with the present host, is too high in all of them or none.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.record import dataclass
from carbonmeet.draws import draw
from carbonmeet.draws.draws import BLOCK, blocks_of, each_block
from carbonmeet.draws.pairing import change
from carbonmeet.draws.ranges import Range
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.people.roll import Traveller
from carbonmeet.pricing.workings import work_out
from carbonmeet.questions.site.moved import held_at
from carbonmeet.questions.site.origins import Origin, meeting_of
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.bench.turnout import Turnout
    from carbonmeet.draws import Uncertainty
    from carbonmeet.numbers.activity import Activity
    from carbonmeet.questions.site.sites import Sites

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["Parts", "Spread", "group_of", "leg_of"]


@dataclass(frozen=True, eq=False)
class Spread:
    """What a spread meeting emits: at the central values, and in every draw.

    Attributes
    ----------
    kg : float
    central : ndarray, shape (sources,)
        t CO2e, in the order of `SOURCES`.
    draws : ndarray, shape (sources, draws)
        t CO2e.
    """

    kg: float
    central: Floats
    draws: Floats

    @property
    def total(self) -> Range:
        """Of the whole."""
        return Range.of(self.draws.sum(axis=0), self.kg / KG_PER_T)

    def more_than(self, other: Spread) -> tuple[Range, float]:
        """What it has more than another, draw by draw, and the probability that it has less."""
        size = float(np.abs(self.draws.sum(axis=0)).max())
        more = change(other.draws.sum(axis=0), self.draws.sum(axis=0), size)
        value = change(other.kg / KG_PER_T, self.kg / KG_PER_T)
        better = float(np.mean(more < 0) + 0.5 * np.mean(more == 0))
        return Range.of(more, float(value)), better

    def by_source(self, less: Spread | None = None) -> dict[str, Range]:
        """Ranges by source; of the difference to another where one is given."""
        found = {}
        for row, name in enumerate(SOURCES):
            mine, middle = self.draws[row], self.central[row]
            if less is not None:
                mine = change(less.draws[row], mine)
                middle = change(less.central[row], middle)
            if mine.any() or middle:
                found[name] = Range.of(mine, float(middle))
        return found


class Parts:
    """The meeting at each host, drawn once, from which spread meetings are put together."""

    def __init__(self, found: Sites, draws: int, seed: int) -> None:
        self.found, self.count, self.seed = found, draws, seed
        self._held: dict[int, tuple[Uncertainty, Sequence[Turnout]]] = {}

    def spread(self, goes_to: NDArray[np.intp], online: Floats, extra: float = 0.0) -> Spread:
        """The meeting with everybody where they go, or online.

        Parameters
        ----------
        goes_to : ndarray of int, shape (origins,)
            Position of the host.
        online : ndarray, shape (origins,)
            People online in place of coming.
        extra : float
            kg that are the same in every draw: links and what hubs cost as such.
        """
        objective = self.found.objective
        people = objective.people
        held = {host: self._drawn(host) for host in np.unique(goes_to).tolist()}
        central = np.zeros(len(SOURCES))
        drawn = np.zeros((len(SOURCES), blocks_of(self.count) * BLOCK))
        for first, (host, (sure, turnouts)) in enumerate(held.items()):
            here = goes_to == host
            roll = _Roll(
                objective.origins,
                people,
                np.where(here, people - online, 0.0),
                np.where(here, online, 0.0),
                self._moving,
                turnouts,
            )
            lines = sure.trial.model.lines
            weights = [0.0 if one.born else roll.weight(one.activity, not first) for one in lines]
            table = _by_source([one.activity for one in lines], weights)
            central += _kg(sure, sure.trial.values[:, None], table)[:, 0]
            _add(sure, table, drawn)
        central[_DIGITAL] += extra / KG_PER_T
        drawn[_DIGITAL] += extra / KG_PER_T
        return Spread(float(central.sum()) * KG_PER_T, central, drawn[:, : self.count])

    @property
    def _moving(self) -> frozenset[str]:
        periods = meeting_of(self.found.workings.scenario).periods
        return frozenset(name for name, period in periods.items() if period.place is None)

    def _drawn(self, host: int) -> tuple[Uncertainty, Sequence[Turnout]]:
        if host not in self._held:
            found = self.found
            scenario = held_at(
                found.workings.scenario, found.objective.hosts[host], found.ground_km
            )
            result = work_out(scenario, found.shipped)
            self._held[host] = draw(result, self.count, self.seed), result.turnouts
        return self._held[host]


_ROW: Mapping[str, int] = {name: row for row, name in enumerate(SOURCES)}
_DIGITAL = _ROW["digital"]


class _Roll:
    """Who of every group and leg is on site at a host, and who is online: shares of its people."""

    def __init__(
        self,
        origins: Sequence[Origin],
        people: Floats,
        on_site: Floats,
        online: Floats,
        moving: frozenset[str],
        turnouts: Sequence[Turnout],
    ) -> None:
        self._people, self._on_site, self._online, self._moving = people, on_site, online, moving
        self._members: dict[object, list[int]] = {}
        legs: dict[int, int] = {}
        for i, one in enumerate(origins):
            group: object = one.listed or one.group
            self._members.setdefault(group, []).append(i)
            if one.who is not None:
                self._members.setdefault(_known_as(one.who), []).append(i)
            if not one.listed and one.place is not None:
                leg = legs[one.group] = legs.get(one.group, -1) + 1
                self._members[one.group, leg] = [i]
        self._ways = {
            path: parts
            for one in turnouts
            for path, parts in one.spreads.items()
            if path[3] == "travel"
        }

    def weight(self, line: Activity, first: bool) -> float:
        """The part of a line that counts at the host.

        `first` of the hosts has the periods that stay where they are.
        """
        if line.period not in self._moving:
            return float(first and not line.dormant)
        who = _who(line)
        if who is None:
            everybody = slice(None)
            return self._share(everybody, self._on_site + self._online)
        members = self._members.get(who, [])
        if line.dormant:
            return self._share(members, self._online)
        if "travel" in line.tags:
            if isinstance(who, int):
                leg = leg_of(line)
                members = self._members.get((who, leg), members)
            else:
                return self._part_of_ways(line)
        return self._share(members, self._on_site)

    def _part_of_ways(self, line: Activity) -> float:
        """The part of the journeys of a list, each of its own length, that leads to the host."""
        path = next(number.place for number, _ in line.amount if number.place in self._ways)
        parts = [
            (part.heads * part.weight, self._members[_known_as(part.who)])
            for part in self._ways[path]
        ]
        whole = math.fsum(size for size, _ in parts)
        return math.fsum(size * self._share(who, self._on_site) for size, who in parts) / whole

    def _share(self, members: list[int] | slice, counted: Floats) -> float:
        every = float(self._people[members].sum())
        return float(counted[members].sum()) / every if every else 0.0


def _known_as(who: Hashable) -> Hashable:
    """Somebody on a list without the length of a way, which is that to the present host."""
    return who._replace(km=None) if isinstance(who, Traveller) else who


def _who(line: Activity) -> int | tuple[str, str] | None:
    """The group that a line is of, or the period and role of a list; None for no people."""
    group = group_of(line)
    if group is None and "list" in line.tags:
        return line.period, "staff" if "staff" in line.tags else "attendee"
    return group


def group_of(line: Activity) -> int | None:
    """The group that a line is of."""
    tags = (one for one in line.tags if one.startswith("group:"))
    return next((int(one.removeprefix("group:")) for one in tags), None)


def leg_of(line: Activity) -> int | None:
    """The leg of a group that a line is of."""
    for number, _power in line.amount:
        path = number.path
        if len(path) > 3 and path[0] == "groups" and path[2] == "travel":
            return int(path[3])
    return None


def _by_source(lines: Sequence[Activity], weights: Sequence[float]) -> Floats:
    """Weights of the lines in the sum of each source, for tonnes."""
    table = np.zeros((len(SOURCES), len(lines)))
    for column, (line, weight) in enumerate(zip(lines, weights, strict=True)):
        table[_ROW[line.source], column] = weight / KG_PER_T
    return table


def _kg(sure: Uncertainty, everything: Floats, table: Floats) -> Floats:
    """Sums of the lines at values of all inputs; the line of who is online among them."""
    trial = sure.trial
    x = trial.model_inputs(everything)
    return np.asarray(table @ (trial.model.quantities(x) * trial.model.prices(x)).T)


def _add(sure: Uncertainty, table: Floats, drawn: Floats) -> None:
    """Add the sums in every draw: the same draws as those of the estimate, taken again."""
    place = sure.trial.place(sure.plan)

    def work(here: slice, values: Floats) -> None:
        drawn[:, here] += _kg(sure, sure.trial.filled(values, place), table)

    each_block(sure.plan, work, blocks=blocks_of(sure.count))
