"""``carbonmeet actions``: what a log of green actions saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carbonmeet.base.text import Label, Lang
from carbonmeet.cli.options import (
    catalogue_of,
    emit,
    emit_json,
    factors_option,
    lang_option,
    output_option,
    region_option,
)

if TYPE_CHECKING:
    from carbonmeet.city.actions import Account

__all__ = ["command"]

_COLUMNS = (
    ("id", "编号"),
    ("date", "日期"),
    ("action", "行动"),
    ("amount", "数量"),
    ("unit", "单位"),
    ("g CO2e saved", "减排 g CO2e"),
    ("points", "积分"),
    ("given to", "捐赠给"),
)


@click.command("actions")
@click.argument("logs", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@region_option("CN-YN-KMG")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    help="Table to read, or JSON.",
)
@output_option
@lang_option
@factors_option
def command(
    logs: tuple[Path, ...],
    region: str,
    form: str,
    output: Path | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """Count up LOGS of personal green actions (碳惠春城): grams saved and points.

    A log is a CSV with the columns date, action, amount and, if wanted, id and donated_to. An
    action counts once, whoever it is given to: a donation to an event is a transfer.
    """
    from carbonmeet.catalogue import preferred_publishers
    from carbonmeet.city.actions import account, read_log

    catalogue = catalogue_of(folder)
    entries = read_log(logs, catalogue)
    found = account(entries, catalogue, region=region, prefer=preferred_publishers())
    if form == "json":
        emit_json(_data(found), output)
    else:
        emit(_table(found, lang), output)


def _table(found: Account, lang: Lang) -> str:
    """Action by action, and the account below."""
    from carbonmeet.city.actions import green_actions
    from carbonmeet.view.faces.grid import grid, number
    from carbonmeet.view.words import say_unit

    actions = green_actions()
    rows = [[Label(*pair).get(lang) for pair in _COLUMNS]]
    for one in found.credits:
        action = actions[one.entry.action]
        rows.append(
            [
                one.entry.id,
                one.entry.day.isoformat(),
                action.name.get(lang),
                number(one.entry.amount),
                say_unit(action.unit, lang),
                f"{one.grams:,.1f}",
                f"{one.points:,.2f}",
                one.entry.donated_to,
            ]
        )
    sums = [
        [Label("Saved", "减排合计").get(lang), f"{found.saved:,.1f} g CO2e"],
        [Label("Points", "积分合计").get(lang), f"{found.points:,.2f}"],
    ]
    for event, grams in found.donated.items():
        given = Label(f"Given to {event}", f"捐赠给{event}").get(lang)
        sums.append([given, f"{grams:,.1f} g CO2e"])
    if found.donated:
        sums.append([Label("Kept", "个人保留").get(lang), f"{found.kept:,.1f} g CO2e"])
    said = ""
    if found.donated:
        said = "\n" + Label(
            "What was given is a transfer: it is part of what was saved, and no one else's saving.",
            "捐赠是转让：已含在减排合计中，受赠方不得再计为减排。",
        ).get(lang)
    listed = grid(rows, right=(3, 5, 6), indent=0)
    return f"{listed}\n\n{grid(sums, right=(1,), indent=0)}{said}"


def _data(found: Account) -> dict[str, Any]:
    return {
        "unit": "g CO2e",
        "saved": found.saved,
        "kept": found.kept,
        "donated": dict(found.donated),
        "points": found.points,
        "actions": [
            {
                "line": one.entry.line,
                "id": one.entry.id,
                "date": one.entry.day.isoformat(),
                "action": one.entry.action,
                "amount": one.entry.amount,
                "donated_to": one.entry.donated_to or None,
                "saved": one.grams,
                "points": one.points,
            }
            for one in found.credits
        ],
    }
