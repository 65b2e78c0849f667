"""From the baseline through the savings of each area to the residual, and to the forest.

Parameters
----------
result : Answer
    With or without a forest.

Raises
------
CarbonmeetError
    If there is nothing to step down by.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.waterfall(cm.estimate("forum-1500"), lang="zh", width=120)
>>> round(figure.get_figwidth() * 25.4)  # mm
120
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.errors import CarbonmeetError
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
#: Changes of less than that share of the baseline are drawn again on an axis that is cut.
_SMALL = 0.2
#: From that width on the second panel stands beside the first, else below it; mm.
_BESIDE = 150.0


def collect(result: Answer) -> Table:
    """Steps in t CO2e: ``level`` rows stand on zero, ``change`` rows hang from the one before."""
    if not result.measures and result.offset is None:
        raise CarbonmeetError(
            _("the scenario has neither measures nor an offset: there is nothing to step down by")
        )
    if result.baseline.total.value and not _steps_down(result):
        raise CarbonmeetError(_("the measures save nothing: there is nothing to step down by"))
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
        "that remain. Numbers are rounded to three figures."
    ).get(lang)
    if _near(table) is not None:
        text += _(
            " A second panel shows the savings on an axis that does not begin at zero: "
            "bars with two strokes are cut."
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

    count, near = len(table.rows), _near(table)
    wide = style.width_mm(width)
    beside = near is not None and wide >= _BESIDE
    steps = [i for i, kind in enumerate(table.texts("kind")) if kind in ("level", "change")]
    under = _ROW * len(steps) + 13.0 if near is not None and not beside else 0.0
    figure, top = canvas.sheet(width, _ROW * count + 13.0 + under, title, _TITLE.get(lang))
    labels = [fonts.fit(one, wide * 0.4, style.BODY) for one in table.names("step", lang)]
    left = fonts.widest(labels, style.BODY) + 4.0
    room = (wide - left - 9.0) / 2 if beside else wide - left - 3.0
    axes = figure.panel(left, wide - left - room, 10.0 + under, top)
    panels: list[tuple[Axes, list[int], tuple[float, float] | None]]
    panels = [(axes, list(range(count)), None)]
    if beside:
        second = figure.panel(wide - room - 3.0, 3.0, 10.0 + _ROW * (count - len(steps)), top)
        panels.append((second, steps, near))
    elif near is not None:
        panels.append((figure.panel(left, 3.0, 10.0, top + _ROW * count + 11.0), steps, near))
    for panel, rows, limits in panels:
        _steps(panel, table, rows, room, limits)
        bare = beside and limits is not None
        names = ["" if bare else labels[i] for i in reversed(rows)]
        canvas.name_rows(panel, range(len(rows)), names)
        panel.set_ylim(-0.55, len(rows) - 0.45)
        said = _tonnes(table).axis("emissions" if limits is None else "emissions-cut", lang)
        panel.set_xlabel(said)
        canvas.scale(panel.xaxis, most=5 if limits is None else 4)
        canvas.room_behind(panel, room)
    return figure


def _tonnes(table: Table) -> style.Tonnes:
    return style.Tonnes.of(table.numbers("t_co2e"))


def _near(table: Table) -> tuple[float, float] | None:
    """Ends in t of an axis on which savings are seen that are hairlines beside the total."""
    kinds, values = table.texts("kind"), table.numbers("t_co2e")
    pairs = zip(kinds, _spans(kinds, values), strict=True)
    spans = [span for kind, span in pairs if kind in ("level", "change")]
    ends = [end for _, end in spans]
    low, high = min(ends), max(ends)
    if not 0 < high - low < _SMALL * high:
        return None
    return low - 0.3 * (high - low), high


def _steps(
    axes: Axes, table: Table, rows: list[int], room: float, near: tuple[float, float] | None
) -> None:
    """The steps of some rows, the first on top; `near` where the axis is cut."""
    from carbonmeet.view.figures import fonts

    tonnes, kinds, values = _tonnes(table), table.texts("kind"), table.numbers("t_co2e")
    spans = [(a / tonnes.size, b / tonnes.size) for a, b in _spans(kinds, values)]
    # a saving reads alike in both panels
    fine = tonnes if _near(table) is None else _finer(tonnes, values, kinds)
    # a forest many times as large takes no figure from what is emitted
    levels = [one for one, kind in zip(values, kinds, strict=True) if kind == "level"]
    digits = {"change": fine, "level": tonnes.near(max(levels))}
    texts = [
        digits.get(kind, tonnes).text(value, signed=kind in ("change", "offset"))
        for kind, value in zip(kinds, values, strict=True)
    ]
    longest = fonts.widest((texts[i] for i in rows), style.NOTE) + 2.0
    if near is None:
        _limits(axes, [spans[i] for i in rows], longest, room)
    else:
        low, high = (one / tonnes.size for one in near)
        axes.set_xlim(low, low + (high - low) * room / max(room - longest, room * 0.3))
    left, right = axes.get_xlim()
    mm = (right - left) / room
    for at, i in enumerate(rows):
        y, (start, end) = len(rows) - 1 - at, spans[i]
        colour, hatch = _fill(table.texts("step")[i], kinds[i], values[i])
        if kinds[i] == "rest" and end < 0:
            colour = style.SAVED
        edge = style.INK if hatch else colour
        axes.barh(y, end - start, 0.66, start, color=colour, hatch=hatch, ec=edge, lw=0.4)
        if near is not None and kinds[i] == "level":
            _cut(axes, left + 2.0 * mm, y, mm)
        axes.text(max(start, end) + mm, y, texts[i], size=style.NOTE, va="center_baseline")
        if at + 1 < len(rows):
            axes.plot([end, end], [y - 0.33, y - 0.67], color=style.GREY, lw=0.5)
    if near is None and "offset" in kinds:
        line = len(rows) - 0.5 - kinds.index("offset")
        axes.axhline(line, color=style.GREY, lw=0.5, ls=(0, (4, 3)))
    if near is None and min(min(pair) for pair in spans) < 0:
        axes.axvline(0, color=style.GREY, lw=0.5)


def _finer(tonnes: style.Tonnes, values: list[float], kinds: list[str]) -> style.Tonnes:
    """The same unit with the decimals that the savings have, where these are the subject."""
    changes = [
        one / tonnes.size for one, kind in zip(values, kinds, strict=True) if kind == "change"
    ]
    return style.Tonnes(tonnes.size, tonnes.unit, style.decimals_for(changes))


def _cut(axes: Axes, x: float, y: float, mm: float) -> None:
    """Two strokes across a bar that does not begin at zero."""
    axes.plot([x - 0.7 * mm, x + 0.7 * mm], [y - 0.42, y + 0.42], color="white", lw=2.6)
    for shift in (-0.6, 0.6):
        ends = [x + (shift - 0.7) * mm, x + (shift + 0.7) * mm]
        axes.plot(ends, [y - 0.42, y + 0.42], color=style.INK, lw=0.5)


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


def _steps_down(answer: Answer) -> bool:
    """Whether anything is saved or set against the residual: no measure acts in some years."""
    return answer.offset is not None or any(one.value for one in answer.measures.by_area.values())


def _applies(answer: Answer) -> bool:
    """Whether there is anything to step down by."""
    has = bool(answer.measures) and _steps_down(answer)
    return has and bool(answer.baseline.total.value)


KIND = Kind(
    _TITLE, collect, draw, shows, rank=3, applies=_applies, in_report=True, amounts=("t_co2e",)
)
