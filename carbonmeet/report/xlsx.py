"""The report as an Excel workbook whose ledger recomputes itself.

Text is always written as text: a title that starts with ``=`` stays a title. Numbers are cells of
their own, and `carbonmeet.report.workings` adds the sheets that compute every line by formula.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from carbonmeet.errors import MissingExtra
from carbonmeet.report.document import (
    Bullets,
    Cell,
    Column,
    Document,
    Drawer,
    Facts,
    Figure,
    Note,
    Paragraph,
    Table,
)

if TYPE_CHECKING:
    from carbonmeet.estimation import Estimate

__all__ = ["Book", "Worksheet", "to_xlsx"]

#: Of xlsxwriter, which has no types.
Workbook: TypeAlias = Any
Worksheet: TypeAlias = Any

_NO_DATE = datetime(2000, 1, 1)
#: Excel keeps no more characters in a cell.
_LONGEST = 32_767
_FORMATS = {
    "number": "General",
    "tonnes": "#,##0.00",
    "share": "0.0%",
    "count": "#,##0",
    "kg": "#,##0.0##",
    "tiny": "0.0E+00",
}
_A4 = 9


class Book:
    """A workbook with the few formats of a report."""

    def __init__(self, lang: str, buffer: io.BytesIO) -> None:
        xlsxwriter = importlib.import_module("xlsxwriter")

        self.zh = lang == "zh"
        font = {"font_name": "宋体" if self.zh else "Arial", "font_size": 10, "valign": "top"}
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": font,
        }
        self.file: Workbook = xlsxwriter.Workbook(buffer, options)
        add = self.file.add_format
        self.text = add(font | {"text_wrap": True})
        self.plain = add(font)
        self.title = add(font | {"bold": True, "font_size": 16, "font_color": "#1D6B4F"})
        self.head = add(
            font | {"bold": True, "text_wrap": True, "bottom": 2, "bg_color": "#EEF4F1"}
        )
        self.numbers = {kind: add(font | {"num_format": form}) for kind, form in _FORMATS.items()}
        self.totals = {
            kind: add(font | {"num_format": form, "bold": True, "top": 1})
            for kind, form in _FORMATS.items()
        }
        self.total = add(font | {"bold": True, "top": 1, "text_wrap": True})

    def say(self, en: str, zh: str) -> str:
        """One of two wordings."""
        return zh if self.zh else en

    def sheet(self, name: str) -> Worksheet:
        """A new sheet, set up for print on A4 across."""
        sheet = self.file.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        return sheet

    def put(self, sheet: Worksheet, row: int, column: int, value: Cell, form: Any) -> None:
        """One cell: text as text, numbers as numbers, nothing as nothing."""
        if isinstance(value, str):
            sheet.write_string(row, column, value[:_LONGEST], form)
        elif value is not None:
            sheet.write_number(row, column, value, form)

    def heads(self, sheet: Worksheet, row: int, columns: Sequence[Column], rows: int) -> None:
        """A row of heads that stays in sight, with a filter over `rows` rows."""
        for index, column in enumerate(columns):
            self.put(sheet, row, index, column.head, self.head)
            sheet.set_column(index, index, max(10.0, 13.0 * column.wide))
        sheet.freeze_panes(row + 1, 0)
        sheet.repeat_rows(row)
        if rows:
            sheet.autofilter(row, 0, row + rows, len(columns) - 1)

    def table(self, sheet: Worksheet, top: int, table: Table, *, alone: bool = True) -> int:
        """A table of the report; the next free row."""
        if alone:
            self.heads(sheet, top, table.columns, len(table.rows))
        else:
            for index, column in enumerate(table.columns):
                self.put(sheet, top, index, column.head, self.head)
        for offset, cells in enumerate((*table.rows, *table.foot), 1):
            foot = offset > len(table.rows)
            for index, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
                numbers, text = (self.totals, self.total) if foot else (self.numbers, self.text)
                form = (
                    numbers[column.kind] if column.numeric and not isinstance(cell, str) else text
                )
                self.put(sheet, top + offset, index, cell, form)
        return top + len(table.rows) + len(table.foot) + 2


def to_xlsx(report: Document, result: Estimate, draw: Drawer) -> bytes:
    """Render a report as an Excel workbook.

    Parameters
    ----------
    report : Document
    result : Estimate
        For the sheets that compute the ledger by formula.
    draw : Drawer
        Gives the figures as PNG; those it has none of are left out.

    Raises
    ------
    MissingExtra
        If xlsxwriter is not installed.
    """
    buffer = io.BytesIO()
    try:
        book = Book(report.lang, buffer)
    except ImportError:
        raise MissingExtra(
            "an Excel report needs xlsxwriter: pip install 'carbonmeet[report]'"
        ) from None
    from carbonmeet.report.workings import add_workings

    book.file.set_properties(
        {
            "title": report.title[:255],
            "subject": report.subtitle,
            "author": "carbonmeet",
            "comments": report.imprint[:255],
            "created": _NO_DATE,
        }
    )
    _summary(book, report)
    add_workings(book, report, result)
    for name, table in (
        (book.say("measures", "措施"), "measures"),
        (book.say("guide", "实施指南"), "guide-lines"),
        (book.say("sources", "来源"), "sources"),
        (book.say("assumed", "假设"), "assumed"),
    ):
        try:
            book.table(book.sheet(name), 0, report.table(table))
        except KeyError:  # no measures, no table
            continue
    _figures(book, report, draw)
    book.file.close()
    return buffer.getvalue()


def _summary(book: Book, report: Document) -> None:
    sheet = book.sheet(book.say("summary", "摘要"))
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 7, 15)
    book.put(sheet, 0, 0, report.title, book.title)
    book.put(sheet, 1, 0, report.subtitle, book.plain)
    book.put(sheet, 2, 0, report.imprint, book.plain)
    row = 4
    for section in report.sections[:3]:  # summary, boundary, emissions
        book.put(sheet, row, 0, section.title, book.title)
        row += 1
        for block in section.blocks:
            match block:
                case Facts():
                    for one in block.items:
                        book.put(sheet, row, 0, one.name, book.text)
                        book.put(sheet, row, 1, one.value, book.numbers["tonnes"])
                        book.put(sheet, row, 2, one.unit, book.plain)
                        book.put(sheet, row, 3, one.detail, book.plain)
                        row += 1
                    row += 1
                case Paragraph(text) | Note(text):
                    row = _lines(book, sheet, row, (text,))
                case Bullets(items):
                    row = _lines(book, sheet, row, items)
                case Table():
                    book.put(sheet, row, 0, block.caption, book.plain)
                    row = book.table(sheet, row + 1, block, alone=False)


def _lines(book: Book, sheet: Worksheet, row: int, texts: Sequence[str]) -> int:
    for text in texts:
        # merged cells do not grow with their text: give them the lines that it needs
        wide = sum(2 if ord(c) > 0x2E80 else 1 for c in text)
        sheet.merge_range(row, 0, row, 7, "", book.text)
        book.put(sheet, row, 0, text, book.text)
        sheet.set_row(row, 14.0 * (1 + wide // 130))
        row += 1
    return row + 1


def _figures(book: Book, report: Document, draw: Drawer) -> None:
    drawn = [
        (block, image)
        for block in report.blocks()
        if isinstance(block, Figure) and (image := draw(block.kind, "png")) is not None
    ]
    if not drawn:
        return
    sheet = book.sheet(book.say("figures", "图"))
    row = 0
    for block, image in drawn:
        book.put(sheet, row, 0, block.caption, book.title)
        picture = {"image_data": io.BytesIO(image), "description": block.alt}
        sheet.insert_image(row + 1, 0, f"{block.kind}.png", picture)
        row += 3 + _rows(image)


def _rows(image: bytes) -> int:
    """Rows of 20 pixels that a PNG of 300 dpi covers: its height stands in bytes 20 to 24."""
    return int(int.from_bytes(image[20:24], "big") * 96 / 300 / 20) + 1
