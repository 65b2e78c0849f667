"""Tables of the Word report, written as markup: cell by cell through the library is slow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

if TYPE_CHECKING:
    from docx.document import Document as Word

__all__ = ["add_table"]

#: Twentieths of a point in a mm.
_TWIPS = 1440 / 25.4
#: How far a text stands off a number before it, twentieths of a point.
_APART = 140
#: Rows of a table that is not broken over pages.
_SHORT = 16
_STYLES = {False: "TableText", True: "TableNumber"}


def add_table(
    word: Word,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    numeric: Sequence[bool],
    *,
    title: str,
    head: bool = True,
    foot: int = 0,
) -> None:
    """Add a table at the end.

    Parameters
    ----------
    rows : sequence of rows of text
    widths : sequence of float
        mm.
    numeric : sequence of bool
        Whether a column is set flush right.
    title : str
        What a screen reader says of it.
    head : bool
        Whether the first row is a head, repeated on every page.
    foot : int
        How many rows at the end are totals.
    """
    twips = [round(width * _TWIPS) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    last = len(rows) - foot
    # a short table stays whole; a long one keeps its totals with two rows before them
    first = 0 if len(rows) <= _SHORT else last - 2
    body = "".join(
        _row(
            row,
            twips,
            numeric,
            head=head and place == 0,
            bold=place >= last,
            keep=first <= place < len(rows) - 1 and (foot > 0 or len(rows) <= _SHORT),
        )
        for place, row in enumerate(rows)
    )
    look = f'<w:tblLook w:val="0420" w:firstRow="{int(head)}" w:noVBand="1"/>'
    markup = (
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        '<w:tblStyle w:val="CarbonmeetTable"/>'
        f'<w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{look}'
        f"<w:tblCaption w:val={quoteattr(title)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )
    # Word wants a paragraph between two tables
    word.add_paragraph(style="Table Text")._p.addprevious(parse_xml(markup))


def _row(
    cells: Sequence[str],
    twips: Sequence[int],
    numeric: Sequence[bool],
    *,
    head: bool,
    bold: bool,
    keep: bool,
) -> str:
    next_to = "<w:keepNext/>" if keep else ""
    # a text behind a number stands off it: flush right meets flush left there
    off = [behind and not right for behind, right in pairwise((False, *numeric))]
    apart = [f'<w:ind w:left="{_APART}"/>' if one else "" for one in off]
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{_STYLES[right]}"/>{next_to}{indent}</w:pPr>'
        f"{_runs(text, head or bold)}</w:p></w:tc>"
        for text, width, right, indent in zip(cells, twips, numeric, apart, strict=True)
    )
    repeat = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{inside}</w:tr>"


def _runs(text: str, bold: bool) -> str:
    """Runs with the 2 of CO2 set low."""
    runs = []
    for place, part in enumerate(text.split("CO2")):
        if place:
            runs += [_run("CO", bold), _run("2", bold, low=True)]
        if part:
            runs.append(_run(part, bold))
    return "".join(runs)


def _run(text: str, bold: bool, *, low: bool = False) -> str:
    look = ("<w:b/>" if bold else "") + ('<w:vertAlign w:val="subscript"/>' if low else "")
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
