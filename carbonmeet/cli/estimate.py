"""``carbonmeet estimate``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from carbonmeet.cli.options import (
    catalogue_of,
    emit,
    factors_option,
    lang_option,
    output_option,
)
from carbonmeet.text import Lang


@click.command("estimate")
@click.argument("file")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    help="Table to read, JSON with everything, or the ledger as CSV.",
)
@output_option
@lang_option
@factors_option
def command(file: str, form: str, output: Path | None, lang: Lang, folder: Path | None) -> None:
    """Estimate FILE: a scenario, or the name of a shipped one such as cop15-kunming."""
    from carbonmeet.estimation import estimate

    result = estimate(file, catalogue=catalogue_of(folder))
    data = result.to_dict()
    if form == "json":
        emit(json.dumps(data, ensure_ascii=False, indent=2), output)
    elif form == "csv":
        from carbonmeet.report.ledger import as_csv

        emit(as_csv(data), output)
    else:
        from carbonmeet.report.tables import summary

        emit(summary(result, data, lang), output)
