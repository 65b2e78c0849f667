"""``carbonmeet attendees``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.text import _
from carbonmeet.cli.options import Asked, answering, emit


@click.command("attendees")
@click.argument("table", type=click.Path())
@click.option("--column", "columns", multiple=True, metavar="ROLE=HEADING",
              help="Which column says what, e.g. city=Ort; empty for none.")  # fmt: skip
@click.option("--value", "values", multiple=True, metavar="ROLE:WORD=MEANING",
              help="What a word means, e.g. mode:Zug=rail.")  # fmt: skip
@click.option("--sheet", help="Sheet of a spreadsheet; the first by default.")
@click.option("--encoding", help="Encoding of a text file; detected by default.")
@click.option("--engine", default="duckdb", show_default=True,
              help="duckdb, or the address of a database in which TABLE is a table.")  # fmt: skip
@click.option("--unmatched", type=click.Path(dir_okay=False, path_type=Path),
              help="Write places that could not be settled to this CSV, to correct.")  # fmt: skip
@click.option("--known", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Read corrections from this CSV, as --unmatched wrote it.")  # fmt: skip
@answering("json", "csv", factors=False)
def command(
    table: str,
    columns: tuple[str, ...],
    values: tuple[str, ...],
    sheet: str | None,
    encoding: str | None,
    engine: str,
    unmatched: Path | None,
    known: Path | None,
    asked: Asked,
) -> None:
    """Show how the list of people in TABLE is read, and how its places are matched."""
    from carbonmeet.people.corrections import read_corrections
    from carbonmeet.people.roll import read_list
    from carbonmeet.view.tables.roll import roll_blocks, roll_data, roll_listing, to_correct

    roll = read_list(
        table,
        columns=dict(_pair(one, "ROLE=HEADING") for one in columns),
        values=_values(values),
        sheet=sheet,
        encoding=encoding,
        engine=engine,
        known=read_corrections(known) if known else None,
    )
    if unmatched is not None:
        emit(to_correct(roll), unmatched)
    asked.give(
        lambda m: roll_blocks(m, roll, unmatched),
        lambda: roll_data(roll),
        lambda: roll_listing(roll.matches).csv(),
    )


def _pair(text: str, form: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise click.BadParameter(_("'{text}': {form} is expected", text=text, form=form))
    return name, value


def _values(texts: tuple[str, ...]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        role, sign, rest = text.partition(":")
        if not sign:
            raise click.BadParameter(_("'{text}': ROLE:WORD=MEANING is expected", text=text))
        word, meaning = _pair(rest, "ROLE:WORD=MEANING")
        found.setdefault(role, {})[word] = meaning
    return found
