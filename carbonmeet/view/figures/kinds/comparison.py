"""Emissions per head beside those that other meetings have published.

Raises
------
CarbonmeetError
    If nobody attends the scenario's meeting.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.comparison(cm.estimate("forum-1500"))
>>> figure.axes[0].get_xscale()
'log'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Label, Lang, _
from carbonmeet.catalogue.records.city import MEETING_CASES
from carbonmeet.view.figures import style
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Cell, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer

__all__ = ["KIND"]

_TITLE = _("Emissions per head beside published meetings")
_ROW = 4.6  # mm
_OWN = (
    ("baseline", _("This scenario, before measures")),
    ("residual", _("This scenario, after measures")),
)
_KEY: tuple[tuple[Label, dict[str, Any]], ...] = (
    (_("this scenario"), {"marker": "D", "colour": style.OWED}),
    (_("all sources"), {"marker": "o", "colour": style.RESIDUAL}),
    (_("travel only"), {"marker": "o"}),
)


def collect(result: Answer) -> Table:
    """Tonnes of CO2e per participant: the scenario's own, and the cases of ``meeting_cases.csv``.

    Raises
    ------
    CarbonmeetError
        If nobody attends the scenario's meeting.
    """
    people = result.baseline.participants.get("all", 0.0)
    if not people:
        raise CarbonmeetError(_("the scenario has no attendees on site: there is nothing per head"))
    if not result.baseline.total.value:
        raise CarbonmeetError(_("every emission is zero: there is nothing to draw"))
    rows: list[tuple[Cell, ...]] = []
    left = result.residual.participants["all"]
    own = ((people, result.baseline.total.value), (left, result.residual.total.value))
    for (key, name), (heads, total) in zip(_OWN, own, strict=True):
        if heads > 0:  # nobody may be left
            rows.append((key, name.en, name.zh, None, heads, total, "own", total / heads, "", ""))
    for case in result.workings.catalogue.table(MEETING_CASES):
        heads, tonnes = float(case.participants), case.tonnes
        names = (case.name.en, case.name.zh, case.year)
        where = (case.publisher, case.locator)
        rows.append((case.key, *names, heads, tonnes, case.scope, tonnes / heads, *where))
    columns = ("key", "name_en", "name_zh", "year", "participants", "tonnes", "scope")
    on_site = (people, left)
    return Table.of((*columns, "t_per_head", "publisher", "locator"), rows, on_site=on_site)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    text = _(
        "Emissions per participant on site, beside meetings whose "
        "footprint has been published. Boundaries differ from meeting to "
        "meeting, and most figures were read in secondary sources: the "
        "figure gives the order of magnitude, not a ranking. The axis is "
        "logarithmic."
    ).get(lang)
    before, left = table.facts["on_site"]
    if left >= before:
        return text
    people, rest = style.number(before), style.number(left)
    return text + _(
        " On site are {people} people before the measures and {rest} after them: those who take "
        "part online instead are not counted, and what does not depend on the number of people "
        "is shared by fewer.",
        people=people,
        rest=rest,
    ).get(lang)


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.keys import draw_key, key_height

    wide = style.width_mm(width)
    values = table.numbers("t_per_head")
    order = sorted(range(len(values)), key=lambda i: values[i])
    names, years = table.names("name", lang), table.numbers("year")
    full = [names[i] + (f" {round(years[i])}" if years[i] == years[i] else "") for i in order]
    labels = [fonts.wrap(one, wide * 0.45, style.NOTE) for one in full]
    row = _ROW + (2.4 if any("\n" in one for one in labels) else 0.0)
    entries = [Entry(label.get(lang), **look) for label, look in _KEY]
    above = key_height(entries, wide - 4)
    figure, top = canvas.sheet(width, row * len(order) + above + 12.0, title, _TITLE.get(lang))
    draw_key(figure, entries, 2.0, top, wide - 4)
    lines = [line for one in labels for line in one.split("\n")]
    left = max(fonts.text_width(line, style.NOTE) for line in lines) + 4.0
    axes = figure.panel(left, 11.0, 10.0, top + above)
    axes.set_xscale("log")
    axes.set_xlim(min(values) / 1.4, max(values) * 1.4)
    _points(axes, [values[i] for i in order], [table.texts("scope")[i] for i in order])
    axes.set_yticks(range(len(order)), labels)
    axes.tick_params(axis="y", length=0)
    for label, i in zip(axes.get_yticklabels(), order, strict=True):
        label.set_linespacing(1.02)
        if table.texts("scope")[i] == "own":
            label.set_color("#9c3a4b")
    axes.set_ylim(-0.6, len(order) - 0.4)
    axes.set_xlabel(_("Emissions per head (t CO₂e)").get(lang))
    canvas.log_scale(axes.xaxis)
    return figure


def _points(axes: Axes, values: list[float], scopes: list[str]) -> None:
    fill = {"own": style.OWED, "all": style.RESIDUAL, "travel": "white"}
    for at, (value, scope) in enumerate(zip(values, scopes, strict=True)):
        axes.axhline(at, color=style.PALE, lw=0.4, zorder=0)
        mark = "D" if scope == "own" else "o"
        colour = fill.get(scope, style.GREY)
        axes.plot([value], [at], mark, ms=4, mfc=colour, mec=style.INK, mew=0.6)
        axes.annotate(
            style.rounded(value),
            (axes.get_xlim()[1], at),
            xytext=(3, 0),
            textcoords="offset points",
            size=style.NOTE,
            va="center_baseline",
            annotation_clip=False,
        )


KIND = Kind(_TITLE, collect, draw, shows, "double", rank=10)
