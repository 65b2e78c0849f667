"""Programmes of measures: one of them, the frontier, and the best of each size."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from carbonmeet.base.text import _p, saying
from carbonmeet.view.blocks import Block, Bullets, Column, Fact, Facts, Paragraph, Table
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import number, share
from carbonmeet.view.tables.forest import unpriced

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
        Fact(m.say("Cost"), found.cost, m.unit(plan.purse.currency)),
    )
    free = [one for one in plan.unpriced if one in found.measures and one not in _apart(plan)]
    told = [*_unpriced(m, free), *_left_out(m, plan), *_offsetting(m, plan, found)]
    told += _money(m, plan)
    return [Bullets(names), Facts("programme", "", facts), *told]


def _offsetting(m: Voice, plan: Plan, found: Programme) -> list[Block]:
    """What it costs to offset the rest; beside the cost of the measures and not in it."""
    offset = plan.offset(found.residual)
    costs = () if offset is None else offset.costs
    kinds = {"planting": m.say("planting"), "credits": m.say("credits")}
    parts = [f"{kinds[what]} {number(value)} {m.unit(unit)}" for what, value, unit in costs]
    text = m.say(_p("comma", ", ")).join(parts)
    worth = [plan.purse.worth(unit) for _what, _value, unit in costs]
    own = plan.purse.currency
    if None not in worth and any(unit != own for *_rest, unit in costs):
        total = sum(value * (rate or 0.0) for (_, value, _), rate in zip(costs, worth, strict=True))
        text = m.say("{text}; together {total}", text=text, total=f"{number(total)} {m.unit(own)}")
    lacks = "" if offset is None else unpriced(m, offset.notices)
    with saying(plan.frame.instead):
        told = m.say("Offsetting what remains costs beside that: {text}", text=text + lacks)
    return [Paragraph(told)] if parts else []


def _money(m: Voice, plan: Plan) -> list[Block]:
    """In which money costs are told, at which rates, and what stays apart for want of one."""
    purse, said = plan.purse, []
    costs = {x.id: x.cost for x in plan.workings.model.measures if x.cost is not None}
    own = {one.id for one in plan.workings.scenario.content.own_measures}
    used = {one.currency for one in costs.values()}
    used |= {code for *_rest, code in plan.offset_costs(plan.workings.residual.total)}
    for code, rate in purse.rates.items():
        if code in used:
            said.append(
                m.say(
                    "1 {code} counts as {value} {own} ({source}, {date}).",
                    code=code,
                    value=number(rate.value, 6),
                    own=purse.currency,
                    source=rate.source,
                    date=rate.date.isoformat(),
                )
            )
    apart = _apart(plan)
    if apart:
        codes = dict.fromkeys(costs[name].currency for name in apart)
        said.append(
            m.say(
                "Costs in {codes} are kept apart, for no rate is stated; these count as "
                "free: {apart}.",
                codes=", ".join(codes),
                apart=", ".join(apart),
            )
        )
    chinese = [x for x in costs if x not in own and x not in apart]
    if chinese and not _in_china(plan):
        said.append(m.say("The costs of the catalogue's measures are planning values for China."))
    return [Paragraph(" ".join(said))] if said else []


def _apart(plan: Plan) -> list[str]:
    """Measures whose cost is in a currency without a rate."""
    priced = ((one.id, one.cost) for one in plan.workings.model.measures)
    return [id for id, cost in priced if cost and plan.purse.worth(cost.currency) is None]


def _in_china(plan: Plan) -> bool:
    return all(x.region.startswith("CN") for x in plan.workings.scenario.spans.values())


def _unpriced(m: Voice, measures: Iterable[str]) -> list[Block]:
    text = m.join(measures)
    told = m.say("Counted as free because no cost is known: {text}", text=text)
    return [Paragraph(told)] if text else []


def _left_out(m: Voice, plan: Plan) -> list[Block]:
    """The measures of a city that are in no programme, for nobody knows what they cost."""
    text = m.join(plan.left_out)
    told = m.say("Left out, since their cost in a city is not known: {text}", text=text)
    return [Paragraph(told)] if text else []


def frontier_blocks(m: Voice, plan: Plan) -> list[Block]:
    """The frontier of residual against cost, and the best programme of each size."""
    found = plan.programmes
    rows = _thinned(found.frontier)
    left = Column(m.say("After the measures, t CO2e"), "number")
    names = Column(m.say("Measures"), wide=3)
    money = m.unit(plan.purse.currency)
    listed = m.say("{rows} of {frontier} shown", rows=len(rows), frontier=len(found.frontier))
    ends = f"{number(found.lowest)} – {number(found.highest)} t CO2e"
    return [
        Paragraph(m.say("{count:,} programmes: {ends}", count=found.count, ends=ends)),
        Table(
            "frontier",
            m.say(
                "Frontier: nothing beats these in both cost and residual ({listed})", listed=listed
            ),
            (Column(m.say("Cost, {money}", money=money), "number"), left, names),
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
        *_unpriced(m, (one for one in plan.unpriced if one not in _apart(plan))),
        *_left_out(m, plan),
        *_money(m, plan),
    ]


def frontier_data(plan: Plan) -> list[dict[str, Any]]:
    """Every programme of the frontier as plain data: cost, residual, saving and measures."""
    return [
        {
            "cost": one.cost,
            "currency": plan.purse.currency,
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
