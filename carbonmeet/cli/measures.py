"""``carbonmeet measures``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.text import Lang
from carbonmeet.cli.options import catalogue_of, emit, lang_option, output_option


@click.command("measures")
@click.option("--notes", is_flag=True, help="With the note on every measure.")
@output_option
@lang_option
def command(notes: bool, output: Path | None, lang: Lang) -> None:
    """List the reduction measures: area, name, provenance, effect, uptake, evidence."""
    from carbonmeet.view.faces.grid import safe
    from carbonmeet.view.tables.catalogue import measure_table

    measures = list(catalogue_of(None).measures.values())
    text = measure_table(measures, lang)
    if notes:
        text += "\n\n" + "\n".join(safe(f"{one.id}  {one.note}") for one in measures)
    emit(text, output)
