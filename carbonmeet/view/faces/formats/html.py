"""A page for browser and printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.text import _
from carbonmeet.view.faces.format import Format

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.view.blocks import Document, Drawer

__all__ = ["FORMAT"]


def _write(report: Document, _answer: Answer, draw: Drawer) -> bytes:
    from carbonmeet.view.faces.html import to_html

    return to_html(report, draw)


FORMAT = Format(".html", _("a page for browser and printer"), _write, rank=1, filed=True)
