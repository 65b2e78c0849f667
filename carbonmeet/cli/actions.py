"""``carbonmeet actions``: what a log of green actions saved."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.cli.options import Asked, answering, region_option

__all__ = ["command"]


@click.command("actions")
@click.argument("logs", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@region_option("CN-YN-KMG")
@answering("json")
def command(logs: tuple[Path, ...], region: str, asked: Asked) -> None:
    """Add up LOGS of personal green actions (碳惠春城): grams saved and points.

    A log is a CSV with the columns date, action, amount and, if wanted, id and donated_to. An
    action counts once, whoever it is given to: a donation to an event is a transfer.
    """
    from carbonmeet.catalogue import preferred_publishers
    from carbonmeet.city.actions import account, read_log
    from carbonmeet.view.tables.actions import action_blocks, action_data

    catalogue = asked.catalogue
    entries = read_log(logs, catalogue)
    found = account(entries, catalogue, region=region, prefer=preferred_publishers())
    asked.give(lambda m: action_blocks(m, found, catalogue), lambda: action_data(found))
