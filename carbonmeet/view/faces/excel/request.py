"""The sheet that asks hall, hotel, caterer and carrier for their numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from carbonmeet.base.errors import MissingExtra
from carbonmeet.base.text import Label, Lang
from carbonmeet.questions.evidence import ADDRESSEES, TIERS
from carbonmeet.view.faces.excel.workbook import LINE, Book, Worksheet

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.questions.evidence import Question

__all__ = ["request_workbook"]

#: Excel wants a date; this one says nothing, so that the same request gives the same bytes.
_NO_DATE = datetime(2000, 1, 1)
#: Columns: heading, width, whether it is to be filled in.
_COLUMNS: tuple[tuple[Label, float, bool], ...] = (
    (Label("No.", "序号"), 6, False),
    (Label("What we ask for", "所需数据"), 34, False),
    (Label("Taken in the plan", "计划取值"), 13, False),
    (Label("Low", "下限"), 11, False),
    (Label("High", "上限"), 11, False),
    (Label("Unit", "单位"), 17, False),
    (Label("A record that answers it", "可接受的凭证"), 34, False),
    (Label("Moves the result by, t CO2e", "对结果的影响（t CO2e）"), 14, False),
    (Label("Actual number", "实际数值"), 14, True),
    (Label("Unit", "单位"), 12, True),
    (Label("Kind of document", "凭证类型"), 16, True),
    (Label("Document number", "凭证编号"), 16, True),
    (Label("Date", "日期"), 12, True),
    (Label("Held by", "保管方"), 16, True),
    (Label("Remark", "备注"), 24, True),
    (Label("Place in the file", "文件位置"), 40, False),
)
_HOW = (
    Label(
        "Please fill in the white columns of your sheet and send it back with a copy of "
        "the document.",
        "请填写您所在工作表的空白列，并连同凭证复印件一并返回。",
    ),
    Label(
        "Give the actual number for the event, not a plan; say its unit. If a number is not known, "
        "leave it empty and say why in the remark.",
        "请填写活动的实际数值（而非计划值）并注明单位；如无法提供，请留空并在备注中说明原因。",
    ),
    Label(
        "The numbers stand in the order in which they would narrow the range of the result most.",
        "各项按其可缩小结果区间的程度由大到小排列。",
    ),
    Label(
        "Kinds of documents: invoice, meter, contract, count.",
        "凭证类型：invoice（发票）、meter（表计）、contract（合同）、count（统计）。",
    ),
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
            "a request sheet needs xlsxwriter: pip install 'carbonmeet[report]'"
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
    sheet = book.sheet(book.say("all", "总表"))
    book.put(sheet, 0, 0, answer.scenario.title.get(lang), book.title)
    sheet.set_row(0, 2 * LINE)
    about = book.say(
        f"Request for data; {len(asked)} numbers without a document. Result now: "
        f"{answer.residual.total.value:,.0f} t CO2e after the measures.",
        f"数据征询表：{len(asked)}项数值缺少凭证。当前结果：措施后"
        f"{answer.residual.total.value:,.0f} t CO2e。",
    )
    for row, text in enumerate((about, *(one.get(lang) for one in _HOW)), 1):
        book.put(sheet, row, 0, text, book.plain)
    heads = [Label("No.", "序号"), Label("To", "征询对象"), Label("What we ask for", "所需数据"),
             Label("Quality now", "现有等级"), _COLUMNS[7][0], Label("Range narrower by",
                 "区间可缩小"),
             Label("t CO2e on it", "支撑的t CO2e")]  # fmt: skip
    top = 7
    for column, (head, wide) in enumerate(zip(heads, (6, 26, 40, 30, 16, 14, 14), strict=True)):
        book.put(sheet, top, column, head.get(lang), book.head)
        sheet.set_column(column, column, wide)
    for row, one in enumerate(asked, top + 1):
        asked_of, known = ADDRESSEES[one.to].get(lang), one.number
        tier = TIERS[known.tier].get(lang)
        cells = (float(row - top), asked_of, known.name.get(lang), tier, one.swing, one.narrower,
                 known.tonnes)  # fmt: skip
        kinds = ("count", "", "", "", "tonnes", "share", "tonnes")
        for column, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
            book.put(sheet, row, column, cell, book.numbers[kind] if kind else book.text)
    sheet.freeze_panes(top + 1, 0)


def _sheet(
    book: Book, name: str, title: str, asked: Sequence[tuple[int, Question]], lang: Lang
) -> None:
    sheet: Worksheet = book.sheet(name[:31].replace("/", " "))
    book.put(sheet, 0, 0, f"{name}: {title}" if lang == "en" else f"{name}：{title}", book.title)
    sheet.set_row(0, 2 * LINE)
    for row, how in enumerate(_HOW, 1):
        book.put(sheet, row, 0, how.get(lang), book.plain)
    top = len(_HOW) + 2
    for column, (head, wide, _) in enumerate(_COLUMNS):
        book.put(sheet, top, column, head.get(lang), book.head)
        sheet.set_column(column, column, wide)
    grey = book.file.add_format({"bg_color": "#F2F2F2", "valign": "top", "text_wrap": True})
    for row, (at, one) in enumerate(asked, top + 1):
        known = one.number
        cells = (float(at), known.name.get(lang), known.value, known.low, known.high, known.unit,
                 one.paper.get(lang), one.swing)  # fmt: skip
        for column, cell in enumerate(cells):
            number = isinstance(cell, float) and column
            form = book.number("number", cell) if number and isinstance(cell, float) else grey
            book.put(sheet, row, column, cell, form)
        book.put(sheet, row, len(_COLUMNS) - 1, known.path, grey)
    sheet.freeze_panes(top + 1, 2)
