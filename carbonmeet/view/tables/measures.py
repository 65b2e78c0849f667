"""The measures of a programme: what each saves, by area, in things, and which do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, _, _p
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
            PROVENANCE[one.provenance].get(m.lang),
            one.uptake or None,  # none, and not 0%: it is not carried out
            *(total.value for total in (one.alone, one.in_order, one.last_in, one.shapley)),
            *m.ends(one.shapley, bands),
        )
        for one in items
    )
    foot = ("", m.say("Total"), "", *(None,) * 4, total.value, *m.ends(total, bands))
    columns = (
        Column(m.say(_p("id", "No.")), "code", 0.6),
        Column(m.say("Measure"), wide=2.5),
        Column(m.say("Where it comes from"), wide=2, aside=True),
        Column(m.say("Uptake"), "share", 0.9),
        Column(m.say("Alone"), "tonnes", 0.95),
        Column(m.say("In order"), "tonnes", 0.95),
        Column(m.say("Last in"), "tonnes", 0.95),
        Column(m.say("Shapley"), "tonnes", 1.1),
        *bands,
    )
    caption = m.say("The measures and their savings (t CO2e; {letters})", letters=_letters(m))
    if bands:
        caption += m.say("; the range is that of the Shapley value")
    return Table("measures", caption, columns, rows, (foot,))


def _letters(m: Matter) -> str:
    """The areas by the letters that their measures begin with."""
    found: dict[str, dict[str, None]] = {}
    for one in m.measures:
        found.setdefault(one.id[0], {})[AREAS[one.area].get(m.lang)] = None
    return m.join(f"{letter} {' / '.join(names)}" for letter, names in found.items())


def by_area(m: Matter) -> Table:
    """What the measures of each area save."""
    found = m.measures
    bands = m.range_columns(found.by_area.values())
    rows = tuple(
        (AREAS[name].get(m.lang), total.value, *m.ends(total, bands))
        for name, total in found.by_area.items()
    )
    total = found.total
    foot = ((m.say("Total"), total.value, *m.ends(total, bands)),)
    columns = (
        Column(m.say(_p("measures", "Area")), wide=3),
        Column(m.say("Saving (Shapley)"), "tonnes"),
        *bands,
    )
    caption = m.say("Savings by area (t CO2e)")
    return Table("by-area", caption, columns, rows, foot)


def things(m: Matter) -> Table:
    """The things that each measure makes needless."""
    return Table.of(
        "things",
        m.say("What each measure saves by itself"),
        [(one, thing) for one in m.measures for thing in one.avoided],
        (Column(m.say(_p("id", "No.")), "code", 0.6), lambda both: both[0].id),
        (Column(m.say("Measure"), wide=3), lambda both: m.word(both[0].name)),
        (Column(m.say("Avoided"), "number"), lambda both: both[1].amount),
        (Column(m.say("Unit")), lambda both: m.unit(both[1].unit)),
    )


def best(m: Matter, most: int = 5) -> Table:
    """The measures that save most, with the ranges that were drawn."""
    found = sorted(m.measures, key=lambda one: -one.shapley.value)[:most]
    head = m.say(
        "Best measures, t CO2e ({working} of {measures} act here)",
        working=working(m),
        measures=len(m.measures),
    )
    return Table.of(
        "best",
        "",
        (one for one in found if one.shapley.value > 0),
        (Column(m.say(_p("id", "No.")), "code", 0.6), lambda one: one.id),
        (Column(head, wide=3), lambda one: m.word(one.name)),
        (Column(m.say("Uptake"), "share"), lambda one: one.uptake),
        (Column(m.say("Saving"), "tonnes"), lambda one: one.shapley.value),
    )


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
        return _("its uptake is 0: carrying it out is a decision that this scenario does not take")
    if not item.counts:
        return _("counts only where electricity is accounted by market; here it is by location")
    if item.acts:
        return None
    measure = next(one for one in m.workings.model.measures if one.id == item.id)
    return without_effect(measure, m.workings.model)


def without_effect(measure: Measure, model: Model) -> Label | None:
    """Why a measure does nothing in a model, whatever its uptake; None if it does something."""
    if measure.id in model.acting:
        return None
    if not any(measure.in_force(line.activity) for line in model.lines):
        return _("starts on {start}, after the last period of this scenario", start=measure.start)
    if measure.apart:
        return _("nobody has measured what it does: outside the total")
    return _("has no applicable activity in this scenario")
