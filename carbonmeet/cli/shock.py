"""``carbonmeet shock``: a shock to demand beside the same without it; never a saving."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonmeet.base.text import Lang, _
from carbonmeet.cli.options import (
    catalogue_of,
    emit,
    emit_json,
    factors_option,
    lang_option,
    output_option,
)

if TYPE_CHECKING:
    from carbonmeet.questions.shock import Online, Shock, SupplyRow

__all__ = ["command"]

_HEADS = (
    _("supply"),
    _("orders brought"),
    _("kg an order"),
    _("trip replaced, kg an order"),
    _("drops a tour"),
    _("break-even at"),
)
_PARTS = {
    "online": _("hours online"),
    "quarantine": _("nights in quarantine"),
    "meals": _("boxed meals"),
    "transfers": _("transfers"),
}
_NEVER = _(
    "A demand shock beside what would have been without it: no measure, no "
    "saving, no credit, nothing for a forest. Kilometres and orders are "
    "assumed unless the file says who counted."
)


@click.command("shock")
@click.argument("file")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@output_option
@lang_option
@factors_option
def command(file: str, form: str, output: Path | None, lang: Lang, folder: Path | None) -> None:
    """Show a shock to demand in FILE beside the same without it.

    Supply brought home, people moved, service reduced, or a meeting that has to go online. With the
    drops per tour from which bringing emits less than the trips that it replaces.
    """
    from carbonmeet.estimation import estimate
    from carbonmeet.questions.shock import plain, shock

    found = shock(estimate(file, catalogue=catalogue_of(folder)))
    if form == "json":
        emit_json(plain(found), output)
    else:
        emit(_text(found, lang), output)


def _text(found: Shock, lang: Lang) -> str:
    from carbonmeet.view.faces.text import grid

    parts = [_totals(found, lang)]
    if found.rows:
        rows = [[head.get(lang) for head in _HEADS]]
        rows += [_row(one, lang) for one in found.rows]
        parts.append(grid(rows, right=(1, 2, 3, 4, 5), indent=0))
    if found.online is not None:
        parts.append(_online(found.online, lang))
    return "\n\n".join([*parts, _NEVER.get(lang)])


def _t(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"


def _totals(found: Shock, lang: Lang) -> str:
    from carbonmeet.view.faces.text import grid

    rows = [["", "t CO2e"]]
    listed = (
        (_("with the shock"), found.with_shock),
        (_("  of it supply"), found.supply),
        (_("  of it transfers"), found.transfers),
        (_("without the shock"), found.without),
        (_("not run, which is no saving"), found.not_run),
    )
    rows += [[label.get(lang), _t(value)] for label, value in listed]
    return grid(rows, right=(1,), indent=0)


def _row(one: SupplyRow, lang: Lang) -> list[str]:
    even = ""
    if one.break_even is not None:
        even = (
            _("{break_even:.3g} drops", break_even=one.break_even).get(lang)
            if one.drops is not None
            else _("{break_even:.0%} of orders replace a trip", break_even=one.break_even).get(lang)
        )
    return [
        one.label.get(lang),
        f"{one.orders:,.0f}",
        f"{one.kg_per_order:.3f}" + (f" + {one.kg_packaging:.3f}" if one.kg_packaging else ""),
        "" if one.kg_replaced is None else f"{one.kg_replaced:.3f}",
        "" if one.drops is None else f"{one.drops:g}",
        even,
    ]


def _online(one: Online, lang: Lang) -> str:
    from carbonmeet.view.faces.text import grid

    head = _("{period}, if it has to go online", period=one.period).get(lang)
    rows = [[head, "t CO2e"]]
    rows.append([_("the meeting as planned").get(lang), _t(one.planned)])
    rows.append([_("online under the shock").get(lang), _t(one.online)])
    rows += [[f"  {_PARTS[name].get(lang)}", _t(value)] for name, value in one.by_part.items()]
    said = _(
        "What was spent before it was moved stays spent. This is no "
        "reduction of the meeting and is ranked with none."
    ).get(lang)
    return f"{grid(rows, right=(1,), indent=0)}\n{said}"
