"""Programmes of measures: one of them, the frontier, and the best of each size."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from carbonmeet.base.text import _p
from carbonmeet.view.blocks import Block, Bullets, Column, Fact, Facts, Paragraph, Table
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import number, share

if TYPE_CHECKING:
    from carbonmeet.kernel.programmes import Programme
    from carbonmeet.questions.optimise import Plan

__all__ = ["frontier_blocks", "frontier_data", "programme_blocks"]

_FRONTIER_ROWS = 20


def programme_blocks(m: Voice, plan: Plan, found: Programme) -> list[Block]:
    """One programme: its measures, what remains, what it costs."""
    names = tuple(
        f"{one.id}  {m.word(one.name)}"
        for one in plan.workings.model.measures
        if one.id in found.measures
    )
    part = share(plan.saving(found.residual))
    saved = m.say("{part} saved", part=part)
    facts = (
        Fact(m.say("After the measures"), found.residual, "t CO2e", saved),
        Fact(m.say("Cost"), found.cost, m.unit("CNY")),
    )
    free = [one for one in plan.unpriced if one in found.measures]
    told = [*_unpriced(m, free), *_left_out(m, plan), *_offsetting(m, plan, found)]
    return [Bullets(names), Facts("programme", "", facts), *told]


def _offsetting(m: Voice, plan: Plan, found: Programme) -> list[Block]:
    """What it costs to offset the rest; beside the cost of the measures and not in it."""
    costs = plan.offset_costs(found.residual)
    kinds = {"planting": m.say("planting"), "credits": m.say("credits")}
    parts = [f"{kinds[what]} {number(value)} {m.unit(unit)}" for what, value, unit in costs]
    text = m.say(_p("comma", ", ")).join(parts)
    told = m.say("Offsetting what remains costs beside that: {text}", text=text)
    return [Paragraph(told)] if parts else []


def _unpriced(m: Voice, measures: Iterable[str]) -> list[Block]:
    text = ", ".join(measures)
    told = m.say("Counted as free because no cost is known: {text}", text=text)
    return [Paragraph(told)] if text else []


def _left_out(m: Voice, plan: Plan) -> list[Block]:
    """The measures of a city that are in no programme, for nobody knows what they cost."""
    text = ", ".join(plan.left_out)
    told = m.say("Left out, since their cost in a city is not known: {text}", text=text)
    return [Paragraph(told)] if text else []


def frontier_blocks(m: Voice, plan: Plan) -> list[Block]:
    """The frontier of residual against cost, and the best programme of each size."""
    found = plan.programmes
    rows = _thinned(found.frontier)
    left = Column(m.say("After the measures, t CO2e"), "number")
    names = Column(m.say("Measures"), wide=3)
    listed = m.say("{rows} of {frontier} shown", rows=len(rows), frontier=len(found.frontier))
    ends = f"{number(found.lowest)} – {number(found.highest)} t CO2e"
    return [
        Paragraph(m.say("{count:,} programmes: {ends}", count=found.count, ends=ends)),
        Table(
            "frontier",
            m.say(
                "Frontier: nothing beats these in both cost and residual ({listed})", listed=listed
            ),
            (Column(m.say("Cost CNY"), "number"), left, names),
            tuple((one.cost, number(one.residual, 6), " ".join(one.measures)) for one in rows),
        ),
        Table(
            "best",
            m.say("Best programme of each size"),
            (Column("", "count"), left, names),
            tuple(
                (float(size), number(one.residual, 6), " ".join(one.measures))
                for size, one in enumerate(found.best)
            ),
        ),
        *_unpriced(m, plan.unpriced),
        *_left_out(m, plan),
    ]


def frontier_data(plan: Plan) -> list[dict[str, Any]]:
    """Every programme of the frontier as plain data: cost, residual, saving and measures."""
    return [
        {
            "cost": one.cost,
            "currency": "CNY",
            "residual": one.residual,
            "unit": "t CO2e",
            "saving": plan.saving(one.residual),
            "measures": list(one.measures),
            "unpriced": [name for name in plan.unpriced if name in one.measures],
        }
        for one in plan.programmes.frontier
    ]


def _thinned(frontier: tuple[Programme, ...]) -> list[Programme]:
    """At most `_FRONTIER_ROWS` programmes, evenly taken, both ends among them."""
    if len(frontier) <= _FRONTIER_ROWS:
        return list(frontier)
    step = (len(frontier) - 1) / (_FRONTIER_ROWS - 1)
    return [frontier[round(i * step)] for i in range(_FRONTIER_ROWS)]
