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
from typing import TYPE_CHECKING

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Lang, _, spoken
from carbonmeet.numbers.number import Z95
from carbonmeet.view.figures import style
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Table
from carbonmeet.view.numerals import three

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer
    from carbonmeet.offset import OffsetResult
    from carbonmeet.view.figures.canvas import Sheet

__all__ = ["KIND"]

_TITLE = _("Removal by the forest against the residual")
_DARK = "#1b5e35"


def collect(result: Answer) -> Table:
    """Year by year, t CO2e: gross, net and creditable removal with its 95% range, and debt.

    Raises
    ------
    CarbonmeetError
        If the scenario has no forest.
    """
    workings = result.workings
    answer = workings.offset
    if answer is None:
        raise CarbonmeetError(_("the scenario has no 'offset' block: there is no forest to draw"))
    if not answer.forest:
        raise CarbonmeetError(_("the scenario plants no forest: there is none to draw"))
    years = [row.year for row in answer.curve]
    rows = []
    for row, sd in zip(answer.curve, answer.case.spreads(years).tolist(), strict=True):
        known = math.isfinite(sd) and sd > 0 and row.creditable > 0
        band = math.exp(Z95 * sd) if known else math.nan
        low, high = (row.creditable / band, row.creditable * band) if known else (None, None)
        rows.append((row.year, row.gross, row.net, row.creditable, low, high, row.debt))
    columns = ("year", "gross_t", "net_t", "creditable_t", "low_t", "high_t", "debt_t")
    return Table.of(columns, rows, answer=answer)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    answer: OffsetResult = table.facts["answer"]
    text = _(
        "Cumulative removal of the planned forest, all of it and the "
        "creditable part with the 95% range of the mean growth curve, "
        "against the residual emissions; their distance is the debt. "
    ).get(lang)
    return text + spoken(answer.statement, lang)


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.keys import draw_key

    answer: OffsetResult = table.facts["answer"]
    events = _events(answer, lang)
    band = Entry(_("95% range").get(lang), colour=style.FOREST)
    banded = any(one == one for one in table.numbers("low_t"))
    above = 5.0 if banded else 0.0
    figure, top = canvas.sheet(width, 56.0 + above + 4.2 * len(events), title, _TITLE.get(lang))
    if banded:
        draw_key(figure, [band], 2.0, top, 60.0)
    top += above
    words = {
        "gross_t": _("gross").get(lang),
        "creditable_t": _("creditable").get(lang),
        "owed": _("residual").get(lang),
    }
    right = max(fonts.text_width(one, style.NOTE) for one in words.values()) + 4.5
    named = [*table.numbers("gross_t"), *table.numbers("high_t"), answer.owed or 0.0]
    tonnes = style.Tonnes.of(named)
    gross, low, high, kept = (
        [one / tonnes.size for one in table.numbers(f"{name}_t")]
        for name in ("gross", "low", "high", "creditable")
    )
    highest = max(one for one in named if one == one) / tonnes.size
    left = max(15.0, fonts.text_width(style.number(highest), style.NOTE) + 7.5)
    axes = figure.panel(left, right, 10.0, top + 1.0 + 4.2 * len(events))
    years = table.numbers("year")
    axes.fill_between(years, low, high, color=style.FOREST, lw=0)
    axes.plot(years, gross, color=style.GREY, lw=0.8, ls=(0, (4, 2)))
    axes.plot(years, kept, color=_DARK, lw=1.5)
    axes.set_ylim(0, highest * 1.05 or 1.0)
    axes.set_xlim(years[0], max(years[-1], years[0] + 1))
    ends = {"gross_t": gross[-1], "creditable_t": kept[-1]}
    if answer.owed is not None:
        owed = answer.owed / tonnes.size
        axes.plot([answer.event_year, years[-1]], [owed, owed], color=style.OWED, lw=1.2)
        ends["owed"] = owed
    _name_ends(axes, ends, words)
    at = dict(zip(years, kept, strict=True))
    for line, (year, text, is_debt) in enumerate(events):
        _point(axes, (answer.owed or 0.0) / tonnes.size, at.get(float(year), 0.0), year, is_debt)
        _announce(figure, axes, year, text, len(events) - line - 1)
    axes.set_xlabel(style.word("year" if answer.calendar else "years", lang))
    axes.set_ylabel(tonnes.axis("cumulative", lang))
    canvas.scale(axes.yaxis)
    canvas.scale(axes.xaxis, years=True)
    return figure


def _events(answer: OffsetResult, lang: Lang) -> list[tuple[int, str, bool]]:
    """What to point out: the debt left at the horizon, and the year of compensation."""
    if answer.owed is None:
        return []
    found = []
    debt = answer.owed - answer.removal
    tonnes = three(abs(debt))
    year = answer.horizon_year
    if debt > 1e-9 * answer.owed:
        text = _("owed in {year}: {tonnes} t CO₂e", year=year, tonnes=tonnes)
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


def _name_ends(axes: Axes, ends: dict[str, float], words: dict[str, str]) -> None:
    """Name the lines at their right ends."""
    order = sorted(ends, key=lambda name: ends[name])
    gap = axes.get_ylim()[1] * 0.085
    # none may slip below the axis, where the years stand
    places = style.spread_apart([ends[name] for name in order], gap, gap / 2)
    for name, place in zip(order, places, strict=True):
        axes.annotate(
            words[name],
            (axes.get_xlim()[1], place),
            xytext=(5, 0),
            textcoords="offset points",
            size=style.NOTE,
            va="center_baseline",
            color={"creditable_t": _DARK, "owed": "#9c3a4b"}.get(name, style.GREY),
            annotation_clip=False,
        )


def _applies(answer: Answer) -> bool:
    """Whether a forest stands against the emissions."""
    return answer.offset is not None and answer.offset.has_forest


KIND = Kind(_TITLE, collect, draw, shows, rank=7, applies=_applies, in_report=True)
