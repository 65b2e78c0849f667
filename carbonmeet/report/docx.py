"""The report as a Word file: real headings, captions, tables and styles that an office edits."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from carbonmeet.errors import MissingExtra
from carbonmeet.report.document import (
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
    shown,
)

if TYPE_CHECKING:
    from docx.document import Document as Word

__all__ = ["to_docx"]

#: Text width of an A4 page with the margins of `wordstyle`, in mm.
_TEXT_MM = 170.0
_FIGURE_MM = 165.0
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
            "a Word report needs python-docx: pip install 'carbonmeet[report]'"
        ) from None
    from carbonmeet.report import wordstyle

    word = docx.Document()
    wordstyle.prepare(word, report.lang)
    _properties(word, report)
    _text(word.add_paragraph(style="Title"), report.title)
    _text(word.add_paragraph(style="Subtitle"), report.subtitle)
    _text(word.add_paragraph(style="Imprint"), report.imprint)
    for number, section in enumerate(report.sections, 1):
        _text(word.add_paragraph(style="Heading 1"), f"{number} {section.title}")
        for block in section.blocks:
            _add(word, block, report, draw)
    buffer = io.BytesIO()
    word.save(buffer)
    return wordstyle.settled(buffer.getvalue())


def _properties(word: Word, report: Document) -> None:
    core = word.core_properties
    core.title, core.subject = report.title[:255], report.subtitle
    core.author = core.last_modified_by = "carbonmeet"
    core.comments, core.keywords = report.imprint[:255], ""
    core.language = "zh-CN" if report.lang == "zh" else "en-GB"
    core.created = core.modified = _NO_DATE
    core.revision = 1


def _add(word: Word, block: Block, report: Document, draw: Drawer) -> None:
    zh = report.lang == "zh"
    match block:
        case Paragraph(text):
            _text(word.add_paragraph(), text)
        case Heading(text):
            _text(word.add_paragraph(style="Heading 2"), text)
        case Note(text):
            _text(word.add_paragraph(style="Note"), text)
        case Bullets(items):
            for item in items:
                _text(word.add_paragraph(style="List Bullet"), item)
        case Facts():
            _facts(word, block)
        case Table():
            _caption(word, "表" if zh else "Table", block.caption).paragraph_format.keep_with_next = True
            _table(word, block)
        case Figure():
            drawn = draw(block.kind, "png")
            if drawn is not None:
                _picture(word, drawn, block.alt)
                _caption(word, "图" if zh else "Figure", block.caption)


def _text(paragraph: Any, text: str, *, bold: bool = False) -> None:
    """Add `text` with the 2 of CO2 set low."""
    for place, part in enumerate(text.split("CO2")):
        if place:
            _run(paragraph, "CO", bold)
            _run(paragraph, "2", bold).font.subscript = True
        if part:
            _run(paragraph, part, bold)


def _run(paragraph: Any, text: str, bold: bool) -> Any:
    run = paragraph.add_run(text)
    run.bold = bold or None
    return run


def _caption(word: Word, label: str, text: str) -> Any:
    from carbonmeet.report.wordstyle import add_field

    paragraph = word.add_paragraph(style="Caption")
    _run(paragraph, f"{label} ", True)
    add_field(paragraph, f"SEQ {label} \\* ARABIC", _count(word, label))
    _run(paragraph, "  ", False)
    _text(paragraph, text)
    return paragraph


def _count(word: Word, label: str) -> str:
    """The number that Word will give the caption: how many of its kind stand before it, plus 1."""
    before = [p for p in word.paragraphs if p.style is not None and p.style.name == "Caption"]
    return str(sum(1 for p in before if p.text.startswith(label)))


def _facts(word: Word, block: Facts) -> None:
    table = word.add_table(rows=0, cols=3, style="Carbonmeet Table")
    table.autofit = False
    for one in block.items:
        cells = table.add_row().cells
        _cell(cells[0], one.name, "Table Text", 60)
        _cell(cells[1], f"{shown(one.value)} {one.unit}", "Table Number", 45, bold=True)
        _cell(cells[2], one.detail, "Table Text", 65)
    word.add_paragraph(style="Table Text")


def _table(word: Word, block: Table) -> None:
    from carbonmeet.report.wordstyle import keep_whole, repeat_head

    whole = sum(column.wide for column in block.columns)
    widths = [_TEXT_MM * column.wide / whole for column in block.columns]
    table = word.add_table(rows=0, cols=len(widths), style="Carbonmeet Table")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = _mm(width)
    styles = ["Table Number" if column.numeric else "Table Text" for column in block.columns]
    head = table.add_row()
    repeat_head(head)
    for index, cell in enumerate(head.cells):
        _cell(cell, block.columns[index].head, styles[index], widths[index], bold=True)
    for row in range(len(block.rows) + len(block.foot)):
        line = table.add_row()
        keep_whole(line)
        for index, cell in enumerate(line.cells):
            text = block.show(row, index)
            _cell(cell, text, styles[index], widths[index], bold=row >= len(block.rows))
    word.add_paragraph(style="Table Text")


def _cell(cell: Any, text: str, style: str, width: float, *, bold: bool = False) -> None:
    cell.width = _mm(width)
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    _text(paragraph, text, bold=bold)


def _picture(word: Word, image: bytes, alt: str) -> None:
    paragraph = word.add_paragraph(style="Figure")
    shape = paragraph.add_run().add_picture(io.BytesIO(image), width=_mm(_FIGURE_MM))
    shape._inline.docPr.set("descr", alt)


def _mm(value: float) -> Any:
    from docx.shared import Mm

    return Mm(value)
