"""``carbonmeet events``: a year of events beside the city's year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonmeet.base.text import Label, Lang, _
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
    from carbonmeet.questions.events import EventYear

__all__ = ["command"]

_HEADS = (
    _("event"),
    _("date"),
    _("on site"),
    _("online"),
    Label("t CO2e"),
    _("within the city"),
    _("counted twice"),
)
_SAID = _(
    "What both count is taken off once. Published numbers and assumed ones are in the table, "
    "event by event; every total here rests on assumed ways, nights and meals."
)


@click.command("events")
@click.argument("file")
@click.argument("table", type=click.Path(path_type=Path))
@click.option("--in", "city", required=True, metavar="CITY", help="The city file of the host.")
@click.option(
    "--figure",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw the year into this file (PDF, SVG or PNG), with its data and caption.",
)
@format_option
@output_option
@lang_option
@factors_option
def command(
    file: str,
    table: Path,
    city: str,
    figure: Path | None,
    form: str,
    output: Path | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """Estimate a year of events, a row of TABLE each, beside the year of their host city.

    FILE is the meeting that every row changes, as for 'sweep'. What the events have in the city's
    year comes off once.
    """
    from carbonmeet.questions.events import events, plain

    found = events(file, _shipped(table), city, catalogue=catalogue_of(folder), name=str(table))
    if figure is not None:
        from carbonmeet.view.figures import write

        write(found, "events", figure, lang=lang)
    if form == "json":
        emit_json(plain(found), output)
    elif form == "csv":
        emit(_csv(found), output)
    else:
        emit(_text(found, lang), output)


def _shipped(table: Path) -> Path:
    """A table by its path, or a shipped one by its name."""
    from carbonmeet.base.data import data_dir

    shipped = data_dir("scenarios") / f"{table}.csv"
    return shipped if not table.exists() and shipped.exists() else table


def _text(found: EventYear, lang: Lang) -> str:
    from carbonmeet.view.faces.text import grid

    rows = [[head.get(lang) for head in _HEADS]]
    for one in found.rows:
        name = one.name if lang == "zh" and one.name else one.id or one.name
        people = (f"{one.people:,.0f}", f"{one.online:,.0f}" if one.online else "")
        tonnes = (f"{value:,.1f}" for value in (one.event, one.inside, one.overlap))
        rows.append([name, one.date, *people, *tonnes])
    sums = (f"{value:,.1f}" for value in (found.event, found.inside, found.overlap))
    rows.append([_("all events").get(lang), "", "", "", *sums])
    year = str(found.year)
    whole = [
        [_("the city's year {year}, as estimated", year=year).get(lang), f"{found.city:,.0f}"],
        [_("the city without the events").get(lang), f"{found.rest_of_city:,.0f}"],
        [_("both together").get(lang), f"{found.together:,.0f}"],
    ]
    parts = [grid(rows, right=(2, 3, 4, 5, 6), indent=0), grid(whole, right=(1,), indent=0)]
    told = [one.get(lang) for one in found.notices]
    return "\n\n".join([*parts, "\n".join([*told, _SAID.get(lang)])])


def _csv(found: EventYear) -> str:
    import csv
    import io
    from dataclasses import asdict

    text = io.StringIO()
    rows = [asdict(one) for one in found.rows]
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().rstrip("\n")
