"""The Chinese event guide's table of sources, and which of our lines belong under each.

大型活动碳中和实施指南（试行）, Ministry of Ecology and Environment, Announcement 2019 No. 19.
The guide was read in reprints; ``factors/event_guide.csv`` says where.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from carbonmeet.activity import Activity
from carbonmeet.factor import Factor
from carbonmeet.paths import data_dir
from carbonmeet.text import Label

__all__ = ["GUIDE", "GuideSource", "is_measured", "read_guide", "under"]

#: Key of the guide among the sources.
GUIDE = "mee-event-guide-2019"


@dataclass(frozen=True, slots=True)
class GuideSource:
    """One row of the guide's table of sources.

    Attributes
    ----------
    type, scope, document : Label
        Kind of emission; what belongs to it; the document it points to, empty where not read.
    lines : tuple of str
        Globs over ``source:service`` of our lines; after ``!`` those that do not belong.
    """

    id: str
    type: Label
    scope: Label
    document: Label
    lines: tuple[str, ...]
    source: str
    locator: str
    evidence: str
    note: str

    def holds(self, activity: Activity) -> bool:
        """Whether a line belongs under this row."""
        name = f"{activity.source}:{activity.service}"
        return any(fnmatchcase(name, one) for one in self.lines if one[0] != "!") and not any(
            fnmatchcase(name, one[1:]) for one in self.lines if one[0] == "!"
        )


def read_guide(folder: Path | None = None) -> tuple[GuideSource, ...]:
    """Read ``event_guide.csv``; the shipped one if no folder is given."""
    path = (folder or data_dir("factors")) / "event_guide.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            GuideSource(
                id=row["id"],
                type=Label(row["type_en"], row["type_zh"]),
                scope=Label(row["scope_en"], row["scope_zh"]),
                document=Label(row["document_en"], row["document_zh"]),
                lines=tuple(row["lines"].split()),
                source=row["source"],
                locator=row["locator"],
                evidence=row["evidence"],
                note=row["note"],
            )
            for row in csv.DictReader(file)
        )


def under(guide: Sequence[GuideSource], activity: Activity) -> GuideSource | None:
    """The row that a line belongs under; None where the guide's table has none."""
    return next((row for row in guide if row.holds(activity)), None)


def is_measured(activity: Activity) -> bool:
    """Whether the amount is measured in full; else it is planned."""
    data = [number for number, _ in activity.amount if not isinstance(number, Factor)]
    return bool(data) and all(one.basis == "measured" for one in data)
