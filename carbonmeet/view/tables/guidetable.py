"""The Chinese event guide's table of sources, and what of our lines belongs under each.

大型活动碳中和实施指南（试行）, Ministry of Ecology and Environment, Announcement 2019 No. 19.
The guide was read in reprints; it is the frame ``mee-2019`` of ``factors/frames.csv``, which says
where. Its rules divide a line as they do in every inventory by this frame.
"""

from __future__ import annotations

from collections.abc import Iterator

from carbonmeet.frames import Frame, load_frames
from carbonmeet.frames.allocation import placed
from carbonmeet.frames.frame import OUTSIDE
from carbonmeet.frames.parts import parts_of
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.factor import Factor
from carbonmeet.pricing.workings import Workings

__all__ = [
    "BEYOND",
    "GUIDE",
    "beyond_the_table",
    "counted_lines",
    "guide_frame",
    "guide_order",
    "is_measured",
    "under",
]

#: Key of the guide among the sources.
GUIDE = "mee-event-guide-2019"
#: Where the effects of flying beyond CO2 stand: outside, with a row of their own.
BEYOND = "non-co2"


def guide_frame(workings: Workings) -> Frame:
    """The guide as a reporting frame."""
    return load_frames(workings.catalogue)["mee-2019"]


def under(workings: Workings, activity: Activity) -> Iterator[tuple[str, float]]:
    """Where the parts of a line belong, with their shares: a category, `OUTSIDE` or `BEYOND`."""
    rules = guide_frame(workings).rules_for("meeting", {})
    parts = parts_of(activity, workings.catalogue)
    for part, rule, share in placed(activity, parts, rules):
        category = rule.category if rule else OUTSIDE
        yield BEYOND if (category, part) == (OUTSIDE, BEYOND) else category, share


def beyond_the_table(workings: Workings, activity: Activity) -> float:
    """Share of a line that has no place in the guide's table."""
    shares = dict(under(workings, activity))
    return shares.get(OUTSIDE, 0.0) + shares.get(BEYOND, 0.0)


def counted_lines(workings: Workings) -> list[int]:
    """Places in the ledger of the lines that a report lists."""
    lines = workings.model.lines
    return [i for i in workings.lines if not lines[i].activity.dormant]


def guide_order(workings: Workings) -> list[int]:
    """The same, in the order of the guide's table; what is not in it stands last."""
    order = {one.id: place for place, one in enumerate(guide_frame(workings).categories)}

    def place(line: int) -> int:
        first, _ = next(under(workings, workings.model.lines[line].activity))
        return order.get(first, len(order))

    return sorted(counted_lines(workings), key=place)


def is_measured(activity: Activity) -> bool:
    """Whether the amount is measured in full; else it is planned."""
    followed = {one.left.id for one in activity.readings if one.left is not None}
    data = [
        number
        for number, _ in activity.amount
        if not isinstance(number, Factor) and number.id not in followed
    ]
    return bool(data) and all(one.basis == "measured" for one in data)
