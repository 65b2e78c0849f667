"""A city's pool of removals: what it has issued, and to whom what is cancelled.

A pool is a CSV with a row a run of units. Two meetings cannot take the same tonne, whether their
files are given together or years apart: what the pool says is retired for one is no one else's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

from carbonmeet.base.errors import CarbonmeetError, InputError, message_of
from carbonmeet.base.text import _
from carbonmeet.offset.creditblock import CreditBlock
from carbonmeet.offset.serials import Block, block_of, overlap
from carbonmeet.rows import Column
from carbonmeet.rows.table import gathered

__all__ = ["PoolRow", "pool_faults"]


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
    retired: Annotated[str, Column("Day of the cancellation.")] = ""

    @property
    def units(self) -> Block | None:
        """The run; None where its serial numbers cannot be counted."""
        return block_of((self.first, self.last))


def pool_faults(credit: CreditBlock, folder: Path, names: Collection[str]) -> Iterator[str]:
    """Why units of a pool cannot be this meeting's.

    Parameters
    ----------
    credit : CreditBlock
        With a ``pool:``.
    folder : Path
        Of the scenario file.
    names : collection of str
        What the meeting, or the beneficiary, is called.

    Raises
    ------
    InputError
        If the pool cannot be read.
    """
    rows, faults = gathered(folder / credit.pool, PoolRow, credit.pool)
    if faults:
        raise InputError(faults)
    asked = credit.units
    if asked is None:
        yield _("units of a pool are named by their serial numbers: 'serials' is missing")
        return
    try:
        runs = [(row, row.units) for row in rows]
    except ValueError as error:  # a run that ends before it begins
        raise CarbonmeetError(_("{file}: {why}", file=credit.pool, why=message_of(error))) from None
    touched = [(row, run) for row, run in runs if run is not None and overlap(asked, run)]
    for row, _run in touched:
        if row.retired_for and row.retired_for not in names:
            yield _(
                "units {first} to {last} of the pool are retired for {event}: a tonne counts once",
                first=row.first,
                last=row.last,
                event=row.retired_for,
            )
    held = sum(min(asked.last, run.last) - max(asked.first, run.first) + 1 for _r, run in touched)
    if held != asked.size:
        yield _(
            "the pool holds {held} of the {size} units that are named",
            held=held,
            size=asked.size,
        )
