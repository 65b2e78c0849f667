"""``carbonmeet list``: what there is to name."""

from __future__ import annotations

import click

from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.text import Message, _, joined
from carbonmeet.catalogue.words import meant
from carbonmeet.cli.options import Asked, answering, refuse_unused

#: As in `carbonmeet.view.tables.lists`, which is imported when the command runs.
_KINDS = ("services", "publishers", "scenarios", "regions", "stands", "measures")


@click.command("list")
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("words", nargs=-1)
@answering("json", "csv")
def command(kind: str, words: tuple[str, ...], asked: Asked) -> None:
    """List what a scenario can name, all of it or what WORDS find.

    Services are found by everyday words in English and Chinese: lunch, lanyard, lorry, 午餐, 地铁.
    """
    from carbonmeet.view.tables.lists import listing

    if kind == "scenarios":
        refuse_unused(kind, "folder")
    text = " ".join(words)
    found = listing(kind, asked.catalogue, text)
    if not found.rows:
        names = [str(row["name"]) for row in listing(kind, asked.catalogue).rows]
        raise CarbonmeetError(
            _(
                "nothing in the list of {kind} for '{text}'.{hint}",
                kind=kind,
                text=text,
                hint=did_you_mean(text, names) + (_otherwise(text) if kind == "services" else ""),
            )
        )
    asked.give(lambda m: [found.table(m)], found.records, found.csv, wide=True)


def _otherwise(word: str) -> Message:
    """How to count what is no service: by a factor that is there, or one's own."""
    known = meant(word)
    if known:
        return _(
            " It is a factor, {keys}: name it in the 'chain' of an entry of 'activities'",
            keys=joined(known),
        )
    return _(
        " What is no service goes into 'activities', with a factor of your own under 'factors' "
        "or one that 'carbonmeet factors WORD' finds"
    )
