"""``carbonmeet register``: what documents name of a city, counted and checked, never priced."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carbonmeet.base.text import Lang, _
from carbonmeet.cli.options import emit, emit_json, format_option, lang_option, output_option

if TYPE_CHECKING:
    from carbonmeet.catalogue.records.registers import Registered

__all__ = ["command"]

_KINDS = {
    "plan": _("Plans (1+N)"),
    "park": _("Zero- and low-carbon parks"),
    "community": _("Low-carbon communities"),
    "firm": _("Leaders in efficiency"),
    "data-centre": _("Data centres"),
    "energy": _("New energy"),
    "transport": _("Charging, greenways, post by bus"),
    "waste": _("Waste and sludge"),
    "pilot": _("Pilots"),
    "creation": _("Green creation"),
    "procurement": _("Green procurement"),
    "finance": _("Compensation and finance"),
    "gep": _("Gross ecosystem product"),
    "management": _("City management"),
    "civic": _("Civilised-city projects"),
    "other": _("Other"),
}
_STATUSES = {
    "planned": _("planned"),
    "pending": _("pending"),
    "issued": _("issued"),
    "listed": _("listed"),
    "recognised": _("recognised"),
    "under-way": _("under way"),
    "done": _("done"),
    "counted": _("counted"),
}
#: Units of the shipped entries that are words; the others are signs, or Chinese as printed.
_UNITS = {"item": _("clauses"), "firm": _("firms")}
_NEVER = _(
    "Counted and checked, never priced: no entry is in a total, and none "
    "comes off one. Quantities are as the documents have them and are not "
    "added up."
)


@click.command("register")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--kind", help="Only entries of this kind, such as park or finance.")
@click.option("--phrases", is_flag=True, help="Quote the document under each entry.")
@format_option
@lang_option
@output_option
def command(
    file: Path | None, kind: str | None, phrases: bool, form: str, lang: Lang, output: Path | None
) -> None:
    """List what documents name of a city and nobody prices: plans, parks, pilots, money, works.

    FILE is a table (CSV), or a city scenario. Without FILE: the entries shipped for Kunming and
    its neighbours.
    """
    from carbonmeet.base.errors import CarbonmeetError, did_you_mean

    if kind is not None and kind not in _KINDS:
        raise CarbonmeetError(
            _(
                "no kind '{kind}'.{hint} Kinds: {kinds}",
                kind=kind,
                hint=did_you_mean(kind, _KINDS),
                kinds=", ".join(_KINDS),
            )
        )
    entries = [one for one in _entries(file) if kind in (None, one.kind)]
    if form == "json":
        emit_json([_plain(one) for one in entries], output)
    elif form == "csv":
        emit(_csv(entries), output)
    else:
        emit(_text(entries, phrases, lang), output)


def _entries(file: Path | None) -> list[Registered]:
    from carbonmeet.city.register import read_register

    if file is None or file.suffix == ".csv":
        return read_register(file)
    from carbonmeet.hostcity import registered_in

    return registered_in(str(file))


def _text(entries: list[Registered], phrases: bool, lang: Lang) -> str:
    """Kind by kind, with the number of entries of each status."""
    from carbonmeet.city.register import sums
    from carbonmeet.view.faces.text import grid

    parts = []
    counts = sums(entries)
    for kind in dict.fromkeys(one.kind for one in entries):
        mine = [one for one in entries if one.kind == kind]
        said = " · ".join(
            f"{_STATUSES[status].get(lang)} {count}"
            for (of, status), count in counts.items()
            if of == kind
        )
        rows = [_row(one, lang) for one in mine]
        table = grid(rows, right=(2,))
        if phrases:
            lines = [
                f"{line}\n    「{one.phrase}」 {one.source}"
                for line, one in zip(table.split("\n"), mine, strict=True)
            ]
            table = "\n".join(lines)
        parts.append(f"{_KINDS[kind].get(lang)} ({len(mine)}: {said})\n{table}")
    return "\n\n".join([*parts, _NEVER.get(lang)])


def _row(one: Registered, lang: Lang) -> list[str]:
    quantity = "" if one.quantity is None else f"{one.quantity:,.10g}"
    note = one.note if lang == "en" else ""
    status = _STATUSES[one.status].get(lang)
    unit = _UNITS[one.unit].get(lang) if one.unit in _UNITS else one.unit
    return [one.date, one.name.get(lang), quantity, unit, status, one.parcel, note]


def _plain(one: Registered) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(one) | {"name": {"en": one.name.get("en"), "zh": one.name.get("zh")}}


def _csv(entries: list[Registered]) -> str:
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    heads = ("key", "kind", "name_en", "name_zh", "date", "status", "quantity", "unit", "parcel")
    writer.writerow((*heads, "source", "phrase", "note"))
    for one in entries:
        quantity = "" if one.quantity is None else one.quantity
        names = (one.name.get("en"), one.name.get("zh"))
        cells = (one.key, one.kind, *names, one.date, one.status, quantity, one.unit, one.parcel)
        writer.writerow((*cells, one.source, one.phrase, one.note))
    return text.getvalue().rstrip("\n")
