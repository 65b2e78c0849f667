"""Rival methods beside the one that the scenario chose."""

from __future__ import annotations

from carbonmeet.base.text import joined
from carbonmeet.draws.rivals import Missed, RivalTable
from carbonmeet.view.blocks import Block, Bullets, Cell, Column, Paragraph, Table
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import ends, number

__all__ = ["rival_blocks"]


def rival_blocks(m: Voice, found: RivalTable) -> list[Block]:
    """Each choice by itself, what had no bearing, and what was not possible."""
    chosen = found.chosen
    total, left = chosen.baseline.total, chosen.residual.total
    rows: list[tuple[Cell, ...]] = [
        (m.say("As the scenario stands"), float(total), "", float(left), "")
    ]
    rows += [
        (m.word(one.name), one.baseline, one.difference, one.residual, one.residual_difference)
        for one in found.rows
    ]
    difference = m.say("difference")
    columns = (
        Column(m.say("choice")),
        Column(m.say("baseline"), "tonnes"),
        Column(difference, "change"),
        Column(m.say("residual"), "tonnes"),
        Column(difference, "change"),
    )
    caption = m.say("Rival methods, one at a time, t CO2e")
    caption += m.say(" in {year}", year=found.year) if found.year else ""
    notes = [f"{m.word(one.name)}: {why}" for one, why in found.failed]
    notes = [m.say("Not possible here: {one}", one=one) for one in notes]
    if found.same:
        same = m.join(m.word(one.name) for one in found.same)
        notes.insert(
            0,
            m.say("Chosen already, or without bearing here: {same}", same=same),
        )
    apart = m.say("This spread is a matter of method; it is not part of the 95% range.")
    notes += [_missed(m, one) for one in found.missed]
    told = (apart, _held(m, found)) if found.ranges and found.rows else (apart,)
    text = joined(told, " ").get(m.lang)
    blocks: list[Block] = [Table("methods", caption, columns, tuple(rows)), Paragraph(text)]
    return [*blocks, Bullets(tuple(notes))] if notes else blocks


def _missed(m: Voice, one: Missed) -> str:
    """A factor whose range holds no rival, and what these say."""
    listed = (f"{number(row.value)} ({row.source})" for row in one.rivals)
    return m.say(
        "The range of {factor}, {ends} {unit}, holds none of its rivals: {rivals}",
        factor=one.factor.id,
        ends=" – ".join(map(number, (one.factor.low, one.factor.high))),
        unit=m.unit(one.factor.unit.text),
        rivals=m.join(listed),
    )


def _held(m: Voice, found: RivalTable) -> str:
    """Whether the ranges hold every choice, and if not, which they leave out and why."""
    before, after = (ends(one.low, one.high) for one in found.ranges)
    if not found.outside:
        return m.say(
            "The ranges of the scenario, {before} before and {after} t after the measures, hold "
            "every row of this table.",
            before=before,
            after=after,
        )
    said = [
        m.say(
            "The ranges of the scenario, {before} before and {after} t after the measures, do not "
            "hold every row of this table.",
            before=before,
            after=after,
        )
    ]
    methods, numbers = (
        m.join(m.word(one.name) for one in found.outside if one.method is by)
        for by in (True, False)
    )
    if methods:
        said.append(
            m.say(
                "{methods}: other things are counted, or the same ones by another rule of "
                "accounting, for which no range of a number stands.",
                methods=methods,
            )
        )
    if numbers:
        said.append(
            m.say(
                "{numbers}: numbers of another publisher, year or place, which lie outside of the "
                "ranges of those chosen.",
                numbers=numbers,
            )
        )
    return " ".join(said)
