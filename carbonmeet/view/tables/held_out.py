"""How far ranges hold what was left out."""

from __future__ import annotations

from carbonmeet.base.text import _, _p
from carbonmeet.questions.held_out import LEAST, HeldOut
from carbonmeet.view.blocks import Block, Cell, Column, Paragraph, Table
from carbonmeet.view.matter import Voice

__all__ = ["held_out_blocks"]

_AMONG = {
    "editions": _("publishers and editions of one place"),
    "countries": _("countries"),
    "": _("together"),
}


def held_out_blocks(m: Voice, found: HeldOut, *, missed: bool = False) -> list[Block]:
    """Shares of the numbers that were held, and on request those that were not."""
    rows: list[tuple[Cell, ...]] = []
    for name, said in _AMONG.items():
        held, tried = found.of(name)
        keys: Cell = found.keys.get(name, "")
        rows.append((m.word(said), keys, tried, held, held / tried if tried else None))
    columns = (
        Column(m.say("left out among")),
        Column(m.say("keys"), "count"),
        Column(m.say("numbers"), "count"),
        Column(m.say(_p("range", "held")), "count"),
        Column(m.say("share"), "share"),
    )
    held, alone = found.alone()
    caption = m.say("Numbers left out of the catalogue, and the 95% range that the others make")
    told = m.say(
        "All keys for which {least} or more publishers, editions or countries have "
        "a number with one boundary; the range follows the rule of the catalogue's "
        "own ranges. {reprints} numbers that repeat an earlier one of their "
        "publisher are left out, since a range that contains the same number is no "
        "test. {alone} of the others are the only number of their publisher: the "
        "range contains {held} of these.",
        least=LEAST,
        reprints=sum(found.reprints.values()),
        alone=alone,
        held=held,
    )
    blocks: list[Block] = [Table("held-out", caption, columns, tuple(rows)), Paragraph(told)]
    return [*blocks, _missed(m, found)] if missed else blocks


def _missed(m: Voice, found: HeldOut) -> Table:
    return Table.of(
        "missed",
        "",
        (one for one in found.tried if not one.held),
        (Column(m.say(_p("range", "not held"))), lambda one: one.id),
        (Column(m.say("value"), "number"), lambda one: one.value),
        (Column(m.say("low"), "number"), lambda one: one.low),
        (Column(m.say("high"), "number"), lambda one: one.high),
        (Column(m.say("unit")), lambda one: m.unit(one.unit)),
    )
