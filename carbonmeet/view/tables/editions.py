"""What lies between two versions of the catalogue, and what it comes to in a scenario."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from carbonmeet.base.text import Lang, _
from carbonmeet.view.faces.text import grid
from carbonmeet.view.numerals import number, unit

if TYPE_CHECKING:
    from carbonmeet.audit.editions import RowChange
    from carbonmeet.numbers.factor import Factor
    from carbonmeet.questions.variance import Step

__all__ = ["changes_csv", "changes_data", "changes_text"]

_KINDS = {
    "value": _("another value"),
    "removed": _("taken away"),
    "range": _("another range"),
    "note": _("other words"),
    "added": _("new"),
}
#: New rows are counted; so many of each other kind are listed.
_MOST = 60
_TITLE = _("catalogue {a} → {b}")
_SAME = _("no row differs")
_MORE = _("and {count} more (--format csv lists them)")
_EFFECT = _("{name}: {before} → {after} t CO2e after the measures, {more} by the factors")


def changes_data(
    names: tuple[str, str], found: Sequence[RowChange], effect: Step | None
) -> dict[str, Any]:
    """The changes as plain data."""
    data: dict[str, Any] = {
        "a": names[0],
        "b": names[1],
        "changes": [
            {
                "id": x.id,
                "year": x.year,
                "kind": x.kind,
                "a": _plain(x.before),
                "b": _plain(x.after),
            }
            for x in found
        ],
    }
    if effect is not None:
        data["effect"] = effect.to_dict()["split"] | {"scenario": effect.a.scenario.name}
    return data


def _plain(row: Factor | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"value": row.value, "low": row.low, "high": row.high, "unit": row.unit.text}


def changes_csv(found: Sequence[RowChange]) -> str:
    """The changes as CSV: one row a change."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    ends = ("value", "low", "high", "unit")
    head = [f"{name}_{side}" for side in ("a", "b") for name in ends]
    writer.writerow(["id", "year", "kind", *head])
    for one in found:
        sides = [_plain(row) or {} for row in (one.before, one.after)]
        cells = [side.get(name, "") for side in sides for name in ends]
        writer.writerow([one.id, one.year, one.kind, *("" if x is None else x for x in cells)])
    return text.getvalue()


def changes_text(
    names: tuple[str, str], found: Sequence[RowChange], effect: Step | None, lang: Lang
) -> str:
    """The changes for the eye: counted by kind, then row by row; and what they come to."""
    parts = [_TITLE.get(lang).format(a=names[0], b=names[1])]
    count = Counter(one.kind for one in found)
    rows = [[_KINDS[kind].get(lang), f"{count[kind]:,}"] for kind in _KINDS if count[kind]]
    parts.append(grid([["", ""], *rows], right=(1,)) if rows else _SAME.get(lang))
    shown = [one for one in found if one.kind != "added"]
    shown.sort(key=lambda one: (list(_KINDS).index(one.kind), one.id))
    if shown:
        table = [["", names[0], names[1], ""]]
        table += [_row(one, lang) for one in shown[:_MOST]]
        more = len(shown) - _MOST
        tail = f"\n  {_MORE.get(lang).format(count=more)}" if more > 0 else ""
        parts.append(grid(table, right=(1, 2)) + tail)
    if effect is not None:
        before, after = (one.residual.total.value for one in (effect.a, effect.b))
        told = _EFFECT.get(lang).format(
            name=effect.a.scenario.title.get(lang),
            before=number(before),
            after=number(after),
            more=f"{effect.part('factor').value:+,.4g}",
        )
        parts.append(told)
    return "\n\n".join(parts)


def _row(one: RowChange, lang: Lang) -> list[str]:
    kind = _KINDS[one.kind].get(lang)
    sides = (_worded(row, lang) for row in (one.before, one.after))
    return [f"{one.id}, {one.year}", *sides, kind]


def _worded(row: Factor | None, lang: Lang) -> str:
    if row is None:
        return "–"
    named = unit(row.unit.text, lang)
    if row.low is None or row.high is None:
        return f"{row.value:g} {named}"
    return f"{row.value:g} ({row.low:g} – {row.high:g}) {named}"
