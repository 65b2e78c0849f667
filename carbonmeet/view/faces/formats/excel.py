"""An Excel workbook with formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.text import _
from carbonmeet.view.faces.format import Format

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.view.blocks import Document, Drawer

__all__ = ["FORMAT"]


def _write(report: Document, answer: Answer, draw: Drawer) -> bytes:
    from carbonmeet.view.faces.excel.xlsx import to_xlsx

    return to_xlsx(report, answer.workings, draw)


FORMAT = Format(".xlsx", _("an Excel workbook with formulas"), _write, rank=3, unused=("font",))
