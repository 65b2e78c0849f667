"""``carbonmeet sensitivity``."""

from __future__ import annotations

from typing import Any

import click

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _
from carbonmeet.cli.options import (
    Asked,
    NumberOfDraws,
    answering,
    bar_of_draws,
    scenario_argument,
    typed_quantity,
    year_option,
)
from carbonmeet.draws.draws import DRAWS, SEED


@click.command("sensitivity")
@scenario_argument()
@click.option("--draws", type=NumberOfDraws(none=False), default=4 * DRAWS, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=SEED, show_default=True)
@click.option("--top", type=click.IntRange(1), default=10, show_default=True, help="Inputs shown.")
@click.option(
    "--of",
    "outcome",
    type=click.Choice(["baseline", "residual", "saving", "removal"]),
    default="residual",
    show_default=True,
    help="Which total; removal is what the forest removes by its horizon.",
)
@click.option("--target", help='Residual or saving to meet, e.g. "20000 t CO2e" or 30%.')
@click.option("--sobol", is_flag=True, help="Sobol indices as well (needs scipy; slower).")
@year_option
@answering("json")
def command(
    file: str,
    draws: int,
    seed: int,
    top: int,
    outcome: Any,
    target: str | None,
    sobol: bool,
    year: int | None,
    asked: Asked,
) -> None:
    """Show which inputs of FILE drive the uncertainty, and which to measure first."""
    from carbonmeet.draws import draw, sensitivity
    from carbonmeet.questions.single_year import chosen_year, in_one_year
    from carbonmeet.view.tables.sensitivity import Found, sensitivity_blocks, sensitivity_data

    goal = None if target is None else _goal(target)
    result = in_one_year(asked.estimate(file), year)
    with bar_of_draws(draws) as progress:
        found = draw(result.workings, draws, seed, progress=progress)
    answer = Found(
        found,
        outcome,
        sensitivity.drivers(found, outcome)[:top],
        sensitivity.sobol(found, outcome) if sobol else {},
        sensitivity.narrowing(found, outcome),
        sensitivity.propagate(found, outcome),
        None if goal is None else goal | {"probability": found.target_met(**goal)},
        chosen_year(result),
    )
    asked.give(lambda m: sensitivity_blocks(m, answer), lambda: sensitivity_data(answer))


def _goal(text: str) -> dict[str, float]:
    """A target: ``tonnes`` that may remain, or the ``share`` of the baseline to be saved."""
    from carbonmeet.units import parse_share

    if "%" in text:
        return {"share": parse_share(text)}
    tonnes = typed_quantity(text, "t CO2e").to("t CO2e")
    if tonnes < 0:
        raise CarbonmeetError(_("a target is 0 t CO2e or more, not {text}", text=text))
    return {"tonnes": tonnes}
