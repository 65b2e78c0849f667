"""A meeting file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from carbonmeet.bench.expansion import Expansion, Span
from carbonmeet.bench.header import Header, Period
from carbonmeet.bench.organiser import Organiser
from carbonmeet.catalogue import Catalogue
from carbonmeet.catalogue.measure import Measure
from carbonmeet.meeting.expand import expand_meeting
from carbonmeet.meeting.listed import Attendees
from carbonmeet.meeting.whole import Meeting
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.factor import Factor
from carbonmeet.reading.schema import FullMap

__all__ = ["MeetingScenario"]


class MeetingScenario(Header, Meeting):
    """A meeting file."""

    kind: Literal["meeting"]
    periods: FullMap[str, Period]
    attendees: Attendees | None = None
    organiser: Organiser | None = None

    def expand(self, bench: Expansion, spans: Mapping[str, Span]) -> list[Activity]:
        """The meeting as activities."""
        return expand_meeting(self, bench, spans, self.attendees)

    def additions(self, catalogue: Catalogue) -> tuple[list[Factor], list[Measure]]:
        """Factors and measures that the file brings in by itself: none."""
        return [], []

    def heads(self) -> dict[str, float]:
        """People of the groups who are not staff, by period; a list is counted when it is read."""
        people: dict[str, float] = {}
        for group in self.groups:
            if group.role == "attendee":
                people[group.period] = people.get(group.period, 0.0) + group.people.value
        return people
