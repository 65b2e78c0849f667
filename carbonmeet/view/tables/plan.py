"""Tables of programmes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from carbonmeet.base.text import Label, Lang
from carbonmeet.view.faces.grid import grid, number
from carbonmeet.view.words import say, say_unit

if TYPE_CHECKING:
    from carbonmeet.kernel.programmes import Programme
    from carbonmeet.questions.optimise import Plan

__all__ = ["all_table", "frontier_data", "programme_text"]

_FRONTIER_ROWS = 20


def programme_text(plan: Plan, found: Programme, lang: Lang = "en") -> str:
    """One programme: its measures, what remains, what it costs."""
    names = [
        f"  {one.id}  {one.name.get(lang)}"
        for one in plan.workings.model.measures
        if one.id in found.measures
    ]
    saved = f"{say('saving', lang)} {plan.saving(found.residual):.1%}"
    return "\n".join(
        [
            *names,
            f"{say('residual', lang)}: {number(found.residual)} t CO2e ({saved})",
            f"{say('cost', lang)}: {number(found.cost)} {say_unit('CNY', lang)}",
            *_unpriced([one for one in plan.unpriced if one in found.measures], lang),
            *_left_out(plan, lang),
        ]
    )


def _left_out(plan: Plan, lang: Lang) -> list[str]:
    """The measures of a city that are in no programme, for nobody knows what they cost."""
    if not plan.left_out:
        return []
    listed = ", ".join(plan.left_out)
    return [
        Label(
            f"Left out, since their cost in a city is not known: {listed}",
            f"城市实施成本未知、未纳入方案：{listed}",
        ).get(lang)
    ]


def _unpriced(measures: Sequence[str], lang: Lang) -> list[str]:
    return [f"{say('unpriced', lang)}: {', '.join(measures)}"] if measures else []


def all_table(plan: Plan, lang: Lang = "en") -> str:
    """The frontier of residual against cost, and the best programme of each size."""
    found = plan.programmes
    head = [say("cost-of", lang), f"{say('residual', lang)} t CO2e", say("measures", lang)]
    frontier = [
        [number(one.cost), number(one.residual, 6), " ".join(one.measures)]
        for one in _thinned(found.frontier)
    ]
    best = [
        [str(size), number(one.residual, 6), " ".join(one.measures)]
        for size, one in enumerate(found.best)
    ]
    return "\n\n".join(
        [
            f"{found.count:,} {say('programmes', lang)}: "
            f"{number(found.lowest)} – {number(found.highest)} t CO2e",
            f"{say('frontier', lang)} ({_shown(len(frontier), len(found.frontier), lang)})\n"
            + grid([head, *frontier], right=(0, 1)),
            f"{say('best', lang)}\n" + grid([["", *head[1:]], *best], right=(0, 1)),
            *_unpriced(plan.unpriced, lang),
            *_left_out(plan, lang),
        ]
    )


def _shown(rows: int, count: int, lang: Lang) -> str:
    if rows == count:
        return str(count)
    return f"共{count}个，列出{rows}个" if lang == "zh" else f"{rows} of {count} shown"


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
