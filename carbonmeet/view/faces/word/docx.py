"""The report as a Word file: real headings, captions, tables and styles that an office edits."""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from carbonmeet.base.errors import MissingExtra
from carbonmeet.base.text import _
from carbonmeet.view.blocks import (
    Block,
    Bullets,
    Document,
    Drawer,
    Facts,
    Figure,
    Heading,
    Note,
    Paragraph,
    Table,
)
from carbonmeet.view.typography import typography

if TYPE_CHECKING:
    from docx.document import Document as Word

__all__ = ["to_docx"]

#: Text width of an A4 page with the margins of `wordstyle`, in mm.
_TEXT_MM = 170.0
_FIGURE_MM = 150.0
#: Word wants a date; this one says nothing, so that the same report gives the same bytes.
_NO_DATE = datetime(2000, 1, 1)


def to_docx(report: Document, draw: Drawer) -> bytes:
    """Render a report as a Word document.

    Parameters
    ----------
    report : Document
    draw : Drawer
        Gives the figures as PNG; those it has none of are left out.

    Raises
    ------
    MissingExtra
        If python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise MissingExtra(
            _("a Word report needs python-docx: pip install 'carbonmeet[report]'")
        ) from None
    from carbonmeet.view.faces.word import style as wordstyle
    from carbonmeet.view.faces.word.contents import add_contents, headings
    from carbonmeet.view.faces.word.page import is_wide, turn

    word = docx.Document()
    wordstyle.prepare(word, report.lang)
    _properties(word, report)
    _text(word.add_paragraph(style="Title"), report.title)
    _text(word.add_paragraph(style="Subtitle"), report.subtitle)
    _text(word.add_paragraph(style="Imprint"), report.imprint)
    numbers: Counter[str] = Counter()
    # the summary is a page of its own; annexes begin with their contents
    contents = 2 if report.sections[0].id == "summary" else 1
    for number, section in enumerate(report.sections, 1):
        if number == contents and report.contents:
            listed = headings(report)
            add_contents(word, _("Contents").get(report.lang), listed, _text, turned=number > 1)
        # a heading stands on the page of what it is over
        turn(word, across=is_wide(next(iter(section.blocks), None)))
        _heading(word, 1, f"{number} {section.title}", numbers)
        for block, after in zip(section.blocks, (*section.blocks[1:], None), strict=True):
            turn(word, across=is_wide(after if isinstance(block, Heading) else block))
            _add(word, block, report, draw, numbers)
    buffer = io.BytesIO()
    word.save(buffer)
    return wordstyle.settled(buffer.getvalue())


def _properties(word: Word, report: Document) -> None:
    core = word.core_properties
    core.title, core.subject = report.title[:255], report.subtitle
    core.author = core.last_modified_by = "carbonmeet"
    core.comments, core.keywords = report.imprint[:255], ""
    core.language = typography(report.lang).office
    core.created = core.modified = _NO_DATE
    core.revision = 1


def _add(word: Word, block: Block, report: Document, draw: Drawer, numbers: Counter[str]) -> None:
    match block:
        case Paragraph(text):
            _text(word.add_paragraph(style="Body Text"), text)
        case Heading(text):
            _heading(word, 2, text, numbers)
        case Note(text):
            _text(word.add_paragraph(style="Note"), text)
        case Bullets(items):
            for item in items:
                _text(word.add_paragraph(style="List Bullet"), item)
        case Facts():
            _facts(word, block)
        case Table():
            label = _("Table").get(report.lang)
            _caption(word, label, block.caption, numbers).paragraph_format.keep_with_next = True
            _table(word, block)
        case Figure():
            drawn = draw(block.kind, "png")
            if drawn is not None:
                _picture(word, drawn, block.alt)
                _caption(word, _("Figure").get(report.lang), block.caption, numbers)
                marks = (draw(block.kind, "marks") or b"").decode()
                if marks:
                    _text(word.add_paragraph(style="Marks"), marks)


def _heading(word: Word, level: int, text: str, numbers: Counter[str]) -> None:
    """A heading that the table of contents leads to."""
    from carbonmeet.view.faces.word.contents import add_mark

    paragraph = word.add_paragraph(style=f"Heading {level}")
    _text(paragraph, text)
    numbers["heading"] += 1
    add_mark(paragraph, numbers["heading"])


def _text(paragraph: Any, text: str) -> None:
    """Add `text` with the 2 of CO2 set low."""
    for place, part in enumerate(text.split("CO2")):
        if place:
            paragraph.add_run("CO")
            paragraph.add_run("2").font.subscript = True
        if part:
            paragraph.add_run(part)


def _caption(word: Word, label: str, text: str, numbers: Counter[str]) -> Any:
    from carbonmeet.view.faces.word.style import add_field

    numbers[label] += 1  # what Word will count
    paragraph = word.add_paragraph(style="Caption")
    paragraph.add_run(f"{label} ")
    add_field(paragraph, f"SEQ {label} \\* ARABIC", str(numbers[label]))
    paragraph.add_run("  ")
    _text(paragraph, text)
    return paragraph


def _facts(word: Word, block: Facts) -> None:
    from carbonmeet.view.faces.word.table import add_table

    rows = [(one.name, f"{one.shown} {one.unit}", one.detail) for one in block.items]
    add_table(word, rows, (60, 45, 65), (False, True, False), title=block.caption, head=False)


def _table(word: Word, block: Table) -> None:
    from carbonmeet.view.faces.word.page import ACROSS_MM, breakable, is_wide
    from carbonmeet.view.faces.word.table import add_table

    whole = sum(column.wide for column in block.columns)
    room = ACROSS_MM if is_wide(block) else _TEXT_MM
    body = [
        [
            breakable(cell) if column.kind == "code" else cell
            for cell, column in zip(row, block.columns, strict=True)
        ]
        for row in block.texts()
    ]
    rows = [[column.head for column in block.columns], *body]
    add_table(
        word,
        rows,
        [room * column.wide / whole for column in block.columns],
        [column.numeric for column in block.columns],
        title=block.caption,
        foot=len(block.foot),
    )


def _picture(word: Word, image: bytes, alt: str) -> None:
    paragraph = word.add_paragraph(style="Figure")
    shape = paragraph.add_run().add_picture(io.BytesIO(image), width=_mm(_FIGURE_MM))
    shape._inline.docPr.set("descr", alt)


def _mm(value: float) -> Any:
    from docx.shared import Mm

    return Mm(value)
