"""``carbonmeet lines``: bus lines and the load at which each breaks even."""

from __future__ import annotations

import click

from carbonmeet.cli.options import Asked, answering, scenario_argument

__all__ = ["command"]


@click.command("lines")
@scenario_argument()
@answering("json", "csv")
def command(file: str, asked: Asked) -> None:
    """Show the bus lines of FILE and the load from which each emits less than what it replaces."""
    from carbonmeet.questions.lines import bus_lines, plain
    from carbonmeet.view.tables.lines import line_blocks, line_listing

    rows = bus_lines(asked.estimate(file))
    asked.give(
        lambda m: line_blocks(m, rows),
        lambda: [plain(row) for row in rows],
        lambda: line_listing(rows).csv(),
    )
