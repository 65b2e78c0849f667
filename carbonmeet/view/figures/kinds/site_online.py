"""Emissions against the share of participants who stay online, under three rules.

Parameters
----------
result : Sites
    The answer of `site`.

Examples
--------
>>> import carbonmeet as cm
>>> frame = cm.site("forum-1500", ["Chengdu"], draws=0)
>>> len(cm.charts.site_online(frame.attrs["answer"]).axes[0].lines)
3
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carbonmeet.base.text import Label, Lang, _
from carbonmeet.units import KG_PER_T
from carbonmeet.view.figures import style
from carbonmeet.view.figures.anew import anew, said_anew
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from carbonmeet.questions.site.sites import Sites

__all__ = ["KIND"]

_TITLE = _("Emissions by share online")
_RULES: dict[str, tuple[Label, str, Any]] = {
    "alike": (_("the same share of every origin"), style.GREY, "-"),
    "farthest": (_("the farthest first"), style.RESIDUAL, (0, (7, 1.5))),
    "most": (_("those who emit most first"), style.OWED, (0, (3, 2))),
}


def collect(result: Sites) -> Table:
    """Emissions of the best host by share online; t CO2e."""
    from carbonmeet.questions.site.sites import SHARES

    row = result.ranking[0]
    curves = result.curve(row)
    rows = [
        (share, *(float(curves[rule][i]) / KG_PER_T for rule in _RULES))
        for i, share in enumerate(SHARES)
    ]
    names = ("share_online", *(f"{rule}_t" for rule in _RULES))
    return Table.of(names, rows, host=row.host.name, **anew(result))


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    text = _(
        "Emissions of the meeting in {host} by the share of attendees who "
        "take part online: the same share of every origin, those who live "
        "farthest first, or those who emit most first, below which no "
        "choice gets. Their hours online are counted.",
        host=table.facts["host"],
    ).get(lang)
    if "baseline" not in table.facts:
        return text + said_anew(table.facts, lang)
    tonnes = _unit(table)
    baseline = tonnes.said(table.facts["baseline"])
    more = _(
        " Journeys are those of the scenario: with nobody online it is the baseline of "
        "{baseline} (diamond).",
        baseline=baseline,
    )
    if table.facts["listed"]:
        more = _(
            " Journeys of a list are made anew by the rule by which places are compared: with "
            "nobody online they come to {curve}, where the baseline is {baseline} (diamond).",
            curve=tonnes.said(table.numbers("alike_t")[0]),
            baseline=baseline,
        )
    return text + more.get(lang)


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.keys import keyed_sheet

    entries = [Entry(label.get(lang), edge=hue, line=line) for label, hue, line in _RULES.values()]
    stands = table.facts.get("baseline")
    if stands is not None:
        entries.append(Entry(style.word("baseline", lang), marker="D"))
    figure, top = keyed_sheet(width, 56.0, entries, title, _TITLE.get(lang))
    tonnes = _unit(table)
    most = max([*table.numbers("alike_t"), stands or 0.0]) / tonnes.size
    margin = 9.0 + fonts.text_width(style.number(most), style.BODY)
    axes = figure.panel(margin, 5.0, 10.0, top)
    share = [100 * one for one in table.numbers("share_online")]
    for rule, (__, hue, line) in _RULES.items():
        emitted = [one / tonnes.size for one in table.numbers(f"{rule}_t")]
        axes.plot(share, emitted, color=hue, ls=line, lw=1.2)
    if stands is not None:
        look: dict[str, Any] = {"ms": 4.5, "mfc": "white", "mec": style.INK, "mew": 0.9}
        axes.plot([0.0], [stands / tonnes.size], "D", ls="", clip_on=False, zorder=4, **look)
    axes.set(xlim=(0, 100), ylim=(0, 1.05 * most))
    axes.set_xlabel(_("Attendees online (%)").get(lang))
    axes.set_ylabel(tonnes.axis("emissions", lang))
    canvas.scale(axes.xaxis)
    canvas.scale(axes.yaxis)
    return figure


def _unit(table: Table) -> style.Tonnes:
    return style.Tonnes.of([*table.numbers("alike_t"), table.facts.get("baseline", 0.0)])


KIND = Kind(_TITLE, collect, draw, shows, rank=17, of="sites")
