"""The sources as BibTeX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.text import _
from carbonmeet.view.faces.format import Format

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.view.blocks import Document, Drawer

__all__ = ["FORMAT"]


def _write(report: Document, _answer: Answer, _draw: Drawer) -> bytes:
    from carbonmeet.view.faces.bibtex import to_bibtex

    return to_bibtex(report)


FORMAT = Format(
    ".bib", _("the sources as BibTeX"), _write, rank=5, unused=("font", "draws", "seed")
)
