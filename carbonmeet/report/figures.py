"""The one door from reports to charts."""

from __future__ import annotations

import importlib
import io
from typing import TYPE_CHECKING, Any

from carbonmeet.text import Lang

if TYPE_CHECKING:
    from carbonmeet.estimation import Estimate
    from carbonmeet.report.document import Drawer
    from carbonmeet.uncertainty import Uncertainty

__all__ = ["KINDS", "drawer", "figure_bytes"]

#: The figures of a report.
KINDS = ("sources", "years", "waterfall", "ranking", "forest", "uncertainty")
_NEED_MEASURES = ("waterfall", "ranking")


def figure_bytes(
    result: Estimate, kind: str, lang: Lang, form: str, found: Uncertainty | None = None
) -> bytes | None:
    """A figure over two columns; None where the result has nothing that it could show.

    Parameters
    ----------
    result : Estimate
    kind : str
        One of `KINDS`.
    lang : {"en", "zh"}
    form : {"svg", "png"}
    found : Uncertainty, optional
        The draws, for ranges.
    """
    if kind in _NEED_MEASURES and not result.model.measures:
        return None
    if kind == "years" and result.scenario.kind != "city":
        return None
    if kind == "forest" and result.offset is None:
        return None
    more: dict[str, Any] = {}
    if kind == "uncertainty":
        if found is None:
            return None
        more["found"] = found
    if kind == "ranking" and found is not None:
        more["ranges"] = {
            name: (one.shapley.low, one.shapley.high) for name, one in found.measures.items()
        }
    module = importlib.import_module(f"carbonmeet.charts.{kind}")
    figure = getattr(module, kind)(result, lang=lang, width="double", **more)
    buffer = io.BytesIO()
    figure.savefig(buffer, format=form)
    return buffer.getvalue()


def drawer(result: Estimate, lang: Lang, found: Uncertainty | None = None) -> Drawer:
    """`figure_bytes` of one result, each figure drawn once."""
    known: dict[tuple[str, str], bytes | None] = {}

    def draw(kind: str, form: str) -> bytes | None:
        if (kind, form) not in known:
            known[kind, form] = figure_bytes(result, kind, lang, form, found)
        return known[kind, form]

    return draw
