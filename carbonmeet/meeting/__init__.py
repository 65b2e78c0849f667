"""A meeting as a planner counts it, and its expansion into activities."""

from carbonmeet.meeting.expand import expand_meeting
from carbonmeet.meeting.scenario import MeetingScenario
from carbonmeet.meeting.whole import Meeting

__all__ = ["Meeting", "MeetingScenario", "expand_meeting"]
