"""Who comes from where: the groups of a meeting, one row for every airport they fly from."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _
from carbonmeet.meeting import MeetingScenario
from carbonmeet.meeting.shape import Group, Leg
from carbonmeet.scenario import Scenario
from carbonmeet.travel.routes import Stop, stop

__all__ = ["LOCAL_KM", "Origin", "meeting_of", "origins_of"]

#: An origin no further than this from the airport of the host is the host's own town.
LOCAL_KM = 50.0


@dataclass(frozen=True, slots=True)
class Origin:
    """People of one group who come from one place in one way.

    Attributes
    ----------
    group : int
        Position of the group in the file.
    start, leg : int
        Positions of the leg that tells where they set out, and of the leg that tells how they
        travel; -1 where they travel nowhere, or as far to everywhere.
    share : float
        Of the group.
    people : float
    place : Stop or None
        Where they set out: an airport for those who fly; None where `leg` is -1.
    airport : str
        The airport there.
    mode, cabin : str
        As the file says.
    attendee : bool
        Whether they could take part online: staff cannot.
    listed : tuple of str
        Period and role of people of a list, who belong to no group; else empty.
    who : Hashable
        Who they are on the list.
    at_home : float
        The part of their nights that is spent in a hotel where they live at the host.
    by_law : bool
        Whether the mode is a law by distance of the scenario's own.
    trips : float
        2 out and back, 1 one way.
    limit_km : float
        Straight distance beyond which they fly whatever else is said, km.
    local_km : float
        Who lives so near does not travel, km.
    """

    group: int
    start: int
    leg: int
    share: float
    people: float
    place: Stop | None = None
    airport: str = ""
    mode: str = ""
    cabin: str = ""
    attendee: bool = True
    listed: tuple[str, ...] = ()
    who: Hashable = None
    at_home: float = 0.0
    by_law: bool = False
    trips: float = 2.0
    limit_km: float = math.inf
    local_km: float = LOCAL_KM

    @property
    def flies(self) -> bool:
        """Whether the file has them fly."""
        return self.mode.startswith("air")


def origins_of(scenario: Scenario, laws: Collection[str] | None = None) -> list[Origin]:
    """Return the people of groups in the periods that would move with the meeting.

    A leg of which the length alone is known, such as 2,600 km by rail, was measured to the present
    host. Its people are taken to set out from the same places as the others of their group, in the
    same proportions, and keep to their mode where it reaches the host.

    Parameters
    ----------
    scenario : Scenario
    laws : collection of str, optional
        Modes that are laws by distance; those of the scenario's own if not given.

    Raises
    ------
    CarbonmeetError
        If the scenario is no meeting.
    """
    content = meeting_of(scenario)
    found: list[Origin] = []
    for at, group in enumerate(content.groups):
        if content.periods[group.period].place is None:
            span = scenario.spans[group.period]
            found += _of_group(at, group, {None, span.airport, span.city})
    if laws is None:
        laws = {own.key for own in content.factors if own.law is not None}
    if laws:
        found = [replace(one, by_law=one.mode in laws) for one in found]
    return found


def meeting_of(scenario: Scenario) -> MeetingScenario:
    """The meeting of a scenario.

    Raises
    ------
    CarbonmeetError
        If the scenario is that of a city.
    """
    if not isinstance(scenario.content, MeetingScenario):
        raise CarbonmeetError(
            _("{name} is no meeting: a city stays where it is", name=scenario.name)
        )
    return scenario.content


def _of_group(at: int, group: Group, home: set[str | None]) -> Iterator[Origin]:
    legs, attendee = group.travel, group.role == "attendee"
    shares = _shares(legs)
    placed = [i for i, leg in enumerate(legs) if leg.from_ is not None and leg.to in home]
    whole = sum(shares[i] for i in placed)
    if not whole:
        yield Origin(at, -1, -1, 1.0, group.people.value, attendee=attendee)
        return
    for start in placed:
        for leg, one in enumerate(legs):
            if leg == start:
                share = shares[leg]
            elif leg in placed:
                continue
            else:
                share = shares[leg] * shares[start] / whole
            if share:
                words, mode = legs[start].from_ or "", one.mode or "rail"
                yield Origin(
                    group=at,
                    start=start,
                    leg=leg,
                    share=share,
                    people=group.people.value * share,
                    place=_stop(words, mode.startswith("air")),
                    airport=_stop(words, True).airport,
                    mode=mode,
                    cabin=one.cabin or "",
                    attendee=attendee,
                    trips=1.0 if one.one_way else 2.0,
                )


@cache
def _stop(words: str, flight: bool) -> Stop:
    return stop(words, flight=flight)


def _shares(legs: Sequence[Leg]) -> list[float]:
    """Shares of the legs as numbers; the one left out takes the rest."""
    given = [leg.share.value if leg.share is not None else None for leg in legs]
    rest = max(0.0, 1.0 - sum(share for share in given if share is not None))
    return [rest if share is None else share for share in given]
