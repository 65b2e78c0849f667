"""Cumulative removal of the forest against the residual: the debt and the year of compensation.

Parameters
----------
result : Answer
    Of a scenario with an ``offset:`` block.

Raises
------
CarbonmeetError
    If the scenario has no forest.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.forest(cm.estimate("cop15-as-held-measures"))
>>> figure.axes[0].get_ylabel()
'Cumulative removal (t CO₂e)'
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Label, Lang, _
from carbonmeet.draws.pairing import draws_of
from carbonmeet.numbers.number import Z95
from carbonmeet.view.figures import style
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer
    from carbonmeet.draws.forest_draws import ForestChances
    from carbonmeet.offset import OffsetResult
    from carbonmeet.view.figures.canvas import Sheet

__all__ = ["KIND"]

_TITLE = _("Removal by the forest against the residual")
_DARK = "#1b5e35"
#: Each curve has a dash: they are told apart in grey as well.
_GROSS, _OWED = (0, (4, 2)), (0, (6, 1.2, 1, 1.2))


def collect(result: Answer) -> Table:
    """Year by year, t CO2e: gross, net and creditable removal with its 95% range, and debt."""
    workings = result.workings
    answer = workings.offset
    if answer is None:
        raise CarbonmeetError(_("the scenario has no 'offset' block: there is no forest to draw"))
    if not answer.forest:
        raise CarbonmeetError(_("the scenario plants no forest: there is none to draw"))
    facts: dict[str, Any] = {"statement": _said(answer.statement)}
    drawn = None if result.draws is None else draws_of(result)
    chances = None if drawn is None else drawn.forest
    if drawn is not None and chances is not None and chances.ranged and result.offset is not None:
        # one range of one quantity: that of the draws, as screen and report have it
        bands = _drawn(chances)
        facts = {"statement": result.offset.statement}
        facts |= {"seed": drawn.plan.seed, "draws": drawn.count}
    else:
        bands = _by_curve(answer)
    rows = []
    for row in answer.curve:
        low, high = bands.get(row.year, (None, None)) if row.creditable > 0 else (None, None)
        rows.append((row.year, row.gross, row.net, row.creditable, low, high, row.debt))
    columns = ("year", "gross_t", "net_t", "creditable_t", "low_t", "high_t", "debt_t")
    return Table.of(columns, rows, answer=answer, **facts)


def _said(statement: Mapping[str, str]) -> Label:
    return Label(statement.get("en", ""), statement.get("zh", ""))


def _drawn(chances: ForestChances) -> dict[int, tuple[float, float]]:
    """The 95% range of the creditable removal by the end of each year, over the draws; t CO2e."""
    low, high = chances.removed()
    ends = zip(low.tolist(), high.tolist(), strict=True)
    return dict(zip(chances.years.tolist(), ends, strict=True))


def _by_curve(answer: OffsetResult) -> dict[int, tuple[float, float]]:
    """The same where nothing was drawn: that of the mean growth curve; t CO2e."""
    found = {}
    spreads = answer.case.spreads([row.year for row in answer.curve]).tolist()
    for row, sd in zip(answer.curve, spreads, strict=True):
        if math.isfinite(sd) and sd > 0:
            band = math.exp(Z95 * sd)
            found[row.year] = (row.creditable / band, row.creditable * band)
    return found


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    drawn = "draws" in table.facts
    text = (
        _(
            "Cumulative removal of the planned forest, all of it and the creditable part with its "
            "95% range over the draws, against the residual emissions; their distance is the debt. "
        )
        if drawn
        else _(
            "Cumulative removal of the planned forest, all of it and the "
            "creditable part with the 95% range of the mean growth curve, "
            "against the residual emissions; their distance is the debt. "
        )
    )
    statement: Label = table.facts["statement"]
    return text.get(lang) + statement.get(lang)


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.keys import keyed_sheet

    answer: OffsetResult = table.facts["answer"]
    named = [*table.numbers("gross_t"), *table.numbers("high_t"), answer.owed or 0.0]
    tonnes = style.Tonnes.of(named)
    events = _events(answer, tonnes, lang)
    entries = _entries(table, lang)
    figure, top = keyed_sheet(width, 56.0 + 4.2 * len(events), entries, title, _TITLE.get(lang))
    gross, low, high, kept = (
        [one / tonnes.size for one in table.numbers(f"{name}_t")]
        for name in ("gross", "low", "high", "creditable")
    )
    highest = max(one for one in named if one == one) / tonnes.size
    left = max(15.0, fonts.text_width(style.number(highest), style.NOTE) + 7.5)
    axes = figure.panel(left, 5.0, 10.0, top + 1.0 + 4.2 * len(events))
    years = table.numbers("year")
    axes.fill_between(years, low, high, color=style.FOREST, lw=0)
    axes.plot(years, gross, color=style.GREY, lw=0.8, ls=_GROSS)
    axes.plot(years, kept, color=_DARK, lw=1.5)
    axes.set_ylim(0, highest * 1.05 or 1.0)
    axes.set_xlim(years[0], max(years[-1], years[0] + 1))
    if answer.owed is not None:
        owed = answer.owed / tonnes.size
        axes.plot([answer.event_year, years[-1]], [owed, owed], color=style.OWED, lw=1.2, ls=_OWED)
    at = dict(zip(years, kept, strict=True))
    for line, (year, text, is_debt) in enumerate(events):
        _point(axes, (answer.owed or 0.0) / tonnes.size, at.get(float(year), 0.0), year, is_debt)
        _announce(figure, axes, year, text, len(events) - line - 1)
    axes.set_xlabel(style.word("year" if answer.calendar else "years", lang))
    axes.set_ylabel(tonnes.axis("cumulative", lang))
    canvas.scale(axes.yaxis)
    canvas.scale(axes.xaxis, years=True)
    return figure


def _entries(table: Table, lang: Lang) -> list[Entry]:
    """The key: the curves that are drawn, and the range."""
    lines = [
        Entry(_("gross").get(lang), edge=style.GREY, line=_GROSS, thick=0.8),
        Entry(_("creditable").get(lang), edge=_DARK, line="-", thick=1.5),
    ]
    if table.facts["answer"].owed is not None:
        lines.append(Entry(_("residual").get(lang), edge=style.OWED, line=_OWED, thick=1.2))
    if any(one == one for one in table.numbers("low_t")):
        lines.append(Entry(_("95% range").get(lang), colour=style.FOREST))
    return lines


def _events(answer: OffsetResult, tonnes: style.Tonnes, lang: Lang) -> list[tuple[int, str, bool]]:
    """What to point out: the debt left at the horizon, and the year of compensation."""
    if answer.owed is None:
        return []
    found = []
    debt = answer.owed - answer.removal
    year = answer.horizon_year
    if debt > 1e-9 * answer.owed:
        text = _("owed in {year}: {tonnes}", year=year, tonnes=tonnes.said(debt))
        found.append((year, text.get(lang), True))
    if answer.balance_year is not None:
        by = answer.balance_year
        text = _("to be compensated by {by}", by=by)
        found.append((by, text.get(lang), False))
    else:
        last = answer.searched_until
        text = _("not compensated by {last}", last=last)
        found.append((min(last, answer.curve[-1].year), text.get(lang), True))
    return found


def _point(axes: Axes, owed: float, kept: float, year: int, is_debt: bool) -> None:
    """The debt as a distance, or the year of compensation as a point."""
    if is_debt:
        ends = {"arrowstyle": "<->", "lw": 0.7, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 6}
        axes.annotate("", (year, kept), (year, owed), arrowprops=ends)
    else:
        axes.plot([year], [kept], "o", ms=4, mfc="white", mec=style.INK, mew=0.9, clip_on=False)


def _announce(figure: Sheet, axes: Axes, year: int, text: str, line: int) -> None:
    """Text above the axes on a line of its own, with a thin line down to its year."""
    first, last = axes.get_xlim()
    place = (year - first) / (last - first)
    height = axes.get_position().height * figure.size_mm[1]
    y = 1 + (1.2 + 4.2 * line) / height
    axes.plot(
        [place, place],
        [0, y + 1.2 / height],
        transform=axes.transAxes,
        color=style.GREY,
        lw=0.4,
        ls=(0, (1, 2)),
        clip_on=False,
        zorder=0,
    )
    axes.text(
        place + (-1 if place > 0.5 else 1) * 0.012,
        y,
        text,
        transform=axes.transAxes,
        size=style.NOTE,
        ha="right" if place > 0.5 else "left",
        va="bottom",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
    )


def _applies(answer: Answer) -> bool:
    """Whether a forest stands against the emissions."""
    return answer.offset is not None and answer.offset.has_forest


KIND = Kind(_TITLE, collect, draw, shows, rank=7, applies=_applies, in_report=True, ranges=True)
