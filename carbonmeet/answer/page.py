"""An answer at the prompt of a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carbonmeet.answer.whole import Answer

__all__ = ["as_html"]


def as_html(answer: Answer) -> str:
    """Totals, and the sources before and after the measures, as an HTML fragment."""
    names = dict.fromkeys((*answer.baseline.by_source, *answer.residual.by_source))
    rows = [
        (name, answer.baseline.by_source.get(name), answer.residual.by_source.get(name))
        for name in names
    ]
    rows.append(("total", answer.baseline.total, answer.residual.total))
    body = "".join(
        f"<tr><th>{escape(name)}</th>"
        + "".join(f"<td>{'' if one is None else escape(str(one))}</td>" for one in totals)
        + "</tr>"
        for name, *totals in rows
    )
    forest = "" if answer.offset is None else f"<p>{escape(answer.offset.statement.get('en'))}</p>"
    return (
        f"<p><b>{escape(str(answer.scenario.title))}</b></p>"
        "<table><thead><tr><th></th><th>baseline</th><th>residual</th></tr></thead>"
        f"<tbody>{body}</tbody></table>{forest}"
    )
