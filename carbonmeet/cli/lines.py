"""``carbonmeet lines``: bus lines and the load at which each breaks even."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.text import Lang
from carbonmeet.cli.options import answer_options, catalogue_of, give, scenario_argument

__all__ = ["command"]


@click.command("lines")
@scenario_argument()
@answer_options
def command(file: str, form: str, output: Path | None, lang: Lang, folder: Path | None) -> None:
    """Show the bus lines of FILE and the load from which each emits less than what it replaces."""
    from carbonmeet.estimation import estimate
    from carbonmeet.questions.lines import bus_lines, plain
    from carbonmeet.view.matter import Voice
    from carbonmeet.view.tables.lines import line_blocks, line_listing

    rows = bus_lines(estimate(file, catalogue=catalogue_of(folder)))
    give(
        form,
        output,
        lambda: line_blocks(Voice(lang), rows),
        lambda: [plain(row) for row in rows],
        lambda: line_listing(rows).csv(),
    )
