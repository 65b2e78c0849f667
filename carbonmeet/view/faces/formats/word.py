"""A Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.text import _
from carbonmeet.view.faces.format import Format

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.view.blocks import Document, Drawer

__all__ = ["FORMAT"]


def _write(report: Document, _answer: Answer, draw: Drawer) -> bytes:
    from carbonmeet.view.faces.word.docx import to_docx

    return to_docx(report, draw)


FORMAT = Format(".docx", _("a Word document"), _write, rank=2, filed=True)
