"""``carbonmeet evidence``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.text import Lang
from carbonmeet.cli.options import (
    answer_options,
    catalogue_of,
    give,
    scenario_argument,
    year_option,
)


@click.command("evidence")
@scenario_argument()
@year_option
@answer_options
def command(
    file: str,
    year: int | None,
    form: str,
    output: Path | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """List the evidence of FILE and its gaps: documents, quality, what is left out, who signs."""
    from carbonmeet.estimation import estimate
    from carbonmeet.questions.evidence import evidence
    from carbonmeet.view.matter import Voice
    from carbonmeet.view.tables.evidence import evidence_blocks, evidence_csv, evidence_data

    found = evidence(estimate(file, catalogue=catalogue_of(folder)), year=year)
    give(
        form,
        output,
        lambda: evidence_blocks(Voice(lang), found),
        lambda: evidence_data(found),
        lambda: evidence_csv(found, lang),
    )
