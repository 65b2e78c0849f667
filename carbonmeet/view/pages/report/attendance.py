"""The chapter on the people of a list."""

from __future__ import annotations

from carbonmeet.view.blocks import Block, Paragraph, Section
from carbonmeet.view.matter import Matter
from carbonmeet.view.tables.attendance import cohort_tables, spread_sentence

__all__ = ["attendance"]


def attendance(m: Matter) -> Section | None:
    """Who comes from where, and whose journeys the tonnes are; None without a list."""
    found = m.answer.attendance
    if found is None:
        return None
    people = m.say(
        f"{found.on_site:,g} people on the list come, {found.online:,g} take part online. Tonnes "
        "are those of the journeys, out and back, before the measures; nights, meals and the venue "
        f"stand elsewhere. Parts of fewer than {found.min_cell} people are merged.",
        f"名单中{found.on_site:,g}人到场，{found.online:,g}人线上参会。下表为措施前往返行程的排放量，"
        f"不含住宿、餐饮和会场；不足{found.min_cell}人的部分已合并。",
    )
    blocks: tuple[Block, ...] = (
        Paragraph(people),
        Paragraph(spread_sentence(found, m.lang)),
        *cohort_tables(found, m.lang),
    )
    return Section("attendance", m.say("Who comes from where", "参会人员来源"), blocks)
