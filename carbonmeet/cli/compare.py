"""``carbonmeet compare``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.cli.options import catalogue_of, emit, factors_option, lang_option, output_option
from carbonmeet.text import Lang


@click.command("compare")
@click.argument("a")
@click.argument("b")
@output_option
@lang_option
@factors_option
def command(a: str, b: str, output: Path | None, lang: Lang, folder: Path | None) -> None:
    """Compare scenarios A and B: difference by source and by measure."""
    from carbonmeet.estimation import estimate
    from carbonmeet.report.plan import comparison

    catalogue = catalogue_of(folder)
    emit(
        comparison(estimate(a, catalogue=catalogue), estimate(b, catalogue=catalogue), lang), output
    )
