"""``carbonmeet ranges``."""

from __future__ import annotations

import click

from carbonmeet.cli.options import Asked, answering


@click.command("ranges")
@click.option("--missed", is_flag=True, help="Also list every number outside its range.")
@answering("json")
def command(missed: bool, asked: Asked) -> None:
    """Show how often a range made of the other numbers contains one that was left out."""
    from carbonmeet.questions.held_out import held_out
    from carbonmeet.view.tables.held_out import held_out_blocks

    found = held_out(asked.catalogue)
    asked.give(lambda m: held_out_blocks(m, found, missed=missed), found.to_dict)
