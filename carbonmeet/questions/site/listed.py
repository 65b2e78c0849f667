"""The people of a list as origins: one row for every place and way of coming.

The list says where people come from apart from how they stay, so everyone of a period and role
stays as the mean of them does. Who says no way of coming has the one that suits the distance, where
the scenario names a distance for that.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import Any

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Expansion
from carbonmeet.catalogue import Catalogue
from carbonmeet.meeting.attendees import AttendeeList
from carbonmeet.meeting.listed_ways import in_km
from carbonmeet.meeting.people import People
from carbonmeet.people.roll import Guest, Roll, Traveller
from carbonmeet.questions.site.origins import Origin, meeting_of
from carbonmeet.scenario import Scenario
from carbonmeet.travel import Place
from carbonmeet.travel.routes import at_place, stop

__all__ = ["listed_origins"]


def listed_origins(scenario: Scenario, catalogue: Catalogue) -> list[Origin]:
    """Return the people of the list of a scenario, in the periods that would move; none without.

    People whose place is not settled come as the others of their period and role do.
    """
    content = meeting_of(scenario)
    if content.attendees is None:
        return []
    if not content.attendees.table:
        raise CarbonmeetError(
            _("the list is here as sums, which do not say where people set out from")
        )
    laws = scenario.laws(catalogue)
    bench = Expansion(
        scenario.document, catalogue, content.prefer, scenario.methods, scenario.spans, laws=laws
    )
    people = People(content, bench)
    reader = AttendeeList(content.attendees, bench, scenario.spans, people)
    roll = reader.read()
    counted: dict[tuple[str, str], float] = {}
    settled: dict[tuple[str, str], float] = {}
    for one, heads in roll.travellers.items():
        who = _who(reader, one)
        counted[who] = counted.get(who, 0.0) + heads
        if one.match.place is not None:
            settled[who] = settled.get(who, 0.0) + heads
    at_home = _nights_at_home(reader, roll)
    found = []
    for one, heads in roll.travellers.items():
        who = _who(reader, one)
        if one.match.place is None or content.periods[who[0]].place is not None:
            continue
        known = reader.who(one.role, one.period)
        come = heads * reader.heads(known, counted[who]).value / settled[who]
        beds = at_home.get(who, 1.0)
        found.append(replace(_origin(reader, one, one.match.place, come, *who), at_home=beds))
    return found


def _who(reader: AttendeeList, one: Traveller | Guest) -> tuple[str, str]:
    """Period and role of somebody on the list."""
    known = reader.who(one.role, one.period)
    return known.period, known.role


def _nights_at_home(reader: AttendeeList, roll: Roll) -> dict[tuple[str, str], float]:
    """The part of all nights that the list gives itself: those of who lives at the host, too."""
    given = reader.block.defaults
    usual = given.nights.value if given.nights is not None else 0.0
    told: dict[tuple[str, str], float] = {}
    whole: dict[tuple[str, str], float] = {}
    for one, heads in roll.guests.items():
        if (one.hotel or given.hotel) == "none":
            continue
        who = _who(reader, one)
        nights = heads * (usual if one.nights is None else one.nights)
        whole[who] = whole.get(who, 0.0) + nights
        told[who] = told.get(who, 0.0) + (0.0 if one.nights is None else nights)
    return {who: told[who] / nights for who, nights in whole.items() if nights}


def _origin(
    reader: AttendeeList, one: Traveller, place: Place, people: float, period: str, role: str
) -> Origin:
    block = reader.block
    said = one.mode or block.defaults.mode
    below = block.train_below
    common: dict[str, Any] = {
        "group": -1,
        "people": people,
        "listed": (period, role),
        "who": one,
        "attendee": role == "attendee",
    }
    if said == "local":
        return Origin(start=-1, leg=-1, share=0.0, **common)
    mode = said or ("air" if below is None else "rail")
    limit = math.inf if said or below is None else in_km(below)
    return Origin(
        start=0,
        leg=0,
        share=0.0,
        place=at_place(place),
        airport=_gate(place),
        mode=mode,
        cabin=one.cabin or block.defaults.cabin or "",
        limit_km=limit,
        local_km=reader.ways.here,
        by_law=mode in reader.bench.laws,
        **common,
    )


@cache
def _gate(place: Place) -> str:
    """Code of the airport that serves a place."""
    return stop(place.airport or f"{place.latitude}, {place.longitude}", flight=True).airport
