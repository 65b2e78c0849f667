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
from carbonmeet.view.pages.cityhead import drawn_year
from carbonmeet.view.tables.measures import MARK, by_area, idle, things, working
from carbonmeet.view.tables.measures import measures as measure_table

__all__ = ["measures"]


def measures(m: Matter) -> Section:
    """The programme with its four attributions."""
    title = m.say("Reduction measures")
    if not m.with_measures():
        text = m.say("The scenario carries out no measures.")
        return Section("measures", title, (Paragraph(text),))
    text = m.say(
        "Alone: the measure by itself. In order: as it comes after those "
        "before it. Last in: what would be lost without it. Shapley: its "
        "fair share; these add up to the total saving."
    )
    blocks: list[Block] = [Paragraph(text), measure_table(m), *_idle(m)]
    blocks += [
        Figure(
            "ranking",
            m.say("Measures by their Shapley value"),
            m.say("The measures by saving; see the table.") + drawn_year(m, m.answer),
        ),
        by_area(m),
    ]
    small = things(m)
    if small.rows:
        blocks += [Heading(m.say("In kilograms and items")), small]
    return Section("measures", title, tuple(blocks))


def _idle(m: Matter) -> list[Block]:
    """What keeps the marked measures from saving anything."""
    found = idle(m)
    if not found:
        return []
    stop, listed = m.say("."), len(m.measures)
    text = m.say(
        "{working} of the {listed} measures act here. Those marked with {mark} do nothing:",
        working=working(m),
        listed=listed,
        mark=MARK,
    )
    reasons = tuple(f"{one.id}{m.say(': ')}{one.why.get(m.lang)}{stop}" for one in found)
    return [Paragraph(text), Bullets(reasons)]
