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
    show,
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
    from carbonmeet.view.matter import Voice
    from carbonmeet.view.tables.evidence import evidence_blocks, evidence_csv, evidence_data

    found = evidence(estimate(file, catalogue=catalogue_of(folder)))
    if form == "json":
        emit_json(evidence_data(found), output)
    elif form == "csv":
        emit(evidence_csv(found, lang), output)
    else:
        show(evidence_blocks(Voice(lang), found), output)
