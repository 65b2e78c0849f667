"""A workbook with the few formats of a report, and the two rules of its cells.

Text is always written as text, so that a title that starts with ``=`` stays a title; numbers are
cells of their own.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any, TypeAlias

from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.text import Message, _
from carbonmeet.view.blocks import Cell, Column, Table, clean
from carbonmeet.view.faces.text import width
from carbonmeet.view.typography import typography

__all__ = ["LINE", "Book", "Worksheet", "or_year"]

#: Of xlsxwriter, which has no types.
Workbook: TypeAlias = Any
Worksheet: TypeAlias = Any

#: Excel keeps no more characters in a cell.
_LONGEST = 32_767
_FORMATS = {
    "whole": "#,##0",
    "number": "#,##0.00##",
    "small": "0.0000##",
    "smaller": "0.000E+00",
    "tonnes": "#,##0.00",
    "end": "#,##0.00",
    "change": "+#,##0.00;-#,##0.00;0",
    "share": "0.0%",
    "count": "#,##0",
    "year": "0",
    "kg": "#,##0.0##",
    "tiny": "0.0E+00",
}
_A4 = 9
_YEAR = pattern_of(r"(?:19|20)[0-9]{2}")
#: Points of a line of text, and characters of a column of relative width 1.
LINE, _WIDTH = 14.0, 12.0
#: Characters of the narrowest column, and those that stay free beside a number.
_LEAST, _MARGIN = 9.0, 1.5


class Book:
    """A workbook with the few formats of a report."""

    def __init__(self, lang: str, buffer: io.BytesIO) -> None:
        xlsxwriter = importlib.import_module("xlsxwriter")

        self.lang = lang
        self._wide: dict[tuple[Worksheet, int], float] = {}
        font = {"font_name": typography(lang).cells, "font_size": 10, "valign": "top"}
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": font,
        }
        self.file: Workbook = xlsxwriter.Workbook(buffer, options)
        add = self.file.add_format
        self.text = add(font | {"text_wrap": True, "indent": 1})
        self.plain = add(font | {"indent": 1})
        self.title = add(font | {"bold": True, "font_size": 16, "font_color": "#1D6B4F"})
        head = font | {"bold": True, "text_wrap": True, "bottom": 2, "bg_color": "#EEF4F1"}
        self.head, self._head = add(head | {"indent": 1}), add(head | {"align": "right"})
        self.year = add(font | {"num_format": _FORMATS["year"], "align": "left", "indent": 1})
        self.warning = add(font | {"bold": True, "font_color": "#9C1C1C"})
        self.marked = self.file.add_format({"num_format": '@"*"'})
        self.grey = self.file.add_format({"font_color": "#9A9A9A", "bg_color": "#F0F0F0"})
        self.numbers = {kind: add(font | {"num_format": form}) for kind, form in _FORMATS.items()}
        self.totals = {
            kind: add(font | {"num_format": form, "bold": True, "top": 1})
            for kind, form in _FORMATS.items()
        }
        self.total = add(font | {"bold": True, "top": 1, "text_wrap": True, "indent": 1})

    def say(self, text: str, /, **args: object) -> str:
        """A text in the language of the workbook."""
        return (text if isinstance(text, Message) else _(text, **args)).get(self.lang)

    def sheet(self, name: str) -> Worksheet:
        """A new sheet, set up for print on A4 across."""
        sheet = self.file.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        return sheet

    def column(self, sheet: Worksheet, index: int, wide: float) -> None:
        """Give a column a width in characters, or the more that a number in it needs."""
        self._wide[sheet, index] = max(wide, self._wide.get((sheet, index), 0.0))
        sheet.set_column(index, index, self._wide[sheet, index])

    def formula(
        self, sheet: Worksheet, row: int, column: int, formula: str, form: Any, value: Cell
    ) -> None:
        """A formula, with the value that it has until it is worked out anew."""
        sheet.write_formula(row, column, formula, form, value)
        self._widen(sheet, column, value, form)

    def _widen(self, sheet: Worksheet, index: int, value: Cell, form: Any) -> None:
        """A number too wide for its column would be shown as ####."""
        if isinstance(value, (int, float)):
            self.column(sheet, index, max(_MARGIN + len(_written(value, form.num_format)), _LEAST))

    def put(self, sheet: Worksheet, row: int, column: int, value: Cell, form: Any) -> None:
        """One cell: text as text, numbers as numbers, nothing as nothing."""
        if isinstance(value, str):
            sheet.write_string(row, column, value[:_LONGEST], form)
        elif value is not None:
            sheet.write_number(row, column, value, form)
            self._widen(sheet, column, value, form)

    def name(self, sheet: Worksheet, row: int, column: int, text: str, form: Any) -> None:
        """What a row is of: a year stands as a number."""
        cell = or_year(clean(text))
        self.put(sheet, row, column, cell, form if isinstance(cell, str) else self.year)

    def number(self, kind: str, value: float, *, foot: bool = False) -> Any:
        """The format of a number of this kind; plain numbers by their size."""
        if kind == "number":
            size = abs(value)
            if size >= 1000 or value == int(value):
                kind = "whole"
            elif size < 1:
                kind = "small" if size >= 0.001 else "smaller"
        return (self.totals if foot else self.numbers)[kind]

    def tall(self, sheet: Worksheet, row: int, cells: Iterable[tuple[Cell, float]]) -> None:
        """Give a row the height that its wrapped texts need: cell and width of its column."""
        lines = [ceil(width(text) / wide) for text, wide in cells if isinstance(text, str)]
        sheet.set_row(row, min(LINE * max([1, *lines]), 400.0))

    def heads(self, sheet: Worksheet, row: int, columns: Sequence[Column], rows: int) -> None:
        """A row of heads that stays in sight, with a filter over `rows` rows."""
        for index, column in enumerate(columns):
            self.put(sheet, row, index, or_year(column.head), self._over(column))
            self.column(sheet, index, _wide(column))
        self.tall(sheet, row, [(column.head, _wide(column) - 1) for column in columns])
        sheet.freeze_panes(row + 1, 0)
        sheet.repeat_rows(row)
        if rows:
            sheet.autofilter(row, 0, row + rows, len(columns) - 1)

    def _over(self, column: Column) -> Any:
        """The format of a head: over numbers it stands where they end."""
        return self._head if column.numeric else self.head

    def table(
        self, sheet: Worksheet, top: int, table: Table, widths: Sequence[float] | None = None
    ) -> int:
        """A table of the report; the next free row.

        Without `widths` it has the sheet to itself; else the columns have these already.
        """
        alone = widths is None
        wide = [_wide(one) for one in table.columns] if widths is None else widths
        if alone:
            self.heads(sheet, top, table.columns, len(table.rows))
        else:
            for index, column in enumerate(table.columns):
                self.put(sheet, top, index, or_year(column.head), self._over(column))
            heads = (one.head for one in table.columns)
            self.tall(sheet, top, zip(heads, (one - 2 for one in wide), strict=False))
        for offset, cells in enumerate((*table.rows, *table.foot), 1):
            foot = offset > len(table.rows)
            for index, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
                form: Any = self.total if foot else self.text
                if isinstance(cell, float):
                    form = self.number(column.kind, cell, foot=foot)
                elif isinstance(cell, str) and _YEAR.fullmatch(cell):
                    # that a row is of stands where other rows have their names
                    cell, form = float(cell), self.numbers["year"] if index else self.year
                self.put(sheet, top + offset, index, cell, form)
            self.tall(sheet, top + offset, zip(cells, wide, strict=False))
        return top + len(table.rows) + len(table.foot) + 2


def or_year(text: str) -> Cell:
    """A year as a number, any other text as it is."""
    return float(text) if _YEAR.fullmatch(text) else text


def _wide(column: Column) -> float:
    """Width of a column in characters."""
    return max(_LEAST, _WIDTH * column.wide)


def _written(value: float, pattern: str) -> str:
    """A number as a format of the workbook shows it.

    Examples
    --------
    >>> _written(3074947594.1, "#,##0.0##"), _written(0.25, "0.0%"), _written(1e-9, "0.0E+00")
    ('3,074,947,594.1', '25.0%', '1.0E-09')
    """
    first = pattern.partition(";")[0]
    decimals = first.partition(".")[2]
    fixed, most = decimals.count("0"), decimals.count("0") + decimals.count("#")
    if "E" in first:
        return f"{value:.{decimals.partition('E')[0].count('0')}E}"
    text = f"{value * (100 if '%' in first else 1):,.{most}f}"
    end = len(text) - (most - fixed)
    text = text[:end] + text[end:].rstrip("0")
    return text.removesuffix(".") + ("%" if "%" in first else "")
