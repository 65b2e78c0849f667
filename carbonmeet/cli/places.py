"""``carbonmeet places``: cities and airports by name."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.text import Lang
from carbonmeet.cli.options import (
    emit,
    emit_json,
    emit_listing,
    format_option,
    lang_option,
    output_option,
)
from carbonmeet.view.faces.listing import Format


@click.command("places")
@click.argument("words", nargs=-1, required=True)
@click.option("--most", type=click.IntRange(1, 1000), default=20, show_default=True,
              help="No more places than these, the largest first.")  # fmt: skip
@format_option
@output_option
@lang_option
def command(
    words: tuple[str, ...], most: int, form: Format, output: Path | None, lang: Lang
) -> None:
    """Find cities and airports by a name in any language, or by a code.

    A state or country behind the name narrows the search: Cambridge MA, "Paris, Texas". The first
    line of the answer is what a scenario would take.
    """
    from carbonmeet.view.tables.places import place_answer, place_listing, verdict

    text = " ".join(words)
    if form == "json":
        emit_json(place_answer(text, most), output)
    elif form == "csv":
        emit_listing(place_listing(text, most), form, output, lang)
    else:
        emit(f"{verdict(text).get(lang)}\n{place_listing(text, most).table(lang)}", output)
