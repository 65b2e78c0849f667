"""The sheet that asks hall, hotel, caterer and carrier for their numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from carbonmeet.base.errors import MissingExtra
from carbonmeet.base.text import Label, Lang, _
from carbonmeet.questions.evidence import ADDRESSEES, TIERS
from carbonmeet.view.faces.excel.workbook import LINE, Book, Worksheet
from carbonmeet.view.numerals import fixed, unit

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.questions.evidence import Question

__all__ = ["request_workbook"]

#: Excel wants a date; this one says nothing, so that the same request gives the same bytes.
_NO_DATE = datetime(2000, 1, 1)
#: Columns: heading, width, whether it is to be filled in.
_COLUMNS: tuple[tuple[Label, float, bool], ...] = (
    (_("No."), 6, False),
    (_("What we ask for"), 34, False),
    (_("Taken in the plan"), 13, False),
    (_("Low"), 11, False),
    (_("High"), 11, False),
    (_("Unit"), 17, False),
    (_("A record that answers it"), 34, False),
    (_("Moves the result by, t CO2e"), 14, False),
    (_("Actual number"), 14, True),
    (_("Unit"), 12, True),
    (_("Kind of document"), 16, True),
    (_("Document number"), 16, True),
    (_("Date"), 12, True),
    (_("Held by"), 16, True),
    (_("Remark"), 24, True),
    (_("Place in the file"), 40, False),
)
_HOW = (
    _(
        "Please fill in the white columns of your sheet and send it back "
        "with a copy of the document."
    ),
    _(
        "Give the actual number for the event, not a plan; say its unit. "
        "If a number is not known, leave it empty and say why in the "
        "remark."
    ),
    _("The numbers that can move the result most come first."),
    _("Kinds of documents: invoice, meter, contract, count."),
)


def request_workbook(answer: Answer, asked: Sequence[Question], lang: Lang) -> bytes:
    """A workbook with one sheet for everybody who is asked, and one over all.

    Raises
    ------
    MissingExtra
        If xlsxwriter is not installed.
    """
    buffer = io.BytesIO()
    try:
        book = Book(lang, buffer)
    except ImportError:
        raise MissingExtra(
            _("a request sheet needs xlsxwriter: pip install 'carbonmeet[report]'")
        ) from None
    title = answer.scenario.title.get(lang)
    book.file.set_properties({"title": title[:255], "author": "carbonmeet", "created": _NO_DATE})
    _overview(book, answer, asked, lang)
    for to, name in ADDRESSEES.items():
        mine = [(at, one) for at, one in enumerate(asked, 1) if one.to == to]
        if mine:
            _sheet(book, name.get(lang), title, mine, lang)
    book.file.close()
    return buffer.getvalue()


def _overview(book: Book, answer: Answer, asked: Sequence[Question], lang: Lang) -> None:
    sheet = book.sheet(book.say("all"))
    book.put(sheet, 0, 0, answer.scenario.title.get(lang), book.title)
    sheet.set_row(0, 2 * LINE)
    about = book.say(
        "Request for data; {asked} numbers without a document. Result now: "
        "{value} t CO2e after the measures.",
        asked=len(asked),
        value=fixed(answer.residual.total.value, 0),
    )
    for row, text in enumerate((about, *(one.get(lang) for one in _HOW)), 1):
        book.put(sheet, row, 0, text, book.plain)
    heads = [_("No."), _("To"), _("What we ask for"),
             _("Quality now"), _COLUMNS[7][0], _("Range narrower by"),
             _("t CO2e on it")]  # fmt: skip
    top = 7
    for column, (head, wide) in enumerate(zip(heads, (6, 26, 40, 30, 16, 14, 14), strict=True)):
        book.put(sheet, top, column, head.get(lang), book.head)
        sheet.set_column(column, column, wide)
    for row, one in enumerate(asked, top + 1):
        asked_of, known = ADDRESSEES[one.to].get(lang), one.number
        tier = TIERS[known.tier].get(lang)
        # a draw or two may make a range wider that is narrower
        narrower = None if one.narrower is None else max(0.0, one.narrower)
        cells = (float(row - top), asked_of, known.name.get(lang), tier, one.swing, narrower,
                 known.tonnes)  # fmt: skip
        kinds = ("count", "", "", "", "tonnes", "share", "tonnes")
        for column, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
            book.put(sheet, row, column, cell, book.numbers[kind] if kind else book.text)
    sheet.freeze_panes(top + 1, 0)


def _sheet(
    book: Book, name: str, title: str, asked: Sequence[tuple[int, Question]], lang: Lang
) -> None:
    sheet: Worksheet = book.sheet(name[:31].replace("/", " "))
    book.put(sheet, 0, 0, _("{head}: {text}", head=name, text=title).get(lang), book.title)
    sheet.set_row(0, 2 * LINE)
    for row, how in enumerate(_HOW, 1):
        book.put(sheet, row, 0, how.get(lang), book.plain)
    top = len(_HOW) + 2
    for column, (head, wide, __) in enumerate(_COLUMNS):
        book.put(sheet, top, column, head.get(lang), book.head)
        sheet.set_column(column, column, wide)
    grey = book.file.add_format({"bg_color": "#F2F2F2", "valign": "top", "text_wrap": True})
    for row, (at, one) in enumerate(asked, top + 1):
        known = one.number
        told, named = known.name.get(lang), unit(known.unit, lang)
        cells = (float(at), told, known.value, known.low, known.high, named, one.paper.get(lang),
                 one.swing)  # fmt: skip
        for column, cell in enumerate(cells):
            number = isinstance(cell, float) and column
            form = book.number("number", cell) if number and isinstance(cell, float) else grey
            book.put(sheet, row, column, cell, form)
        book.put(sheet, row, len(_COLUMNS) - 1, known.path, grey)
    sheet.freeze_panes(top + 1, 2)
