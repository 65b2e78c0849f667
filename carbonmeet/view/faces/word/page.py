"""Pages of the Word report: upright for text, across for wide tables; where keys may break."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docx.enum.section import WD_ORIENT, WD_SECTION

from carbonmeet.view.blocks import Block, Table

if TYPE_CHECKING:
    from docx.document import Document as Word

__all__ = ["ACROSS_MM", "breakable", "is_wide", "turn"]

#: A table of so many columns and rows stands on a page across; a short one is read upright.
_COLUMNS, _ROWS = 9, 6
#: Text width of such a page, in mm.
ACROSS_MM = 257.0


def is_wide(block: Block | None) -> bool:
    """Whether a block is a table that needs a page across."""
    if not isinstance(block, Table):
        return False
    return len(block.columns) >= _COLUMNS and len(block.rows) > _ROWS


def turn(word: Word, *, across: bool) -> None:
    """Go on on a page of that direction; nothing where it has it already."""
    last = word.sections[-1]
    if (last.orientation == WD_ORIENT.LANDSCAPE) == across:
        return
    new = word.add_section(WD_SECTION.NEW_PAGE)
    new.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    new.page_width, new.page_height = last.page_height, last.page_width


def breakable(text: str) -> str:
    """A key that breaks behind a dot, a slash or before an @ and a bracket, and nowhere else.

    Examples
    --------
    >>> breakable("groups[2].share").replace("\u200b", "|")
    'groups|[2].|share'
    """
    return re.sub(r"(?<=[./])(?=\w)|(?<=\w)(?=[@\[(])", "\u200b", text)
