"""``carbonmeet shock``: a shock to demand beside the same without it; never a saving."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.text import Lang
from carbonmeet.cli.options import (
    catalogue_of,
    draws_options,
    factors_option,
    give,
    json_option,
    lang_option,
    output_option,
    scenario_argument,
)

__all__ = ["command"]


@click.command("shock")
@scenario_argument()
@json_option
@draws_options
@output_option
@lang_option
@factors_option
def command(
    file: str,
    form: str,
    draws: int,
    seed: int,
    output: Path | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """Show a shock to demand in FILE beside the same without it.

    Supply brought home, people moved, service reduced, or a meeting that has to go online. With the
    drops per tour from which bringing emits less than the trips that it replaces.
    """
    from carbonmeet.estimation import estimate
    from carbonmeet.questions.shock import plain, shock
    from carbonmeet.view.matter import Voice
    from carbonmeet.view.tables.shock import shock_blocks

    found = shock(estimate(file, catalogue=catalogue_of(folder)), draws, seed)
    give(
        form,
        output,
        lambda: shock_blocks(Voice(lang), found, draws, seed),
        lambda: plain(found),
    )
