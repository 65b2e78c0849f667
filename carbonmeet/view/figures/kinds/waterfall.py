"""From the baseline through the savings of each area to the residual, and to the forest.

Parameters
----------
result : Answer
    With or without a forest.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.waterfall(cm.estimate("forum-1500"), lang="zh", width=120)
>>> round(figure.get_figwidth() * 25.4)  # mm
120
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.text import Label, Lang, _, _p
from carbonmeet.catalogue.measure import AREAS
from carbonmeet.view.figures import style
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer

__all__ = ["KIND"]

_TITLE = _("From baseline to residual and forest")
_ROW = 6.2  # mm


def collect(result: Answer) -> Table:
    """Steps in t CO2e: ``level`` rows stand on zero, ``change`` rows hang from the one before."""
    area_rows = [
        (f"area.{area}", *_both(AREAS[area]), "change", -saved.value)
        for area, saved in result.measures.by_area.items()
        if any(one.area == area for one in result.measures)
    ]
    rows: list[tuple[str, str, str, str, float]] = [
        ("baseline", *_both(_("Baseline")), "level", result.baseline.total.value),
        *area_rows,
        ("residual", *_both(_("Residual")), "level", result.residual.total.value),
    ]
    forest = result.offset
    year = None
    if forest is not None:
        year = forest.horizon_year
        dated = forest.years == "calendar"
        when = _p("date", "{year}", year=year) if dated else _("year {year}", year=year)
        bought = sum(one["tonnes"]["value"] for one in forest.credits)
        if bought:
            rows.append(("credits", *_both(_("Credits bought")), "offset", -bought))
        if forest.has_forest:
            name = _("Forest by {when}", when=when)
            rows.append(("forest", *_both(name), "offset", -forest.removal.value))
        open_t = result.residual.total.value - bought - forest.removal.value
        owed = _("Still owed in {when}", when=when)
        surplus = _("Surplus in {when}", when=when)
        if not forest.has_forest:
            owed, surplus = _("Not compensated"), _("Surplus of credits")
        rows.append(("open", *_both(owed if open_t >= 0 else surplus), "rest", open_t))
    columns = ("step", "step_en", "step_zh", "kind", "t_co2e")
    wood = forest is not None and forest.has_forest
    return Table.of(columns, rows, horizon=year, planned=forest is not None, wood=wood)


def _both(text: Label) -> tuple[str, str]:
    return text.get("en"), text.get("zh")


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    text = _(
        "Emissions before any measure, savings by area of measures "
        "(Shapley values, which add up to the whole saving), and emissions "
        "that remain."
    ).get(lang)
    if not table.facts["planned"]:
        return text
    year = table.facts["horizon"]
    if not table.facts["wood"]:
        said = _(" Below the line, outside the inventory: the credits, and what they leave open.")
        return text + said.get(lang)
    return text + _(
        " Below the line, outside the inventory: the creditable removal "
        "planned by {year}, and what it leaves open.",
        year=year,
    ).get(lang)


def _fill(step: str, kind: str, value: float) -> tuple[str, str]:
    if step.startswith("area."):
        return (style.OWED if value > 0 else style.SAVED), ""  # an increase is no saving
    if kind == "offset":
        return style.FOREST, "////" if step == "forest" else "...."
    if step == "open":
        return style.OWED, ""
    return (style.INK if step == "baseline" else style.RESIDUAL), ""


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts

    count = len(table.rows)
    figure, top = canvas.sheet(width, _ROW * count + 13.0, title, _TITLE.get(lang))
    wide, _ = figure.size_mm
    labels = [fonts.fit(one, wide * 0.36, style.BODY) for one in table.texts(f"step_{lang}")]
    left = max(fonts.text_width(label, style.BODY) for label in labels) + 4.0
    axes = figure.panel(left, 3.0, 10.0, top)
    kinds, values = table.texts("kind"), table.numbers("t_co2e")
    spans = _spans(kinds, values)
    texts = [
        style.rounded(value, signed=kind in ("change", "offset"))
        for kind, value in zip(kinds, values, strict=True)
    ]
    room = wide - left - 3.0
    _limits(axes, spans, max(fonts.text_width(one, style.NOTE) for one in texts) + 1.6, room)
    mm = (axes.get_xlim()[1] - axes.get_xlim()[0]) / room
    for at, (step, kind) in enumerate(zip(table.texts("step"), kinds, strict=True)):
        y = count - 1 - at
        start, end = spans[at]
        colour, hatch = _fill(step, kind, values[at])
        if kind == "rest" and end < 0:
            colour = style.SAVED
        edge = style.INK if hatch else colour
        axes.barh(y, end - start, 0.66, start, color=colour, hatch=hatch, ec=edge, lw=0.4)
        axes.text(max(start, end) + mm, y, texts[at], size=style.NOTE, va="center_baseline")
        if at + 1 < count:
            axes.plot([end, end], [y - 0.33, y - 0.67], color=style.GREY, lw=0.5)
    if "offset" in kinds:
        axes.axhline(count - 0.5 - kinds.index("offset"), color=style.GREY, lw=0.5, ls=(0, (4, 3)))
    if min(min(pair) for pair in spans) < 0:
        axes.axvline(0, color=style.GREY, lw=0.5)
    axes.set_yticks(range(count), labels[::-1])
    axes.tick_params(axis="y", length=0, labelsize=style.BODY)
    axes.set_ylim(-0.55, count - 0.45)
    axes.set_xlabel(style.word("emissions", lang))
    canvas.scale(axes.xaxis)
    canvas.room_behind(axes, room)
    return figure


def _spans(kinds: list[str], values: list[float]) -> list[tuple[float, float]]:
    """From where to where each bar runs; its end is where the next one hangs."""
    spans: list[tuple[float, float]] = []
    at = 0.0
    for kind, value in zip(kinds, values, strict=True):
        if kind in ("level", "rest"):
            spans.append((0.0, value))
            at = value
        else:
            spans.append((at, at + value))
            at += value
    return spans


def _limits(axes: Axes, spans: list[tuple[float, float]], label: float, room: float) -> None:
    """Limits that leave `label` mm of the `room` behind every bar."""
    low = min(0.0, *(min(pair) for pair in spans))
    high = max(1e-9, *(max(pair) for pair in spans))
    axes.set_xlim(low * 1.02, low + (high - low) * room / max(room - label, room * 0.3))


def _applies(answer: Answer) -> bool:
    """Whether there are measures that could save anything."""
    return bool(answer.measures)


KIND = Kind(_TITLE, collect, draw, shows, rank=3, applies=_applies, in_report=True)
