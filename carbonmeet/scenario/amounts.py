"""A table of amounts as entries of a scenario, and where each of their cells stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path as File
from typing import Any

from carbonmeet.base.errors import Fault, InputError, did_you_mean
from carbonmeet.base.text import _
from carbonmeet.meeting.shape import ActivityTable
from carbonmeet.numbers.path import Path
from carbonmeet.people.table import cells_of, head_of
from carbonmeet.people.words import totals, vocabulary
from carbonmeet.reading.yamlfile import Document, Mark
from carbonmeet.travel.fold import fold

__all__ = ["read_amounts"]

#: What a column may say.
_ROLES = (
    *("id", "period", "source", "label", "amount", "unit", "low", "high", "basis", "note", "chain"),
)
#: Parts of an amount that is more than a number and its unit.
_RANGED = ("low", "high", "basis", "note")


def read_amounts(path: File, name: str, block: ActivityTable) -> Document:
    """A table as a document of entries, whose faults are told at its lines.

    Raises
    ------
    InputError
        If there is no such table, or it lacks a column, or has one that nobody knows.
    """
    table = _Table(name, block)
    entries = table.entries(cells_of(path, block.sheet, block.encoding))
    return Document(name, entries, table.marks, path=str(path))


class _Table:
    """The rows of a table as entries, and where their cells stand."""

    def __init__(self, name: str, block: ActivityTable) -> None:
        self.name, self.block = name, block
        self.marks: dict[Path, Mark] = {}

    def entries(self, rows: list[list[str]]) -> list[dict[str, Any]]:
        """What every row says."""
        filled = [(n, row) for n, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
        at = head_of(filled, "amount-column") if filled else None
        if at is None:
            raise InputError([Fault(self.name, 1, 1, "", _("the table has no head"))])
        line, head = filled[at]
        roles = self.columns(line, [cell.strip() for cell in head])
        self.marks[()] = (line, 1)
        found: list[dict[str, Any]] = []
        words = totals()
        for number, row in filled[at + 1 :]:
            cells = {
                role: row[place].strip() if place < len(row) else ""
                for role, place in roles.items()
            }
            first = next((cell.strip() for cell in row if cell.strip()), "")
            if first.lower() not in words:
                self.mark(len(found), number, roles)
                found.append(self.entry(cells))
        return found

    def columns(self, line: int, head: list[str]) -> dict[str, int]:
        """Which column says what."""
        given, faults = self.block.columns, list[str]()
        roles: dict[str, int] = {}
        for role, heading in given.items():
            if role not in _ROLES:
                listed = ", ".join(_ROLES)
                faults.append(
                    _(
                        "no column role '{role}'.{hint} Roles: {listed}",
                        role=role,
                        hint=did_you_mean(role, _ROLES),
                        listed=listed,
                    )
                )
            elif heading not in head:
                listed = ", ".join(head)
                faults.append(
                    _(
                        "no column '{heading}'.{hint} Columns: {listed}",
                        heading=heading,
                        hint=did_you_mean(heading, head),
                        listed=listed,
                    )
                )
            else:
                roles[role] = head.index(heading)
        known = vocabulary("amount-column")
        for place, heading in enumerate(head):
            means = known.get(fold(heading))
            if means is not None and means not in roles and place not in roles.values():
                roles[means] = place
        wanted = [one for one in ("amount", "label") if one not in roles]
        if wanted and not faults:
            listed = ", ".join(filter(None, head))
            faults.append(
                _(
                    "no column says the {wanted}. Columns: {listed}. Name "
                    'it, e.g. columns: {{amount: "kWh"}}',
                    wanted=" or the ".join(wanted),
                    listed=listed,
                )
            )
        if faults:
            raise InputError([Fault(self.name, line, 1, "", one) for one in faults])
        return roles

    def mark(self, at: int, line: int, roles: Mapping[str, int]) -> None:
        """Note where an entry and its cells stand."""
        self.marks[(at,)] = (line, 1)
        for role, place in roles.items():
            key = "amount" if role in ("unit", *_RANGED) else role
            self.marks.setdefault((at, key), (line, place + 1))

    def entry(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """A row as a scenario would write it."""
        said = {**self.block.defaults, **{role: cell for role, cell in cells.items() if cell}}
        found: dict[str, Any] = {
            role: said[role] for role in ("id", "period", "source", "label") if role in said
        }
        if "amount" in said:
            found["amount"] = _amount(said)
        if "chain" in said:
            found["chain"] = _parts(said["chain"])
        return found


def _amount(said: Mapping[str, str]) -> Any:
    unit = said.get("unit", "")

    def number(text: str) -> str:
        return f"{text} {unit}" if unit and text[-1:].isdigit() else text

    if not any(name in said for name in _RANGED):
        return number(said["amount"])
    ends = {name: number(said[name]) for name in ("low", "high") if name in said}
    rest = {name: said[name] for name in ("basis", "note") if name in said}
    return {"value": number(said["amount"]), **ends, **rest}


def _parts(chain: str) -> list[str]:
    """The links of a chain in one cell, between semicolons or signs of multiplication."""
    text: Iterable[str] = chain.replace("×", ";").replace(" * ", ";").split(";")
    return [part.strip() for part in text if part.strip()]
