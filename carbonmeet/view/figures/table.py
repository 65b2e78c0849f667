"""The numbers behind a figure: what is drawn is what is written beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any, TypeAlias

from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Lang
from carbonmeet.rows.writing import csv_text

__all__ = ["Cell", "Table"]

Cell: TypeAlias = str | float | int | None


@dataclass(frozen=True)
class Table:
    """Columns and rows of numbers, and facts that hold for all of them.

    Attributes
    ----------
    columns : tuple of str
        Names, with the unit at the end where there is one: ``baseline_t``.
    rows : tuple of tuple
        Texts and numbers; None where there is no number.
    facts : mapping
        What drawing and caption need beside the rows.

    Examples
    --------
    >>> table = Table.of(("label", "t"), [("=1+1", 2.0)])
    >>> table.csv()
    "label,t\\r\\n'=1+1,2.0\\r\\n"
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    facts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, columns: Sequence[str], rows: Iterable[Sequence[Cell]], **facts: Any) -> Table:
        """A table of any rows."""
        return cls(tuple(columns), tuple(tuple(row) for row in rows), facts)

    def texts(self, name: str) -> list[str]:
        """A column of texts."""
        at = self.columns.index(name)
        return [str(row[at]) for row in self.rows]

    def names(self, name: str, lang: Lang) -> list[str]:
        """A column of names in the language of the reader, in English where it lacks one."""
        english = self.texts(f"{name}_en")
        if f"{name}_{lang}" not in self.columns:
            return english
        return [own or en for own, en in zip(self.texts(f"{name}_{lang}"), english, strict=True)]

    def numbers(self, name: str) -> list[float]:
        """A column of numbers; NaN where there is none."""
        at = self.columns.index(name)
        cells = [row[at] for row in self.rows]
        return [float("nan") if cell is None else float(cell) for cell in cells]

    def csv(self) -> str:
        """CSV text (RFC 4180); texts that a spreadsheet would run are quoted with an apostrophe."""
        return csv_text(self.columns, self.rows, end="\r\n")
