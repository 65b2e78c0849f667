"""``carbonmeet inventory``."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonmeet.base.text import NAMELESS, Lang, _
from carbonmeet.cli.options import (
    catalogue_of,
    emit,
    emit_json,
    factors_option,
    lang_option,
    output_option,
)

if TYPE_CHECKING:
    from carbonmeet.frames import Inventory
    from carbonmeet.frames.allocation import Entry

_HEAD = (
    _("category"),
    _("name"),
    _("baseline"),
    _("after measures"),
    _("mapping"),
)
_MAPPING = {"read": _("read"), "ours": _("ours")}
_HOW = _("mapping: read in a source, or ours")
_TOTAL = _("Total")
_MEMO = _("Memo, not added")
_EMPTY = _("Empty categories")
_OUTSIDE = _("Why outside")
_CHOICES = _("Taken as")
_DEFAULT = _("by default")
_UNKNOWN = _("not known")


@click.command("inventory")
@click.argument("file")
@click.option(
    "--frame",
    default="ghg-protocol",
    show_default=True,
    help="ghg-protocol, iso-14064-1, mee-2019, nzce or gpc.",
)
@click.option("--year", type=int, help="Year of a city; the last one by default.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table")
@output_option
@lang_option
@factors_option
def command(
    file: str,
    frame: str,
    year: int | None,
    form: str,
    output: Path | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """Put the lines of FILE under the categories of a reporting frame."""
    from carbonmeet.estimation import estimate
    from carbonmeet.frames import inventory

    found = inventory(estimate(file, catalogue=catalogue_of(folder)), frame, year=year)
    if form == "json":
        emit_json(found.to_dict(), output)
    elif form == "csv":
        emit(_csv(found, lang), output)
    else:
        emit(_text(found, lang), output)


def _csv(found: Inventory, lang: Lang) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    head = ["id", "name", "t_co2e", "residual_t_co2e", "memo", "notation", "name_is", "mapping"]
    writer.writerow(head)
    for one in (*found.entries, *found.memo):
        memo = "yes" if one in found.memo else ""
        cells = [one.id, one.name.get(lang), one.before, one.after, memo]
        writer.writerow([*cells, one.notation, one.read, " ".join(one.mapping)])
    return text.getvalue()


def _text(found: Inventory, lang: Lang) -> str:
    from carbonmeet.view.faces.text import grid

    rows = [[one.get(lang) for one in _HEAD]]
    comma = _(", ").get(lang)
    rows += [
        [*_row(one, lang), comma.join(_MAPPING[how].get(lang) for how in one.mapping)]
        for one in found.entries
        if one.before or one.after
    ]
    total = [f"{found.total:,.1f}", f"{found.total_after:,.1f}"]
    rows += [["", _TOTAL.get(lang), *total, ""]]
    year = _(", {period}", period=found.period) if found.period else NAMELESS
    unit = _(", t CO2e").get(lang)
    lines = [f"{found.frame.name.get(lang)}{year.get(lang)}{unit}", "", grid(rows, right=(2, 3))]
    lines += [f"  {_HOW.get(lang)}"]
    lines += ["", _MEMO.get(lang), grid([_row(one, lang) for one in found.memo], right=(2, 3))]
    outside = found.entries[-1].reasons
    if outside:
        why = [[f"{tonnes:,.1f}", reason.get(lang)] for reason, tonnes in outside.items()]
        lines += ["", _OUTSIDE.get(lang), grid(why, right=(0,))]
    lines += _empty(found, lang)
    if found.choices:
        lines += ["", _CHOICES.get(lang)]
        for one, given in found.choices:
            mark = "" if given else f" ({_DEFAULT.get(lang)}; control: {{{one.key}: …}})"
            lines.append(f"  {one.name.get(lang)}{mark}")
    return "\n".join(lines)


def _row(entry: Entry, lang: Lang) -> list[str]:
    numbers = [_UNKNOWN.get(lang) if n is None else f"{n:,.1f}" for n in entry[2:4]]
    return [entry.id, entry.name.get(lang), *numbers]


def _empty(found: Inventory, lang: Lang) -> list[str]:
    """Empty categories, by the reason."""
    reasons: dict[str, list[str]] = {}
    for one in found.entries[:-1]:
        if not one.before and not one.after:
            reasons.setdefault(one.why_empty.get(lang), []).append(one.id)
    if not reasons:
        return []
    comma = _(", ").get(lang)
    told = [f"  {comma.join(ids)}: {why}" for why, ids in reasons.items()]
    return ["", _EMPTY.get(lang), *told]
