"""Which sheets of the report follow the ledger, and what stands on those that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.text import Message, _
from carbonmeet.city.sectors import sector
from carbonmeet.view.blocks import Table
from carbonmeet.view.tables.guidetable import beyond_the_table, guide_order

if TYPE_CHECKING:
    from carbonmeet.pricing.workings import Workings
    from carbonmeet.view.faces.excel.workbook import Book, Worksheet

__all__ = ["FIXED", "GUIDE", "YEARS", "follow_guide", "follow_years", "tell"]

FIXED = _("As computed by carbonmeet: this sheet follows no number changed in the workbook.")
GUIDE = _(
    "Amounts and tonnes follow numbers changed in the workbook; what of them is not in the "
    "guide's table is the share computed by carbonmeet."
)
YEARS = _(
    "The first table follows numbers changed in the workbook; all others are as computed by "
    "carbonmeet."
)
#: Width in characters of the column of such a sentence.
_NOTE = 44.0
#: Columns of the ledger sheet: period, source, amount, kg before and after the measures.
_PERIOD, _SOURCE, _AMOUNT, _BEFORE, _AFTER = "ABGMN"


def tell(book: Book, sheet: Worksheet, table: Table, note: Message) -> None:
    """Say beside the heads of a table, in sight however far one scrolls, what it follows."""
    column = len(table.columns) + 1
    book.column(sheet, column, _NOTE)
    book.put(sheet, 0, column, book.say(note), book.text)
    heads = [(one.head, 12.0 * one.wide - 1) for one in table.columns]
    book.tall(sheet, 0, [*heads, (book.say(note), _NOTE - 2)])
    # on paper it stands over the table, which keeps its size
    sheet.set_header(f"&L{book.say(note)}")
    sheet.print_area(0, 0, len(table.rows) + len(table.foot), len(table.columns) - 1)


def follow_guide(book: Book, sheet: Worksheet, table: Table, result: Workings) -> None:
    """Amount and tonnes of every line of the guide's table, as formulas of the ledger."""
    ledger = book.say("ledger")
    for place, (line, cells) in enumerate(zip(guide_order(result), table.rows, strict=True), 1):
        amount, tonnes, apart = (float(cells[at] or 0.0) for at in (3, 5, 6))
        share = beyond_the_table(result, result.model.lines[line].activity)
        row = line + 2
        for column, formula, value, kind in (
            (3, f"='{ledger}'!${_AMOUNT}${row}", amount, "number"),
            (5, f"='{ledger}'!${_BEFORE}${row}/1000", tonnes, "tonnes"),
            (6, f"=F{place + 1}*{share!r}", apart, "tonnes"),
        ):
            book.formula(sheet, place, column, formula, book.number(kind, value), value)


def follow_years(book: Book, sheet: Worksheet, top: int, table: Table, result: Workings) -> None:
    """Sectors and totals of every year, as formulas of the ledger; heads stand in row `top`."""
    ledger, last = book.say("ledger"), len(result.model.lines) + 1
    keys = {sector(name).get(book.lang): name for name in result.baseline.sums("source")}
    periods = {str(span.year): name for name, span in result.scenario.spans.items()}

    def total(letter: str, period: str, source: str = "") -> str:
        kg, of, when = (f"'{ledger}'!${one}$2:${one}${last}" for one in (letter, _SOURCE, _PERIOD))
        within = f',{of},"{source}"' if source else ""
        return f'SUMIFS({kg},{when},"{period}"{within})/1000'

    for column, head in enumerate((one.head for one in table.columns[1:]), 1):
        period = periods[head]
        before, after = total(_BEFORE, period), total(_AFTER, period)
        formulas = [total(_BEFORE, period, keys[str(cells[0])]) for cells in table.rows]
        formulas += [before, f"{before}-{after}", after][: len(table.foot)]
        pairs = zip(formulas, (*table.rows, *table.foot), strict=True)
        for place, (formula, cells) in enumerate(pairs, 1):
            value, foot = float(cells[column] or 0.0), place > len(table.rows)
            form = book.number("tonnes", value, foot=foot)
            book.formula(sheet, top + place, column, f"={formula}", form, value)
