"""A shock to demand beside the same without it; never a saving."""

from __future__ import annotations

from carbonmeet.base.text import _
from carbonmeet.draws.ranges import Range
from carbonmeet.questions.shock import Online, Shock, SupplyRow
from carbonmeet.view.blocks import Block, Cell, Column, Paragraph, Table
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import fixed, number, share, three

__all__ = ["shock_blocks"]

_TOTALS = {
    "with_shock": _("with the shock"),
    "supply": _("  of it supply"),
    "transfers": _("  of it transfers"),
    "without": _("without the shock"),
    "not_run": _("not run (not a saving)"),
}
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


def shock_blocks(m: Voice, found: Shock, draws: int, seed: int) -> list[Block]:
    """Totals, supply with its break-even, the meeting online: what of them the file has."""
    blocks: list[Block] = [_totals(m, found)] if found.counted else []
    blocks += [_supply(m, found)] if found.rows else []
    blocks += _online(m, found, found.online) if found.online is not None else []
    if found.ranges:
        drawn = _(
            "Low and high: the 95% range of {draws:,} draws, seed {seed}, of every number that has "
            "a range; both sides and breaking even share their draws.",
            draws=draws,
            seed=seed,
        )
        blocks.append(Paragraph(m.say(drawn)))
    return [*blocks, Paragraph(m.say(_NEVER))]


def _tonnes(value: float) -> str:
    return fixed(value, 0 if abs(value) >= 100 else 2)


def _beside(
    m: Voice, found: Shock, name: str, head: str, rows: dict[str, tuple[str, float]]
) -> Table:
    """Names with their tonnes; low and high of each where there are draws."""
    columns = [Column(head, wide=2), Column("t CO2e", "number")]
    if found.ranges:
        columns += [Column(m.say("low"), "number"), Column(m.say("high"), "number")]

    def ends(key: str) -> tuple[str, ...]:
        if not found.ranges:
            return ()
        one = found.ranges.get(key)
        return ("", "") if one is None else (_tonnes(one.low), _tonnes(one.high))

    cells = tuple((label, _tonnes(value), *ends(key)) for key, (label, value) in rows.items())
    return Table(name, "", tuple(columns), cells)


def _totals(m: Voice, found: Shock) -> Table:
    rows = {name: (m.word(label), getattr(found, name)) for name, label in _TOTALS.items()}
    return _beside(m, found, "shock", "", rows)


def _supply(m: Voice, found: Shock) -> Table:
    columns = (
        Column(m.say("supply"), wide=2),
        Column(m.say("orders brought"), "count"),
        Column(m.say("kg an order"), "number"),
        Column(m.say("trip replaced, kg an order"), "number"),
        Column(m.say("drops a tour"), "number"),
        Column(m.say("break-even at"), "number"),
    )
    rows = tuple(
        _row(m, one, found.ranges.get(f"break_even[{at}]")) for at, one in enumerate(found.rows)
    )
    return Table("supply", "", columns, rows)


def _row(m: Voice, one: SupplyRow, drawn: Range | None) -> tuple[Cell, ...]:
    packed = f" + {fixed(one.kg_packaging, 3)}" if one.kg_packaging else ""
    return (
        m.word(one.label),
        one.orders,
        fixed(one.kg_per_order, 3) + packed,
        "" if one.kg_replaced is None else fixed(one.kg_replaced, 3),
        number(one.drops),
        _even(m, one, drawn),
    )


def _even(m: Voice, one: SupplyRow, drawn: Range | None) -> str:
    """From how many drops, or from what share of the orders, bringing emits less."""
    if one.break_even is None:
        return ""
    said = _written(one, one.break_even)
    if one.drops is not None:
        even = m.say("{break_even} drops", break_even=said)
    else:
        even = m.say("{break_even} of orders replace a trip", break_even=said)
    if drawn is None:
        return even
    low, high = _written(one, drawn.low), _written(one, drawn.high)
    return m.say("{even} ({low} to {high})", even=even, low=low, high=high)


def _written(one: SupplyRow, even: float) -> str:
    """Drops of a tour, or for couriers a share of the orders."""
    return share(even, 0) if one.drops is None else three(even)


def _online(m: Voice, found: Shock, one: Online) -> list[Block]:
    head = m.say("{period}, if it has to go online", period=one.label)
    rows = {
        "planned": (m.say("the meeting as planned"), one.planned),
        "online": (m.say("online under the shock"), one.online),
    }
    rows |= {
        f"online.{name}": (f"  {m.word(_PARTS[name])}", value)
        for name, value in one.by_part.items()
    }
    said = m.say(
        "What was spent before it was moved stays spent. This is no "
        "reduction of the meeting and is ranked with none."
    )
    return [_beside(m, found, "online", head, rows), Paragraph(said)]
