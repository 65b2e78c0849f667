"""The measures of a programme: what each saves, by area, in things, and which do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from carbonmeet.base.text import Label
from carbonmeet.catalogue.measure import AREAS, PROVENANCE
from carbonmeet.view.blocks import Column, Table
from carbonmeet.view.matter import Matter

if TYPE_CHECKING:
    from carbonmeet.answer import Saved
    from carbonmeet.catalogue.measure import Measure
    from carbonmeet.kernel import Model

__all__ = [
    "MARK",
    "Idle",
    "best",
    "by_area",
    "idle",
    "measures",
    "things",
    "without_effect",
    "working",
]

#: Stands at the name of a measure that does nothing here.
MARK = "*"


def measures(m: Matter) -> Table:
    """Every measure with its four attributions."""
    order = list(AREAS)
    items = sorted(
        m.measures,
        key=lambda one: (order.index(one.area), len(one.id), one.id),
    )
    unused = {one.id for one in idle(m)}
    total = m.measures.total
    bands = m.range_columns(one.shapley for one in items)
    rows = tuple(
        (
            one.id,
            m.word(one.name) + (MARK if one.id in unused else ""),
            Label(*PROVENANCE[one.provenance]).get(m.lang),
            one.uptake,
            *(total.value for total in (one.alone, one.in_order, one.last_in, one.shapley)),
            *m.ends(one.shapley, bands),
        )
        for one in items
    )
    foot = ("", m.say("Total", "合计"), "", *(None,) * 4, total.value, *m.ends(total, bands))
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


def _letters(m: Matter) -> str:
    """The areas by the letters that their measures begin with."""
    found: dict[str, dict[str, None]] = {}
    for one in m.measures:
        found.setdefault(one.id[0], {})[Label(*AREAS[one.area]).get(m.lang)] = None
    return m.join(f"{letter} {' / '.join(names)}" for letter, names in found.items())


def by_area(m: Matter) -> Table:
    """What the measures of each area save."""
    found = m.measures
    bands = m.range_columns(found.by_area.values())
    rows = tuple(
        (Label(*AREAS[name]).get(m.lang), total.value, *m.ends(total, bands))
        for name, total in found.by_area.items()
    )
    total = found.total
    foot = ((m.say("Total", "合计"), total.value, *m.ends(total, bands)),)
    columns = (
        Column(m.say("Area", "领域"), wide=3),
        Column(m.say("Saving (Shapley)", "减排量(沙普利值)"), "tonnes"),
        *bands,
    )
    caption = m.say("Savings by area (t CO2e)", "各领域减排量（t CO2e）")
    return Table("by-area", caption, columns, rows, foot)


def things(m: Matter) -> Table:
    """The things that each measure makes needless."""
    rows = tuple(
        (one.id, m.word(one.name), thing.amount, m.unit(thing.unit))
        for one in m.measures
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


def best(m: Matter, most: int = 5) -> Table:
    """The measures that save most, with the ranges that were drawn."""
    found = sorted(m.measures, key=lambda one: -one.shapley.value)[:most]
    rows = tuple((one.id, m.word(one.name), one.uptake, one.shapley.value) for one in found)
    columns = (
        Column(m.say("No.", "编号"), "code", 0.6),
        Column(
            m.say(
                f"Best measures ({working(m)} of {len(m.measures)} act here)",
                f"减排最多的措施（{len(m.measures)}项中{working(m)}项起作用）",
            ),
            wide=3,
        ),
        Column(m.say("Uptake", "实施率"), "share"),
        Column(m.say("Saving, t CO2e", "减排量，t CO2e"), "tonnes"),
    )
    return Table("best", "", columns, tuple(row for row in rows if row[3] > 0))


class Idle(NamedTuple):
    """A measure without effect in this result, and why."""

    id: str
    why: Label


def idle(m: Matter) -> tuple[Idle, ...]:
    """The measures that the programme names and that do nothing in this result."""
    found = ((one.id, _why(m, one)) for one in m.measures)
    return tuple(Idle(name, why) for name, why in found if why is not None)


def working(m: Matter) -> int:
    """How many measures are in force here, with an uptake above 0."""
    return len(m.measures) - len(idle(m))


def _why(m: Matter, item: Saved) -> Label | None:
    """Why a measure does nothing; None if it does something."""
    if item.uptake <= 0:
        return Label(
            "its uptake is 0: whether it is carried out is a decision, not taken in this scenario",
            "实施率为0，是否实施属于决策，本情景未作安排",
        )
    if not item.counts:
        return Label(
            "counts in market-based accounting of electricity only, this one is location-based",
            "仅在基于市场的电力核算中计入，本情景按基于位置核算",
        )
    if item.acts:
        return None
    measure = next(one for one in m.workings.model.measures if one.id == item.id)
    return without_effect(measure, m.workings.model)


def without_effect(measure: Measure, model: Model) -> Label | None:
    """Why a measure does nothing in a model, whatever its uptake; None if it does something."""
    if measure.id in model.acting:
        return None
    if not any(measure.in_force(line.activity) for line in model.lines):
        return Label(
            f"begins on {measure.start}, after every period of this scenario",
            f"自{measure.start}起实施，晚于本情景的全部阶段",
        )
    if measure.apart:
        return Label(
            "nobody has measured what it does: outside the total", "效果未见实测，不计入合计"
        )
    return Label("finds nothing here that it could change", "本情景中没有其可作用的分项")
