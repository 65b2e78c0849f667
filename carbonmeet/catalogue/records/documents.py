"""Entries of the documents that are filed for an event."""

from __future__ import annotations

from typing import Annotated, Literal

from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label
from carbonmeet.catalogue.records.shared import LOCATOR, SOURCE
from carbonmeet.rows import Column, Table

__all__ = ["DOCUMENT_ENTRIES", "DocumentEntry"]


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """One entry of a document, and one rule that asks for it."""

    document: Annotated[
        Literal["plan", "account", "declaration"],
        Column("Which document the entry belongs to."),
    ]
    section: Annotated[str, Column("Section of the document.")]
    field: Annotated[str, Column("What fills it, by name.")]
    name: Annotated[Label, Column("Name")]
    frames: Annotated[
        str,
        Column(
            "Under which rules it is asked for: any, mee (all of China), or a frame of "
            "offset_frames."
        ),
    ]
    by: Annotated[Label, Column("Who asks for it")]
    read: Annotated[
        Literal["read", "contents", "second-hand", "remembered", "ours"],
        Column(
            "How well it is known that it is asked for; contents: only the contents page was read."
        ),
    ]
    source: Annotated[str, SOURCE]
    locator: Annotated[str, LOCATOR] = ""
    locator_zh: Annotated[str, Column("Where it was read, in Chinese.")] = ""


DOCUMENT_ENTRIES = Table(
    "documents",
    "Entries of the documents that are filed, and who asks for each",
    DocumentEntry,
    "document section field frames by_en",
)
