"""How unequally emissions are spread over participants: Lorenz curves.

Parameters
----------
result : Sites
    The answer of `site`.

Examples
--------
>>> import carbonmeet as cm
>>> frame = cm.site("forum-1500", ["Chengdu"], draws=0)
>>> round(cm.charts.site_lorenz(frame.attrs["answer"]).get_figwidth() * 25.4)  # mm
84
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.base.text import Label, Lang, _
from carbonmeet.view.figures import style
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Cell, Table
from carbonmeet.view.numerals import fixed

if TYPE_CHECKING:
    from typing import Any

    from matplotlib.figure import Figure

    from carbonmeet.questions.site.sites import Sites
    from carbonmeet.view.figures.canvas import Sheet

__all__ = ["KIND"]

_TITLE = _("Emissions by share of participants")
_LINES = ((style.RESIDUAL, "-"), (style.OWED, "--"))


def collect(result: Sites) -> Table:
    """Lorenz curves of the best host and of the present one."""
    from carbonmeet.numbers.fairness import lorenz

    objective = result.objective
    who = objective.travellers & objective.remote
    rows: list[tuple[Cell, ...]] = []
    known = []
    for row in {r.at: r for r in (result.ranking[0], result.at_present)}.values():
        people, kg = lorenz(objective.kg_per_person[who, row.at], objective.people[who])
        names = row.host.name.get("en"), row.host.name.get("zh")
        rows += [(*names, float(x), float(y)) for x, y in zip(people, kg, strict=True)]
        known.append((*names, row.gini, row.top_decile))
    columns = ("place_en", "place_zh", "share_of_people", "share_of_emissions")
    return Table.of(columns, rows, known=known)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    text = _(
        "Share of emissions of the participants who emit least, up to all "
        "of them. On the diagonal everyone would emit the same."
    ).get(lang)
    for en, zh, gini, top in table.facts["known"]:
        text += _(
            " {en}: Gini coefficient {gini}; the top 10% of emitters cause {percent}.",
            en=Label(en, zh),
            gini=fixed(gini, 2),
            percent=style.percent(top),
        ).get(lang)
    return text


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas
    from carbonmeet.view.figures.keys import keyed_sheet

    wide = style.width_mm(width)
    known = table.facts["known"]
    words = [
        _("{en} (Gini {gini})", en=Label(en, zh), gini=fixed(gini, 2)).get(lang)
        for en, zh, gini, __ in known
    ]
    entries = [
        Entry(word, edge=hue, line=line) for word, (hue, line) in zip(words, _LINES, strict=False)
    ]
    side = min(wide - 18.0, 66.0)
    figure, top = keyed_sheet(width, side + 12.0, entries, title, _TITLE.get(lang))
    axes = figure.panel(14.0, wide - 14.0 - side, 10.0, top)
    axes.plot([0, 100], [0, 100], color=style.GREY, lw=0.6)
    names = np.array(table.texts("place_en"))
    x, y = (100 * np.array(table.numbers(f"share_of_{one}")) for one in ("people", "emissions"))
    for (en, *__), (hue, line) in zip(known, _LINES, strict=False):
        axes.plot(x[names == en], y[names == en], color=hue, ls=line, lw=1.2)
    axes.set(xlim=(0, 100), ylim=(0, 100))
    axes.set_xlabel(_("Participants (%)").get(lang))
    axes.set_ylabel(_("Emissions (%)").get(lang))
    canvas.scale(axes.xaxis)
    canvas.scale(axes.yaxis)
    if wide - side > 60.0:
        _list(figure, known, lang, side + 26.0, figure.size_mm[1] - top)
    return figure


def _list(figure: Sheet, known: list[Any], lang: Lang, x: float, y: float) -> None:
    """The numbers of the curves, in the room beside them."""
    words = _("the top 10% of emitters: ").get(lang)
    for en, zh, gini, top in known:
        named = Label(en, zh).get(lang)
        lines = [named, _("Gini {gini}", gini=fixed(gini, 2)).get(lang)]
        lines.append(words + style.percent(top))
        figure.write(x, y, "\n".join(lines), size=style.NOTE, va="top", linespacing=1.25)
        y -= 16.0


KIND = Kind(_TITLE, collect, draw, shows, rank=18, of="sites")
