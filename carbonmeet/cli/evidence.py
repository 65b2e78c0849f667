"""``carbonmeet evidence``."""

from __future__ import annotations

import click

from carbonmeet.cli.options import Asked, answering, scenario_argument, year_option


@click.command("evidence")
@scenario_argument()
@year_option
@answering("json", "csv")
def command(file: str, year: int | None, asked: Asked) -> None:
    """List the evidence of FILE and its gaps: documents, quality, what is left out, who signs."""
    from carbonmeet.questions.evidence import evidence
    from carbonmeet.view.tables.evidence import evidence_blocks, evidence_csv, evidence_data

    found = evidence(asked.estimate(file), year=year)
    asked.give(
        lambda m: evidence_blocks(m, found),
        lambda: evidence_data(found),
        lambda: evidence_csv(found, asked.lang),
    )
