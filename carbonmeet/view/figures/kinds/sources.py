"""Emissions by source and period: stacked bars, every source named and numbered.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.sources(cm.estimate("forum-1500"))
>>> len(figure.axes)  # the second magnifies the small sources
2
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carbonmeet.base.text import Lang, _
from carbonmeet.city.sectors import source_name
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.units import KG_PER_T
from carbonmeet.view.figures import style
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.stroke import stroke
from carbonmeet.view.figures.table import Cell, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer

__all__ = ["KIND"]

_TITLE = _("Emissions by source and period")
_ROW = 4.8  # mm
#: From that width on the magnified panel stands beside the other, else below it; mm.
_BESIDE = 150.0


def collect(result: Answer) -> Table:
    """Baseline and residual of what emits, by source and period, t CO2e; sums are the ledgers'."""
    sums: dict[tuple[str, str], list[float]] = {}
    found = result.workings
    lines = zip(found.model.lines, found.baseline.kg, found.residual.kg, strict=True)
    for line, before, after in lines:
        pair = sums.setdefault((line.activity.source, line.activity.period), [0.0, 0.0])
        pair[0] += float(before) / KG_PER_T
        pair[1] += float(after) / KG_PER_T
    spans = result.scenario.periods
    emit = {source for (source, _), pair in sums.items() if any(pair)}  # before or after
    names = {source: source_name(source, result.scenario.kind) for source in emit}
    rows: list[tuple[Cell, ...]] = [
        (source, names[source].en, names[source].zh, period)
        + (spans[period].label.get("en"), spans[period].label.get("zh"), *sums[source, period])
        for source in SOURCES
        for period in spans
        if source in emit and (source, period) in sums
    ]
    named = ("source_en", "source_zh", "period", "period_en", "period_zh")
    return Table.of(("source", *named, "baseline_t", "residual_t"), rows)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows, in one or two sentences."""
    text = _(
        "Emissions by source and accounting period before any measure "
        "(bars, with tonnes and share of the total)"
    ).get(lang)
    if _acted(table):
        text += _(" and after all measures of the programme (upright strokes)").get(lang)
    text += _(". Numbers are rounded to three figures.").get(lang)
    if style.magnified(_sums(table)) is not None:
        text += _(
            " The small sources are drawn again on an axis of their own; a bar with an arrow goes "
            "on beyond it."
        ).get(lang)
    return text


def _sums(table: Table) -> list[float]:
    """Baseline of every source."""
    sums: dict[str, float] = {}
    for source, tonnes in zip(table.texts("source"), table.numbers("baseline_t"), strict=True):
        sums[source] = sums.get(source, 0.0) + tonnes
    return list(sums.values())


def _acted(table: Table) -> bool:
    """Whether the measures change any source: without that there is nothing to mark."""
    after: dict[str, float] = {}
    columns = (table.numbers("baseline_t"), table.numbers("residual_t"))
    for source, before, left in zip(table.texts("source"), *columns, strict=True):
        after[source] = after.get(source, 0.0) + left - before
    return any(after.values())


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.keys import keyed_sheet

    names = dict(zip(table.texts("source"), table.names("source", lang), strict=True))
    periods = dict(zip(table.texts("period"), table.names("period", lang), strict=True))
    before: dict[str, dict[str, float]] = {name: {} for name in names}
    after = dict.fromkeys(names, 0.0)
    cells = zip(*(table.texts(name) for name in ("source", "period")), strict=True)
    both = zip(table.numbers("baseline_t"), table.numbers("residual_t"), strict=True)
    for (source, period), (baseline, residual) in zip(cells, both, strict=True):
        before[source][period] = baseline
        after[source] += residual
    order = sorted(names, key=lambda name: sum(before[name].values()))
    sums = [sum(before[name].values()) for name in order]

    wide = style.width_mm(width)
    acted = _acted(table)
    entries = _entries(periods, acted, lang)
    labels = [fonts.wrap(names[name], wide * 0.4, style.BODY, 1) for name in order]
    left = fonts.widest(labels, style.BODY) + 4.0
    rest = [after[name] for name in order]
    tonnes = style.Tonnes.of([*sums, *rest])
    limit, every = style.magnified(sums), range(len(order))
    near = [i for i in every if limit is not None and sums[i] <= limit]
    beside = limit is not None and wide >= _BESIDE
    high = _ROW * (len(order) + 1.1) + 12.0
    under = _ROW * (len(near) + 0.2) + 12.0 if near and not beside else 0.0
    figure, top = keyed_sheet(width, high + under, entries, title, _TITLE.get(lang))
    room = (wide - left - 8.0) / 2 if beside else wide - left - 3.0
    whole = figure.panel(left, wide - left - room, 10.0 + under, top)
    panels: list[tuple[Axes, list[int], float | None]] = [(whole, [*every], None)]
    if beside:
        second = figure.panel(wide - room - 3.0, 3.0, 10.0, top)
        panels.append((second, [*every], limit))
    elif near:
        second = figure.panel(left, 3.0, 10.0, top + high - 2.0)
        panels.append((second, near, limit))
    for panel, rows, end in panels:
        _bars(panel, [before[order[i]] for i in rows], list(periods), tonnes.size)
        bare = beside and end is not None
        lines = [("" if bare else labels[i]) for i in rows]
        _notes(
            panel, [sums[i] for i in rows], [rest[i] for i in rows], room, end, sum(sums), tonnes
        )
        for at, i in enumerate(rows if acted else ()):
            stroke(panel, rest[i] / tonnes.size, at, sums[i] / tonnes.size)
        places, foot = list(range(len(rows))), -0.6
        if len(order) > 1 and (beside or end is None):  # the panel beside has the same rows
            places, lines, foot = (
                [-1, *places],
                ["" if bare else style.word("total", lang), *lines],
                -1.5,
            )
            panel.axhline(-0.5, color=style.GREY, lw=0.4)
        canvas.name_rows(panel, places, lines)
        panel.set_ylim(foot, len(rows) - 0.4)
        panel.set_xlabel(tonnes.axis("emissions" if end is None else "emissions-near", lang))
        canvas.scale(panel.xaxis)
        canvas.room_behind(panel, room)
    if len(order) > 1:
        column: dict[str, Any] = {"ha": "right", "va": "center_baseline", "size": style.NOTE}
        whole.text(whole.get_xlim()[1], -1, f"{tonnes.text(sum(sums))} (100%)", **column)
    return figure


def _entries(periods: dict[str, str], acted: bool, lang: Lang) -> list[Entry]:
    """The key: periods where there are several, and the mark of what is left."""
    entries = [Entry(style.word("after", lang), marker="|")] if acted else []
    if len(periods) > 1:
        shades = [style.STEPS[i % len(style.STEPS)] for i in range(len(periods))]
        named = zip(periods.values(), shades, strict=True)
        entries = [Entry(label, *shade, edge=style.STEPS[0][0]) for label, shade in named] + entries
    return entries


def _notes(
    axes: Axes,
    sums: list[float],
    rest: list[float],
    room: float,
    limit: float | None,
    total: float,
    tonnes: style.Tonnes,
) -> None:
    """Tonnes and share of every source, behind its bar and its mark; `room` in mm."""
    from carbonmeet.view.figures import fonts

    # what is magnified has the figures that its own size asks for
    near = tonnes if limit is None else tonnes.near(limit)
    texts = [f"{near.text(one)} ({style.percent(one / total if total else 0.0)})" for one in sums]
    size = tonnes.size
    ends = [max(pair) / size for pair in zip(sums, rest, strict=True)]
    space = fonts.widest(texts, style.NOTE) + 4.0
    # the longest bar ends where its number still fits
    longest = max(*ends, 1e-9) if limit is None else limit / size
    reach = longest * room / max(room - space, room * 0.3)
    axes.set_xlim(0, reach)
    for at, (one, text) in enumerate(zip(ends, texts, strict=True)):
        if limit is not None and one > reach:
            axes.plot([reach], [at], ">", ms=3.6, color=style.GREY, mew=0, clip_on=False)
            continue
        # in a column: behind a bar it would stand at the mark of what is left
        axes.text(reach, at, text, size=style.NOTE, ha="right", va="center_baseline")


def _bars(axes: Axes, rows: list[dict[str, float]], periods: list[str], size: float) -> None:
    start = [0.0] * len(rows)
    for step, period in enumerate(periods):
        colour, hatch = style.STEPS[step % len(style.STEPS)]
        values = [row.get(period, 0.0) / size for row in rows]
        axes.barh(
            range(len(rows)),
            values,
            left=start,
            height=0.66,
            color=colour,
            hatch=hatch,
            edgecolor="white" if not hatch else style.STEPS[0][0],
            linewidth=0.3,
        )
        start = [a + b for a, b in zip(start, values, strict=True)]


KIND = Kind(
    _TITLE,
    collect,
    draw,
    shows,
    "double",
    rank=1,
    in_report=True,
    amounts=("baseline_t", "residual_t"),
)
