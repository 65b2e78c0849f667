"""What a sheet says once a number was changed that it does not follow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from carbonmeet.base.text import Message, _

if TYPE_CHECKING:
    from carbonmeet.view.faces.excel.cells import Area
    from carbonmeet.view.faces.excel.workbook import Book, Worksheet

__all__ = ["DRAWN", "FIXED", "warn"]

FIXED = _(
    "Numbers of this workbook were changed: what is grey here is as carbonmeet computed it before. "
    "Compute it again with carbonmeet."
)
DRAWN = _(
    "Numbers of this workbook were changed since these draws: what is grey here follows none of "
    "them. Draw again with carbonmeet."
)


def warn(
    book: Book,
    sheet: Worksheet,
    row: int,
    changed: str,
    words: Message,
    areas: Iterable[Area],
) -> None:
    """Say on a sheet, once a number was changed, that what is grey there is as it was before.

    Parameters
    ----------
    row : int
        Where it is said; nothing stands there as long as nothing was changed.
    changed : str
        A condition.
    areas : iterable of tuple
        What turns grey.
    """
    book.formula(sheet, row, 0, f'=IF({changed},"{book.say(words)}","")', book.warning, "")
    told = {"type": "formula", "criteria": f'=$A${row + 1}<>""', "format": book.grey}
    for area in areas:
        sheet.conditional_format(*area, told)
