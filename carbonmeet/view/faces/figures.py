"""The one door from reports to charts."""

from __future__ import annotations

import importlib
import io
from typing import TYPE_CHECKING

from carbonmeet.base.text import Lang

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.view.blocks import Drawer

__all__ = ["KINDS", "drawer", "figure_bytes"]

#: The figures of a report.
KINDS = ("sources", "years", "waterfall", "ranking", "forest", "uncertainty")
_NEED_MEASURES = ("waterfall", "ranking")


def figure_bytes(answer: Answer, kind: str, lang: Lang, form: str) -> bytes | None:
    """A figure over two columns; None where the result has nothing that it could show.

    Parameters
    ----------
    answer : Answer
    kind : str
        One of `KINDS`.
    lang : {"en", "zh"}
    form : {"svg", "png"}
    """
    if kind in _NEED_MEASURES and not answer.measures:
        return None
    if kind == "years" and answer.scenario.kind != "city":
        return None
    if kind == "forest" and (answer.offset is None or not answer.offset.has_forest):
        return None
    if kind == "uncertainty" and answer.uncertainty is None:
        return None
    module = importlib.import_module(f"carbonmeet.view.figures.{kind}")
    figure = getattr(module, kind)(answer, lang=lang, width="double")
    buffer = io.BytesIO()
    figure.savefig(buffer, format=form)
    return buffer.getvalue()


def drawer(answer: Answer, lang: Lang) -> Drawer:
    """`figure_bytes` of one answer, each figure drawn once."""
    known: dict[tuple[str, str], bytes | None] = {}

    def draw(kind: str, form: str) -> bytes | None:
        if (kind, form) not in known:
            known[kind, form] = figure_bytes(answer, kind, lang, form)
        return known[kind, form]

    return draw
