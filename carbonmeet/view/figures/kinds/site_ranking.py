"""Hosts ranked: what the meeting emits at each, and how sure the difference to the present is.

Parameters
----------
result : Sites
    The answer of `site`.

Examples
--------
>>> import carbonmeet as cm
>>> frame = cm.site("forum-1500", ["Chengdu"], draws=0)
>>> len(cm.charts.site_ranking(frame.attrs["answer"]).axes)
2
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carbonmeet.base.text import Label, Lang, _
from carbonmeet.units import KG_PER_T
from carbonmeet.view.figures import style
from carbonmeet.view.figures.anew import anew, said_anew
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Cell, Table
from carbonmeet.view.numerals import likely

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patheffects import AbstractPathEffect

    from carbonmeet.questions.site.sites import Sites

__all__ = ["KIND"]

_TITLE = _("Emissions by place")
_ROW = 4.6  # mm
_MOST = 15
#: Sources are drawn together: ways by air and rail, nights, meals and the rest.
_PARTS: tuple[tuple[Label, tuple[str, ...], str, str], ...] = (
    (_("air and rail"), ("transport.air", "transport.rail"), "#1f4e79", ""),
    (_("lodging"), ("lodging",), "#7aa9d2", ""),
    (_("catering"), ("catering",), "#cfe0ef", ""),
    (_("everything else"), (), "#d9d9d9", ""),
)


def collect(result: Sites) -> Table:
    """The first hosts of the ranking and the present one; t CO2e."""
    rows: list[tuple[Cell, ...]] = []
    for place, row in enumerate(result.ranking, 1):
        if place > _MOST and row.at != result.present:
            continue
        parts = [sum(row.by_source.get(one, 0.0) for one in group) for _, group, *_ in _PARTS[:-1]]
        parts.append(row.kg - sum(parts))
        drawn = row.difference
        ranges = (None, None) if drawn is None else (drawn.low, drawn.high)
        rows.append(
            (
                place,
                row.host.name.en,
                row.host.name.get("zh"),
                int(row.at == result.present),
                row.kg / KG_PER_T,
                row.more / KG_PER_T,
                *ranges,
                row.better,
                *(part / KG_PER_T for part in parts),
            )
        )
    names = (
        *("place", "name_en", "name_zh", "present", "total_t", "difference_t"),
        *("difference_low_t", "difference_high_t", "probability_better"),
        *("air_and_rail_t", "lodging_t", "catering_t", "rest_t"),
    )
    facts: dict[str, Any] = anew(result)
    facts |= {"seed": result.seed, "draws": result.draws} if result.draws else {}
    return Table.of(names, rows, left=len(result.ranking) - len(rows), **facts)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    text = _(
        "Emissions of the whole meeting at each place, by the numbers of "
        "the place, and the difference to the present one (bold)."
    ).get(lang)
    if any(low == low for low in table.numbers("difference_low_t")):
        text += _(
            " Whiskers: 95% range of the difference, from paired draws; "
            "beside them the probability that less is emitted there."
        ).get(lang)
    if table.facts["left"]:
        left = table.facts["left"]
        text += _(" {left} more places emit more.", left=left).get(lang)
    return text + said_anew(table.facts, lang)


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.keys import keyed_sheet

    wide, count = style.width_mm(width), len(table.rows)
    entries = [Entry(label.get(lang), colour) for label, _, colour, _ in _PARTS]
    names = [fonts.fit(name, wide * 0.24, style.BODY) for name in table.names("name", lang)]
    left = fonts.widest(names, style.BODY) * 1.06 + 3.5
    both = wide >= 120
    figure, top = keyed_sheet(width, _ROW * count + 13.0, entries, title, _TITLE.get(lang))
    room = (wide - left - 8.0) / 2
    first = figure.panel(left, wide - left - room, 10.0, top)
    second = figure.panel(left + room + 5.0, 3.0, 10.0, top)
    tonnes = style.Tonnes.of(table.numbers("total_t"))
    _totals(first, table, room, tonnes)
    _differences(second, table, room, both, tonnes)
    for axes in (first, second):
        axes.set_ylim(count - 0.4, -0.6)
        canvas.name_rows(axes, range(count), names if axes is first else [""] * count)
        canvas.scale(axes.xaxis, most=5 if both else 3)
    for label, present in zip(first.get_yticklabels(), table.numbers("present"), strict=True):
        if present:
            label.set_path_effects(_bold())
    canvas.room_behind(second, room)
    first.set_xlabel(tonnes.axis("emissions", lang))
    second.set_xlabel(tonnes.axis("difference", lang))
    return figure


def _bold() -> list[AbstractPathEffect]:
    """The font has one weight: a stroke makes the other."""
    from matplotlib import patheffects

    return [patheffects.withStroke(linewidth=0.35, foreground=style.INK)]


def _totals(axes: Axes, table: Table, room: float, tonnes: style.Tonnes) -> None:
    from carbonmeet.view.figures import fonts

    start = [0.0] * len(table.rows)
    columns = ("air_and_rail_t", "lodging_t", "catering_t", "rest_t")
    for name, (_, _, colour, hatch) in zip(columns, _PARTS, strict=True):
        values = [one / tonnes.size for one in table.numbers(name)]
        axes.barh(range(len(values)), values, 0.62, start, color=colour, hatch=hatch, lw=0)
        start = [a + b for a, b in zip(start, values, strict=True)]
    texts = [tonnes.text(one) for one in table.numbers("total_t")]
    space = fonts.widest(texts, style.NOTE) + 2.5
    far = max(start) * room / max(room - space, room * 0.4) or 1.0
    axes.set_xlim(0, far)
    for at, (value, text) in enumerate(zip(start, texts, strict=True)):
        axes.text(value + far * 0.012, at, text, size=style.NOTE, va="center_baseline")


def _differences(axes: Axes, table: Table, room: float, both: bool, tonnes: style.Tonnes) -> None:
    from carbonmeet.view.figures import fonts

    better = table.numbers("probability_better")
    values, low, high = (
        [one / tonnes.size for one in table.numbers(f"difference{end}_t")]
        for end in ("", "_low", "_high")
    )
    axes.axvline(0, color=style.GREY, lw=0.5)
    for at, value in enumerate(values):
        colour = style.SAVED if value < 0 else "#d8a6ae"
        axes.barh(at, value, 0.62, color=colour, lw=0)
        if low[at] == low[at] and not table.numbers("present")[at]:
            axes.plot([low[at], high[at]], [at, at], color=style.INK, lw=0.8)
            axes.plot([value], [at], "|", color=style.INK, ms=4, mew=0.8)
    ends = [*values, *(x for x in (*low, *high) if x == x), 0.0]
    near, far = min(ends), max(ends)
    span = (far - near) or 1.0
    texts = {
        at: likely(one, int(table.facts["draws"]))
        for at, one in enumerate(better)
        if one == one and not table.numbers("present")[at] and both
    }
    space = fonts.widest(texts.values(), style.NOTE) + 2.0
    reach = span * room / max(room - space, room * 0.5)
    axes.set_xlim(near - 0.03 * span, near + reach * 1.02)
    for at, text in texts.items():
        beyond = max(high[at], values[at], 0.0)
        axes.text(beyond + 0.015 * reach, at, text, size=style.NOTE, va="center_baseline")


KIND = Kind(_TITLE, collect, draw, shows, "double", rank=15, of="sites")
