"""``carbonmeet actions``: what a log of green actions saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonmeet.base.text import Lang
from carbonmeet.cli.options import (
    catalogue_of,
    factors_option,
    give,
    json_option,
    lang_option,
    output_option,
    region_option,
)

if TYPE_CHECKING:
    pass

__all__ = ["command"]


@click.command("actions")
@click.argument("logs", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@region_option("CN-YN-KMG")
@json_option
@output_option
@lang_option
@factors_option
def command(
    logs: tuple[Path, ...],
    region: str,
    form: str,
    output: Path | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """Count up LOGS of personal green actions (碳惠春城): grams saved and points.

    A log is a CSV with the columns date, action, amount and, if wanted, id and donated_to. An
    action counts once, whoever it is given to: a donation to an event is a transfer.
    """
    from carbonmeet.catalogue import preferred_publishers
    from carbonmeet.city.actions import account, read_log
    from carbonmeet.view.matter import Voice
    from carbonmeet.view.tables.actions import action_blocks, action_data

    catalogue = catalogue_of(folder)
    entries = read_log(logs, catalogue)
    found = account(entries, catalogue, region=region, prefer=preferred_publishers())
    give(
        form,
        output,
        lambda: action_blocks(Voice(lang), found, catalogue),
        lambda: action_data(found),
    )
