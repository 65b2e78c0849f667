"""Activities that stand in a table beside the scenario, such as metered amounts: read as entries.

Each row becomes an entry of the section, whose faults are told at its line of the table. So a
scenario with a table says the same as one in which its rows are written out.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path as File

from carbonmeet.numbers.path import Path
from carbonmeet.reading.schema import validate
from carbonmeet.reading.yamlfile import Document
from carbonmeet.scenario.layers import Derived, Origin

__all__ = ["is_table", "table_of", "tabled"]

_SECTION: Path = ("activities",)


def is_table(section: object) -> bool:
    """Whether a section names a table in place of its entries."""
    return isinstance(section, Mapping) and isinstance(section.get("table"), str)


def table_of(document: Document) -> File | None:
    """The table that stands for the activities of a document; None where there is none."""
    data = document.data
    section = data.get("activities") if isinstance(data, dict) else None
    if not isinstance(section, dict) or not is_table(section):
        return None
    return File(document.folder((*_SECTION, "table"))) / str(section["table"])


def tabled(document: Document) -> Document:
    """A document in which the rows of a table of activities stand as entries.

    Raises
    ------
    InputError
        If there is no such table, or it lacks a column, or has one that nobody knows.
    """
    path = table_of(document)
    if path is None:
        return document
    section = document.data["activities"]
    part = Derived(
        document.name, section, path=document.path,
        origins={(): Origin(document, _SECTION)}, below=(document,),
    )  # fmt: skip
    from carbonmeet.meeting.shape import ActivityTable
    from carbonmeet.scenario.amounts import read_amounts

    block = validate(ActivityTable, part)
    name = os.path.join(document.folder((*_SECTION, "table")), block.table)
    read = read_amounts(path, name, block)
    return Derived(
        document.name,
        {**document.data, "activities": read.data},
        path=document.path,
        origins={(): Origin(document, ()), _SECTION: Origin(read, ())},
        below=(document,),
    )
