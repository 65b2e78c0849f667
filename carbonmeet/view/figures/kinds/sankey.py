"""From the sources to what becomes of them: avoided, compensated by the forest, still owed.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.sankey(cm.estimate("forum-1500"))
>>> round(figure.get_figwidth() * 25.4)  # mm
174
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Label, Lang, _
from carbonmeet.city.sectors import source_name
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.units import KG_PER_T
from carbonmeet.view.figures import style
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Cell, Table
from carbonmeet.view.numerals import three

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer

__all__ = ["KIND"]

_TITLE = _("From sources to what becomes of them")
#: The node of what the measures add to the baseline.
_ADDED = "added"
_GAP, _NODE = 2.0, 3.4  # mm between nodes; their width
#: How the texts beside the nodes stand, some of two lines.
_LINES: Mapping[str, Any] = {"va": "center_baseline", "linespacing": 1.1}


def collect(result: Answer) -> Table:
    """Flows in t CO2e, by the source that an activity had before any measure moved it elsewhere.

    A flight that becomes a rail journey stays with air travel: what the journey emits is part of
    its residual. Where measures add emissions (hours online), ``added`` counts them.
    """
    before: dict[str, float] = {}
    after: dict[str, float] = {}
    found = result.workings
    lines = zip(found.model.lines, found.baseline.kg, found.residual.kg, strict=True)
    for line, kg, left in lines:
        source = found.model.lines[line.root].activity.source
        before[source] = before.get(source, 0.0) + float(kg) / KG_PER_T
        after[source] = after.get(source, 0.0) + float(left) / KG_PER_T
    rows: list[tuple[Cell, ...]] = []
    for source in SOURCES:
        if source in before:
            saved = max(before[source] - after[source], 0.0)
            added = max(after[source] - before[source], 0.0)
            kept = before[source] - saved
            name = source_name(source, result.scenario.kind)
            rows.append((source, name.en, name.zh, before[source], saved, kept, added))
    residual = result.residual.total.value
    if not residual and not any(before.values()):
        raise CarbonmeetError(_("every emission is zero: there is nothing to draw"))
    forest = result.offset
    whole = {
        "credits": sum(one["tonnes"]["value"] for one in forest.credits) if forest else 0.0,
        "forest": forest.removal.value if forest else 0.0,
    }
    bought = min(residual, whole["credits"])
    covered = min(residual - bought, whole["forest"])
    ends = {"residual": residual, "credits": bought, "forest": covered}
    ends["owed"] = residual - bought - covered
    columns = ("source", "source_en", "source_zh", "baseline_t", "saved_t", "kept_t", "added_t")
    year = forest.horizon_year if forest else None
    return Table.of(columns, rows, ends=ends, whole=whole, horizon=year)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    text = _(
        "Baseline emissions by source and what becomes of them: saved by "
        "the measures, or remaining. An activity stays with the source it "
        "had before the measures."
    ).get(lang)
    ends, year = table.facts["ends"], table.facts["horizon"]
    if year is not None and ends["forest"] > 0:
        used, whole = three(ends["forest"]), three(table.facts["whole"]["forest"])
        more = _surplus(ends["forest"], table.facts["whole"]["forest"])
        text += _(
            " Of the residual, {used} t CO₂e are planned to be removed by "
            "the forest by {year}{what}; this is not part of the inventory.",
            used=used,
            year=year,
            what=_(", of the {whole} t CO₂e that it removes by then", whole=whole) if more else "",
        ).get(lang)
    added = sum(table.numbers("added_t"))
    if added > 0:
        text += _(
            " Emissions that the measures add ({rounded} t CO₂e) are no part of "
            "the baseline: they have a hatched node of their own. Less these, {net} t CO₂e "
            "are saved.",
            rounded=three(added),
            net=three(sum(table.numbers("saved_t")) - added),
        ).get(lang)
    return text


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts

    figure, top = canvas.sheet(width, 80.0, title, _TITLE.get(lang))
    wide, high = figure.size_mm
    axes = figure.panel(0.0, 0.0, 0.0, 0.0)
    axes.set(xlim=(0, wide), ylim=(0, high))
    axes.axis("off")
    sources = _sources(table)
    total = sum(saved + kept for _, saved, kept in sources) or 1.0
    names = dict(zip(table.texts("source"), table.names("source", lang), strict=True))
    names[_ADDED] = _("Added by measures").get(lang)
    tonnes = style.Tonnes.of([total])
    labels = [
        _headed(fonts.fit(names[key], wide * 0.37, style.NOTE), tonnes.text(saved + kept), lang)
        for key, saved, kept in sources
    ]
    ends = _ends(table, lang, tonnes)
    left = fonts.widest(labels, style.NOTE) + 5.5
    right = fonts.widest((text for text, *_ in ends), style.NOTE) + _NODE + 3.5
    roof = high - top - 5.0
    base = sum(table.numbers("baseline_t"))
    heading = _headed(style.word("baseline", lang), tonnes.said(base), lang)
    axes.text(2.0, roof + 2.4, heading, size=style.BODY, va="center_baseline")
    per_t = (roof - 2.5 - _GAP * max(len(sources) - 1, 3)) / total
    middle = left + (wide - left - right) * (0.6 if len(ends) > 2 else 1.0)

    at, tops = roof, []
    for _key, saved, kept in sources:
        tops.append(at)
        at -= (saved + kept) * per_t + _GAP
    residual = sum(kept for _, _, kept in sources)
    fates = [roof, roof - residual * per_t - 3 * _GAP]  # tops of what remains, of what is saved
    for (key, saved, kept), here in zip(sources, tops, strict=True):
        colour, hatch = (style.PALE, "////") if key == _ADDED else style.source_fill(key)
        look: dict[str, Any] = {"fc": colour, "hatch": hatch, "ec": style.INK if hatch else colour}
        look["lw"] = 0.3
        axes.bar(left, -(saved + kept) * per_t, _NODE, here, align="edge", **look)
        for fate, t in enumerate((kept, saved)):
            _band(axes, (left + _NODE, middle), (here, fates[fate]), t * per_t, colour)
            fates[fate] -= t * per_t
            here -= t * per_t
    centres = [
        here - (saved + kept) * per_t / 2
        for here, (_, saved, kept) in zip(tops, sources, strict=True)
    ]
    places = style.spread_apart([-one for one in centres], 3.3, 1.5 - roof, -3.0)
    for text, place, centre in zip(labels, places, centres, strict=True):
        axes.text(left - 2.6, -place, text, size=style.NOTE, ha="right", va="center_baseline")
        axes.plot([left - 2.2, left - 0.3], [-place, centre], color=style.GREY, lw=0.4)
    _right(axes, ends, (middle, wide - right), (roof, fates[0] - 3 * _GAP), per_t)
    return figure


def _sources(table: Table) -> list[tuple[str, float, float]]:
    """Baseline of each source, saved and remaining, falling; last what the measures add."""
    columns = (table.numbers(name) for name in ("saved_t", "kept_t", "added_t"))
    parts = zip(table.texts("source"), *columns, strict=True)
    listed = [(key, saved, kept) for key, saved, kept, _ in parts if saved + kept > 0]
    added = sum(table.numbers("added_t"))
    last = [(_ADDED, 0.0, added)] if added > 0 else []
    return sorted(listed, key=lambda one: -one[1] - one[2]) + last


def _ends(table: Table, lang: Lang, written: style.Tonnes) -> list[tuple[str, float, str, str]]:
    """Text, tonnes, fill and hatch: what is saved, what remains, then the parts of the latter."""
    ends, whole, year = (table.facts[name] for name in ("ends", "whole", "horizon"))
    saved = sum(table.numbers("saved_t"))
    listed = [
        (_("Saved"), "saved", style.SAVED, ""),
        (_("Residual"), "residual", style.INK, ""),
    ]
    if year is not None:
        forest = _("Forest by {year}", year=year)
        parts = [
            (_("Credits"), "credits", style.FOREST, "...."),
            (forest, "forest", style.FOREST, "////"),
            (_("Still owed"), "owed", style.OWED, ""),
        ]
        listed += [part for part in parts if ends[part[1]] > 0]
    tonnes = ends | {"saved": saved}
    named = [
        (_text(label, tonnes[key], whole.get(key), lang, written), tonnes[key], fill, hatch)
        for label, key, fill, hatch in listed
    ]
    net, gross = (written.text(one) for one in (saved - sum(table.numbers("added_t")), saved))
    if net != gross:  # the node holds what flows into it; every other figure tells the difference
        text, *rest = named[0]
        named[0] = (_("{text}\n(net {net})", text=text, net=net).get(lang), *rest)
    return named


def _headed(head: str, text: str, lang: Lang) -> str:
    return _("{head}: {text}", head=head, text=text).get(lang)


def _text(label: Label, used: float, whole: float | None, lang: Lang, written: style.Tonnes) -> str:
    """Name and tonnes of an end; in two lines where only a part of what is there is used."""
    name, tonnes = label.get(lang), written.text(used)
    if whole is None or not _surplus(used, whole):
        return _headed(name, tonnes, lang)
    every = written.text(whole)
    return _("{name}\n{tonnes} used of {every}", name=name, tonnes=tonnes, every=every).get(lang)


def _surplus(used: float, whole: float) -> bool:
    return whole - used > 1e-9 * whole


def _right(
    axes: Axes,
    ends: list[tuple[str, float, str, str]],
    columns: tuple[float, float],
    tops: tuple[float, float],
    per_t: float,
) -> None:
    """The nodes of what is saved and what remains, and the parts of what remains."""
    (saved, remains), parts = ends[:2], ends[2:]
    middle, last = columns
    for (text, t, fill, _), top in ((saved, tops[1]), (remains, tops[0])):
        if t <= 0:
            continue
        axes.bar(middle, -t * per_t, _NODE, top, color=fill, align="edge")
        if text == saved[0] or not parts:
            y = top - t * per_t / 2
            axes.text(middle + _NODE + 1.2, y, text, size=style.NOTE, **_LINES)
    if parts:
        _name_middle(axes, remains[0], middle, tops[0] - remains[1] * per_t / 2, last)
    here = there = tops[0]
    places = []
    for _, t, fill, hatch in parts:
        edge = style.INK if hatch else fill
        _band(axes, (middle + _NODE, last), (here, there), t * per_t, fill)
        axes.bar(
            last, -t * per_t, _NODE, there, color=fill, hatch=hatch, ec=edge, lw=0.3, align="edge"
        )
        places.append(there - t * per_t / 2)
        here -= t * per_t
        there -= t * per_t + _GAP
    gap = 6.6 if any("\n" in text for text, *_ in parts) else 3.3
    for (text, *_), place in zip(parts, style.spread_apart([-y for y in places], gap), strict=True):
        axes.text(last + _NODE + 1.2, -place, text, size=style.NOTE, **_LINES)


def _name_middle(axes: Axes, text: str, x: float, y: float, last: float) -> None:
    """Name what remains: before its node, or along it where the bands leave no room."""
    if last - x > 25:
        axes.text(x - 1.2, y, text, ha="right", va="center_baseline", size=style.NOTE)
    else:
        along: dict[str, Any] = {"ha": "center", "va": "center", "rotation": 90, "color": "white"}
        axes.text(x + _NODE / 2, y, text, size=style.NOTE, **along)


def _band(
    axes: Axes, across: tuple[float, float], tops: tuple[float, float], thick: float, colour: str
) -> None:
    """A band of constant thickness from one node to another."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    if thick <= 0:
        return
    (x0, x1), (y0, y1), half = across, tops, (across[0] + across[1]) / 2
    points = [(x0, y0), (half, y0), (half, y1), (x1, y1)]
    points += [(x1, y1 - thick), (half, y1 - thick), (half, y0 - thick), (x0, y0 - thick), (x0, y0)]
    curve = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    axes.add_patch(PathPatch(Path(points, curve), facecolor=colour, alpha=0.35, lw=0))


KIND = Kind(_TITLE, collect, draw, shows, "double", rank=11)
