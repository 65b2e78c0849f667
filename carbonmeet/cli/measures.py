"""``carbonmeet measures``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from carbonmeet.base.text import Note
from carbonmeet.cli.options import Asked, answering

if TYPE_CHECKING:
    from carbonmeet.view.blocks import Block
    from carbonmeet.view.matter import Voice


@click.command("measures")
@click.option("--notes", is_flag=True, help="With the note on every measure.")
@answering(factors=False)
def command(notes: bool, asked: Asked) -> None:
    """List the reduction measures: area, name, provenance, effect, uptake, evidence."""
    from carbonmeet.view.blocks import Bullets
    from carbonmeet.view.tables.catalogue import measure_table

    measures = list(asked.catalogue.measures.values())

    def blocks(m: Voice) -> list[Block]:
        said = tuple(f"{one.id}  {m.word(Note(one.note, ours=True))}" for one in measures)
        return [measure_table(m, measures), *([Bullets(said)] if notes else [])]

    asked.show(blocks, wide=True)
