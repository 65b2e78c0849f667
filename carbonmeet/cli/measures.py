"""``carbonmeet measures``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.text import Lang, Note
from carbonmeet.cli.options import catalogue_of, lang_option, output_option, show


@click.command("measures")
@click.option("--notes", is_flag=True, help="With the note on every measure.")
@output_option
@lang_option
def command(notes: bool, output: Path | None, lang: Lang) -> None:
    """List the reduction measures: area, name, provenance, effect, uptake, evidence."""
    from carbonmeet.view.blocks import Block, Bullets
    from carbonmeet.view.matter import Voice
    from carbonmeet.view.tables.catalogue import measure_table

    measures = list(catalogue_of(None).measures.values())
    blocks: list[Block] = [measure_table(Voice(lang), measures)]
    if notes:
        said = (f"{one.id}  {Note(one.note, ours=True).get(lang)}" for one in measures)
        blocks.append(Bullets(tuple(said)))
    show(blocks, output, wide=True)
