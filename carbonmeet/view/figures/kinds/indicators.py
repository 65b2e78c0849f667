"""The indicators of a city's plan: how far each has come, and its rating.

Parameters
----------
result : Answer
    Of a city.

Raises
------
CarbonmeetError
    If the result is that of a meeting, or the city has no indicators.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.indicators(cm.estimate("kunming-2030"))
>>> figure.axes[0].get_xlabel()
'Progress (100% = target)'
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, Lang, _
from carbonmeet.view.figures import style
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Cell, Table
from carbonmeet.view.numerals import share as per_cent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer
    from carbonmeet.city.indicators import Rated

__all__ = ["KIND"]

_TITLE = _("Indicators of the plan and their ratings")
_LINE, _GAP, _HEAD = 3.0, 0.9, 5.0  # mm: a line of text, the space after a row, a heading
#: Fill and hatch of every rating: told apart by lightness, hatch and the heading above.
_FILL = {
    "above": (style.STEPS[0][0], ""),
    "on-course": (style.STEPS[1][0], ""),
    "speed-up": (style.OWED, "////"),
    "adjust": (style.PALE, "...."),
}
_SETS = {
    "main": _("Main indicators"),
    "chapter": _("Chapter indicators"),
}
#: Beyond this a bar is cut off and only its number goes on; 1 is the target.
_MOST = 2.0
#: What of the width is no room for words in place of a bar: margins and the mark before them, mm.
_BESIDE = 9.5
_COLUMNS = (
    ("set", "no", "key", "name_en", "name_zh", "kind", "unit", "base", "target", "actual")
    + ("actual_year", "rule", "progress", "rating", "rating_en", "rating_zh")
    + ("instead_en", "instead_zh", "given", "flags")
)


def collect(result: Answer) -> Table:
    """The rated indicators, one row each; ``progress`` is 1 at the target."""
    from carbonmeet.city.indicators import RATINGS, rate_all
    from carbonmeet.hostcity import indicators_in

    if result.scenario.kind != "city":
        raise CarbonmeetError(_("the scenario is a meeting: indicators are those of a city's plan"))
    found = result.workings
    listed = indicators_in(found.scenario, catalogue=found.catalogue)
    rated = [one for one in rate_all(listed) if one.rating]
    if not rated:
        raise CarbonmeetError(_("the scenario has no 'indicators'"))
    rows: list[tuple[Cell, ...]] = []
    for one in rated:
        row, rating = one.indicator, RATINGS[one.rating]
        instead = _instead(one)
        known = (row.unit.get("zh"), row.base, row.target, row.actual, row.actual_year)
        flags = "; ".join(flag.en for flag in one.flags)
        rows.append(
            (row.set, row.no, row.key, row.name.get("en"), row.name.get("zh"), row.kind, *known)
            + (row.rule, one.progress, one.rating, rating.en, rating.zh)
            + (instead.en, instead.zh, "yes" if one.given else "no", flags)
        )
    return Table.of(_COLUMNS, rows)


#: What stands in place of a bar where there is no number: where the rating is good, and else.
_INSTEAD = {
    "provincial": (
        _("task set by its authority met"),
        _("task set by its authority not met"),
    ),
    "class": (
        _("class of water met"),
        _("class of water not met"),
    ),
    "reach": (_("reached"), _("not reached")),
    "hold": (_("held"), _("not held")),
    "progress": (
        _("target too near base"),
        _("target too near base"),
    ),
}


def _instead(one: Rated) -> Label:
    """Words in place of a bar, the report's own where it has any; none where there is a bar."""
    if one.progress is not None:
        return Label()
    verdict = one.indicator.verdict
    if verdict.en or verdict.zh:
        return Label(verdict.get("en"), verdict.get("zh"))
    if one.indicator.rule == "revise":
        return _("to be adjusted")
    if one.indicator.rule not in _INSTEAD or not _known(one):
        return _("no figures")
    good, bad = _INSTEAD[one.indicator.rule]
    return good if one.rating in ("above", "on-course") else bad


def _known(one: Rated) -> bool:
    """Whether there is anything that the words could rest on."""
    if one.indicator.rule in ("provincial", "class"):
        return bool(one.indicator.met)
    return None not in (one.indicator.actual, one.indicator.target)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    return _(
        "Indicators of the plan by rating. Bars: progress, (actual − base) "
        "/ (target − base) where there is a base, else actual / target; "
        "100% is the target, the dotted line half of the task. Where a "
        "target has no number, the report's own words take the place of a "
        "bar, and the rating is the report's. Emissions never enter the "
        "ratings."
    ).get(lang)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the figure, its middle `y` mm below the top; a heading has no rating."""

    y: float
    tall: float
    text: str
    rating: str = ""
    progress: float | None = None
    instead: str = ""


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts

    wide = style.width_mm(width)
    share = 0.5 if wide < style.WIDTHS["double"] else 0.42
    rows = list(_rows(table, lang, wide * share, wide * (1 - share) - _BESIDE))
    names = [row for row in rows if row.rating]
    left = fonts.widest((row.text for row in names), style.NOTE)
    left += 4.0
    high = rows[-1].y + rows[-1].tall / 2 + 0.5
    figure, top = canvas.sheet(width, high + 12.0, title, _TITLE.get(lang))
    axes = figure.panel(left, 3.0, 10.0, top)
    room = wide - left - 3.0
    label = fonts.text_width("100%", style.NOTE) + 2.5
    shown = [min(row.progress, _MOST) for row in names if row.progress is not None]
    end = max([1.0, *shown])
    axes.set_xlim(0, end * room / max(room - label, room * 0.3))
    axes.set_ylim(high, 0)
    mm = axes.get_xlim()[1] / room
    for row in rows:
        if row.rating:
            _bar(axes, row, mm)
        else:
            axes.text(-left * mm + 1.5 * mm, row.y, row.text, size=style.BODY, va="center_baseline")
            axes.plot(
                [-left * mm + 1.5 * mm, axes.get_xlim()[1]],
                [row.y + 2.2] * 2,
                color=style.GREY,
                lw=0.5,
                clip_on=False,
            )
    for row in names:
        if row.progress is not None:
            _upright(axes, row, 0.5, style.GREY, (0, (1.5, 1.5)))
            _upright(axes, row, 1.0, style.INK, "-")
    axes.set_yticks([row.y for row in names], [row.text for row in names])
    axes.tick_params(axis="y", length=0, labelsize=style.NOTE)
    for text in axes.get_yticklabels():
        text.set_linespacing(1.0)
    axes.spines["left"].set_visible(False)
    step = 0.5 if 0.5 / mm > 13.0 else 1.0
    axes.set_xticks([tick * step for tick in range(int(end / step) + 1)])
    axes.xaxis.set_major_formatter(lambda value, _: per_cent(value, 0))
    axes.set_xlabel(_("Progress (100% = target)").get(lang))
    return figure


def _rows(table: Table, lang: Lang, room: float, beside: float) -> Iterator[_Row]:
    """Headings and indicators from the top down: by set, then by rating, in the plan's order.

    Names have `room` mm, and what stands in place of a bar at least `beside`.
    """
    from carbonmeet.view.figures import fonts

    cells = list(
        zip(
            table.texts("set"),
            table.texts("rating"),
            table.names("rating", lang),
            table.texts("no"),
            table.names("name", lang),
            table.numbers("progress"),
            table.names("instead", lang),
            strict=True,
        )
    )
    y = -1.5
    for name in dict.fromkeys(cell[0] for cell in cells):
        for rating in _FILL:
            mine = [cell for cell in cells if cell[:2] == (name, rating)]
            if not mine:
                continue
            head = _SETS[name].get(lang) if name in _SETS else name
            rated = _("{name} ({count})", name=mine[0][2], count=len(mine))
            text = _("{head}: {text}", head=head, text=rated).get(lang)
            y += _HEAD
            yield _Row(y - 1.5, _HEAD, fonts.clean(text))
            y += 1.4
            for __, __, __, number, label, progress, instead in mine:
                whole = f"{number} {label}".strip()
                lines = fonts.wrap(whole, room, style.NOTE, 2)
                said = fonts.wrap(instead, beside, style.NOTE, 3)
                tall = _LINE * (max(lines.count("\n"), said.count("\n")) + 1) + _GAP
                known = None if progress != progress else progress
                yield _Row(y + tall / 2, tall, lines, rating, known, said)
                y += tall


def _bar(axes: Axes, row: _Row, mm: float) -> None:
    """Progress with its number; words where there is none."""
    from carbonmeet.view.figures import fonts

    colour, hatch = _FILL[row.rating]
    if row.progress is None:
        axes.plot(
            [0.6 * mm],
            [row.y],
            marker="s",
            ms=3.4,
            color=colour if not hatch else "white",
            mec=style.INK,
            mew=0.4,
            clip_on=False,
        )
        look: dict[str, Any] = {"size": style.NOTE, "color": style.GREY, "linespacing": 1.0}
        axes.text(2.2 * mm, row.y, row.instead, va="center_baseline", **look)
        return
    end = max(0.0, min(row.progress, _MOST))
    edge = style.INK if hatch else colour
    axes.barh(row.y, end, 2.6, color=colour, hatch=hatch, ec=edge, lw=0.4)
    text = per_cent(row.progress, 0)
    if row.progress > _MOST:
        text = f"▶ {text}"
    start = end + mm
    if end < 1.0 < start + fonts.text_width(text, style.NOTE) * mm:
        start = 1.0 + mm  # the number would lie on the line of the target
    axes.text(start, row.y, text, size=style.NOTE, va="center_baseline", zorder=4)


def _upright(axes: Axes, row: _Row, share: float, colour: str, dashes: Any) -> None:
    """A line with a white rim at a share of the task, as high as the row."""
    ends = [row.y - row.tall / 2, row.y + row.tall / 2]
    axes.plot([share] * 2, ends, color="white", lw=1.6, zorder=3, solid_capstyle="butt")
    axes.plot([share] * 2, ends, color=colour, lw=0.7, ls=dashes, zorder=3.5)


KIND = Kind(_TITLE, collect, draw, shows, "double", rank=13, by_year=True)
