"""What every key of a scenario means: for editors, which show it, and for the reference.

The docstring of a section says it under ``Attributes``; keys that speak for themselves there, or
that many sections share, are rows of ``keys.csv``, with ``*`` for any section.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from carbonmeet.base.record import NamedTuple
from carbonmeet.rows.column import Column
from carbonmeet.rows.table import rows

__all__ = ["Meaning", "described", "known_keys", "said", "section_of"]

#: What it means, and an example.
Meaning = tuple[str, str]

_ATTRIBUTES = re.compile(r"Attributes\n-+\n(.*?)(?:\n\n|\Z)", re.S)


class _Key(NamedTuple):
    """One line of ``keys.csv``."""

    section: Annotated[str, Column("Class of the section; * for any.")]
    key: Annotated[str, Column("Key of a file.")]
    meaning: Annotated[str, Column("What it means; empty where the docstring says it.")] = ""
    example: Annotated[str, Column("A value.")] = ""


@cache
def known_keys() -> dict[tuple[str, str], Meaning]:
    """Section and key → meaning and example, of ``keys.csv``."""
    listed = rows(Path(__file__).with_name("keys.csv"), _Key, "keys.csv")
    return {(x.section, x.key): (x.meaning, x.example) for x in listed}


def section_of(definition: str) -> str:
    """The section that a definition of the schema belongs to: ``meeting.Venue`` → ``Venue``."""
    return definition.rsplit(".", 1)[-1].rsplit("__", 1)[-1]


def described(definitions: Mapping[str, Any]) -> None:
    """Write into a schema's definitions what their keys mean."""
    for name, definition in definitions.items():
        told = _attributes(definition.get("description", ""))
        for key, field in definition.get("properties", {}).items():
            own, shared = said(name, key, 0), known_keys().get(("*", key), ("", ""))[0]
            meaning = own or told.get(key) or shared
            words = (meaning, field.get("description", ""))
            if text := " ".join(word for word in words if word):
                field["description"] = text
        if told:
            definition["description"] = definition["description"].partition("\n\n")[0]


def said(definition: str, key: str, part: int) -> str:
    """What ``keys.csv`` says of a key of one section: its meaning (0) or an example (1)."""
    kind, section = definition.partition(".")[0], section_of(definition)
    rows = known_keys()
    row = rows.get((f"{kind}.{section}", key)) or rows.get((section, key)) or ("", "")
    return row[part]


def _attributes(docstring: str) -> dict[str, str]:
    """Names under the heading ``Attributes`` and what is said of each."""
    found: dict[str, str] = {}
    names: list[str] = []
    match = _ATTRIBUTES.search(docstring)
    for line in match[1].splitlines() if match else ():
        if line[:1].strip():
            names = line.partition(" : ")[0].split(", ")
        else:
            found |= {name: f"{found.get(name, '')} {line.strip()}".strip() for name in names}
    return found
