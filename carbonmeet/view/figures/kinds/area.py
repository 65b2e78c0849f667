"""How large a forest must be, against how long one waits, for several stands.

Parameters
----------
result : Answer
    Of a scenario with an ``offset:`` block: its rules and year of planting hold.
stands : sequence of str, optional
    Stands of the catalogue to compare; default: the scenario's own and its rivals,
    at most five.

Raises
------
CarbonmeetError
    If the scenario has no forest, none of it counts against the meeting, nothing is left to
    compensate, or a stand is not known.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.area(cm.estimate("cop15-as-held-measures"), lang="zh")
>>> figure.axes[0].get_ylabel()
'所需面积（亩）'
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Label, Lang, _, _p
from carbonmeet.view.figures import style
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Table
from carbonmeet.view.numerals import three

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer

__all__ = ["KIND"]

_TITLE = _("Forest area needed against the horizon")
#: Years after the event that the figure spans; a forest younger than the first removes little.
_FIRST, _LAST = 5, 40
_MOST = 5


def collect(result: Answer, stands: Sequence[str] | None = None) -> Table:
    """Area in mu that compensates the residual by the end of each year, by stand."""
    from carbonmeet.forest.stands import find_stand, stands_of
    from carbonmeet.offset import MU_PER_HA

    answer = result.workings.offset
    if answer is None:
        raise CarbonmeetError(_("the scenario has no 'offset' block: there is no forest to size"))
    if not answer.forest:
        raise CarbonmeetError(_("the scenario plants no forest: there is none to size"))
    if not answer.stands:
        raise CarbonmeetError(_("no parcel counts against a meeting: there is no forest to size"))
    owed = answer.owed or 0.0
    if owed <= 0:
        raise CarbonmeetError(_("nothing is left to compensate: there is no forest to size"))
    known = stands_of(result.workings.catalogue)
    own = known[answer.stands[0]]
    keys = list(stands or dict.fromkeys([*answer.stands, *own.rivals]))[:_MOST]
    rows = []
    for key in keys:
        stand = find_stand(known, key)
        case, years = answer.case.under(stand), np.arange(_FIRST, _LAST + 1)
        kept = case.forest.curves(case.values, answer.event_year + years).creditable[0]
        per_ha = kept / case.forest.area_ha
        for year, kappa in zip(years.tolist(), per_ha.tolist(), strict=True):
            mu = owed / kappa * MU_PER_HA if kappa > 0 else None
            rows.append((key, stand.name.get("en"), stand.name.get("zh"), year, mu))
    if all(row[-1] is None for row in rows):
        raise CarbonmeetError(_("no stand removes anything within {last} years", last=_LAST))
    planned = answer.area_mu if answer.area_given else None
    columns = ("stand", "stand_en", "stand_zh", "horizon_years", "area_mu")
    credited = any(one.tonnes > 0 for one in answer.credits)
    facts = {"planned": planned, "owed": owed, "rules": answer.applied.name, "credited": credited}
    return Table.of(columns, rows, **facts)


def _reach(table: Table) -> tuple[float, float]:
    """Ends of the axis of areas in mu."""
    known = [mu for mu in table.numbers("area_mu") if mu == mu]
    # a forest of a few years needs areas out of all proportion: the axis stops at 300 times
    return min(known) / 1.25, min(max(known), min(known) * 300) * 1.25


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    owed, rules = three(table.facts["owed"]), table.facts["rules"]
    credited = table.facts["credited"]
    text = _(
        "Area that compensates the {what}{owed} t CO₂e{what2} by the end "
        "of a horizon, for several stands and growth curves under the "
        "rules '{rules}'; 15 mu are a hectare. The vertical axis is "
        "logarithmic.",
        what="" if credited else "residual of ",
        owed=owed,
        what2=_(" that credits leave of the residual") if credited else "",
        rules=rules,
    ).get(lang)
    return text + _said_of_plan(table).get(lang)


def _said_of_plan(table: Table) -> Label:
    """What the caption says of the area planned: whether it can be seen, and else how large."""
    planned = table.facts["planned"]
    if planned is None:
        return Label()
    low, high = _reach(table)
    if low < planned < high:
        return _(" Dashed: the area planned.")
    mu = style.rounded(planned)
    return _(
        " The area planned, {mu} mu, lies {what} the axis.",
        mu=mu,
        what=_("below") if planned <= low else _("above"),
    )


_LINES = (
    (style.RESIDUAL, "-", 1.6),
    (style.OWED, (0, (5, 1, 1, 1, 1, 1)), 1.0),
    ("#117733", (0, (5, 2)), 1.0),
    ("#997700", (0, (2, 1.5)), 1.0),
    (style.GREY, (0, (6, 2, 1, 2)), 1.0),
)


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.offset import MU_PER_HA
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.keys import keyed_sheet

    wide = style.width_mm(width)
    curves: dict[str, list[tuple[float, float]]] = {}
    names = table.names("stand", lang)
    both = zip(table.numbers("horizon_years"), table.numbers("area_mu"), strict=True)
    for name, (year, mu) in zip(names, both, strict=True):
        curves.setdefault(name, []).append((year, mu))
    entries = [
        Entry(fonts.fit(name, wide - 10, style.NOTE), edge=colour, line=dash)
        for name, (colour, dash, _) in zip(curves, _LINES, strict=False)
    ]
    figure, top = keyed_sheet(width, 58.0, entries, title, _TITLE.get(lang))
    planned, text = table.facts["planned"], _p("area", "planned").get(lang)
    low, high = _reach(table)
    # a forest for a city needs areas of eight digits
    left, right = (
        max(least, 10.0 + fonts.text_width(style.number(most), style.NOTE))
        for least, most in ((17.0, high), (18.0, high / MU_PER_HA))
    )
    axes = figure.panel(left, right, 10.0, top + 1.0)
    axes.set_yscale("log")
    axes.set_ylim(low, high)
    axes.set_xlim(_FIRST, _LAST)
    for (colour, dash, thick), curve in zip(_LINES, curves.values(), strict=False):
        axes.plot(*zip(*curve, strict=True), color=colour, ls=dash, lw=thick)
    if planned is not None and low < planned < high:
        axes.axhline(planned, color=style.INK, lw=0.6, ls=(0, (4, 3)))
        inside: dict[str, Any] = {"xytext": (2, 2), "textcoords": "offset points", "va": "bottom"}
        clear = {"fc": "white", "ec": "none", "pad": 0.6}  # a curve may pass behind
        axes.annotate(text, (_FIRST, planned), size=style.NOTE, bbox=clear, **inside)
    axes.set_xlabel(_("Horizon (years after the event)").get(lang))
    axes.set_ylabel(_("Area needed (mu)").get(lang))
    canvas.scale(axes.xaxis, years=True)
    canvas.log_scale(axes.yaxis)
    _in_hectares(axes, lang)
    return figure


def _in_hectares(axes: Axes, lang: Lang) -> None:
    """The same areas in hectares, on an axis at the right."""
    from carbonmeet.offset import MU_PER_HA
    from carbonmeet.view.figures import canvas

    def to_ha(mu: Any) -> Any:
        return mu / MU_PER_HA

    def to_mu(ha: Any) -> Any:
        return ha * MU_PER_HA

    right = axes.secondary_yaxis("right", functions=(to_ha, to_mu))
    right.set_ylabel(_("Area needed (ha)").get(lang))
    canvas.log_scale(right.yaxis)
    right.spines["right"].set_visible(True)


KIND = Kind(_TITLE, collect, draw, shows, rank=8)
