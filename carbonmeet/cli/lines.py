"""``carbonmeet lines``: bus lines and the load at which each breaks even."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carbonmeet.base.text import Lang, _, _p
from carbonmeet.cli.options import (
    catalogue_of,
    emit,
    emit_json,
    factors_option,
    format_option,
    lang_option,
    output_option,
)

if TYPE_CHECKING:
    from carbonmeet.questions.lines import LineRow

__all__ = ["command"]

_HEADS = (
    _("line"),
    _("runs on"),
    _("vehicle km"),
    _("seats"),
    _("load given"),
    _p("occupancy", "at most"),
    _("breaks even at"),
)
_NODES = {
    "airport": _("airport"),
    "hotel": _("hotel"),
    "venue": _("venue"),
    "railway": _("railway station"),
    "high-speed-rail": _("high-speed station"),
}


@click.command("lines")
@click.argument("file")
@format_option
@output_option
@lang_option
@factors_option
def command(file: str, form: str, output: Path | None, lang: Lang, folder: Path | None) -> None:
    """Show the bus lines of FILE and the load from which each emits less than what it replaces."""
    from carbonmeet.estimation import estimate
    from carbonmeet.questions.lines import bus_lines, plain

    rows = bus_lines(estimate(file, catalogue=catalogue_of(folder)))
    if form == "json":
        emit_json([plain(row) for row in rows], output)
    elif form == "csv":
        emit(_csv(rows), output)
    else:
        emit(_text(rows, lang), output)


def _text(rows: list[LineRow], lang: Lang) -> str:
    from carbonmeet.view.faces.text import grid

    cells = [[head.get(lang) for head in _HEADS]]
    for row in rows:
        for place, train in enumerate(row.trains):
            first = place == 0
            cells.append(
                [
                    row.label.get(lang) if first else "",
                    train.name.get(lang),
                    f"{row.vehicle_km:,.0f}" if first else "",
                    f"{row.seats:g}" if first else "",
                    "" if row.load is None or not first else f"{row.load:.0%}",
                    "" if row.most is None or not first else f"{row.most:.1%}",
                    f"{train.break_even:.1%}",
                ]
            )
    parts = [grid(cells, right=(2, 3, 4, 5, 6), indent=0)]
    for row in rows:
        if row.nodes:
            ways = _(" – ").get(lang).join(_NODES[one].get(lang) for one in row.nodes)
            parts.append(f"{row.label.get(lang)}: {ways}")
    parts.append(_NOTE.get(lang))
    return "\n".join(parts)


_NOTE = _(
    "Above the load of breaking even a line emits less than the taxis, "
    "cars or other modes it replaces. 'At most' is the load if all trips "
    "within the city that the file counts went by it."
)


def _csv(rows: list[LineRow]) -> str:
    import csv
    import io

    text = io.StringIO()
    heads = ("line", "period", "kind", "vehicle_km", "seats", "load", "load_at_most")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        (*heads, "kg_per_vehicle_km", "kg_per_passenger_km_replaced", "break_even_load")
    )
    for row in rows:
        for one in row.trains:
            cells: list[Any] = [
                row.label.get("en"),
                row.period,
                one.kind,
                row.vehicle_km,
                row.seats,
            ]
            cells += [row.load, row.most, one.kg_per_km, row.kg_replaced, one.break_even]
            writer.writerow(["" if cell is None else cell for cell in cells])
    return text.getvalue().rstrip("\n")
