"""A list that can be read as a table, as JSON or as CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label
from carbonmeet.rows.writing import csv_text
from carbonmeet.view.blocks import Cell as Shown
from carbonmeet.view.blocks import Column, Table
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import number

__all__ = ["Cell", "Format", "Listing"]

Cell = str | int | float | Label | None
Format = Literal["table", "json", "csv"]


class Listing(NamedTuple):
    """Rows under named columns.

    Attributes
    ----------
    columns : mapping of str to Label
        Key in JSON and CSV, and heading of the table.
    rows : sequence of mapping of str to Cell
        A Label is shown in one language in the table, in both elsewhere.
    aside : str
        The column of remarks, which go below their rows where there is no room.
    unit : str
        The column of units, which a reader sees in words.
    shares : tuple of str
        Columns of shares, which a reader sees in per cent.
    """

    columns: Mapping[str, Label]
    rows: Sequence[Mapping[str, Cell]]
    aside: str = ""
    unit: str = ""
    shares: tuple[str, ...] = ()

    def table(self, m: Voice) -> Table:
        """The rows to be read, numbers to the right."""
        columns = tuple(
            Column(
                m.word(head),
                "share" if key in self.shares else "number" if self._is_number(key) else "text",
                aside=key == self.aside,
            )
            for key, head in self.columns.items()
        )
        rows = tuple(
            tuple(
                m.unit(str(row.get(key))) if key == self.unit else _shown(m, row.get(key))
                for key in self.columns
            )
            for row in self.rows
        )
        return Table("list", "", columns, rows)

    def _is_number(self, key: str) -> bool:
        return any(isinstance(row.get(key), int | float) for row in self.rows)

    def records(self) -> list[dict[str, object]]:
        """The rows as plain data."""
        return [
            {
                key: {"en": cell.en, "zh": cell.zh} if isinstance(cell, Label) else cell
                for key, cell in ((key, row.get(key)) for key in self.columns)
            }
            for row in self.rows
        ]

    def csv(self) -> str:
        """The rows as CSV; a name in two languages takes two columns."""
        double = {
            key for key in self.columns if any(isinstance(row.get(key), Label) for row in self.rows)
        }
        heads = ([f"{key}_en", f"{key}_zh"] if key in double else [key] for key in self.columns)
        rows = []
        for row in self.rows:
            cells: list[object] = []
            for key in self.columns:
                cell = row.get(key)
                if key in double:
                    label = cell if isinstance(cell, Label) else Label(str(cell or ""))
                    cells += [label.en, label.zh]
                else:
                    cells.append(cell)
            rows.append(cells)
        return csv_text([name for names in heads for name in names], rows)


def _shown(m: Voice, cell: Cell) -> Shown:
    """A cell of the table: an integer is a count, and shown in full."""
    if isinstance(cell, Label):
        return m.word(cell)
    if isinstance(cell, int):
        return number(cell, 12)
    return "" if cell is None else cell
