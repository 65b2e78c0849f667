"""Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.text import _
from carbonmeet.view.faces.format import Format

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.view.blocks import Document, Drawer

__all__ = ["FORMAT"]


def _write(report: Document, _answer: Answer, _draw: Drawer) -> bytes:
    from carbonmeet.view.faces.markdown import to_markdown

    return to_markdown(report)


FORMAT = Format(".md", _("Markdown"), _write, rank=4, filed=True, unused=("font",))
