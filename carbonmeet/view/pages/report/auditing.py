"""What an auditor asks of a report: the frames people report in, and the evidence."""

from __future__ import annotations

from carbonmeet.frames import Inventory, inventory
from carbonmeet.questions.evidence import evidence as evidence_of
from carbonmeet.view.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Section, Table
from carbonmeet.view.matter import Matter
from carbonmeet.view.tables.evidence import evidence_blocks

__all__ = ["FRAMES", "evidence", "frames"]

#: Frames of a meeting, and of a city. The Chinese guide has a chapter of its own.
FRAMES = {"meeting": ("ghg-protocol", "iso-14064-1", "nzce"), "city": ("gpc",)}


def frames(m: Matter) -> Section:
    """The result in the categories that organisations, events and cities report in."""
    blocks: list[Block] = [
        Paragraph(
            m.say(
                "The same lines under the categories of reporting frames. "
                "Categories and what lies outside sum to the total; what "
                "stands under the line is not added. 'Read' says that the "
                "mapping of lines was read in a source, 'ours' that it is "
                "a judgement of this program; the standards themselves "
                "were not read."
            )
        )
    ]
    for name in FRAMES["city" if m.is_city else "meeting"]:
        blocks.append(_frame(m, inventory(m.answer, name)))
    taken = [
        one.name.get(m.lang) + ("" if given else m.say(" (by default)"))
        for one, given in inventory(m.answer, FRAMES["meeting"][0]).choices
    ]
    if taken and not m.is_city:
        blocks += [Heading(m.say("Taken as")), Bullets(tuple(taken))]
    return Section("frames", m.say("In reporting frames"), tuple(blocks))


def _frame(m: Matter, found: Inventory) -> Table:
    words = {"read": m.say("read"), "ours": m.say("ours")}
    rows = []
    for one in found.entries:
        why = "" if one.before or one.after else one.why_empty.get(m.lang)
        mapping = m.join(words[how] for how in one.mapping)
        told = mapping or why
        rows.append((one.id, one.name.get(m.lang), one.before, one.after, told))
    memo = m.say("beside: ")
    total = (m.say("Total"), "", found.total, found.total_after, "")
    foot: list[tuple[Cell, ...]] = [total]
    foot += [("", f"{memo}{one.name.get(m.lang)}", one.before, one.after, "") for one in found.memo]
    columns = (
        Column(m.say("Category"), "code", 1.1),
        Column(m.say("Name"), wide=3.2),
        Column(m.say("Before, t CO2e"), "tonnes"),
        Column(m.say("After, t CO2e"), "tonnes"),
        Column(m.say("Mapping, or why empty"), wide=2.2),
    )
    year = f", {found.period}" if found.period else ""
    caption = f"{found.frame.name.get(m.lang)}{year}"
    return Table(f"frame-{found.frame.id}", caption, columns, tuple(rows), tuple(foot))


def evidence(m: Matter) -> Section:
    """What stands behind the numbers, what is complete, and who answers for it."""
    blocks = tuple(evidence_blocks(m, evidence_of(m.answer)))
    return Section("evidence", m.say("Evidence and completeness"), blocks)
