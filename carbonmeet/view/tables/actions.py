"""A log of green actions: what each saved, and the account below."""

from __future__ import annotations

from typing import Any

from carbonmeet.base.text import _n
from carbonmeet.catalogue import Catalogue
from carbonmeet.city.actions import Account, green_actions
from carbonmeet.view.blocks import Block, Column, Fact, Facts, Paragraph, Table
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import fixed

__all__ = ["action_blocks", "action_data"]


def action_blocks(m: Voice, found: Account, catalogue: Catalogue) -> list[Block]:
    """Action by action, the sums, and what a gift is; that there is none, where there is none."""
    if not found.credits:
        return [Paragraph(m.say("The log lists no action: nothing is saved, and nothing given."))]
    actions = green_actions(catalogue)
    table = Table.of(
        "actions",
        "",
        found.credits,
        (Column(m.say("id"), "code"), lambda one: one.entry.id),
        (Column(m.say("date")), lambda one: one.entry.day.isoformat()),
        (Column(m.say("action")), lambda one: m.word(actions[one.entry.action].name)),
        (Column(m.say("amount"), "number"), lambda one: one.entry.amount),
        (Column(m.say("unit")), lambda one: m.unit(actions[one.entry.action].unit)),
        (Column(m.say("g CO2e saved"), "number"), lambda one: fixed(one.grams, 1)),
        (Column(m.say("points"), "number"), lambda one: fixed(one.points, 2)),
        (Column(m.say("given to")), lambda one: one.entry.donated_to),
    )
    grams = "g CO2e"
    sums = [
        Fact(m.say("Saved"), found.saved, grams, text=fixed(found.saved, 1)),
        Fact(m.say("Points"), found.points, "", text=fixed(found.points, 2)),
    ]
    sums += [
        Fact(m.say("Given to {event}", event=event), given, grams, text=fixed(given, 1))
        for event, given in found.donated.items()
    ]
    if not found.donated:
        return [table, Facts("account", "", tuple(sums)), *_alike(m, found)]
    sums.append(Fact(m.say("Kept"), found.kept, grams, text=fixed(found.kept, 1)))
    said = m.say(
        "What was given is a transfer: it is part of what was saved, and no one else's saving."
    )
    return [table, Facts("account", "", tuple(sums)), Paragraph(said), *_alike(m, found)]


def _alike(m: Voice, found: Account) -> list[Block]:
    """That entries without an id are equal, where some are: a log may be pasted in twice."""
    count = found.alike
    if not count:
        return []
    told = _n(
        "{count} entry without an id equals one above it in every word, and counts as well.",
        "{count} entries without an id equal one above them in every word, and count as well.",
        count,
        count=count,
    )
    return [Paragraph(m.word(told))]


def action_data(found: Account) -> dict[str, Any]:
    """The account as plain data."""
    return {
        "unit": "g CO2e",
        "saved": found.saved,
        "kept": found.kept,
        "donated": dict(found.donated),
        "points": found.points,
        "alike": found.alike,
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
