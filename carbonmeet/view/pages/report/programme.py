"""What the plan does: the measures and what they save."""

from __future__ import annotations

from carbonmeet.base.text import Label
from carbonmeet.catalogue.measure import AREAS, PROVENANCE
from carbonmeet.view.blocks import (
    Block,
    Bullets,
    Column,
    Figure,
    Heading,
    Paragraph,
    Section,
    Table,
)
from carbonmeet.view.pages.report.matter import Matter, ends
from carbonmeet.view.tables.idle import idle, working

__all__ = ["measures"]

#: Stands at the name of a measure that does nothing here.
_MARK = "*"


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
    blocks: list[Block] = [Paragraph(text), _measure_table(m), *_idle(m)]
    blocks += [
        Figure(
            "ranking",
            m.say("Measures by their Shapley value", "按沙普利值排列的措施"),
            m.say("The measures by saving; see the table.", "各措施减排量，数值见表。"),
        ),
        _by_area(m),
    ]
    small = _things(m)
    if small.rows:
        blocks += [Heading(m.say("In kilograms and items", "以实物计")), small]
    return Section("measures", title, tuple(blocks))


def _measure_table(m: Matter) -> Table:
    order = list(AREAS)
    items = sorted(
        m.answer.measures,
        key=lambda one: (order.index(one.area), len(one.id), one.id),
    )
    unused = {one.id for one in idle(m)}
    total = m.answer.measures.total
    bands = m.range_columns(one.shapley for one in items)
    rows = tuple(
        (
            one.id,
            m.word(one.name) + (_MARK if one.id in unused else ""),
            Label(*PROVENANCE[one.provenance]).get(m.lang),
            one.uptake,
            *(total.value for total in (one.alone, one.in_order, one.last_in, one.shapley)),
            *ends(one.shapley, bands),
        )
        for one in items
    )
    foot = ("", m.say("Total", "合计"), "", *(None,) * 4, total.value, *ends(total, bands))
    columns = (
        Column(m.say("No.", "编号"), "code", 0.6),
        Column(m.say("Measure", "措施"), wide=2.5),
        Column(m.say("Where it comes from", "出处"), wide=2),
        Column(m.say("Uptake", "实施率"), "share", 0.9),
        Column(m.say("Alone", "单独"), "tonnes", 0.95),
        Column(m.say("In order", "依次"), "tonnes", 0.95),
        Column(m.say("Last in", "最后"), "tonnes", 0.95),
        Column(m.say("Shapley", "沙普利值"), "tonnes", 1.1),
        *bands,
    )
    caption = m.say(
        f"The measures and their savings (t CO2e; {_letters(m)})",
        f"各项措施及其减排量（t CO2e；{_letters(m)}）",
    )
    if bands:
        caption += m.say("; the range is that of the Shapley value", "，区间为沙普利值的区间")
    return Table("measures", caption, columns, rows, (foot,))


def _idle(m: Matter) -> list[Block]:
    """What keeps the marked measures from saving anything."""
    found = idle(m)
    if not found:
        return []
    stop, listed = m.say(".", "。"), len(m.answer.measures)
    text = m.say(
        f"{working(m)} of the {listed} measures act here. Those marked with {_MARK} do nothing:",
        f"{listed}项措施中有{working(m)}项在此起作用。标有{_MARK}者不产生作用：",
    )
    reasons = tuple(f"{one.id}{m.say(': ', '：')}{one.why.get(m.lang)}{stop}" for one in found)
    return [Paragraph(text), Bullets(reasons)]


def _letters(m: Matter) -> str:
    """The areas by the letters that their measures begin with."""
    found: dict[str, dict[str, None]] = {}
    for one in m.answer.measures:
        found.setdefault(one.id[0], {})[Label(*AREAS[one.area]).get(m.lang)] = None
    return m.join(f"{letter} {' / '.join(names)}" for letter, names in found.items())


def _by_area(m: Matter) -> Table:
    found = m.answer.measures
    bands = m.range_columns(found.by_area.values())
    rows = tuple(
        (Label(*AREAS[name]).get(m.lang), total.value, *ends(total, bands))
        for name, total in found.by_area.items()
    )
    total = found.total
    foot = ((m.say("Total", "合计"), total.value, *ends(total, bands)),)
    columns = (
        Column(m.say("Area", "领域"), wide=3),
        Column(m.say("Saving (Shapley)", "减排量(沙普利值)"), "tonnes"),
        *bands,
    )
    caption = m.say("Savings by area (t CO2e)", "各领域减排量（t CO2e）")
    return Table("by-area", caption, columns, rows, foot)


def _things(m: Matter) -> Table:
    rows = tuple(
        (one.id, m.word(one.name), thing.amount, m.unit(thing.unit))
        for one in m.answer.measures
        for thing in one.avoided
    )
    columns = (
        Column(m.say("No.", "编号"), "code", 0.6),
        Column(m.say("Measure", "措施"), wide=3),
        Column(m.say("Avoided", "减少量"), "number"),
        Column(m.say("Unit", "单位")),
    )
    caption = m.say("What each measure saves by itself", "各措施单独实施时减少的实物量")
    return Table("things", caption, columns, rows)
