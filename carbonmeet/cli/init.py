"""``carbonmeet init``."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.files import write_whole
from carbonmeet.base.text import Lang, _
from carbonmeet.cli.options import catalogue_of, lang_option

if TYPE_CHECKING:
    from carbonmeet.scenario.starter import Kind

#: What the first line of a scenario names, so that editors complete and check it.
_SCHEMA = "scenario.schema.json"
#: Kind of scenario → its starter.
_STARTERS: Mapping[Kind, str] = {"meeting": "starter.yaml", "city": "starter-city.yaml"}
#: The place of the starters that name none.
_HOME = "Kunming"


@click.command("init")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--kind",
    type=click.Choice(list(_STARTERS)),
    default="meeting",
    show_default=True,
    help="What it describes: a meeting, or a year of a city.",
)
@click.option("--place", "words", help="Where the meeting is held: a city by name, or an airport.")
@click.option(
    "--registration",
    is_flag=True,
    help="For a meeting estimated from its registrations: adds a table and the questions to ask.",
)
@lang_option
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def command(
    file: Path | None, kind: Kind, words: str | None, registration: bool, lang: Lang, force: bool
) -> None:
    """Write a commented starter scenario to FILE (default: meeting.yaml, or city.yaml).

    With --place it is made for that place: its airport, region and publishers, with the catalogue's
    assumptions where you know nothing yet.

    It also writes scenario.schema.json, with which an editor can complete and check the file.
    --registration adds registrations.csv, a table with example rows, and registration-form.md, the
    questions for a registration form with a note on privacy.
    """
    from carbonmeet.scenario import scenario_schema

    file = file or Path(f"{kind}.yaml")
    if registration and kind == "city":
        raise click.UsageError(_("--registration is for a meeting"))
    more = _registration(file.parent, lang) if registration else {}
    kind = "registration" if registration else kind
    for one in (file, *more):
        if os.path.exists(one) and not force:
            raise CarbonmeetError(_("{one} exists; use --force to replace it", one=one))
    __, rest = _text(kind, words, lang).split("\n", 1)
    starter = f"# yaml-language-server: $schema={_SCHEMA}\n{rest}"
    schema = json.dumps(scenario_schema(), ensure_ascii=False, indent=1) + "\n"
    write_whole({file: starter.encode(), file.parent / _SCHEMA: schema.encode(), **more})
    told = _("wrote {file}: change it, then run 'carbonmeet estimate {file}'", file=file)
    click.echo(told.get(lang))


def _registration(folder: Path, lang: Lang) -> dict[Path, bytes]:
    """A table of registrations and the questions for a form, in one language."""
    from carbonmeet.scenario.starter import REGISTRATIONS, worded_as

    shipped = data_dir("scenarios") / "starters"
    lang = worded_as(lang)
    table = (shipped / f"registration.{lang}.csv").read_bytes()
    return {
        # the mark tells spreadsheets that it is UTF-8
        folder / REGISTRATIONS: b"\xef\xbb\xbf" + table,
        folder / "registration-form.md": (shipped / f"registration-form.{lang}.md").read_bytes(),
    }


def _text(kind: Kind, words: str | None, lang: Lang) -> str:
    """The starter of a kind; that of a place where one is named."""
    if words is None and lang == "en" and kind in _STARTERS:
        return (data_dir("scenarios") / _STARTERS[kind]).read_text(encoding="utf-8")
    from carbonmeet.scenario.starter import starter

    return starter(words or _HOME, catalogue_of(None), kind, lang)
