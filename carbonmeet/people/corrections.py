"""Places settled by hand: the file that ``carbonmeet attendees`` wrote, corrected."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from carbonmeet.base.record import NamedTuple
from carbonmeet.people.match import Query
from carbonmeet.rows import Column, rows

__all__ = ["read_corrections"]


def _cell(text: str) -> Column:
    """A cell of the list, as it was written there."""
    return Column(text, there=True, verbatim=True)


class Correction(NamedTuple):
    """A row of that file: the cells of a list, and what to read in their place."""

    city: Annotated[str, _cell("City, as the list has it.")] = ""
    country: Annotated[str, _cell("Country, as the list has it.")] = ""
    state: Annotated[str, _cell("State, as the list has it.")] = ""
    airport: Annotated[str, _cell("Airport, as the list has it.")] = ""
    coordinates: Annotated[str, _cell("Coordinates, as the list has them.")] = ""
    right_city: Annotated[str, Column("City meant.", there=True, name="read as city")] = ""
    right_country: Annotated[str, Column("Country meant.", there=True, name="read as country")] = ""
    rows: Annotated[str, Column("Rows of the list.")] = ""
    people: Annotated[str, Column("People in them.")] = ""
    status: Annotated[str, Column("Why the place is not settled.")] = ""
    candidates: Annotated[str, Column("Places that it may be.")] = ""


def read_corrections(path: Path) -> dict[Query, Query]:
    """What to read in place of the cells of a list.

    Rows without a correction are left out.

    Raises
    ------
    InputError
        If the file lacks a column, or is no table.
    """
    return {
        Query(*(cell.removeprefix("'") for cell in row[: len(Query._fields)])): Query(
            row.right_city, row.right_country
        )
        for row in rows(path, Correction)
        if row.right_city or row.right_country
    }
