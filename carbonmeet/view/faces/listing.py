"""A list that can be read as a table, as JSON or as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from carbonmeet.base.text import Label, Lang
from carbonmeet.view.faces.text import grid, safe

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
    """

    columns: Mapping[str, Label]
    rows: Sequence[Mapping[str, Cell]]

    def table(self, lang: Lang) -> str:
        """The rows as text that lines up, numbers to the right."""
        keys = list(self.columns)
        head = [self.columns[key].get(lang) for key in keys]
        body = [[_shown(row.get(key), lang) for key in keys] for row in self.rows]
        right = tuple(
            place
            for place, key in enumerate(keys)
            if any(isinstance(row.get(key), int | float) for row in self.rows)
        )
        return grid([head, *body], right=right, indent=0)

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
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        heads = ([f"{key}_en", f"{key}_zh"] if key in double else [key] for key in self.columns)
        writer.writerow([name for names in heads for name in names])
        for row in self.rows:
            cells: list[object] = []
            for key in self.columns:
                cell = row.get(key)
                if key in double:
                    label = cell if isinstance(cell, Label) else Label(str(cell or ""))
                    cells += [label.en, label.zh]
                else:
                    cells.append(cell)
            writer.writerow(cells)
        return out.getvalue()


def _shown(cell: Cell, lang: Lang) -> str:
    if isinstance(cell, Label):
        return safe(cell.get(lang))
    if isinstance(cell, int):
        return f"{cell:,}"
    return "" if cell is None else safe(f"{cell:g}" if isinstance(cell, float) else cell)
