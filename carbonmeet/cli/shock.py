"""``carbonmeet shock``: a shock to demand beside the same without it; never a saving."""

from __future__ import annotations

import click

from carbonmeet.cli.options import Asked, answering, draws_options, scenario_argument

__all__ = ["command"]


@click.command("shock")
@scenario_argument()
@draws_options
@answering("json")
def command(file: str, draws: int, seed: int, asked: Asked) -> None:
    """Compare FILE with its shock to demand and without it.

    For supplies brought home, people moved, service reduced, or a meeting that had to go online. It
    also gives the drops per tour above which delivery emits less than the trips it replaces.
    """
    from carbonmeet.questions.shock import plain, shock
    from carbonmeet.view.tables.shock import shock_blocks

    found = shock(asked.estimate(file), draws, seed)
    asked.give(lambda m: shock_blocks(m, found, draws, seed), lambda: plain(found))
