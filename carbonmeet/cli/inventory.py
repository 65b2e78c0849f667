"""``carbonmeet inventory``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.text import Lang
from carbonmeet.cli.options import (
    answer_options,
    catalogue_of,
    give,
    scenario_argument,
    year_option,
)


@click.command("inventory")
@scenario_argument()
@click.option(
    "--frame",
    default="ghg-protocol",
    show_default=True,
    help="ghg-protocol, iso-14064-1, mee-2019, nzce or gpc.",
)
@year_option
@answer_options
def command(
    file: str,
    frame: str,
    year: int | None,
    form: str,
    output: Path | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """Put the lines of FILE under the categories of a reporting frame."""
    from carbonmeet.estimation import estimate
    from carbonmeet.frames import inventory
    from carbonmeet.view.matter import Voice
    from carbonmeet.view.tables.inventory import inventory_blocks, inventory_csv

    m, found = (
        Voice(lang),
        inventory(estimate(file, catalogue=catalogue_of(folder)), frame, year=year),
    )
    give(
        form,
        output,
        lambda: inventory_blocks(m, found),
        found.to_dict,
        lambda: inventory_csv(found, lang),
    )
