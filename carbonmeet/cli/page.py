"""``carbonmeet page``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.text import Lang
from carbonmeet.cli.options import (
    NumberOfDraws,
    catalogue_of,
    factors_option,
    lang_option,
    scenario_argument,
    written_option,
)


@click.command("page")
@scenario_argument()
@written_option("HTML file to write.", required=True)
@click.option(
    "--draws",
    type=NumberOfDraws(20_000, none=False),
    default=1000,
    show_default=True,
    help="Monte Carlo draws behind the ranges; the page draws them itself.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the draws.")
@click.option(
    "--one-language",
    is_flag=True,
    help="Leave out the language that --lang does not name, for a smaller file.",
)
@lang_option
@factors_option
def command(
    file: str, output: Path, draws: int, seed: int, one_language: bool, lang: Lang,
    folder: Path | None,
) -> None:  # fmt: skip
    """Write a what-if page on FILE: sliders, live ranges and figures in one HTML file.

    It opens in any browser without a network, in English and Chinese. FILE is a scenario, or the
    name of a shipped one such as cop15-kunming.
    """
    from carbonmeet.estimation import estimate
    from carbonmeet.view.page import page

    catalogue = catalogue_of(folder)
    answer = estimate(file, catalogue=catalogue)
    written = page(
        answer, output, lang=lang, draws=draws, seed=seed, one_language=one_language,
        catalogue=catalogue,
    )  # fmt: skip
    click.echo(written)
