"""Registers of a city: one reader and one report for whatever documents name and nobody prices.

Plans, parks, pilots, green creation, procurement, money, works: counted and checked. No entry turns
into tonnes, and none comes off a total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from carbonmeet.base.errors import Fault, InputError, did_you_mean
from carbonmeet.base.ids import parts_of
from carbonmeet.base.text import _
from carbonmeet.catalogue.records.registers import REGISTER, Registered
from carbonmeet.rows.table import as_called, fields_of, made

__all__ = ["parcels_of", "read_register", "register_of", "registered_for", "sums"]


def read_register(path: Path | None = None) -> list[Registered]:
    """Read a register; the shipped one without `path`.

    Raises
    ------
    InputError
        With every fault of the table.

    Examples
    --------
    >>> {one.kind for one in read_register() if one.parcel}
    {'pilot'}
    """
    if path is None:
        return list(REGISTER.shipped())
    found = REGISTER.read(path)
    if faults := [
        found.fault(at, "parcel", message) for at, message in _claimed_twice(list(found))
    ]:
        raise InputError(faults)
    return list(found)


def _claimed_twice(entries: Sequence[Registered]) -> Iterator[tuple[int, str]]:
    """Number and message of every entry whose land another one claims already."""
    first: dict[tuple[str, ...], str] = {}
    for at, one in enumerate(entries):
        land = parts_of(one.parcel)
        if one.parcel and first.setdefault(land, one.key) != one.key:
            yield (
                at,
                _(
                    "parcel '{id}' is claimed by '{key}' already",
                    id=one.parcel,
                    key=first[land],
                ),
            )


def registered_for(region: str) -> list[Registered]:
    """The shipped entries of a place.

    Examples
    --------
    >>> len(registered_for("CN-YN-KMG")) > 30, registered_for("AT")
    (True, [])
    """
    return [one for one in read_register() if one.region == region]


def register_of(rows: Iterable[tuple[int, Mapping[str, object]]], name: str) -> list[Registered]:
    """Entries from the block of a city file, each with its number in the list.

    Raises
    ------
    InputError
        With every fault.
    """
    fields = fields_of(Registered)
    known = [column for field in fields for column in field.columns]
    found: list[Registered] = []
    lines: list[int] = []
    faults: list[Fault] = []
    first: dict[str, int] = {}
    for line, row in rows:
        texts = ["" if cell is None else str(cell) for cell in row.values()]
        cells = dict(zip(as_called(list(row), fields), texts, strict=True))
        one, wrong = made(Registered, cells)
        key = cells.get("key", "").strip()
        messages: list[str] = [
            _("no column '{column}'.{hint}", column=cell, hint=did_you_mean(cell, known))
            for cell in cells
            if cell not in known
        ]
        messages += [message for _column, message in wrong]
        if key and first.setdefault(key, line) != line:
            messages.append(_("'{key}' is already listed", key=key))
        faults += [Fault(name, line, 1, key, message) for message in messages]
        if one is not None and not messages:
            found.append(one)
            lines.append(line)
    faults += [
        Fault(name, lines[at], 1, found[at].key, message) for at, message in _claimed_twice(found)
    ]
    if faults:
        raise InputError(faults)
    return found


def sums(entries: Sequence[Registered]) -> dict[tuple[str, str], int]:
    """How many entries there are of each kind and status.

    Quantities are not added: an entry may hold others, as new energy holds its stations.
    """
    return dict(Counter((one.kind, one.status) for one in entries))


def parcels_of(entries: Iterable[Registered]) -> list[str]:
    """Ids of land that entries lay claim to: forest-carbon pilots."""
    return [one.parcel for one in entries if one.parcel]
