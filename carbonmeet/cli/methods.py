"""``carbonmeet methods``."""

from __future__ import annotations

import click

from carbonmeet.cli.options import (
    Asked,
    NumberOfDraws,
    answering,
    scenario_argument,
    year_option,
)


@click.command("methods")
@scenario_argument()
@click.option(
    "--draws",
    type=NumberOfDraws(),
    default=1000,
    show_default=True,
    help="Monte Carlo draws behind the ranges that the choices are compared with; 0 for none.",
)
@year_option
@answering("json")
def command(file: str, draws: int, year: int | None, asked: Asked) -> None:
    """Estimate FILE under rival methods: aviation, editions, grids, hotels."""
    from carbonmeet.draws.rivals import rival_table
    from carbonmeet.questions.single_year import of_one_year
    from carbonmeet.scenario import load_scenario
    from carbonmeet.view.tables.rivals import rival_blocks

    read = of_one_year(load_scenario(file), year)
    table = rival_table(read, asked.catalogue, draws=draws)
    asked.give(lambda m: rival_blocks(m, table), table.to_dict)
