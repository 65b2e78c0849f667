"""A year of events: what each comes to, and how much of it the city's year counts as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.text import Label, Lang, _
from carbonmeet.view.figures import style
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Cell, Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from carbonmeet.questions.events import EventYear

__all__ = ["KIND"]

_TITLE = _("A year of events in the city")
_ROW = 4.6  # mm
_MOST = 30
#: Parts of an event: journeys to the city, what is the event's alone, what the city counts too.
_PARTS = (
    (_("journeys to the city"), "#1f4e79", ""),
    (_("in the city, of the event alone"), "#7aa9d2", ""),
    (_("in the city's year as well"), "white", "////"),
)


def collect(result: EventYear) -> Table:
    """The events, largest first; t CO2e."""
    rows: list[tuple[Cell, ...]] = []
    order = sorted(result.rows, key=lambda one: -one.event)
    for one in order[:_MOST]:
        alone = one.inside - one.overlap
        rows.append((one.id, one.name or one.id, one.event - one.inside, alone, one.overlap))
    names = ("id", "name", "journeys_t", "alone_t", "overlap_t")
    return Table.of(
        names,
        rows,
        year=result.year,
        city_t=result.city,
        left=len(order) - len(rows),
        all_t=result.event,
        overlap_all_t=result.overlap,
    )


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    facts = table.facts
    return _(
        "Every event of the year with its journeys to the city, what is its alone in the city, and "
        "what the city's year counts as well (hatched), which comes off once. All events {all} t "
        "CO2e, {overlap} of it in the city's year of {city} t.",
        all=style.rounded(float(facts["all_t"])),
        overlap=style.rounded(float(facts["overlap_all_t"])),
        city=style.rounded(float(facts["city_t"])),
    ).get(lang)


def _called(table: Table, lang: Lang) -> list[str]:
    """The events by their ids, which are short and English, or as the table names them."""
    return [
        Label(*both).get(lang) for both in zip(table.texts("id"), table.texts("name"), strict=True)
    ]


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.keys import keyed_sheet

    wide = style.width_mm(width)
    names = [fonts.fit(name, wide * 0.34, style.BODY) for name in _called(table, lang)]
    entries = [
        Entry(label.get(lang), colour, hatch, edge=style.INK if hatch else colour)
        for label, colour, hatch in _PARTS
    ]
    high = _ROW * (len(names) + 0.4) + 12.0
    figure, top = keyed_sheet(width, high, entries, title, _TITLE.get(lang))
    left = fonts.widest(names, style.BODY) + 4.0
    axes = figure.panel(left, 3.0, 10.0, top)
    start = [0.0] * len(names)
    for (_label, colour, hatch), column in zip(
        _PARTS, ("journeys_t", "alone_t", "overlap_t"), strict=True
    ):
        values = table.numbers(column)
        edge = style.INK if hatch else colour
        axes.barh(
            range(len(names)), values, 0.62, left=start, color=colour, hatch=hatch, ec=edge, lw=0.4
        )
        start = [old + value for old, value in zip(start, values, strict=True)]
    room = wide - left - 3.0
    space = fonts.widest(map(style.rounded, start), style.NOTE) + 3.0
    reach = max(*start, 1e-9) * room / max(room - space, room * 0.3)
    axes.set_xlim(0, reach)
    for at, one in enumerate(start):
        axes.text(
            one + 1.2 * reach / room, at, style.rounded(one), size=style.NOTE, va="center_baseline"
        )
    canvas.name_rows(axes, range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlabel(style.word("emissions", lang))
    canvas.scale(axes.xaxis)
    return figure


KIND = Kind(_TITLE, collect, draw, shows, "double", of="events")
