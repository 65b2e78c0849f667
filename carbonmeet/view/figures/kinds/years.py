"""A city's years by sector after the measures, beside what its targets allow.

Parameters
----------
result : Answer
    Of a city.

Raises
------
CarbonmeetError
    If the result is that of a meeting.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.years(cm.estimate("kunming-2030"), lang="zh")
>>> figure.axes[0].get_ylabel()
'排放量（Mt CO₂e）'
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Label, Lang, Message, _
from carbonmeet.view.figures import style
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Cell, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer

__all__ = ["KIND"]

_TITLE = _("Emissions of the city by year and sector")
_HIGH, _LINE = 62.0, 3.4  # mm: the sheet, and a line of text beside the last column
_COLUMNS = ("row", "year", "source", "name_en", "name_zh", "baseline_t", "residual_t", "target_t")
#: The largest unit in which the largest total is at least one: tonnes in it, and its name.
_UNITS = ((1e6, "Mt"), (1e3, "kt"), (1.0, "t"))
_BAR = 0.62  # of the space between two years
_MARK = 8.0  # mm that a column is wide at most: a year is a mark on the scale of time
_APART = 24.0  # mm between two years at most


def collect(result: Answer) -> Table:
    """Rows ``sector``, which add up to the ledgers, and ``target``; t CO2e."""
    from carbonmeet.city.sectors import sector
    from carbonmeet.hostcity import goals, yearly

    if result.scenario.kind != "city":
        raise CarbonmeetError(_("the scenario is a meeting: years by sector are those of a city"))
    rows: list[tuple[Cell, ...]] = []
    for row in yearly(result):
        for source in {**row.before, **row.by_source}:
            name = sector(source)
            both = row.before.get(source, 0.0), row.by_source.get(source, 0.0)
            rows.append(("sector", row.year, source, name.en, name.zh, *both, None))
    for goal in goals(result):
        label: Label | Message = goal.label
        if goal.source:
            label = _("{head}: {text}", head=sector(goal.source), text=label)
        named = (label.get("en"), label.get("zh"))
        rows.append(("target", goal.year, goal.source, *named, None, goal.expected, goal.most))
    return Table.of(_COLUMNS, rows)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    text = _(
        "Emissions of each year after the measures, by sector; the numbers "
        "on the columns are their totals, those beside the names belong to "
        "the last year."
    ).get(lang)
    if _acted(table):
        text += _(" Thin strokes: before the measures.").get(lang)
    if "target" in table.texts("row"):
        text += _(
            " Thick strokes: what the targets allow, for a sector from the foot of its part."
        ).get(lang)
    return text


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.keys import keyed_sheet

    stacks = _stacks(table)
    listed = sorted(stacks)
    tops = [sum(stacks[year].values()) for year in listed]
    before = _sums(table, "baseline_t")
    most = max([*tops, *before.values(), *_lines(table, stacks), 1e-9])
    size, unit = next((pair for pair in _UNITS if most >= pair[0]), _UNITS[-1])
    decimals = style.decimals_for([most / size])
    wide = style.width_mm(width)
    entries = _entries(table, lang, wide - 12, size, decimals)
    names = dict(zip(table.texts("source"), table.names("name", lang), strict=True))
    last = stacks[listed[-1]]
    texts = {
        source: fonts.wrap(names[source], wide * 0.3, style.NOTE, 2)
        + f"  {style.number(value / size, decimals)}"
        for source, value in last.items()
    }
    side = fonts.widest(texts.values(), style.NOTE) + 4.5
    high = max(_HIGH, 16.0 + _LINE * sum(text.count("\n") + 1 for text in texts.values()))
    figure, top = keyed_sheet(width, high, entries, title, _TITLE.get(lang))
    room = min(wide - 11.0 - side, _APART * (listed[-1] - listed[0] + 1))
    axes = figure.panel(11.0, wide - 11.0 - room, 10.0, top)
    gap = min((b - a for a, b in pairwise(listed)), default=1)
    axes.set_xlim(listed[0] - 0.6 * gap, listed[-1] + 0.5 * gap)
    bar = min(gap * _BAR, _MARK * canvas.per_mm(axes)[0])
    axes.set_ylim(0, most / size * 1.12)
    for year in listed:
        _column(axes, year, stacks[year], bar, size)
    if _acted(table):
        for year in listed:
            _stroke(axes, year, before[str(year)] / size, bar * 1.25, 0.8)
    for (year, *__), line in zip(_targets(table), _lines(table, stacks), strict=True):
        _stroke(axes, year, line / size, bar * 1.25, 2.2)
    _totals(axes, table, listed, tops, size, decimals)
    _names(axes, last, texts, listed[-1] + bar / 2, size)
    axes.set_ylabel(_("Emissions").get(lang) + _bracket(unit, lang))
    axes.set_xticks(listed, _thinned(axes, listed))
    axes.tick_params(axis="x", length=0)
    canvas.scale(axes.yaxis)
    return figure


def _bracket(unit: str, lang: Lang) -> str:
    return _(" ({unit} CO₂e)", unit=unit).get(lang)


def _stacks(table: Table) -> dict[int, dict[str, float]]:
    """Residual by year and source: largest groups of sources at the foot, groups together."""
    rows = [
        (int(year), source, after)
        for kind, year, source, after in zip(
            table.texts("row"),
            table.numbers("year"),
            table.texts("source"),
            table.numbers("residual_t"),
            strict=True,
        )
        if kind == "sector"
    ]
    groups: dict[str, float] = {}
    sizes: dict[str, float] = {}
    for _, source, after in rows:
        head = source.partition(".")[0]
        groups[head] = groups.get(head, 0.0) + after
        sizes[source] = sizes.get(source, 0.0) + after
    order = sorted(sizes, key=lambda one: (-groups[one.partition(".")[0]], -sizes[one]))
    found: dict[int, dict[str, float]] = {}
    for year, _, _ in rows:
        found.setdefault(year, dict.fromkeys(order, 0.0))
    for year, source, after in rows:
        found[year][source] = after
    return found


def _sums(table: Table, column: str) -> dict[str, float]:
    sums: dict[str, float] = {}
    cells = zip(table.texts("row"), table.texts("year"), table.numbers(column), strict=True)
    for kind, year, value in cells:
        if kind == "sector":
            sums[year] = sums.get(year, 0.0) + value
    return sums


def _acted(table: Table) -> bool:
    before, after = _sums(table, "baseline_t"), _sums(table, "residual_t")
    return any(abs(before[year] - after[year]) > 1e-9 * before[year] for year in before)


def _targets(table: Table) -> list[tuple[int, str, float]]:
    cells = zip(
        table.texts("row"),
        table.numbers("year"),
        table.texts("source"),
        table.numbers("target_t"),
        strict=True,
    )
    return [(int(year), source, most) for kind, year, source, most in cells if kind == "target"]


def _lines(table: Table, stacks: dict[int, dict[str, float]]) -> list[float]:
    """Height of the stroke of every target: above the foot of what it speaks of."""
    from carbonmeet.city.goals import within

    heights = []
    for year, wanted, most in _targets(table):
        foot = 0.0
        for source, value in stacks[year].items():
            if within(source, wanted):
                break
            foot += value
        heights.append(foot + most)
    return heights


def _entries(table: Table, lang: Lang, room: float, size: float, decimals: int) -> list[Entry]:
    from carbonmeet.view.figures import fonts

    entries = []
    if _acted(table):
        entries.append(Entry(_("before the measures").get(lang), line="-"))
    kinds, names = table.texts("row"), table.names("name", lang)
    goals = [name for kind, name in zip(kinds, names, strict=True) if kind == "target"]
    for name, (year, __, most) in zip(goals, _targets(table), strict=True):
        value = style.number(most / size, decimals)
        at = _(" ({value}, {year})", value=value, year=year).get(lang)
        said = _("target: ").get(lang)
        text = fonts.fit(said + name, room - fonts.text_width(at, style.NOTE), style.NOTE) + at
        entries.append(Entry(text, edge=style.INK, line="-", thick=2.2))
    return entries


def _column(axes: Axes, year: int, parts: dict[str, float], bar: float, size: float) -> None:
    foot = 0.0
    for source, value in parts.items():
        colour, hatch = style.source_fill(source)
        axes.bar(
            year,
            value / size,
            bar,
            foot,
            color=colour,
            hatch=hatch,
            edgecolor=style.INK if hatch else "white",
            linewidth=0.3,
        )
        foot += value / size


def _stroke(axes: Axes, year: int, height: float, long: float, thick: float) -> None:
    """A dark stroke with a white rim across a column."""
    ends = [year - long / 2, year + long / 2]
    for colour, more in (("white", 1.2), (style.INK, 0.0)):
        axes.plot(ends, [height] * 2, color=colour, lw=thick + more, solid_capstyle="butt")


def _totals(
    axes: Axes, table: Table, listed: list[int], tops: list[float], size: float, decimals: int
) -> None:
    """Totals on the columns, where there is room for them; always on the last."""
    from carbonmeet.view.figures import canvas, fonts

    across, up = canvas.per_mm(axes)
    texts = [style.number(top / size, decimals) for top in tops]
    room = (fonts.widest(texts, style.NOTE) + 1.0) * across
    before = _sums(table, "baseline_t")
    strokes = dict.fromkeys(listed, 0.0)
    for (year, _, _), line in zip(_targets(table), _lines(table, _stacks(table)), strict=True):
        strokes[year] = max(strokes[year], line)
    reached = math.inf
    for year, top, text in sorted(zip(listed, tops, texts, strict=True), reverse=True):
        if reached - year < room:
            continue
        reached = year
        height = max(top, before[str(year)], strokes[year]) / size
        axes.text(year, height + up, text, size=style.NOTE, ha="center", va="bottom")


def _names(
    axes: Axes, last: dict[str, float], texts: dict[str, str], edge: float, size: float
) -> None:
    """Name and tonnes of every sector beside the last column, with a thin line to its part."""
    from carbonmeet.view.figures import canvas

    across, up = canvas.per_mm(axes)
    middles, foot = [], 0.0
    for value in last.values():
        middles.append((foot + value / 2) / size)
        foot += value
    top = axes.get_ylim()[1]
    half = _LINE / 2 * up
    # a label takes as many places as it has lines, and stands in their middle
    lines = [texts[source].count("\n") + 1 for source in last]
    wanted = [
        middle + (2 * i - count + 1) * half
        for middle, count in zip(middles, lines, strict=True)
        for i in range(count)
    ]
    each = iter(style.spread_apart(wanted, 2 * half, half, top - half))
    places = [sum(next(each) for _ in range(count)) / count for count in lines]
    end = axes.get_xlim()[1] + 1.5 * across
    for source, middle, place in zip(last, middles, places, strict=True):
        axes.plot(
            [edge, end - 0.4 * across],
            [middle, place],
            color=style.GREY,
            lw=0.4,
            clip_on=False,
        )
        axes.text(
            end, place, texts[source], size=style.NOTE, va="center_baseline", linespacing=1.05
        )


def _thinned(axes: Axes, listed: list[int]) -> list[str]:
    """Years as labels, those left out that would touch the next."""
    from carbonmeet.view.figures import canvas, fonts

    across, _ = canvas.per_mm(axes)
    room = (fonts.text_width("2000", style.NOTE) + 1.2) * across
    labels, reached = [], math.inf
    for year in reversed(listed):
        shown = reached - year >= room
        labels.append(str(year) if shown else "")
        reached = year if shown else reached
    return labels[::-1]


def _applies(answer: Answer) -> bool:
    """Whether this is a city."""
    return answer.scenario.kind == "city"


KIND = Kind(
    _TITLE,
    collect,
    draw,
    shows,
    "double",
    rank=12,
    applies=_applies,
    in_report=True,
    by_year=True,
    amounts=("baseline_t", "residual_t"),
)
