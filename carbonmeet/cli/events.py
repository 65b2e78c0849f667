"""``carbonmeet events``: a year of events beside the city's year."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.cli.options import (
    Asked,
    answering,
    city_option,
    scenario_argument,
    shipped_table,
)

__all__ = ["command"]


@click.command("events")
@scenario_argument()
@click.argument("table", type=click.Path(path_type=Path))
@city_option("The city file of the host.", required=True)
@click.option(
    "--figure",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw the year into this file (PDF, SVG or PNG), with its data and caption.",
)
@answering("json", "csv")
def command(file: str, table: Path, city: str, figure: Path | None, asked: Asked) -> None:
    """Estimate a year of events, a row of TABLE each, beside the year of their host city.

    FILE is the meeting that every row changes, as for 'sweep'. What the city's year already counts
    of the events is subtracted once.
    """
    from carbonmeet.questions.events import events, plain
    from carbonmeet.view.tables.events import event_blocks, event_listing

    found = events(file, shipped_table(table), city, catalogue=asked.catalogue, name=str(table))
    if figure is not None:
        from carbonmeet.view.figures import write

        write(found, "events", figure, lang=asked.lang)
    asked.give(
        lambda m: event_blocks(m, found),
        lambda: plain(found),
        lambda: event_listing(found).csv(),
    )
