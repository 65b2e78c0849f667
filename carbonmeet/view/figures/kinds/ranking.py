"""Measures ranked by what they save, with the marks that show how they overlap.

Parameters
----------
result : Answer
ranges : mapping of str to (float, float), optional
    95 % range of each measure by id, t CO2e, drawn as whiskers; by default those of the answer,
    where it was simulated.

Raises
------
CarbonmeetError
    If there are no measures.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.ranking(cm.estimate("forum-1500"), width="single")
>>> round(figure.get_figwidth() * 25.4)  # mm
84
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Lang, _, joined
from carbonmeet.view.figures import style
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.stroke import stroke
from carbonmeet.view.figures.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer

__all__ = ["KIND"]

_TITLE = _("Measures ranked by saving")
_ROW = 4.6  # mm
#: Room at the right for half of the last number of the axis, mm.
_EDGE = 5.0
#: Below this share of the whole saving a measure has no effect worth a row.
_NOTHING = 1e-7


def collect(
    result: Answer,
    ranges: Mapping[str, tuple[float, float]] | None = None,
) -> Table:
    """Savings of the measures, t CO2e, by falling Shapley value."""
    if not result.measures:
        raise CarbonmeetError(_("the scenario carries out no measures: there is nothing to rank"))
    facts = {}
    if ranges is None and result.uncertainty is not None:
        facts = {"seed": result.uncertainty.seed, "draws": result.uncertainty.shapley_draws}
    rows = []
    for one in result.measures:
        low, high = (ranges or {}).get(one.id, (None, None))
        if ranges is None:
            low, high = one.shapley.low, one.shapley.high
        ways = (one.shapley, one.alone, one.last_in, one.in_order)
        uptake = one.uptake if one.counts else 0.0
        rows.append(
            (
                *(one.id, one.name.get("en"), one.name.get("zh"), one.area, uptake),
                *(total.value for total in ways),
                low,
                high,
            )
        )
    rows.sort(key=lambda row: -float(row[5] or 0.0))
    names = ("id", "name_en", "name_zh", "area", "uptake", "shapley_t", "alone_t", "last_in_t")
    return Table.of((*names, "in_order_t", "shapley_low_t", "shapley_high_t"), rows, **facts)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    text = _(
        "Saving of every measure: its Shapley value (bar; the bars add up "
        "to the whole saving), its saving if it were carried out alone "
        "(circle), and what would be lost if it alone were dropped "
        "(stroke). Where circle and stroke lie apart, the measure overlaps "
        "with others, or lifts them."
    ).get(lang)
    if any(low == low for low in table.numbers("shapley_low_t")):
        text += _(
            " Whiskers: 95% range. The numbers at the right are the Shapley values, "
            "to three figures."
        ).get(lang)
    if style.magnified(table.numbers("shapley_t")) is not None:
        text += _(" Where an axis is magnified, a bar with an arrow goes on beyond it.").get(lang)
    return text


def _split(table: Table) -> tuple[list[int], list[int]]:
    """Rows to draw, and those that have no effect in this scenario."""
    columns = [table.numbers(name) for name in ("shapley_t", "alone_t", "last_in_t")]
    least = _NOTHING * sum(abs(one) for one in columns[0])
    drawn: list[int] = []
    idle: list[int] = []
    for i in range(len(table.rows)):
        (drawn if any(abs(column[i]) > least for column in columns) else idle).append(i)
    return drawn, idle


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.entry import Entry
    from carbonmeet.view.figures.keys import keyed_sheet
    from carbonmeet.view.figures.rows import stacked

    wide = style.width_mm(width)
    drawn, idle = _split(table)
    unit = style.Tonnes.of(table.numbers("shapley_t"))
    table, tonnes = _in_unit(table, unit), style.Tonnes(1.0, unit.unit, unit.decimals)
    ids, areas = table.texts("id"), table.texts("area")
    used = [area for area in style.AREA_FILL if area in {areas[i] for i in drawn}]
    entries = [
        Entry(style.area_label(area, lang), *style.AREA_FILL[area], edge=style.INK) for area in used
    ]
    entries += [
        Entry(style.word("alone", lang), marker="o"),
        Entry(style.word("last-in", lang), marker="|"),
    ]
    if any(low == low for low in table.numbers("shapley_low_t")):
        entries.append(Entry(_("95% range").get(lang), line="-", thick=0.8))
    note = _("No effect in this scenario: ").get(lang)
    without = joined(ids[i] for i in idle).get(lang)
    foot = fonts.wrap(note + without, wide - 4, style.NOTE, 3)
    below = 10.0 + (3.6 * (foot.count("\n") + 1) + 1.0 if idle else 0.0)
    names = table.names("name", lang)
    share, lines = (0.46, 2) if wide >= 120 else (0.42, 3)
    labels = [fonts.wrap(f"{ids[i]} {names[i]}", wide * share, style.BODY, lines) for i in drawn]
    middles, rows = stacked(labels)
    height = _ROW * max(rows, 1.0) + below + 2.0
    figure, top = keyed_sheet(width, height, entries, title, _TITLE.get(lang))
    if idle:
        figure.write(2.0, 1.5, foot, size=style.NOTE, va="bottom", color=style.GREY)

    left = (fonts.widest(labels, style.BODY) or 10.0) + 4.0
    shapley = table.numbers("shapley_t")
    limit = style.magnified([shapley[i] for i in drawn])
    panels = 2 if limit is not None and wide >= 150 else 1
    room = (wide - left - _EDGE - 5.0 * (panels - 1)) / panels
    if len(_scope(table, drawn, room, limit, tonnes)[0]) == len(
        drawn
    ):  # nothing would be magnified
        limit, room = None, wide - left - _EDGE
    ends = [None] if limit is None else [None, limit] if wide >= 150 else [limit]
    for end in ends:
        near = end is not None
        start = wide - room - _EDGE if end is ends[-1] else left
        panel = figure.panel(start, wide - start - room, below, top)
        _panel(panel, table, dict(zip(drawn, middles, strict=True)), room, end, tonnes)
        canvas.name_rows(panel, middles, labels if end is ends[0] else [""] * len(drawn))
        panel.set_ylim(-0.1, max(rows, 1.0) + 0.1)
        panel.set_xlabel(tonnes.axis("saving-near" if near else "saving", lang))
        canvas.scale(panel.xaxis)
    return figure


def _in_unit(table: Table, unit: style.Tonnes) -> Table:
    """The table with all amounts in the unit of the figure."""
    amounts = [name.endswith("_t") for name in table.columns]
    rows = [
        tuple(
            float(cell) / unit.size if amount and cell is not None else cell
            for cell, amount in zip(row, amounts, strict=True)
        )
        for row in table.rows
    ]
    return Table.of(table.columns, rows, **table.facts)


def _panel(
    axes: Axes,
    table: Table,
    middles: Mapping[int, float],
    room: float,
    limit: float | None,
    tonnes: style.Tonnes,
) -> None:
    """Bars, marks and numbers of one panel, each row at its middle; `room` in mm."""
    drawn = list(middles)
    shapley, alone, last = (table.numbers(n) for n in ("shapley_t", "alone_t", "last_in_t"))
    low, high = table.numbers("shapley_low_t"), table.numbers("shapley_high_t")
    shown, near, reach = _scope(table, drawn, room, limit, tonnes)
    texts = {i: tonnes.text(shapley[i]) for i in drawn}
    ranged = any(one == one for one in low)
    mm = (reach - near) / room
    axes.set_xlim(near - (mm if near < 0 else 0), reach)
    for i, at in middles.items():
        colour, hatch = style.AREA_FILL[table.texts("area")[i]]
        edge = style.INK if hatch else colour
        axes.barh(at, shapley[i], 0.62, color=colour, hatch=hatch, ec=edge, lw=0.3)
        if i not in shown:
            axes.text(reach, at, " ▶", size=style.NOTE, va="center_baseline", color=style.GREY)
            inside: dict[str, Any] = {"ha": "right", "va": "center_baseline", "color": _on(colour)}
            axes.text(reach - mm, at, texts[i], size=style.NOTE, **inside)
            continue
        if low[i] == low[i]:
            for line, wide in (("white", 2.0), (style.INK, 0.8)):
                axes.plot([low[i], high[i]], [at, at], color=line, lw=wide, zorder=2.5)
        stroke(axes, last[i], at, shapley[i])
        axes.plot(
            [alone[i]],
            [at],
            "o",
            ms=3.2,
            mfc="white",
            mec=style.INK,
            mew=0.7,
            zorder=4,
            clip_on=alone[i] > reach,
        )
        if ranged:  # at the end of a whisker it would be taken for the number of that end
            column: dict[str, Any] = {"ha": "right", "va": "center_baseline"}
            axes.text(reach, at, texts[i], size=style.NOTE, **column)
            continue
        beyond = max(shapley[i], alone[i], last[i], 0.0)
        axes.text(beyond + 1.6 * mm, at, texts[i], size=style.NOTE, va="center_baseline")
    if near < 0:
        axes.axvline(0, color=style.GREY, lw=0.5)


def _scope(
    table: Table, drawn: list[int], room: float, limit: float | None, tonnes: style.Tonnes
) -> tuple[list[int], float, float]:
    """Rows that a panel shows whole, and from where to where its axis reaches; `room` in mm.

    A bar that ends on the axis belongs to its panel, so the axis grows until each one is either
    whole or runs beyond it.
    """
    from carbonmeet.view.figures import fonts

    shapley, alone, last, low = (
        table.numbers(name) for name in ("shapley_t", "alone_t", "last_in_t", "shapley_low_t")
    )
    space = fonts.widest((tonnes.text(shapley[i]) for i in drawn), style.NOTE) + 3.0
    shown = [i for i in drawn if limit is None or shapley[i] <= limit]
    while True:
        far = max([0.0, *(_end(table, i) for i in shown)]) or 1.0
        starts = [min(shapley[i], alone[i], last[i]) for i in drawn]
        starts += [low[i] for i in shown if low[i] == low[i]]
        near = min([0.0, *starts])
        reach = near + (far - near) * room / max(room - space, room * 0.3)
        more = [i for i in drawn if i in shown or shapley[i] <= reach]
        if len(more) == len(shown):
            return shown, near, reach
        shown = more


def _on(colour: str) -> str:
    """Ink that can be read on a fill: white on dark, black on light."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "white" if 0.3 * red + 0.59 * green + 0.11 * blue < 140 else style.INK


def _end(table: Table, row: int) -> float:
    """Where the last mark of a row lies."""
    columns = ("shapley_t", "alone_t", "last_in_t", "shapley_high_t")
    values = [table.numbers(name)[row] for name in columns]
    return max(value for value in values if value == value)


def _applies(answer: Answer) -> bool:
    """Whether there are measures to rank."""
    return bool(answer.measures)


KIND = Kind(
    _TITLE,
    collect,
    draw,
    shows,
    "double",
    rank=4,
    applies=_applies,
    in_report=True,
    ranges=True,
    amounts=("shapley_t", "alone_t"),
)
