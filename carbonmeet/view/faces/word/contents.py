"""The table of contents of the Word report: a field that lists the headings from the start.

Until somebody updates it, it shows the headings as links and no page numbers: those are known only
to the program that sets the pages. The field is not marked as out of date, for a document that is
asks every reader whether it may be changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from carbonmeet.view.blocks import Document
from carbonmeet.view.blocks import Heading as Title
from carbonmeet.view.faces.word.style import begin_field, end_field

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document as Word

__all__ = ["add_contents", "add_mark", "headings"]

_FIELD = 'TOC \\o "1-2" \\h \\z \\u'
#: What gives the list its button "update" in Word.
_ROOM = f"""
<w:sdt {nsdecls("w")}>
  <w:sdtPr><w:docPartObj>
    <w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>
  </w:docPartObj></w:sdtPr>
  <w:sdtContent/>
</w:sdt>"""


def headings(report: Document) -> list[tuple[int, str]]:
    """Level and text of every heading, in order."""
    found: list[tuple[int, str]] = []
    for number, section in enumerate(report.sections, 1):
        found.append((1, f"{number} {section.title}"))
        found += [(2, block.text) for block in section.blocks if isinstance(block, Title)]
    return found


def add_contents(
    word: Word,
    title: str,
    listed: list[tuple[int, str]],
    write: Callable[[Any, str], None],
    *,
    turned: bool = True,
) -> None:
    """Add the table of contents at the end.

    Parameters
    ----------
    word : docx.document.Document
    title : str
        What stands above it.
    listed : list of (int, str)
        From `headings`; each is marked by `add_mark` with its place in this list, from 1.
    write : callable
        Writes a text into a paragraph.
    turned : bool
        Whether it begins a page.
    """
    head = word.add_paragraph(style="TOC Heading")
    head.paragraph_format.page_break_before = turned
    write(head, title)
    entries = []
    for place, (level, text) in enumerate(listed, 1):
        entry = word.add_paragraph(style=f"toc {level}")
        write(entry, text)
        _link(entry._p, _name(place))
        entries.append(entry)
    begin_field(entries[0], _FIELD)
    end_field(entries[-1])
    room = parse_xml(_ROOM)
    head._p.addprevious(room)
    for paragraph in (head, *entries):
        room[-1].append(paragraph._p)


def add_mark(heading: Any, place: int) -> None:
    """Set the bookmark around a heading to which its entry leads."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(place))
    start.set(qn("w:name"), _name(place))
    first = heading._p.find(qn("w:r"))
    first.addprevious(start)
    heading._p.append(end)


def _name(place: int) -> str:
    return f"_Toc{place:08d}"


def _link(paragraph: Any, anchor: str) -> None:
    """Lead from the runs of a paragraph to a bookmark."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    link.set(qn("w:history"), "1")
    for run in paragraph.findall(qn("w:r")):
        link.append(run)
    paragraph.append(link)
