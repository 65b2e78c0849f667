"""What the plan does: the measures and what they save."""

from __future__ import annotations

from carbonmeet.view.blocks import (
    Block,
    Bullets,
    Figure,
    Heading,
    Paragraph,
    Section,
)
from carbonmeet.view.matter import Matter
from carbonmeet.view.tables.measures import MARK, by_area, idle, things, working
from carbonmeet.view.tables.measures import measures as measure_table

__all__ = ["measures"]


def measures(m: Matter) -> Section:
    """The programme with its four attributions."""
    title = m.say("Reduction measures", "减排措施")
    if not m.with_measures():
        text = m.say("The scenario carries out no measures.", "本情景未实施减排措施。")
        return Section("measures", title, (Paragraph(text),))
    text = m.say(
        "Alone: the measure by itself. In order: as it comes after those before it. Last in: what "
        "would be lost without it. Shapley: its fair share; these add up to the total saving.",
        "单独：只实施该措施。依次：按先后顺序实施时的增量。最后：缺少该措施时少减的量。"
        "沙普利值：公平分摊，各项之和等于总减排量。",
    )
    blocks: list[Block] = [Paragraph(text), measure_table(m), *_idle(m)]
    blocks += [
        Figure(
            "ranking",
            m.say("Measures by their Shapley value", "按沙普利值排列的措施"),
            m.say("The measures by saving; see the table.", "各措施减排量，数值见表。"),
        ),
        by_area(m),
    ]
    small = things(m)
    if small.rows:
        blocks += [Heading(m.say("In kilograms and items", "以实物计")), small]
    return Section("measures", title, tuple(blocks))


def _idle(m: Matter) -> list[Block]:
    """What keeps the marked measures from saving anything."""
    found = idle(m)
    if not found:
        return []
    stop, listed = m.say(".", "。"), len(m.measures)
    text = m.say(
        f"{working(m)} of the {listed} measures act here. Those marked with {MARK} do nothing:",
        f"{listed}项措施中有{working(m)}项在此起作用。标有{MARK}者不产生作用：",
    )
    reasons = tuple(f"{one.id}{m.say(': ', '：')}{one.why.get(m.lang)}{stop}" for one in found)
    return [Paragraph(text), Bullets(reasons)]
