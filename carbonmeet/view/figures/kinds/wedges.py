"""A city's years with and without the measures, and what each area of measures takes off.

Raises
------
CarbonmeetError
    If the scenario is a meeting, or has one year or no measures.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.wedges(cm.estimate("kunming-2030"))
>>> len(figure.axes)  # the totals, and the wedges between them
2
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Lang, _
from carbonmeet.catalogue.measure import AREAS
from carbonmeet.view.figures import style
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Cell, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer

__all__ = ["KIND"]

_TITLE = _("Wedges of measures over the years")
_WITHOUT = (0, (4, 2))  # told from the line below it in grey as well


def collect(result: Answer) -> Table:
    """Totals of every year, and Shapley savings by area; t CO2e."""
    from carbonmeet.hostcity import goals
    from carbonmeet.questions.single_year import in_one_year

    if result.scenario.kind != "city":
        raise CarbonmeetError(_("the scenario is a meeting: wedges over years are those of a city"))
    years = sorted(span.year for span in result.scenario.periods.values())
    if len(years) < 2:
        raise CarbonmeetError(_("the city has one year: there are no wedges over years"))
    rows: list[tuple[Cell, ...]] = []
    for year in years:
        one = in_one_year(result, year)
        totals = one.baseline.total.value, one.residual.total.value
        rows.append(("total", year, "", "", "", *totals, None))
        for area, saved in one.measures.by_area.items():
            if area in {measure.area for measure in one.measures}:
                name = AREAS[area]
                both = name.get("en"), name.get("zh")
                rows.append(("wedge", year, area, *both, None, None, saved.value))
    if not any(row[7] for row in rows):
        raise CarbonmeetError(_("no measure saves anything in any year: there are no wedges"))
    for goal in goals(result):
        if not goal.source:
            both = goal.label.get("en"), goal.label.get("zh")
            rows.append(("target", goal.year, "", *both, goal.most, None, None))
    names = ("row", "year", "area", "name_en", "name_zh", "baseline_t", "residual_t", "saving_t")
    return Table.of(names, rows)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    text = _(
        "Emissions of the city without the measures (grey) and with them (blue), on an axis that "
        "does not begin at zero, and below it the savings by area of measures (Shapley values, "
        "which add up to the distance between the lines). Marks are the years worked out; between "
        "them the lines are drawn straight."
    ).get(lang)
    if "target" in table.texts("row"):
        text += _(" Diamonds: what the targets for the whole allow.").get(lang)
    return text


def _of(table: Table, kind: str) -> list[tuple[Cell, ...]]:
    return [row for row in table.rows if row[0] == kind]


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.keys import keyed_sheet

    totals, goals = _of(table, "total"), _of(table, "target")
    areas = list(dict.fromkeys(str(row[2]) for row in _of(table, "wedge")))
    entries = [
        Entry(_("without the measures").get(lang), line=_WITHOUT, edge=style.GREY),
        Entry(_("with the measures").get(lang), line="-", edge=style.RESIDUAL, thick=1.6),
    ]
    entries += [Entry(_("target").get(lang), marker="D", colour="white")] if goals else []
    used = [(area, *style.AREA_FILL[area]) for area in areas]
    entries += [Entry(style.area_label(a, lang), c, h, edge=style.INK) for a, c, h in used]
    figure, top = keyed_sheet(width, 92.0, entries, title, _TITLE.get(lang))
    values = [float(cell or 0.0) for row in (*totals, *goals) for cell in row[5:7] if cell]
    years = [int(row[1] or 0) for row in totals]
    tonnes = style.Tonnes.of(values)
    wedges = {area: [_saved(table, area, year) for year in years] for area in areas}
    # one unit for both: what is saved is a part of what is emitted
    most = max(sum(max(w[i], 0.0) for w in wedges.values()) for i in range(len(years)))
    ticks = style.number(most / tonnes.size, style.decimals_for([most / tonnes.size]) - 1)
    longest = fonts.widest((tonnes.text(max(values)), ticks), style.NOTE)
    left, high = max(15.0, longest + 9.0), figure.size_mm[1]
    upper = figure.panel(left, 5.0, 50.0, top + 1.0)
    lower = figure.panel(left, 5.0, 10.0, high - 40.0)
    _lines(upper, totals, goals, tonnes)
    _stacked(lower, years, wedges, tonnes.size)
    for axes, key in ((upper, "emissions-cut"), (lower, "saving")):
        axes.set_xlim(years[0] - 0.3, years[-1] + 0.3)
        axes.set_ylabel(tonnes.axis(key, lang))
        axes.set_xticks(years, [str(year) for year in years])
        canvas.scale(axes.yaxis, most=4)
    return figure


def _saved(table: Table, area: str, year: int) -> float:
    found = [row[7] for row in _of(table, "wedge") if row[2] == area and row[1] == year]
    return float(found[0] or 0.0) if found else 0.0


def _lines(
    axes: Axes,
    totals: list[tuple[Cell, ...]],
    goals: list[tuple[Cell, ...]],
    tonnes: style.Tonnes,
) -> None:
    """Both totals and the targets; the axis reaches from the lowest to the highest."""
    years = [int(row[1] or 0) for row in totals]
    for column, colour, thick, dash in (
        (5, style.GREY, 1.0, _WITHOUT),
        (6, style.RESIDUAL, 1.6, "-"),
    ):
        line = [float(row[column] or 0.0) / tonnes.size for row in totals]
        axes.plot(years, line, color=colour, lw=thick, ls=dash, marker="o", ms=2.6)
    for row in goals:
        place: dict[str, Any] = {"ms": 5, "mfc": "white", "mec": style.INK, "mew": 0.9}
        axes.plot([int(row[1] or 0)], [float(row[5] or 0.0) / tonnes.size], "D", ls="", **place)
    low, high = axes.get_ylim()
    axes.set_ylim(low - 0.1 * (high - low), high + 0.1 * (high - low))


def _stacked(axes: Axes, years: list[int], wedges: dict[str, list[float]], size: float) -> None:
    """Savings one on the other; an increase hangs below zero."""
    foot, under = [0.0] * len(years), [0.0] * len(years)
    for area, values in wedges.items():
        colour, hatch = style.AREA_FILL[area]
        rises = sum(values) >= 0
        start = foot if rises else under
        end = [a + v / size for a, v in zip(start, values, strict=True)]
        edge = style.INK if hatch else colour
        axes.fill_between(years, start, end, facecolor=colour, hatch=hatch, edgecolor=edge, lw=0.3)
        if rises:
            foot = end
        else:
            under = end
    axes.axhline(0, color=style.GREY, lw=0.5)
    axes.set_ylim(min([0.0, *under]) * 1.1, max([*foot, 1e-9]) * 1.1)


def _applies(answer: Answer) -> bool:
    """Whether a city has years to go along."""
    return answer.scenario.kind == "city" and len(answer.scenario.periods) > 1


KIND = Kind(_TITLE, collect, draw, shows, "double", rank=33, applies=_applies, by_year=True)
