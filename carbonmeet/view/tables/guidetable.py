"""The Chinese event guide's table of sources, and which of our lines belong under each.

大型活动碳中和实施指南（试行）, Ministry of Ecology and Environment, Announcement 2019 No. 19.
The guide was read in reprints; it is the frame ``mee-2019`` of ``factors/frames.csv``, which says
where. The report shows every line whole: non-CO2 effects are not taken out of a flight.
"""

from __future__ import annotations

from carbonmeet.frames import Category, Frame, load_frames
from carbonmeet.frames.frame import Subject
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.factor import Factor

__all__ = ["GUIDE", "guide_frame", "is_measured", "under"]

#: Key of the guide among the sources.
GUIDE = "mee-event-guide-2019"


def guide_frame() -> Frame:
    """The guide as a reporting frame."""
    return load_frames()["mee-2019"]


def under(guide: Frame, activity: Activity) -> Category | None:
    """The category that a line belongs under; None where the guide's table has none."""
    name = f"{activity.source}:{activity.service}"
    subject = Subject(name, "main", activity.tags, frozenset())
    rule = next((one for one in guide.rules_for("meeting", {}) if one.takes(subject)), None)
    return next((one for one in guide.categories if rule and one.id == rule.category), None)


def is_measured(activity: Activity) -> bool:
    """Whether the amount is measured in full; else it is planned."""
    data = [number for number, _ in activity.amount if not isinstance(number, Factor)]
    return bool(data) and all(one.basis == "measured" for one in data)
