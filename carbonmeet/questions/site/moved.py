"""The same meeting somewhere else: a scenario with another place and the journeys to it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from carbonmeet.numbers.path import Path
from carbonmeet.questions.site.hosts import Host
from carbonmeet.questions.site.origins import Origin, meeting_of, origins_of
from carbonmeet.questions.site.ways import ways_between
from carbonmeet.reading.amount import Amount
from carbonmeet.scenario import Scenario

__all__ = ["held_at"]

#: How nobody travels.
_AT_HOME = {"mode": "walk", "distance": "0 km"}


def held_at(scenario: Scenario, host: Host, ground_km: float) -> Scenario:
    """Return the scenario as if it were held at `host`.

    Place, airport and region are those of the host, for every period that has no place of its
    own. Whoever set out from a place now travels from there to the host without a change of
    planes: by the mode that the file gives, but by air where that is a way over land of more than
    `ground_km`, or one that people of a list cannot go. Whoever lives there stays at home, and
    needs no bed if the whole group does.

    Parameters
    ----------
    scenario : Scenario
        A meeting.
    host : Host
    ground_km : float
        Straight distance, km.
    """
    changes: dict[Path, object] = {("place",): host.as_place()}
    raw, groups = scenario.document.data.get("groups", []), meeting_of(scenario).groups
    raw_list = scenario.document.data.get("attendees") or {}
    if meeting_of(scenario).attendees is not None:
        changes["attendees", "impossible"] = "air"
        columns = raw_list.get("columns") or {}
        if columns.get("distance"):  # a length that was measured to the present host
            changes["attendees", "columns"] = {**columns, "distance": None}
    origins = origins_of(scenario)
    ways = ways_between(origins, [host], str(scenario.methods["distance"]), ground_km)
    numbered = [pair for pair in enumerate(origins) if pair[1].place is not None]
    for at, several in groupby(numbered, key=lambda pair: pair[1].group):
        members = list(several)
        away = [bool(ways.away[i, 0]) for i, _ in members]
        legs: list[dict[str, Any]] = [
            _leg(one, raw[at]["travel"], bool(ways.by_land[i, 0])) if far else dict(_AT_HOME)
            for (i, one), far in zip(members, away, strict=True)
        ]
        if len(legs) > 1:
            for leg, (_, one) in zip(legs, members, strict=True):
                leg["share"] = _part(groups[at].travel[one.leg].share, one.share)
        if any(away) and legs == raw[at]["travel"]:
            continue  # straight flights already
        changes["groups", at, "travel"] = legs if any(away) else []
        if not any(away):
            changes |= {("groups", at, key): None for key in ("hotel", "sharing") if key in raw[at]}
    return scenario.replace(changes)


def _leg(origin: Origin, raw: list[dict[str, Any]], by_land: bool) -> dict[str, Any]:
    """The leg to the host, in the words of the file."""
    own = raw[origin.leg]
    mode = origin.mode if origin.flies or by_land else "air"
    kept = ("one_way", "also", "cabin") if origin.flies else ("one_way", "also")
    return {"mode": mode, "from": raw[origin.start]["from"]} | {k: own[k] for k in kept if k in own}


def _part(share: Amount | None, value: float) -> dict[str, Any]:
    """A part of the share of a leg, with the same part of its range."""
    if share is None or not share.value:
        return {"value": value, "basis": "assumed", "note": "what the other legs leave"}
    part = value / share.value
    ends = {"low": share.low, "high": share.high}
    range_ = {name: min(1.0, end * part) for name, end in ends.items() if end is not None}
    note = {"note": share.note} if share.note else {}
    return {"value": value, **range_, "basis": share.basis, **note}
