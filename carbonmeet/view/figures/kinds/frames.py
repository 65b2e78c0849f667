"""The result in every frame that it can be reported in: scopes, ISO categories, the guide, GPC.

Raises
------
CarbonmeetError
    If no frame takes anything.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.frames(cm.estimate("forum-1500"))
>>> len(figure.axes) > 1  # one stack a frame
True
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, Lang, _
from carbonmeet.catalogue.records.frames import FRAMES
from carbonmeet.frames.frame import OUTSIDE
from carbonmeet.view.figures import style
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Cell, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer
    from carbonmeet.answer.frames import FramedCategory
    from carbonmeet.base.text import Message

__all__ = ["KIND"]

_TITLE = _("The baseline in the frames of reporting")
_STACK = 6.0  # mm
#: Fills of the parts of a stack, the largest first; no two are one in grey.
_FILLS = (
    ("#1f4e79", ""),
    ("#86b2d8", ""),
    ("#cfe0ef", "////"),
    ("#e3ab63", "...."),
    ("#4d8078", ""),
    ("#b5c49a", "\\\\\\\\"),
    ("#c3add8", "xxxx"),
    ("#e8e8e8", ""),
    ("#d8a27e", "----"),
    ("#e8cfd6", "||||"),
)
#: Of what a frame does not take, in every frame.
_OUTSIDE = ("#fafafa", "//")


def collect(result: Answer) -> Table:
    """Categories of every frame that takes something of the scenario; t CO2e."""
    from carbonmeet.frames.allocation import inventory
    from carbonmeet.frames.every import framed

    found = dict(framed(result.workings))
    if result.scenario.kind == "city":
        year = max(span.year for span in result.scenario.periods.values())
        found = {name: inventory(result.workings, name, year=year).recorded() for name in found}
    rows: list[tuple[Cell, ...]] = []
    for name, one in found.items():
        known = [(part, part.t_co2e or 0.0) for part in one.categories]
        parts = [(part, t) for part, t in known if t > 0]
        called = _names(result, name, [part for part, _t in parts])
        for part, t in sorted(parts, key=lambda pair: -pair[1]):
            both = (one.name.get("en"), one.name.get("zh"), part.id)
            rows.append((name, *both, called[part.id].get("en"), called[part.id].get("zh"), t))
    if not rows:
        raise CarbonmeetError(_("every number of this figure is zero: there is nothing to draw"))
    names = ("frame", "frame_en", "frame_zh", "category", "category_en", "category_zh")
    return Table.of((*names, "baseline_t"), rows)


def _names(result: Answer, frame: str, parts: list[FramedCategory]) -> dict[str, Label]:
    """What each category is called; of those called alike what belongs to them is said."""
    alike = Counter(str(one.name) for one in parts)
    scopes = {
        row.id: row.scope for row in result.workings.catalogue.table(FRAMES) if row.frame == frame
    }
    return {
        one.id: _("{category}: {scope}", category=one.name, scope=scopes[one.id])
        if alike[str(one.name)] > 1 and str(scopes.get(one.id, ""))
        else one.name
        for one in parts
    }


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    return _(
        "The same baseline as parts of each frame in which it is reported: every stack has "
        "the same length, and its key lies under it, the largest part first; what the frame "
        "does not take stands last and is no part of its sum. Where the documents "
        "of a frame leave a category open, carbonmeet inventory says what was taken."
    ).get(lang)


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.keys import draw_key, key_height

    wide = style.width_mm(width)
    stacks = _stacks(table, lang)
    total = max(sum(one.t for one in parts) for parts in stacks.values())
    tonnes = style.Tonnes.of([total])
    keys = {
        frame: [
            Entry(_label(one.name, tonnes.text(one.t), wide - 9.5), *one.fill, edge=style.INK)
            for one in parts
        ]
        for frame, parts in stacks.items()
    }
    heads = {
        frame: fonts.wrap(
            _("{head}: {text}", head=frame, text=_taken(parts, tonnes)).get(lang),
            wide - 4,
            style.BODY,
        )
        for frame, parts in stacks.items()
    }
    above = {frame: 5.2 + 3.0 * head.count("\n") for frame, head in heads.items()}
    heights = [
        above[frame] + _STACK + 1.5 + key_height(key, wide - 4) + 2.0 for frame, key in keys.items()
    ]
    figure, top = canvas.sheet(width, sum(heights) + 1.0, title, _TITLE.get(lang))
    high, at = figure.size_mm[1], top
    for (frame, parts), room in zip(stacks.items(), heights, strict=True):
        look: dict[str, Any] = {"size": style.BODY, "va": "top", "linespacing": 1.05}
        figure.write(2.0, high - at - 1.6, heads[frame], **look)
        start = at + above[frame]
        panel = figure.panel(2.0, 2.0, high - start - _STACK, start)
        _stack(panel, parts, total)
        draw_key(figure, keys[frame], 2.0, start + _STACK + 1.0, wide - 4)
        at += room
    return figure


class _Part(NamedTuple):
    """A category of a frame, t CO2e, with its fill."""

    name: str
    t: float
    fill: tuple[str, str]

    @property
    def inside(self) -> bool:
        """Whether the frame takes it."""
        return self.fill != _OUTSIDE


def _taken(parts: list[_Part], tonnes: style.Tonnes) -> Message | str:
    """What a frame takes of the baseline: what lies outside is no part of its inventory."""
    whole, inside = sum(one.t for one in parts), sum(one.t for one in parts if one.inside)
    if all(one.inside for one in parts):
        return tonnes.said(whole)
    return _("{inside} of {whole}", inside=tonnes.text(inside), whole=tonnes.said(whole))


def _label(name: str, number: str, room: float) -> str:
    """A category and its number, in two lines where one is too short."""
    from carbonmeet.view.figures import fonts

    room -= fonts.text_width(f" {number}", style.NOTE)
    return f"{fonts.wrap(name, room, style.NOTE)} {number}"


def _stacks(table: Table, lang: Lang) -> dict[str, list[_Part]]:
    """The parts of every frame; those for which there is no fill of their own are one."""
    found: dict[str, list[tuple[str, str, float]]] = {}
    cells = zip(
        table.names("frame", lang),
        table.texts("category"),
        table.names("category", lang),
        table.numbers("baseline_t"),
        strict=True,
    )
    for frame, category, name, t in cells:
        found.setdefault(frame, []).append((category, name, t))
    return {frame: list(_filled(parts, lang)) for frame, parts in found.items()}


def _filled(parts: list[tuple[str, str, float]], lang: Lang) -> Iterator[_Part]:
    inside = [one for one in parts if one[0] != OUTSIDE]
    kept = inside if len(inside) <= len(_FILLS) else inside[: len(_FILLS) - 1]
    fills = iter(_FILLS)
    for _one, name, t in kept:
        yield _Part(name, t, next(fills))
    rest = inside[len(kept) :]
    if rest:
        called = _("{count} others", count=len(rest)).get(lang)
        yield _Part(called, sum(t for *_, t in rest), next(fills))
    for one, name, t in parts:
        if one == OUTSIDE:
            yield _Part(name, t, _OUTSIDE)


def _stack(axes: Axes, parts: list[_Part], total: float) -> None:
    """One bar of the whole width, parted."""
    start = 0.0
    for one in parts:
        colour, hatch = one.fill
        look: dict[str, Any] = {"fc": colour, "hatch": hatch, "lw": 0.4, "clip_on": False}
        axes.barh(0, one.t, 1.0, start, ec=style.INK if hatch else "white", **look)
        start += one.t
    axes.set(xlim=(0, total), ylim=(-0.5, 0.5))
    axes.axis("off")


KIND = Kind(_TITLE, collect, draw, shows, "double", rank=32)
