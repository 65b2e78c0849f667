"""An answer at the prompt of a notebook."""

from __future__ import annotations

from carbonmeet.answer.footprint import Footprint
from carbonmeet.base.text import Label

__all__ = ["as_html"]


def as_html(
    title: Label | str, baseline: Footprint, residual: Footprint, statement: str | None
) -> str:
    """Totals, and the sources before and after the measures, as an HTML fragment."""
    from html import escape

    names = dict.fromkeys((*baseline.by_source, *residual.by_source))
    rows = [(name, baseline.by_source.get(name), residual.by_source.get(name)) for name in names]
    rows.append(("total", baseline.total, residual.total))
    body = "".join(
        f"<tr><th>{escape(name)}</th>"
        + "".join(f"<td>{'' if total is None else escape(str(total))}</td>" for total in totals)
        + "</tr>"
        for name, *totals in rows
    )
    forest = "" if statement is None else f"<p>{escape(statement)}</p>"
    return (
        f"<p><b>{escape(str(title))}</b></p>"
        "<table><thead><tr><th></th><th>baseline</th><th>residual</th></tr></thead>"
        f"<tbody>{body}</tbody></table>{forest}"
    )
