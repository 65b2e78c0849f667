"""The report as an Excel workbook whose ledger recomputes itself."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from carbonmeet.base.errors import MissingExtra
from carbonmeet.base.text import Label, _, _p
from carbonmeet.city.sectors import sector
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.view.blocks import (
    Bullets,
    Document,
    Drawer,
    Facts,
    Figure,
    Heading,
    Note,
    Paragraph,
    Section,
    Table,
)
from carbonmeet.view.faces.excel.byyear import follow_year_table
from carbonmeet.view.faces.excel.causes import follow_changes
from carbonmeet.view.faces.excel.cells import Area, Cells, changed
from carbonmeet.view.faces.excel.following import add_follower
from carbonmeet.view.faces.excel.warning import FIXED, warn
from carbonmeet.view.faces.excel.workbook import LINE, Book, Worksheet
from carbonmeet.view.faces.excel.workings import add_workings
from carbonmeet.view.faces.text import width

if TYPE_CHECKING:
    from carbonmeet.pricing.workings import Workings

__all__ = ["to_xlsx"]

#: Widths of the columns of the first sheet, in characters.
_SUMMARY = (40.0, 24.0, *(15.0,) * 6)
#: Those of the sheet of a city's years.
_YEARS = (40.0, *(15.0,) * 8)
#: Sheets of tables of the report.
_SHEETS: Mapping[str, Label] = {
    "ranges": _("uncertainty"),
    "drivers": _("drivers"),
    "measures": _("measures"),
    "things": _("items"),
    "guide-lines": _("guide"),
    "frame-ghg-protocol": Label("GHG Protocol"),
    "frame-iso-14064-1": Label("ISO 14064-1"),
    "frame-nzce": Label("NZCE"),
    "frame-gpc": Label("GPC"),
    "evidence-papers": _("evidence"),
    "left-out": _("left out"),
    "sources": _("sources"),
    "assumed": _("assumed"),
}
#: Excel wants a date; this one says nothing, so that the same report gives the same bytes.
_NO_DATE = datetime(2000, 1, 1)


def to_xlsx(report: Document, result: Workings, draw: Drawer) -> bytes:
    """Render a report as an Excel workbook.

    Parameters
    ----------
    report : Document
    result : Workings
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
            _("an Excel report needs xlsxwriter: pip install 'carbonmeet[report]'")
        ) from None
    book.file.set_properties(
        {
            "title": report.title[:255],
            "subject": report.subtitle,
            "author": "carbonmeet",
            "comments": report.imprint[:255],
            "created": _NO_DATE,
        }
    )
    _summary(book, report, result)
    years = next((one for one in report.sections if one.id == "years"), None)
    of_years = book.sheet(book.say(_p("sheet", "years"))) if years else None
    cells = add_workings(book, report, result)
    if years and of_years:
        _years(book, of_years, years, cells)
    _tables(book, report, cells)
    _figures(book, report, draw)
    book.file.close()
    return buffer.getvalue()


def _tables(book: Book, report: Document, cells: Cells) -> None:
    """The tables of a report on sheets of their own; what follows no change says so."""
    for table, name in _SHEETS.items():
        try:
            found = report.table(table)
        except KeyError:  # a scenario without measures, a city without guide
            continue
        add_follower(book, book.sheet(name.get(book.lang)), found, cells)


def _summary(book: Book, report: Document, result: Workings) -> None:
    sheet = book.sheet(book.say("summary"))
    for column, characters in enumerate(_SUMMARY):
        book.column(sheet, column, characters)
    sheet.set_row(0, 2 * LINE)
    book.put(sheet, 0, 0, report.title, book.title)
    book.put(sheet, 1, 0, report.subtitle, book.plain)
    book.put(sheet, 2, 0, report.imprint, book.plain)
    row = _live(book, sheet, 4, result)
    book.put(sheet, row, 0, book.say("As computed by carbonmeet:"), book.title)
    sheet.set_row(row, 2 * LINE)
    head = row + 1
    row += 3
    for section in report.sections[:3]:  # summary, boundary, emissions
        row, _tops = _section(book, sheet, row, section, _SUMMARY)
    warn(book, sheet, head, changed(book), FIXED, [(head + 1, 0, row, len(_SUMMARY) - 1)])


def _live(book: Book, sheet: Worksheet, row: int, result: Workings) -> int:
    """What the formulas of the ledger come to by period and source; the next free row."""
    book.put(sheet, row, 0, book.say("By the formulas of this workbook:"), book.title)
    sheet.set_row(row, 2 * LINE)
    spans = result.scenario.spans
    sources = len(result.baseline.sums("source"))
    # on the sheet that checks sources stand under the head and all lines, then the periods
    names = {key: span.label.get(book.lang) for key, span in spans.items()}
    row = _sums(book, sheet, row + 1, result, "period", names, 5 + sources)
    if result.scenario.kind != "city" or len(spans) == 1:  # years of a city are not added up
        name_of = sector if result.scenario.kind == "city" else SOURCES.__getitem__
        called = {key: name_of(key).get(book.lang) for key in result.baseline.sums("source")}
        row = _sums(book, sheet, row, result, "source", called, 5)
    verdict = f"='{book.say('check')}'!$A$1"
    book.formula(sheet, row, 0, verdict, book.text, book.say("formulas and carbonmeet agree"))
    return row + 2


def _sums(
    book: Book,
    sheet: Worksheet,
    row: int,
    result: Workings,
    by: str,
    names: Mapping[str, str],
    first: int,
) -> int:
    """Sums of one kind, `first` of which stands in that row of the sheet that checks."""
    head = _("Period") if by == "period" else _("Source")
    words = (head, _("Baseline, t CO2e"), _("After the measures, t CO2e"), _("Saving, t CO2e"))
    for column, text in enumerate(words):
        book.put(sheet, row, column, book.say(text), book.head)
    check, form = book.say("check"), book.numbers["tonnes"]
    before, after = result.baseline.sums(by), result.residual.sums(by)
    for at, key in enumerate(before):
        row += 1
        book.name(sheet, row, 0, names[key], book.text)
        for column, letter, known in ((1, "D", before), (2, "G", after)):
            cell = f"='{check}'!${letter}${first + at}"
            book.formula(sheet, row, column, cell, form, known[key])
        saved = before[key] - after[key]
        book.formula(sheet, row, 3, f"=B{row + 1}-C{row + 1}", form, saved)
    return row + 1


def _years(book: Book, sheet: Worksheet, section: Section, cells: Cells) -> None:
    """The years of a city on a sheet of their own; a meeting has none."""
    for column, characters in enumerate(_YEARS):
        book.column(sheet, column, characters)
    tables = [one for one in section.blocks if isinstance(one, Table)]
    _end, tops = _section(book, sheet, 1, section, _YEARS)
    stays: list[Area] = []
    for top, table in zip(tops, tables, strict=True):
        if table.id == "changes":
            follow_changes(book, sheet, top, table, cells)
        elif not follow_year_table(book, sheet, top, table, cells):
            stays.append((top + 1, 0, top + len(table.rows), len(table.columns) - 1))
    warn(book, sheet, 0, changed(book), FIXED, stays)


def _section(
    book: Book, sheet: Worksheet, row: int, section: Section, widths: Sequence[float]
) -> tuple[int, list[int]]:
    """A section from `row` on, without its figures; the next free row, and heads of tables."""
    tops: list[int] = []
    book.put(sheet, row, 0, section.title, book.title)
    sheet.set_row(row, 2 * LINE)
    row += 1
    for block in section.blocks:
        match block:
            case Facts():
                for one in block.items:
                    book.put(sheet, row, 0, one.name, book.text)
                    book.put(sheet, row, 1, one.value, book.numbers["tonnes"])
                    book.put(sheet, row, 2, one.unit, book.plain)
                    book.column(sheet, 2, width(one.unit) + 3.0)
                    book.put(sheet, row, 3, one.detail, book.plain)
                    row += 1
                row += 1
            case Heading(text):
                book.put(sheet, row, 0, text, book.title)
                sheet.set_row(row, 2 * LINE)
                row += 1
            case Paragraph(text) | Note(text):
                row = _lines(book, sheet, row, (text,))
            case Bullets(items):
                row = _lines(book, sheet, row, items)
            case Table():
                book.put(sheet, row, 0, block.caption, book.plain)
                tops.append(row + 1)
                row = book.table(sheet, row + 1, block, widths)
    return row, tops


def _lines(book: Book, sheet: Worksheet, row: int, texts: Sequence[str]) -> int:
    for text in texts:
        sheet.merge_range(row, 0, row, 7, "", book.text)
        book.put(sheet, row, 0, text, book.text)
        book.tall(sheet, row, [(text, 140.0)])
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
    sheet = book.sheet(book.say("figures"))
    warn(book, sheet, 0, changed(book), FIXED, [])
    row = 2
    for block, image in drawn:
        book.put(sheet, row, 0, block.caption, book.title)
        sheet.set_row(row, 2 * LINE)
        picture = {"image_data": io.BytesIO(image), "description": block.alt}
        sheet.insert_image(row + 1, 0, f"{block.kind}.png", picture)
        row += 3 + _rows(image)


def _rows(image: bytes) -> int:
    """Rows of 20 pixels that a PNG of 300 dpi covers: its height stands in bytes 20 to 24."""
    return int(int.from_bytes(image[20:24], "big") * 96 / 300 / 20) + 1
