"""The one door from reports to charts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Lang
from carbonmeet.view import figures

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.view.blocks import Drawer

__all__ = ["KINDS", "drawer", "figure_bytes"]

#: The figures of a report.
KINDS = tuple(name for name, kind in figures.KINDS.items() if kind.in_report)


def figure_bytes(answer: Answer, kind: str, lang: Lang, form: str) -> bytes | None:
    """A figure over two columns; None where the result has nothing that it could show.

    Parameters
    ----------
    answer : Answer
    kind : str
        One of `KINDS`.
    lang : {"en", "zh"}
    form : {"svg", "png", "narrow", "marks"}
        A picture; ``narrow``, an SVG of one column, for a telephone; ``marks``, what the caption
        says of its marks.
    """
    chosen = figures.KINDS[kind]
    if not (answer.baseline.total.value or answer.residual.total.value):
        return None
    if not chosen.applies(answer):
        return None
    one, __ = chosen.chosen(answer)
    try:
        table = chosen.collected(one)
    except CarbonmeetError:
        return None  # all is zero, or nothing has a range
    if form == "marks":
        return chosen.shows(table, lang).encode()
    buffer = io.BytesIO()
    width = "single" if form == "narrow" else "double"
    suffix = "svg" if form == "narrow" else form
    chosen.drawn(table, lang, width).savefig(buffer, format=suffix)
    return buffer.getvalue()


def drawer(answer: Answer, lang: Lang) -> Drawer:
    """`figure_bytes` of one answer, each figure drawn once."""
    known: dict[tuple[str, str], bytes | None] = {}

    def draw(kind: str, form: str) -> bytes | None:
        if (kind, form) not in known:
            known[kind, form] = figure_bytes(answer, kind, lang, form)
        return known[kind, form]

    return draw
