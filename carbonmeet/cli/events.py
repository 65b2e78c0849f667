"""``carbonmeet events``: a year of events beside the city's year."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.text import Lang
from carbonmeet.cli.options import (
    answer_options,
    catalogue_of,
    city_option,
    give,
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
@answer_options
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
    from carbonmeet.view.matter import Voice
    from carbonmeet.view.tables.events import event_blocks, event_listing

    found = events(
        file, shipped_table(table), city, catalogue=catalogue_of(folder), name=str(table)
    )
    if figure is not None:
        from carbonmeet.view.figures import write

        write(found, "events", figure, lang=lang)
    give(
        form,
        output,
        lambda: event_blocks(Voice(lang), found),
        lambda: plain(found),
        lambda: event_listing(found).csv(),
    )
