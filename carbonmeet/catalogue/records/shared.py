"""Columns that several tables have."""

from __future__ import annotations

from typing import Literal

from carbonmeet.base.text import _
from carbonmeet.numbers.row import EVIDENCE_COLUMN, Evidence
from carbonmeet.rows import Column

__all__ = ["EVIDENCE", "KEY", "LOCATOR", "NOTE", "OURS", "REGION", "SOURCE", "Evidence", "Read"]

_KEY = "[a-z][a-z0-9]*([.-][a-z0-9]+)*"

KEY = Column("Name of the row.", form=_KEY, such=_("small letters, digits, '-' and '.'"))
REGION = Column(
    "ISO 3166 code (CN, CN-YN, CN-YN-KMG) or world.",
    form="world|[A-Z]{2}(-[A-Z0-9]+)*",
    such=_("a code such as CN, CN-YN, or world"),
)
SOURCE = Column("Key of sources.csv.", to="sources", told=True)
LOCATOR = Column("Place in the source.", told=True)
NOTE = Column("How it was read or derived; the reason of an assumed number or of a zero.")
EVIDENCE = EVIDENCE_COLUMN

#: Whether something was read in the source, or is our own.
Read = Literal["read", "ours"]
OURS = Column("read: it was read in the source; ours: it is our own.")
