"""The chapter on the people of a list."""

from __future__ import annotations

from carbonmeet.view.blocks import Block, Paragraph, Section
from carbonmeet.view.matter import Matter
from carbonmeet.view.numerals import number
from carbonmeet.view.tables.attendance import cohort_tables, spread_sentence

__all__ = ["attendance"]


def attendance(m: Matter) -> Section | None:
    """Who comes from where, and whose journeys the tonnes are; None without a list."""
    found = m.answer.attendance
    if found is None:
        return None
    people = m.say(
        "{on_site} people on the list come, {online} take part "
        "online. Tonnes are those of the journeys, out and back, before "
        "the measures; nights, meals and the venue stand elsewhere. Parts "
        "of fewer than {min_cell} people are merged.",
        on_site=number(found.on_site, 9),
        online=number(found.online, 9),
        min_cell=found.min_cell,
    )
    blocks: tuple[Block, ...] = (
        Paragraph(people),
        Paragraph(spread_sentence(found, m.lang)),
        *cohort_tables(found, m.lang),
    )
    return Section("attendance", m.say("Who comes from where"), blocks)
