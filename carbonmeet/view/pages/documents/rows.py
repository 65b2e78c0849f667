"""What a document contains: rows of ``documents.csv``, each with whose rule it is and how known.

Only what was read is worded as the rule's. Of what only the contents page was read, the entry and
not its text is known; what others report is said to be so, and what is only
remembered is ours until somebody reads it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import Label
from carbonmeet.catalogue.records.documents import DOCUMENT_ENTRIES

if TYPE_CHECKING:
    from carbonmeet.offset.kinds import OffsetFrame

__all__ = ["Asked", "Entry", "entries"]

#: Rules of China at large: they stand behind those of a province or city.
_CHINA = "mee"


class Asked(NamedTuple):
    """Who asks for an entry, and how well that is known.

    Attributes
    ----------
    read : {"read", "contents", "second-hand", "remembered", "ours"}
    """

    by: Label
    read: str
    source: str
    locator: Label


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a document: where it stands, what it is called, who asks for it."""

    section: str
    field: str
    name: Label
    asked: tuple[Asked, ...]


@lru_cache(maxsize=32)
def entries(document: str, frame: OffsetFrame) -> tuple[Entry, ...]:
    """The entries of a document under a frame, in order; each once, with all who ask for it.

    Examples
    --------
    >>> from carbonmeet.offset.kinds import find_frame
    >>> found = entries("plan", find_frame("guangdong-2026"))
    >>> [one.by.en for one in found if one.field == "deadline" for one in one.asked]
    ["Guangdong's notice of 2026", 'carbonmeet']
    """
    holds = {"any", frame.key} | ({_CHINA} if frame.region.split("-")[0] == "CN" else set())
    found: dict[tuple[str, str], Entry] = {}
    for row in DOCUMENT_ENTRIES.shipped():
        if row.document != document or row.frames not in holds:
            continue
        place = (row.section, row.field)
        asked = Asked(row.by, row.read, row.source, Label(row.locator, row.locator_zh))
        known = found.get(place)
        name = row.name if known is None else known.name
        before = () if known is None else known.asked
        found[place] = Entry(*place, name, (*before, asked))
    return tuple(found.values())
