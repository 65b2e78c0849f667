"""``carbonmeet evidence``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.text import Lang
from carbonmeet.cli.options import (
    catalogue_of,
    emit,
    emit_json,
    factors_option,
    format_option,
    lang_option,
    output_option,
)


@click.command("evidence")
@click.argument("file")
@format_option
@output_option
@lang_option
@factors_option
def command(file: str, form: str, output: Path | None, lang: Lang, folder: Path | None) -> None:
    """List the evidence of FILE and its gaps: documents, quality, what is left out, who signs."""
    from carbonmeet.estimation import estimate
    from carbonmeet.questions.evidence import evidence
    from carbonmeet.view.tables.evidence import evidence_csv, evidence_data, evidence_text

    found = evidence(estimate(file, catalogue=catalogue_of(folder)))
    if form == "json":
        emit_json(evidence_data(found), output)
    else:
        emit(evidence_csv(found, lang) if form == "csv" else evidence_text(found, lang), output)
