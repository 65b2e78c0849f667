"""``carbonmeet register``: what documents name of a city, counted and checked, never priced."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonmeet.base.text import _
from carbonmeet.cli.options import Asked, answering

if TYPE_CHECKING:
    from carbonmeet.catalogue.records.registers import Registered

__all__ = ["command"]


@click.command("register")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--kind", help="Only entries of this kind, such as park or finance.")
@click.option("--phrases", is_flag=True, help="Quote the document under each entry.")
@answering("json", "csv", factors=False)
def command(file: Path | None, kind: str | None, phrases: bool, asked: Asked) -> None:
    """List what documents say of a city and no factor prices: plans, parks, pilots, money, works.

    FILE is a table (CSV), or a city scenario. Without FILE: the entries shipped for Kunming and
    its neighbours.
    """
    from carbonmeet.base.errors import CarbonmeetError, refuse_unknown
    from carbonmeet.view.tables.register import KINDS, register_blocks, register_listing

    if kind is not None:
        refuse_unknown(kind, KINDS, _("no kind '{name}'.{hint} Kinds: {known}"))
    listed = _entries(file)
    if not listed and file is not None and file.suffix == ".csv":
        raise CarbonmeetError(_("{table}: the table has no rows", table=file))
    entries = [one for one in listed if kind in (None, one.kind)]
    listing = register_listing(entries)
    asked.give(
        lambda m: register_blocks(m, entries, phrases),
        listing.records,
        listing.csv,
    )


def _entries(file: Path | None) -> list[Registered]:
    from carbonmeet.city.register import read_register

    if file is None or file.suffix == ".csv":
        return read_register(file)
    from carbonmeet.hostcity import registered_in

    return registered_in(str(file))
