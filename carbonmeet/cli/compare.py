"""``carbonmeet compare``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.cli.options import (
    catalogue_of,
    draws_options,
    emit,
    factors_option,
    lang_option,
    output_option,
)
from carbonmeet.text import Lang


@click.command("compare")
@click.argument("a")
@click.argument("b")
@draws_options
@output_option
@lang_option
@factors_option
def command(
    a: str, b: str, draws: int, seed: int, output: Path | None, lang: Lang, folder: Path | None
) -> None:
    """Compare scenarios A and B: difference by source and by measure.

    Numbers that both share are drawn once for both, so that they do not blur the difference.
    """
    from carbonmeet.estimation import estimate
    from carbonmeet.report.plan import comparison
    from carbonmeet.report.words import say

    catalogue = catalogue_of(folder)
    left, right = (estimate(file, catalogue=catalogue) for file in (a, b))
    text = comparison(left, right, lang)
    if draws:
        from carbonmeet.uncertainty import beats, simulate

        chance = beats(simulate(right, draws, seed), simulate(left, draws, seed))
        text += f"\n\n{say('b-beats-a', lang)}: {chance:.1%}"
    emit(text, output)
