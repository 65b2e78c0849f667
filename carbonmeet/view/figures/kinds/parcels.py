"""The removal of a forest by its parcels, the earliest planted at the foot.

Raises
------
CarbonmeetError
    If there is no forest, or none of it counts.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.parcels(cm.estimate("cop15-kunming"))
>>> figure.axes[0].get_ylabel()
'Cumulative removal (t CO₂e)'
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Lang, _, joined
from carbonmeet.view.figures import style
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer
    from carbonmeet.offset.forest import Parcel

__all__ = ["KIND"]

_TITLE = _("Removal by the parcels of the forest")
#: Shades of the cohorts, the earliest the darkest; hatches tell neighbours apart in grey.
_SHADES = ("#1b5e35", "#4c9164", "#8cc5a0", "#cfe6d4", "#2f6f8f", "#86b6cc", "#d5e7ef", "#b9b08a")
_HATCHES = ("", "////", "", "....")


def collect(result: Answer) -> Table:
    """Creditable removal of every parcel that counts, year by year; t CO2e and hectares."""
    answer = result.workings.offset
    if answer is None:
        raise CarbonmeetError(_("the scenario has no 'offset' block: there is no forest to draw"))
    parcels = answer.case.forest.counting if answer.forest else ()
    if not parcels:
        raise CarbonmeetError(_("the scenario plants no forest: there is none to draw"))
    years = np.array([row.year for row in answer.curve])
    rows = []
    for parcel in sorted(parcels, key=lambda one: (one.planted, one.id)):
        alone = replace(answer.case.forest, parcels=(parcel,))
        kept = alone.curves(answer.case.values, years).creditable[0]
        for year, t in zip(years.tolist(), kept.tolist(), strict=True):
            rows.append((parcel.id, *_named(parcel), parcel.planted, parcel.area_ha, year, t))
    names = ("parcel", "stand_en", "stand_zh", "planted", "area_ha", "year", "creditable_t")
    facts = {"calendar": answer.calendar, "owed": answer.owed, "horizon": answer.horizon_year}
    return Table.of(names, rows, **facts)


def _named(parcel: Parcel) -> tuple[str, str]:
    names = joined(stand.name for stand, _share in parcel.mixture)
    return names.get("en"), names.get("zh")


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    return _(
        "Creditable removal of the parcels of the forest, one on the other, the earliest planted "
        "at the foot; line: the residual emissions. Areas in hectares; 15 mu are a hectare."
    ).get(lang)


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.keys import keyed_sheet

    wide = style.width_mm(width)
    curves: dict[str, list[float]] = {}
    names: dict[str, str] = {}
    cells = zip(
        table.texts("parcel"),
        table.names("stand", lang),
        table.texts("planted"),
        table.numbers("area_ha"),
        table.numbers("creditable_t"),
        strict=True,
    )
    for parcel, stand, planted, hectares, t in cells:
        curves.setdefault(parcel, []).append(t)
        names[parcel] = _("{stand}, {planted}, {ha} ha", stand=stand, planted=planted,
                          ha=style.rounded(hectares)).get(lang)  # fmt: skip
    looks = {
        parcel: (_SHADES[i % len(_SHADES)], _HATCHES[i % len(_HATCHES)])
        for i, parcel in enumerate(curves)
    }
    entries = [
        Entry(fonts.fit(names[one], wide - 12, style.NOTE), *looks[one], edge=style.INK)
        for one in curves
    ]
    owed = table.facts["owed"]
    if owed:
        entries.append(Entry(_("residual").get(lang), line="-", edge=style.OWED))
    figure, top = keyed_sheet(width, 60.0, entries, title, _TITLE.get(lang))
    years = list(dict.fromkeys(table.numbers("year")))
    foot = [0.0] * len(years)
    highest = max(sum(one[i] for one in curves.values()) for i in range(len(years)))
    tonnes = style.Tonnes.of([highest, owed or 0.0])
    most = max(highest, owed or 0.0) / tonnes.size
    left = max(15.0, fonts.text_width(style.number(most), style.NOTE) + 9.0)
    axes = figure.panel(left, 4.0, 10.0, top + 1.0)
    for parcel, values in curves.items():
        colour, hatch = looks[parcel]
        end = [a + b / tonnes.size for a, b in zip(foot, values, strict=True)]
        axes.fill_between(
            years, foot, end, facecolor=colour, hatch=hatch, edgecolor=style.INK, lw=0.3
        )
        foot = end
    if owed:
        axes.plot([years[0], years[-1]], [owed / tonnes.size] * 2, color=style.OWED, lw=1.2)
    axes.set_xlim(years[0], max(years[-1], years[0] + 1))
    axes.set_ylim(0, most * 1.05 or 1.0)
    axes.set_xlabel(style.word("year" if table.facts["calendar"] else "years", lang))
    axes.set_ylabel(tonnes.axis("cumulative", lang))
    canvas.scale(axes.yaxis)
    canvas.scale(axes.xaxis, years=True)
    return figure


def _applies(answer: Answer) -> bool:
    """Whether a forest stands against the emissions."""
    return answer.offset is not None and answer.offset.has_forest


KIND = Kind(
    _TITLE, collect, draw, shows, "double", rank=34, applies=_applies, amounts=("creditable_t",)
)
