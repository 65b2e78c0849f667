"""``carbonmeet inventory``."""

from __future__ import annotations

import click

from carbonmeet.cli.options import Asked, answering, scenario_argument, year_option


@click.command("inventory")
@scenario_argument()
@click.option(
    "--frame",
    default="ghg-protocol",
    show_default=True,
    help="ghg-protocol, iso-14064-1, mee-2019, nzce or gpc.",
)
@year_option
@answering("json", "csv")
def command(file: str, frame: str, year: int | None, asked: Asked) -> None:
    """Put the lines of FILE under the categories of a reporting frame."""
    from carbonmeet.frames import inventory
    from carbonmeet.view.tables.inventory import inventory_blocks, inventory_csv

    found = inventory(asked.estimate(file), frame, year=year)
    asked.give(
        lambda m: inventory_blocks(m, found),
        found.to_dict,
        lambda: inventory_csv(found, asked.lang),
    )
