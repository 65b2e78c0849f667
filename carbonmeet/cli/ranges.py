"""``carbonmeet ranges``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.text import Lang
from carbonmeet.cli.options import (
    catalogue_of,
    factors_option,
    give,
    json_option,
    lang_option,
    output_option,
)


@click.command("ranges")
@click.option("--missed", is_flag=True, help="With every number that its range did not hold.")
@json_option
@output_option
@lang_option
@factors_option
def command(missed: bool, form: str, output: Path | None, lang: Lang, folder: Path | None) -> None:
    """Show how often a range made of other numbers holds one that was left out."""
    from carbonmeet.questions.held_out import held_out
    from carbonmeet.view.matter import Voice
    from carbonmeet.view.tables.held_out import held_out_blocks

    found = held_out(catalogue_of(folder))
    give(
        form,
        output,
        lambda: held_out_blocks(Voice(lang), found, missed=missed),
        found.to_dict,
    )
