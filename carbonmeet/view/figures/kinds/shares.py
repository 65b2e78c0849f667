"""Parts of the whole, drawn so that small shares survive: the tail of each column is magnified.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.shares(cm.estimate("forum-1500"), lang="zh")
>>> round(figure.get_figwidth() * 25.4)  # mm
84
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Lang, _
from carbonmeet.city.sectors import source_name
from carbonmeet.view.figures import style
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer

__all__ = ["KIND"]

_TITLE = _("Shares of the sources in the total")
#: A part below this share of its column is too thin to see: it goes to the next column.
_THIN = 0.06
_COLUMNS = 3
#: How far before a column the bracket stands that says what it magnifies, mm.
_BRACKET = 1.6
#: Width of a column that is the only one, as a share of the sheet.
_ALONE = 0.3
Part: TypeAlias = tuple[str, float]


def collect(result: Answer) -> Table:
    """Baseline by source, falling; t CO2e and share of the total."""
    sums = {name: one.value for name, one in result.baseline.by_source.items()}
    total = sum(sums.values())
    if not total:
        raise CarbonmeetError(_("every emission is zero: there is nothing to draw"))
    falling = sorted(((t, name) for name, t in sums.items() if t > 0), reverse=True)
    names = {name: source_name(name, result.scenario.kind) for _, name in falling}
    rows = [(name, names[name].en, names[name].zh, t, t / total) for t, name in falling]
    return Table.of(("source", "source_en", "source_zh", "baseline_t", "share"), rows)


def _split(parts: list[Part], most: int) -> list[list[Part]]:
    """Fill columns: a part too thin for its column starts the next, unless it is the last one."""
    columns: list[list[Part]] = [[]]
    rest = sum(share for _, share in parts)
    for i, (name, share) in enumerate(parts):
        thin = share < _THIN * rest and i < len(parts) - 1
        if thin and columns[-1] and len(columns) < most:
            rest -= sum(one for _, one in columns[-1])
            columns.append([])
        columns[-1].append((name, share))
    return columns


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    return _(
        "Share of every source in the baseline total. The topmost part of "
        "a column, too small to be seen, is drawn again at full height in "
        "the column to its right, as the bracket says."
    ).get(lang)


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts

    figure, top = canvas.sheet(width, 66.0, title, _TITLE.get(lang))
    wide, high = figure.size_mm
    axes = figure.panel(0.0, 0.0, 0.0, 0.0)
    axes.set(xlim=(0, wide), ylim=(0, high))
    axes.axis("off")
    parts = list(zip(table.names("source", lang), table.numbers("share"), strict=True))
    looks = map(style.source_fill, table.texts("source"))
    fills = dict(zip(table.names("source", lang), looks, strict=True))
    total = sum(table.numbers("baseline_t"))
    heading = f"{style.word('total', lang)} {style.Tonnes.of([total]).said(total)}"
    bar = 6.0 if wide < 120 else 14.0
    for most in range(_COLUMNS, 0, -1):
        columns = _split(parts, most)
        rooms = _rooms(columns, bar, lang)
        rooms[0] = max(rooms[0], fonts.text_width(heading, style.NOTE) + 3.0)
        if sum(rooms) <= wide - 4.0:
            break
    x = 2.0
    if len(columns) == 1:  # a bar alone takes more of the sheet, and stands in its middle
        more = max(0.0, min(_ALONE * wide - bar, wide - 4.0 - rooms[0]))
        bar, rooms[0] = bar + more, rooms[0] + more
        x = max(x, (wide - rooms[0]) / 2)
    # the last column takes what is left where even one is too wide
    gap = max(0.0, (wide - 4.0 - sum(rooms)) / max(len(rooms), 1))
    bottom, ceiling = 3.0, high - top - 5.0
    for i, column in enumerate(columns):
        later = sum(share for one in columns[i + 1 :] for _, share in one)
        whole = later + sum(share for _, share in column)
        if i:
            heading = f"{style.word('others', lang)} {style.percent(whole)}"
        axes.text(x, ceiling + 1.6, heading, size=style.NOTE)
        per_share = (ceiling - bottom) / whole if whole else 0.0
        ends = _stack(axes, column, x, bar, bottom, per_share, fills)
        labels = list(column)
        if later:
            start, step = ends[-1], rooms[i] + gap
            axes.bar(x + bar / 2, ceiling - start, bar, start, color="white", ec=style.INK, lw=0.5)
            # behind the labels: a line from corner to corner would run through them
            turn = x + step - _BRACKET
            bracket = [x + bar, turn, turn, x + step - 0.4], [ceiling, ceiling, bottom, bottom]
            axes.plot(*bracket, color=style.GREY, lw=0.6, zorder=0)
            labels.append((style.word("others", lang), later))
            ends.append(ceiling)
        room = max(10.0, wide - 2.0 - x - bar - 3.1)
        _label(axes, labels, ends, x + bar, room, bottom)
        x += rooms[i] + gap
    return figure


def _rooms(columns: list[list[Part]], bar: float, lang: Lang) -> list[float]:
    """Width in mm that each column needs with its labels."""
    from carbonmeet.view.figures import fonts

    others = (style.word("others", lang), 0.1)
    return [
        bar
        + 5.5
        + max(
            fonts.text_width(f"{fonts.clean(name)} {style.percent(share)}", style.NOTE)
            for name, share in [*column, others]
        )
        for column in columns
    ]


def _stack(
    axes: Axes,
    parts: list[Part],
    x: float,
    bar: float,
    bottom: float,
    per_share: float,
    fills: dict[str, tuple[str, str]],
) -> list[float]:
    """Draw the parts of a column from the bottom up; where each ends."""
    ends = []
    at = bottom
    for name, share in parts:
        colour, hatch = fills[name]
        look: dict[str, Any] = {
            "fc": colour,
            "hatch": hatch,
            "ec": style.INK if hatch else "white",
            "lw": 0.4,
        }
        axes.bar(x + bar / 2, share * per_share, bar, at, **look)
        at += share * per_share
        ends.append(at)
    return ends


def _label(
    axes: Axes,
    labels: list[Part],
    ends: list[float],
    x: float,
    room: float,
    bottom: float,
) -> None:
    """Name every part beside its middle, moved apart where they would touch."""
    from carbonmeet.view.figures import fonts

    if not labels:
        return
    starts = [bottom, *ends[:-1]]
    middles = [(a + b) / 2 for a, b in zip(starts, ends, strict=True)]
    places = style.spread_apart(middles, 3.4, bottom + 1.5, ends[-1] - 1.9)
    for (name, share), middle, place in zip(labels, middles, places, strict=True):
        axes.plot([x + 0.3, x + 1.6, x + 2.6], [middle, place, place], color=style.GREY, lw=0.4)
        value = style.percent(share)
        short = fonts.fit(name, room - fonts.text_width(value + "  ", style.NOTE), style.NOTE)
        axes.text(
            x + 3.1,
            place,
            f"{short} {value}",
            size=style.NOTE,
            va="center_baseline",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )


KIND = Kind(_TITLE, collect, draw, shows, rank=2)
