"""From the sections of a meeting to activities."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from carbonmeet.base.errors import did_you_mean
from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Expansion, Key, Span
from carbonmeet.meeting.contingency import check_contingency
from carbonmeet.meeting.listed import Attendees
from carbonmeet.meeting.people import People
from carbonmeet.meeting.section import Work
from carbonmeet.meeting.sections import SECTIONS
from carbonmeet.meeting.shape import FreeActivity
from carbonmeet.meeting.whole import Meeting
from carbonmeet.numbers.activity import SOURCES, Activity
from carbonmeet.units import reduce_chain

__all__ = ["expand_meeting"]


def expand_meeting(
    meeting: Meeting,
    bench: Expansion,
    spans: Mapping[str, Span],
    attendees: Attendees | None = None,
    without_journeys: Collection[str] = (),
) -> list[Activity]:
    """Write down a meeting as activities.

    Parameters
    ----------
    meeting : Meeting
    bench : Expansion
        Collects the lines and every fault.
    spans : mapping of str to Span
        The accounting periods by name.
    attendees : Attendees, optional
        A list of people beside the groups, or in their place.
    without_journeys : collection of str
        Periods in which the journeys of the list are left out.

    Raises
    ------
    InputError
        If the scenario cannot be expanded: all faults at once.
    """
    people = People(meeting, bench)
    work = Work(meeting, bench, spans, people)
    _section(work, "groups", meeting.groups, lambda _, *entry: people.group(*entry))
    if attendees is not None:
        from carbonmeet.meeting.attendees import AttendeeList

        AttendeeList(attendees, bench, spans, people, without_journeys).write()
    for name, section in SECTIONS.items():
        _section(work, name, getattr(meeting, name), section.write)
    if meeting.contingency is not None:
        moved = meeting.contingency
        _span(work, moved.period, ("contingency",))
        on_site = [one.people[0] for one in people.crowds if one.group.period == moved.period]
        online = [
            one.people for one in getattr(meeting, "online", ()) if one.period == moved.period
        ]
        check_contingency(bench, moved, on_site, online)
    if isinstance(meeting.activities, tuple):  # a table was read into entries
        _section(work, "activities", meeting.activities, _free)
    for section in SECTIONS.values():
        if section.finish is not None:
            section.finish(work)
    return bench.finish()


def _section(
    work: Work, name: str, entries: Sequence[Any], write: Callable[[Work, Any, Span, Key], None]
) -> None:
    for path, entry in work.bench.entries((name,), entries):
        span = _span(work, entry.period, path)
        if span is not None:
            with work.bench.at(*path):
                write(work, entry, span, path)


def _span(work: Work, name: str, path: Key) -> Span | None:
    if name not in work.spans:
        work.bench.fault(
            (*path, "period"),
            _("no period '{name}'.{hint}", name=name, hint=did_you_mean(name, work.spans)),
        )
        return None
    return work.spans[name]


def _free(work: Work, entry: FreeActivity, span: Span, path: Key) -> None:
    if entry.source not in SOURCES:
        work.bench.fault(
            (*path, "source"),
            _(
                "no source '{source}'.{hint}",
                source=entry.source,
                hint=did_you_mean(entry.source, SOURCES),
            ),
        )
        return
    activity = Activity(
        source=entry.source,
        period=span.name,
        label=entry.label,
        amount=work.bench.links((*path, "amount"), entry.amount),
        unit=entry.amount.unit,
        chain=work.bench.chain(entry.chain, span, (*path, "chain")),
        region=span.region,
        year=span.year,
        end=span.end,
        tags=work.meeting.tags_of(entry.period).union(entry.tags),
    )
    reduce_chain(activity.unit, [(n.id, n.unit, power) for n, power in activity.chain])
    work.bench.activities.append(activity)
