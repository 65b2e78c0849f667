"""What lies between two versions of the catalogue, and what it comes to in a scenario."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from carbonmeet.base.text import _
from carbonmeet.rows.writing import csv_text
from carbonmeet.view.blocks import Block, Bullets, Column, Heading, Note, Paragraph, Table
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import number

if TYPE_CHECKING:
    from carbonmeet.audit.editions import RowChange
    from carbonmeet.numbers.factor import Factor
    from carbonmeet.questions.variance import Step

__all__ = ["changes_blocks", "changes_csv", "changes_data"]

_KINDS = {
    "value": _("another value"),
    "removed": _("taken away"),
    "range": _("another range"),
    "note": _("other words"),
    "added": _("new"),
}
#: New rows are counted; so many of each other kind are listed.
_MOST = 60


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
    ends = ("value", "low", "high", "unit")
    head = ("id", "year", "kind", *(f"{name}_{side}" for side in ("a", "b") for name in ends))
    rows = []
    for one in found:
        sides = [_plain(row) or {} for row in (one.before, one.after)]
        cells = [side.get(name) for side in sides for name in ends]
        rows.append([one.id, one.year, one.kind, *cells])
    return csv_text(head, rows)


def changes_blocks(
    m: Voice, names: tuple[str, str], found: Sequence[RowChange], effect: Step | None
) -> list[Block]:
    """The changes to be read: counted by kind, then row by row; and what they come to."""
    title = m.say("Catalogue {a} → {b}", a=names[0], b=names[1])
    count = Counter(one.kind for one in found)
    rows = tuple((m.word(_KINDS[kind]), float(count[kind])) for kind in _KINDS if count[kind])
    columns = (Column("", wide=3), Column(m.say("Rows"), "count"))
    blocks: list[Block] = [Table("change-kinds", title, columns, rows)]
    if not rows:
        blocks = [Heading(title), Note(m.say("No row differs."))]
    listed = [one for one in found if one.kind != "added"]
    listed.sort(key=lambda one: (list(_KINDS).index(one.kind), one.id))
    if listed:
        blocks.append(_rows(m, names, listed[:_MOST]))
    if len(listed) > _MOST:
        more = len(listed) - _MOST
        blocks.append(Bullets((m.say("and {more} more (--format csv lists them)", more=more),)))
    return [*blocks, *([_effect(m, effect)] if effect is not None else [])]


def _rows(m: Voice, names: tuple[str, str], listed: Sequence[RowChange]) -> Table:
    columns = (Column("", "code", 2), *(Column(name) for name in names), Column(""))
    rows = tuple(
        (f"{x.id}, {x.year}", _worded(m, x.before), _worded(m, x.after), m.word(_KINDS[x.kind]))
        for x in listed
    )
    return Table("changes", m.say("Rows that differ"), columns, rows)


def _effect(m: Voice, effect: Step) -> Paragraph:
    before, after = (one.residual.total.value for one in (effect.a, effect.b))
    return Paragraph(
        m.say(
            "{name}: {before} → {after} t CO2e after the measures, {more} by the factors",
            name=effect.a.scenario.title,
            before=number(before),
            after=number(after),
            more=number(effect.part("factor").value, signed=True),
        )
    )


def _worded(m: Voice, row: Factor | None) -> str:
    if row is None:
        return "–"
    band = "" if row.low is None else f" ({number(row.low)} – {number(row.high)})"
    return f"{number(row.value)}{band} {m.unit(row.unit.text)}".removesuffix(" –")
