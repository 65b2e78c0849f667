"""``carbonmeet compare``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.errors import InputError
from carbonmeet.base.text import Lang
from carbonmeet.cli.options import (
    catalogue_of,
    draws_options,
    emit,
    emit_json,
    factors_option,
    lang_option,
    output_option,
)


@click.command("compare")
@click.argument("a")
@click.argument("b")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    help="Table to read, or JSON.",
)
@draws_options
@output_option
@lang_option
@factors_option
def command(
    a: str,
    b: str,
    form: str,
    draws: int,
    seed: int,
    output: Path | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """Compare scenarios A and B: difference by source, with its range, and by measure.

    Numbers that both share are drawn once for both, so that they do not blur the difference.
    """
    from carbonmeet.estimation import estimate
    from carbonmeet.hostcity import double_claims
    from carbonmeet.view.tables.comparison import comparison, comparison_data

    catalogue = catalogue_of(folder)
    left, right = (estimate(file, catalogue=catalogue) for file in (a, b))
    if faults := double_claims(one.workings.scenario for one in (left, right)):
        raise InputError(faults)
    drawn = None
    if draws:
        from carbonmeet.draws import difference, draw

        drawn = difference(*(draw(one.workings, draws, seed) for one in (left, right)))
    data = comparison_data(left, right, drawn)
    if form == "json":
        emit_json(data, output)
    else:
        emit(comparison(data, lang), output)
