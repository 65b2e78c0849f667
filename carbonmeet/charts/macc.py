"""Cost-abatement curve on the exact frontier of all programmes: no overlap is counted twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.charts import style
from carbonmeet.charts.kind import Kind
from carbonmeet.charts.table import Cell, Table
from carbonmeet.errors import CarbonmeetError
from carbonmeet.text import Label, Lang
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.estimation import Estimate
    from carbonmeet.programmes import Programme

__all__ = ["KIND", "collect", "macc"]

_TITLE = Label("Cost of abatement", "减排成本曲线")


def collect(result: Estimate) -> Table:
    """Steps of rising marginal cost along the frontier: t CO2e saved and CNY/t.

    The frontier holds the programmes that none beats in both cost and saving; its convex hull is
    the order in which money buys most. A measure of unknown cost takes no part.

    Raises
    ------
    CarbonmeetError
        If no measure has a cost.
    """
    from carbonmeet.planning import costs
    from carbonmeet.programmes import Programme, all_programmes

    price, unpriced = costs(result)
    known = np.array([one.id not in unpriced for one in result.model.measures], dtype=bool)
    if not known.any():
        raise CarbonmeetError("no measure has a known cost: there is no cost curve to draw")
    found = all_programmes(result.model, np.where(known, result.uptake, 0.0), price)
    base = result.baseline.total
    start = Programme(0, (), base * KG_PER_T, 0.0)
    rows: list[tuple[Cell, ...]] = []
    before = start
    for after in _hull(found.frontier, start):
        saved = (before.residual - after.residual) / KG_PER_T
        added = [one for one in after.measures if one not in before.measures]
        dropped = [one for one in before.measures if one not in after.measures]
        total = base - after.residual / KG_PER_T
        marginal = (after.cost - before.cost) / saved
        rows.append((len(rows) + 1, " ".join(added), " ".join(dropped), saved, total))
        rows[-1] += (after.cost, marginal)
        before = after
    names = ("step", "added", "dropped", "saving_t", "cumulative_saving_t", "cost_cny")
    return Table.of((*names, "marginal_cny_per_t"), rows, unpriced=unpriced)


def _hull(frontier: tuple[Programme, ...], start: Programme) -> list[Programme]:
    """The programmes of the frontier at which the marginal cost rises, the cheapest first."""
    corners: list[Programme] = []
    for one in frontier:
        if one.residual >= start.residual:
            continue
        while len(corners) > 1 and _slope(corners[-2], corners[-1]) >= _slope(corners[-1], one):
            corners.pop()
        corners.append(one)
    return corners


def _slope(before: Programme, after: Programme) -> float:
    return (after.cost - before.cost) / (before.residual - after.residual)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    text = Label(
        "Marginal cost of saving emissions along the exact frontier of all combinations of the "
        "measures: the width of a step is what it saves beyond the steps before it, so that "
        "overlaps are not counted twice. The first step holds the measures that cost nothing or "
        "pay for themselves. Most costs are planning assumptions.",
        "沿全部措施组合的精确前沿计算的边际减排成本：每级宽度为在此前各级基础上新增的减排量，"
        "重叠部分不重复计算；第一级为零成本或可节省费用的措施。成本大多为规划假设。",
    ).get(lang)
    if table.facts["unpriced"]:
        listed = ", ".join(table.facts["unpriced"])
        text += Label(
            f" Left out, their cost being unknown: {listed}.", f"成本未知而未纳入：{listed}。"
        ).get(lang)
    return text


def macc(
    result: Estimate, *, lang: Lang = "en", width: style.Width = "single", title: str | None = None
) -> Figure:
    """Draw the cost-abatement curve; parameters as for `sources`.

    Raises
    ------
    CarbonmeetError
        If no measure has a known cost.
    """
    from carbonmeet.charts.canvas import in_print_style

    return in_print_style(draw)(collect(result), lang, width, title)


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.charts import canvas, fonts

    wide = style.width_mm(width)
    labels = [
        " ".join([*(f"+{one}" for one in added.split()), *(f"−{one}" for one in dropped.split())])
        for added, dropped in zip(table.texts("added"), table.texts("dropped"), strict=True)
    ]
    first = labels[0].replace("+", "") if labels else ""
    note = Label(f"Step 1: {first}", f"第1级：{first}").get(lang) if " " in first else ""
    foot = fonts.wrap(note, wide - 4, style.NOTE, 3) if note else ""
    below = 10.0 + (3.6 * (foot.count("\n") + 1) + 1.0 if foot else 0.0)
    figure, top = canvas.sheet(width, 54.0 + below, title, _TITLE.get(lang))
    if foot:
        labels[0] = "1"
        figure.write(2.0, 1.5, foot, size=style.NOTE, va="bottom", color=style.GREY)
    axes = figure.panel(16.0, 4.0, below, top + 3.0)
    saved, marginal = table.numbers("saving_t"), table.numbers("marginal_cny_per_t")
    ends = table.numbers("cumulative_saving_t")
    starts = [end - one for end, one in zip(ends, saved, strict=True)]
    colours = [style.SAVED if one <= 0 else style.STEPS[1][0] for one in marginal]
    axes.bar(starts, marginal, saved, align="edge", color=colours, ec="white", lw=0.4)
    axes.axhline(0, color=style.GREY, lw=0.5)
    low, high = min([0.0, *marginal]), max([0.0, *marginal])
    axes.set_ylim(low - 0.1 * (high - low), high + 0.1 * (high - low) or 1.0)
    axes.set_xlim(0, max([*ends, 1e-9]) * 1.01)
    _name(axes, labels, starts, saved, marginal)
    axes.set_xlabel(style.word("saving", lang))
    axes.set_ylabel(Label("Marginal cost (CNY/t CO₂e)", "边际成本（元/t CO₂e）").get(lang))
    canvas.scale(axes.xaxis)
    canvas.scale(axes.yaxis)
    return figure


def _name(
    axes: Axes, labels: list[str], starts: list[float], saved: list[float], marginal: list[float]
) -> None:
    """Name the steps above their tops; a label that would touch the one before it moves up."""
    from carbonmeet.charts import canvas, fonts

    mm_x, mm_y = canvas.per_mm(axes)
    edge, floor = 0.0, 0.0  # where the label before ends, and how high it reaches
    for text, start, one, value in zip(labels, starts, saved, marginal, strict=True):
        top, middle = max(value, 0.0), start + one / 2
        half = fonts.text_width(text, style.NOTE) / 2 * mm_x
        # over its step, or where that is too narrow to its left: the steps there are lower
        x = middle if 2 * half < one else max(start + one - half, half)
        y = top + 2.0 * mm_y
        if x - half < edge + mm_x:
            y = max(y, floor)
        axes.text(x, y, text, size=style.NOTE, ha="center", va="center_baseline")
        if y - top > 3.0 * mm_y:
            axes.plot([middle, middle], [top, y - 1.2 * mm_y], color=style.GREY, lw=0.4)
        edge, floor = x + half, y + 3.4 * mm_y


KIND = Kind(_TITLE, collect, draw, shows)
