"""``carbonmeet lines``: bus lines and the load at which each breaks even."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carbonmeet.base.text import Label, Lang
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
    Label("line", "线路"),
    Label("runs on", "车型"),
    Label("vehicle km", "车公里"),
    Label("seats", "座位数"),
    Label("load given", "给定满载率"),
    Label("at most", "最高可能满载率"),
    Label("breaks even at", "盈亏平衡满载率"),
)
_NODES = {
    "airport": Label("airport", "机场"),
    "hotel": Label("hotel", "酒店"),
    "venue": Label("venue", "会场"),
    "railway": Label("railway station", "火车站"),
    "high-speed-rail": Label("high-speed station", "高铁站"),
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
            ways = Label(" – ", "、").get(lang).join(_NODES[one].get(lang) for one in row.nodes)
            parts.append(f"{row.label.get(lang)}: {ways}")
    parts.append(_NOTE.get(lang))
    return "\n".join(parts)


_NOTE = Label(
    "Above the load of breaking even a line emits less than the taxis, cars or other modes it "
    "replaces. 'At most' is the load if all trips within the city that the file counts went by it.",
    "满载率高于盈亏平衡点时，专线排放低于其替代的出租车、小客车等方式。"
    "“最高可能满载率”假设情景所计市内出行全部乘坐该专线。",
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
