"""``carbonmeet methods``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.text import Lang
from carbonmeet.cli.options import (
    NumberOfDraws,
    catalogue_of,
    factors_option,
    give,
    json_option,
    lang_option,
    output_option,
    scenario_argument,
    year_option,
)


@click.command("methods")
@scenario_argument()
@json_option
@click.option(
    "--draws",
    type=NumberOfDraws(),
    default=1000,
    show_default=True,
    help="Behind the ranges that the choices are held against; 0 for none.",
)
@year_option
@output_option
@lang_option
@factors_option
def command(
    file: str,
    form: str,
    draws: int,
    year: int | None,
    output: Path | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """Estimate FILE under rival methods: aviation, editions, grids, hotels."""
    from carbonmeet.draws.rivals import rival_table
    from carbonmeet.questions.single_year import of_one_year
    from carbonmeet.scenario import load_scenario
    from carbonmeet.view.matter import Voice
    from carbonmeet.view.tables.rivals import rival_blocks

    read = of_one_year(load_scenario(file), year)
    table = rival_table(read, catalogue_of(folder), draws=draws)
    give(form, output, lambda: rival_blocks(Voice(lang), table), table.to_dict)
