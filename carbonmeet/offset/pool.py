"""A city's pool of removals: what it has issued, and to whom what is cancelled.

A pool is a CSV with a row a run of units. Two meetings cannot take the same tonne, whether their
files are given together or years apart: what the pool says is retired for one is no one else's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from carbonmeet.base.errors import Fault, InputError, message_of
from carbonmeet.base.ids import parts_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, _, joined
from carbonmeet.offset.creditblock import CreditBlock
from carbonmeet.offset.serials import Block, block_of, overlap
from carbonmeet.rows import Column, Rows
from carbonmeet.rows.table import gathered

__all__ = ["PoolRow", "open_units", "pool_faults"]


class PoolRow(NamedTuple):
    """A run of units of a pool.

    Attributes
    ----------
    first, last : str
        Its serial numbers.
    retired_for : str
        The event that it is cancelled for; empty where it may still be taken.
    """

    first: Annotated[str, Column("First serial number of the run.")]
    last: Annotated[str, Column("Last serial number of the run.")]
    retired_for: Annotated[str, Column("Event that the run is cancelled for.")] = ""
    retired: Annotated[date | None, Column("Day of the cancellation.")] = None

    @property
    def units(self) -> Block | None:
        """The run; None where its serial numbers cannot be counted."""
        return block_of((self.first, self.last))


def pool_faults(credit: CreditBlock, folder: Path, title: Label) -> Iterator[tuple[str, str]]:
    """Why units of a pool cannot be this meeting's, each with the key of the credit that is wrong.

    Parameters
    ----------
    credit : CreditBlock
        With a ``pool:``.
    folder : Path
        Of the scenario file.
    title : Label
        What the meeting is called: what is retired for another event is that one's, whatever the
        credit calls its beneficiary.

    Raises
    ------
    InputError
        If the pool cannot be read.
    """
    asked = credit.units
    touched = _touched(credit, folder)
    if asked is None:
        yield (
            "serials",
            _("units of a pool are named by their serial numbers: 'serials' is missing"),
        )
        return
    own = {parts_of(name) for name in (title.get("en"), title.get("zh")) if name}
    others = [row for row, _ in touched if row.retired_for and parts_of(row.retired_for) not in own]
    for row in others:
        yield (
            "serials",
            _(
                "units {first} to {last} of the pool are retired for {event}: a tonne counts once",
                first=row.first,
                last=row.last,
                event=row.retired_for,
            ),
        )
    held = sum(_shared(asked, run) for _row, run in touched)
    if held != asked.size:
        yield (
            "serials",
            _(
                "the pool holds {held} of the {size} units that are named",
                held=held,
                size=asked.size,
            ),
        )
    days = sorted({row.retired for row, _run in touched if row.retired})
    if credit.retired and days and credit.retired not in days and not others:
        yield (
            "retired",
            _(
                "'retired' is {day}, while the pool says {days}",
                day=credit.retired,
                days=joined(f"{day}" for day in days),
            ),
        )


def open_units(credit: CreditBlock, folder: Path) -> int:
    """How many of the units that a credit names its pool lists as retired for nobody yet.

    Raises
    ------
    InputError
        If the pool cannot be read.
    """
    asked, touched = credit.units, _touched(credit, folder)
    if asked is None:
        return 0
    return sum(_shared(asked, run) for row, run in touched if not row.retired_for)


def _touched(credit: CreditBlock, folder: Path) -> list[tuple[PoolRow, Block]]:
    """The rows of the pool that hold units of a credit."""
    rows, faults = gathered(folder / credit.pool, PoolRow, credit.pool)
    runs, wrong = _runs(rows)
    if faults or wrong:
        raise InputError([*faults, *wrong])
    asked = credit.units
    return [] if asked is None else [(row, run) for row, run in runs if overlap(asked, run)]


def _shared(one: Block, other: Block) -> int:
    """How many units two runs share that overlap."""
    return min(one.last, other.last) - max(one.first, other.first) + 1


def _runs(rows: Rows[PoolRow]) -> tuple[list[tuple[PoolRow, Block]], list[Fault]]:
    """The runs of a pool, and its rows that name none or name units of another row."""
    found: list[tuple[int, Block]] = []
    faults = []
    for at, row in enumerate(rows):
        try:
            run = row.units
        except ValueError as error:  # it ends before it begins
            faults.append(rows.fault(at, "last", message_of(error)))
            continue
        if row.retired and not row.retired_for:
            said = _("'retired' tells a day, and 'retired_for' for whom it was")
            faults.append(rows.fault(at, "retired", said))
        if run is None:
            said = _("from '{first}' to '{last}' no units can be counted", **_ends(row))
            faults.append(rows.fault(at, "first", said))
        else:
            found.append((at, run))
    ordered = sorted(found, key=lambda one: (one[1].stem, one[1].first))
    for (before, one), (at, other) in pairwise(ordered):
        if overlap(one, other):
            later, earlier = max(before, at), min(before, at)
            said = _("units of line {line} are listed again", line=rows.line(earlier))
            faults.append(rows.fault(later, "first", said))
    return [(rows[at], run) for at, run in found], faults


def _ends(row: PoolRow) -> dict[str, str]:
    return {"first": row.first, "last": row.last}
