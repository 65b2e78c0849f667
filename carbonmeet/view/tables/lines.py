"""Bus lines and the load from which each emits less than what it replaces."""

from __future__ import annotations

from collections.abc import Sequence

from carbonmeet.base.text import NAMELESS, _, _p
from carbonmeet.questions.lines import LineRow
from carbonmeet.view.blocks import Block, Cell, Column, Paragraph, Table
from carbonmeet.view.listing import Listing
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import number, share

__all__ = ["line_blocks", "line_listing"]

_NODES = {
    "airport": _("airport"),
    "hotel": _("hotel"),
    "venue": _("venue"),
    "railway": _("railway station"),
    "high-speed-rail": _("high-speed station"),
}
_NOTE = _(
    "Above its break-even load a line emits less than the taxis, cars or other "
    "modes it replaces. 'At most' is the load if it carried all trips within "
    "the city that the file counts."
)


def line_blocks(m: Voice, rows: Sequence[LineRow]) -> list[Block]:
    """A row for every power train of every line; what a line joins stands below."""
    columns = (
        Column(m.say("line"), wide=2),
        Column(m.say("runs on")),
        Column(m.say("vehicle km"), "count"),
        Column(m.say("seats"), "number"),
        Column(m.say("load given"), "number"),
        Column(m.say(_p("occupancy", "at most")), "number"),
        Column(m.say("breaks even at"), "number"),
    )
    cells = tuple(one for row in rows for one in _trains(m, row))
    joined = [
        Paragraph(
            m.say(
                "{line}: {nodes}",
                line=row.label,
                nodes=m.say(" – ").join(m.word(_NODES[x]) for x in row.nodes),
            )
        )
        for row in rows
        if row.nodes
    ]
    return [Table("lines", "", columns, cells), *joined, Paragraph(m.say(_NOTE))]


def _trains(m: Voice, row: LineRow) -> list[tuple[Cell, ...]]:
    """The line and what it has of its own stand beside its first power train only."""
    given = "" if row.load is None else share(row.load, 0)
    most = "" if row.most is None else share(row.most)
    first = (m.word(row.label), row.vehicle_km, number(row.seats), given, most)
    found: list[tuple[Cell, ...]] = []
    for place, train in enumerate(row.trains):
        name, *own = ("", "", "", "", "") if place else first
        found.append((name, m.word(train.name), *own, share(train.break_even)))
    return found


def line_listing(rows: Sequence[LineRow]) -> Listing:
    """The lines as data, for CSV."""
    found = [
        {
            "line": row.label.get("en"),
            "period": row.period,
            "kind": one.kind,
            "vehicle_km": row.vehicle_km,
            "seats": row.seats,
            "load": row.load,
            "load_at_most": row.most,
            "kg_per_vehicle_km": one.kg_per_km,
            "kg_per_passenger_km_replaced": row.kg_replaced,
            "break_even_load": one.break_even,
        }
        for row in rows
        for one in row.trains
    ]
    return Listing(dict.fromkeys(found[0] if found else (), NAMELESS), found)
