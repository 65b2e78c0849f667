"""``carbonmeet shock``: a shock to demand beside the same without it; never a saving."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonmeet.base.text import Lang, Message, _
from carbonmeet.cli.options import (
    catalogue_of,
    draws_options,
    emit,
    emit_json,
    factors_option,
    lang_option,
    output_option,
)

if TYPE_CHECKING:
    from carbonmeet.draws.ranges import Range
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
@draws_options
@output_option
@lang_option
@factors_option
def command(
    file: str,
    form: str,
    draws: int,
    seed: int,
    output: Path | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """Show a shock to demand in FILE beside the same without it.

    Supply brought home, people moved, service reduced, or a meeting that has to go online. With the
    drops per tour from which bringing emits less than the trips that it replaces.
    """
    from carbonmeet.estimation import estimate
    from carbonmeet.questions.shock import plain, shock

    found = shock(estimate(file, catalogue=catalogue_of(folder)), draws, seed)
    if form == "json":
        emit_json(plain(found), output)
    else:
        emit(_text(found, lang, draws, seed), output)


def _text(found: Shock, lang: Lang, draws: int, seed: int) -> str:
    from carbonmeet.view.faces.text import grid

    parts = [_totals(found, lang)] if found.counted else []
    if found.rows:
        rows = [[head.get(lang) for head in _HEADS]]
        evens = [found.ranges.get(f"break_even[{at}]") for at in range(len(found.rows))]
        rows += [_row(one, even, lang) for one, even in zip(found.rows, evens, strict=True)]
        parts.append(grid(rows, right=(1, 2, 3, 4, 5), indent=0))
    if found.online is not None:
        parts.append(_online(found, found.online, lang))
    told = [_drawn(draws, seed).get(lang)] if found.ranges else []
    return "\n\n".join([*parts, "\n".join([*told, _NEVER.get(lang)])])


def _drawn(draws: int, seed: int) -> Message:
    return _(
        "Low and high: the 95% range of {draws:,} draws, seed {seed}, of every number that has a "
        "range; both sides and breaking even share their draws.",
        draws=draws,
        seed=seed,
    )


def _ends(found: Shock, name: str) -> list[str]:
    """Low and high of a total; nothing without draws."""
    one = found.ranges.get(name)
    return [] if one is None else [_t(one.low), _t(one.high)]


def _head(found: Shock, first: str, lang: Lang) -> list[str]:
    ends = [_("low").get(lang), _("high").get(lang)] if found.ranges else []
    return [first, "t CO2e", *ends]


def _t(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"


def _totals(found: Shock, lang: Lang) -> str:
    from carbonmeet.view.faces.text import grid

    rows = [_head(found, "", lang)]
    listed = (
        (_("with the shock"), "with_shock"),
        (_("  of it supply"), "supply"),
        (_("  of it transfers"), "transfers"),
        (_("without the shock"), "without"),
        (_("not run, which is no saving"), "not_run"),
    )
    rows += [
        [label.get(lang), _t(getattr(found, name)), *_ends(found, name)] for label, name in listed
    ]
    return grid(rows, right=(1, 2, 3), indent=0)


def _row(one: SupplyRow, drawn: Range | None, lang: Lang) -> list[str]:
    even = ""
    if one.break_even is not None:
        even = (
            _("{break_even:.3g} drops", break_even=one.break_even).get(lang)
            if one.drops is not None
            else _("{break_even:.0%} of orders replace a trip", break_even=one.break_even).get(lang)
        )
    if drawn is not None:
        low, high = (f"{x:.3g}" if one.drops else f"{x:.0%}" for x in (drawn.low, drawn.high))
        even = _("{even} ({low} to {high})", even=even, low=low, high=high).get(lang)
    return [
        one.label.get(lang),
        f"{one.orders:,.0f}",
        f"{one.kg_per_order:.3f}" + (f" + {one.kg_packaging:.3f}" if one.kg_packaging else ""),
        "" if one.kg_replaced is None else f"{one.kg_replaced:.3f}",
        "" if one.drops is None else f"{one.drops:g}",
        even,
    ]


def _online(found: Shock, one: Online, lang: Lang) -> str:
    from carbonmeet.view.faces.text import grid

    head = _("{period}, if it has to go online", period=one.label).get(lang)
    planned, online = _("the meeting as planned"), _("online under the shock")
    rows = [
        _head(found, head, lang),
        [planned.get(lang), _t(one.planned), *_ends(found, "planned")],
        [online.get(lang), _t(one.online), *_ends(found, "online")],
    ]
    rows += [
        [f"  {_PARTS[name].get(lang)}", _t(value), *_ends(found, f"online.{name}")]
        for name, value in one.by_part.items()
    ]
    said = _(
        "What was spent before it was moved stays spent. This is no "
        "reduction of the meeting and is ranked with none."
    ).get(lang)
    return f"{grid(rows, right=(1, 2, 3), indent=0)}\n{said}"
