"""Emissions by group or origin, and per head: who causes how much.

Raises
------
CarbonmeetError
    If nobody attends in groups or by a list.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.origins(cm.estimate("forum-1500"))
>>> len(figure.axes)  # tonnes, and tonnes per head
2
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Label, Lang, _, _p
from carbonmeet.units import KG_PER_T
from carbonmeet.view.figures import style
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.stroke import stroke
from carbonmeet.view.figures.table import Cell, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer
    from carbonmeet.pricing.workings import Workings

__all__ = ["KIND"]

_TITLE = _("Emissions and emissions per head by origin and group")
_ROW = 4.8  # mm
#: More rows than that are added up in the last.
_MOST = 24


def collect(result: Answer) -> Table:
    """People and t CO2e of every group, before and after the measures.

    Of a list of people the journeys by origin, before the measures: parts of it are told as the
    answer tells them, and no smaller.
    """
    if result.attendance is not None:
        cells: list[tuple[Cell, ...]] = [
            (
                str(one.key),
                one.name.get("en"),
                one.name.get("zh"),
                one.people,
                one.total.value,
                None,
            )
            for one in result.attendance.by_origin
        ]
        what = "journeys"
    else:
        cells, what = _groups(result.workings), "groups"
    if not cells:
        raise CarbonmeetError(_("nobody attends in groups or by a list: there is no origin"))
    cells.sort(key=lambda row: -float(row[4] or 0.0))
    if len(cells) > _MOST:
        cells = [*cells[: _MOST - 1], _added(cells[_MOST - 1 :])]
    columns = ("key", "name_en", "name_zh", "people", "baseline_t", "residual_t")
    rows = [(*row, float(row[4] or 0.0) / float(row[3] or 1.0)) for row in cells]
    return Table.of((*columns, "t_per_head"), rows, what=what)


def _groups(found: Workings) -> list[tuple[Cell, ...]]:
    """The lines of every group, found by its tag; people as the file has them."""
    groups = getattr(found.scenario.content, "groups", ())
    names: dict[str, Label] = {}
    people: dict[str, float] = {}
    sums: dict[str, list[float]] = {}
    lines = zip(found.model.lines, found.baseline.kg, found.residual.kg, strict=True)
    for line, before, after in lines:
        root = found.model.lines[line.root].activity
        tag = next((one for one in root.tags if one.startswith("group:")), "")
        if not tag:
            continue
        names.setdefault(tag, groups[int(tag.partition(":")[2])].name)
        for one, power in root.amount:
            if power == 1 and one.path[:1] == ("groups",) and one.path[-1:] == ("people",):
                people.setdefault(tag, one.value)
        pair = sums.setdefault(tag, [0.0, 0.0])
        pair[0] += float(before) / KG_PER_T
        pair[1] += float(after) / KG_PER_T
    told = [tag for tag in sums if people.get(tag)]
    called = _told_apart(found, {tag: names[tag] for tag in told})
    return [(tag, *_both(called[tag]), people[tag], *sums[tag]) for tag in told]


def _told_apart(found: Workings, names: dict[str, Label]) -> dict[str, Label]:
    """Groups of one name with the period of each: they are other days of the same people."""
    groups = getattr(found.scenario.content, "groups", ())
    spans = found.scenario.spans
    alike = Counter(str(name) for name in names.values())
    called = {}
    for tag, name in names.items():
        period = groups[int(tag.partition(":")[2])].period
        twice = alike[str(name)] > 1 and period in spans
        called[tag] = (
            _("{group}, {period}", group=name, period=spans[period].label) if twice else name
        )
    return called


def _both(name: Label) -> tuple[str, str]:
    return name.get("en"), name.get("zh")


def _added(cells: list[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    name = _("{count} others", count=len(cells))
    heads, before = (sum(float(row[i] or 0.0) for row in cells) for i in (3, 4))
    after = sum(float(row[5] or 0.0) for row in cells) if cells[0][5] is not None else None
    return ("", name.get("en"), name.get("zh"), heads, before, after)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    if table.facts["what"] == "journeys":
        return _(
            "Emissions of the journeys by origin (left) and per head (right), before the measures."
        ).get(lang)
    return _(
        "Emissions of every group (left: travel, lodging, meals and local trips; stroke: after "
        "the measures) and per head before the measures (right). What does not hang on a group, "
        "such as the venue, is in none of them."
    ).get(lang)


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.entry import Entry
    from carbonmeet.view.figures.keys import keyed_sheet

    wide = style.width_mm(width)
    after = [one for one in table.numbers("residual_t") if one == one]
    acted = bool(after) and after != table.numbers("baseline_t")
    entries = [Entry(style.word("after", lang), marker="|")] if acted else []
    people = table.numbers("people")
    names = zip(table.names("name", lang), people, strict=True)
    full = [
        _p("people", "{name} ({n})", name=name, n=style.number(count)).get(lang)
        for name, count in names
    ]
    labels = [fonts.wrap(one, wide * 0.4, style.NOTE) for one in full]
    row = _ROW + (2.4 if any("\n" in one for one in labels) else 0.0)
    high = row * len(labels) + 12.0
    figure, top = keyed_sheet(width, high, entries, title, _TITLE.get(lang))
    left = fonts.widest(labels, style.NOTE) + 4.0
    room = (wide - left - 9.0) / 2
    panels = (("baseline_t", left, ""), ("t_per_head", wide - room - 3.0, "per-head"))
    for name, start, axis in panels:
        panel = figure.panel(start, wide - start - room, 10.0, top)
        marks = table.numbers("residual_t") if acted and name == "baseline_t" else []
        _bars(panel, table.numbers(name), marks, room, axis, lang)
        shown = labels[::-1] if start == left else [""] * len(labels)
        canvas.name_rows(panel, range(len(labels)), shown, style.NOTE)
        panel.set_ylim(-0.6, len(labels) - 0.4)
        canvas.scale(panel.xaxis, most=3 if room > 30 else 2)
        canvas.room_behind(panel, room)
    return figure


def _bars(
    axes: Axes, values: list[float], marks: list[float], room: float, axis: str, lang: Lang
) -> None:
    from carbonmeet.view.figures import fonts

    tonnes = style.Tonnes.of(values)
    texts = [tonnes.text(one) for one in values]
    space = fonts.widest(texts, style.NOTE) + 2.5
    high = max([*values, *marks, 1e-9]) / tonnes.size
    reach = high * room / max(room - space, room * 0.3)
    axes.set_xlim(0, reach)
    beside: dict[str, Any] = {"size": style.NOTE, "ha": "right", "va": "center_baseline"}
    for at, (value, text) in enumerate(zip(reversed(values), reversed(texts), strict=True)):
        axes.barh(at, value / tonnes.size, 0.62, color=style.STEPS[1][0])
        if marks:
            stroke(axes, marks[len(marks) - 1 - at] / tonnes.size, at, value / tonnes.size)
        axes.text(reach, at, text, **beside)
    axes.set_xlabel(tonnes.axis(axis, lang) if axis else f"{tonnes.unit} CO₂e")


def _applies(answer: Answer) -> bool:
    """Whether people come in groups or by a list."""
    return bool(answer.baseline.participants)


KIND = Kind(
    _TITLE, collect, draw, shows, "double", rank=31, applies=_applies, amounts=("baseline_t",)
)
