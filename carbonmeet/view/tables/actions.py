"""A log of green actions: what each saved, and the account below."""

from __future__ import annotations

from typing import Any

from carbonmeet.city.actions import Account, green_actions
from carbonmeet.view.blocks import Block, Column, Fact, Facts, Paragraph, Table
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import fixed

__all__ = ["action_blocks", "action_data"]


def action_blocks(m: Voice, found: Account) -> list[Block]:
    """Action by action, the sums, and what a gift is."""
    actions = green_actions()
    rows = tuple(
        (
            one.entry.id,
            one.entry.day.isoformat(),
            m.word(actions[one.entry.action].name),
            one.entry.amount,
            m.unit(actions[one.entry.action].unit),
            fixed(one.grams, 1),
            fixed(one.points, 2),
            one.entry.donated_to,
        )
        for one in found.credits
    )
    columns = (
        Column(m.say("id", "编号"), "code"),
        Column(m.say("date", "日期")),
        Column(m.say("action", "行动")),
        Column(m.say("amount", "数量"), "number"),
        Column(m.say("unit", "单位")),
        Column(m.say("g CO2e saved", "减排 g CO2e"), "number"),
        Column(m.say("points", "积分"), "number"),
        Column(m.say("given to", "捐赠给")),
    )
    grams = "g CO2e"
    sums = [
        Fact(m.say("Saved", "减排合计"), found.saved, grams, text=fixed(found.saved, 1)),
        Fact(m.say("Points", "积分合计"), found.points, "", text=fixed(found.points, 2)),
    ]
    sums += [
        Fact(m.say(f"Given to {event}", f"捐赠给{event}"), given, grams, text=fixed(given, 1))
        for event, given in found.donated.items()
    ]
    blocks: list[Block] = [Table("actions", "", columns, rows)]
    if not found.donated:
        return [*blocks, Facts("account", "", tuple(sums))]
    sums.append(Fact(m.say("Kept", "个人保留"), found.kept, grams, text=fixed(found.kept, 1)))
    said = m.say(
        "What was given is a transfer: it is part of what was saved, and no one else's saving.",
        "捐赠是转让：已含在减排合计中，受赠方不得再计为减排。",
    )
    return [*blocks, Facts("account", "", tuple(sums)), Paragraph(said)]


def action_data(found: Account) -> dict[str, Any]:
    """The account as plain data."""
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
