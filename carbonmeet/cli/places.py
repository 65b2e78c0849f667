"""``carbonmeet places``: cities and airports by name."""

from __future__ import annotations

import click

from carbonmeet.cli.options import Asked, answering


@click.command("places")
@click.argument("words", nargs=-1, required=True)
@click.option("--most", type=click.IntRange(1, 1000), default=20, show_default=True,
              help="List at most this many places, the largest first.")  # fmt: skip
@answering("json", "csv", factors=False)
def command(words: tuple[str, ...], most: int, asked: Asked) -> None:
    """Find cities and airports by a name in any language, or by a code.

    A state or country after the name narrows the search: Cambridge MA, "Paris, Texas". The first
    line of the answer is what a scenario would take.
    """
    from carbonmeet.view.blocks import Paragraph
    from carbonmeet.view.tables.places import place_answer, place_listing, verdict

    text = " ".join(words)
    asked.give(
        lambda m: [Paragraph(m.word(verdict(text))), place_listing(text, most).table(m)],
        lambda: place_answer(text, most),
        lambda: place_listing(text, most).csv(),
        wide=True,
    )
