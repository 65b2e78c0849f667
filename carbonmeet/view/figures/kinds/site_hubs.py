"""What more hubs save: emissions against the number of hubs.

Parameters
----------
result : Sites
    The answer of `site`, with ``hubs``.

Raises
------
CarbonmeetError
    If no hubs were asked for.

Examples
--------
>>> import carbonmeet as cm
>>> frame = cm.site("forum-1500", ["Chengdu"], hubs=[1, 2], draws=0)
>>> cm.charts.site_hubs(frame.attrs["answer"]).axes[0].get_xlabel()
'Number of hubs'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Lang, _, joined
from carbonmeet.units import KG_PER_T
from carbonmeet.view.figures import style
from carbonmeet.view.figures.anew import anew, said_anew
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Cell, Table
from carbonmeet.view.numerals import ends, likely, three

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.draws.ranges import Range
    from carbonmeet.questions.site.sites import Sites

__all__ = ["KIND"]

_TITLE = _("Emissions by number of hubs")


def collect(result: Sites) -> Table:
    """The best sets of hubs; t CO2e."""
    if not result.hubs:
        raise CarbonmeetError(_("the answer has no hubs: ask for some, such as --hubs 1..4"))
    rows: list[tuple[Cell, ...]] = [
        (
            one.k,
            one.kg / KG_PER_T,
            one.bound / KG_PER_T,
            int(one.proved),
            ", ".join(host.name.get("en") for host in one.hosts),
            "、".join(host.name.get("zh") for host in one.hosts),
            " ".join(str(round(people)) for people in one.people),
            *_ends(one.total),
            (one.kg - result.at_present.kg) / KG_PER_T,
            *_ends(one.difference),
            one.better,
        )
        for one in result.hubs
    ]
    names = (
        *("hubs", "total_t", "bound_t", "proved", "places_en", "places_zh", "people"),
        *("low_t", "high_t", "difference_t", "difference_low_t", "difference_high_t"),
        "probability_better",
    )
    facts: dict[str, Any] = anew(result)
    facts |= {"seed": result.seed, "draws": result.draws} if result.draws else {}
    return Table.of(names, rows, present=result.at_present.kg / KG_PER_T, **facts)


def _ends(drawn: Range | None) -> tuple[float | None, float | None]:
    return (None, None) if drawn is None else (drawn.low, drawn.high)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    text = _(
        "Least emissions with so many hubs, everyone at the hub where they "
        "cause least; dashed: the present host."
    ).get(lang)
    if not all(table.numbers("proved")):
        text += _(
            " Open circles are not proved to be the least: none can lie "
            "below the stroke under them."
        ).get(lang)
    if _ranged(table):
        text += _(
            " Whiskers: 95% range of the total. Much of it is common to all places: the range "
            "of the difference to the present host, from paired draws, is told in the data."
        ).get(lang)
    sets = zip(table.numbers("hubs"), table.names("places", lang), strict=True)
    listed = joined((_("{head}: {text}", head=str(round(k)), text=one) for k, one in sets), "; ")
    return text + _(" {listed}.", listed=listed).get(lang) + said_anew(table.facts, lang)


def _ranged(table: Table) -> list[tuple[float, float, float]]:
    """Hubs, and the ends of their ranges; t CO2e."""
    found = zip(*(table.numbers(name) for name in ("hubs", "low_t", "high_t")), strict=True)
    return [(k, low, high) for k, low, high in found if high > low]


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts

    wide = style.width_mm(width)
    beside = wide >= 120
    figure, top = canvas.sheet(width, 58.0, title, _TITLE.get(lang))
    totals, present = table.numbers("total_t"), table.facts["present"]
    most = max([*totals, present, *(high for *_, high in _ranged(table))])
    margin = 9.0 + fonts.text_width(style.number(most), style.BODY)
    room = 0.42 * wide if beside else 0.0
    axes = figure.panel(margin, 3.0 + room, 10.0, top + 1.0)
    _curve(axes, table, lang)
    axes.set_xlabel(_("Number of hubs").get(lang))
    axes.set_ylabel(style.word("emissions", lang))
    canvas.scale(axes.yaxis)
    if beside:
        _list(figure, table, lang, wide, room)
    return figure


def _curve(axes: Axes, table: Table, lang: Lang) -> None:
    from matplotlib import patheffects

    k, totals = table.numbers("hubs"), table.numbers("total_t")
    present = table.facts["present"]
    halo = [patheffects.withStroke(linewidth=2.0, foreground="white")]
    axes.axhline(present, color=style.OWED, lw=0.9, ls="--")
    axes.plot(k, totals, color=style.RESIDUAL, lw=1.2)
    ranged = _ranged(table)
    for x, low, high in ranged:
        axes.plot([x, x], [low, high], color=style.GREY, lw=0.8, zorder=2.5)
        for end in (low, high):
            axes.plot([x], [end], "_", color=style.GREY, ms=4, mew=0.8, zorder=2.5)
    for at, (x, y, bound, proved) in enumerate(
        zip(k, totals, table.numbers("bound_t"), table.numbers("proved"), strict=True)
    ):
        face = style.RESIDUAL if proved else "white"
        axes.plot([x], [y], "o", ms=4.5, mfc=face, mec=style.RESIDUAL, mew=0.9, zorder=3)
        if not proved:
            axes.plot([x, x], [bound, y], color=style.RESIDUAL, lw=0.7)
            axes.plot([x], [bound], "_", color=style.RESIDUAL, ms=5, mew=0.9)
        beside = bool(ranged) or (at + 1 < len(k) and totals[at + 1] < y)
        axes.annotate(
            three(y) if ranged else style.rounded(y), (x, y), xytext=(5 if beside else 0, 5),
            size=style.NOTE, textcoords="offset points", ha="left" if beside else "center",
            path_effects=halo,
        )  # fmt: skip
    far = [high for *_, high in ranged]
    axes.set_ylim(0, 1.14 * max([*totals, present, *far]))
    axes.set_xlim(min(k) - 0.4, max(k) + 0.7)
    axes.set_xticks(k, [str(round(x)) for x in k])
    word = _("present host").get(lang)
    axes.annotate(
        word, (max(k) + 0.7, present), xytext=(-2, -3), textcoords="offset points",
        size=style.NOTE, ha="right", va="top", color=style.OWED, path_effects=halo,
    )  # fmt: skip


def _list(figure: Figure, table: Table, lang: Lang, wide: float, room: float) -> None:
    """The hubs by name, beside the curve."""
    from carbonmeet.view.figures import fonts
    from carbonmeet.view.figures.canvas import Sheet

    assert isinstance(figure, Sheet)
    _, high = figure.size_mm
    y = high - 4.0
    for k, places, more in zip(
        table.numbers("hubs"), table.names("places", lang), _differences(table), strict=True
    ):
        lines = fonts.wrap(places, room - 8.0, style.NOTE, 3) + more
        figure.write(wide - room, y, str(round(k)), size=style.NOTE, va="top", color=style.GREY)
        figure.write(wide - room + 5.0, y, lines, size=style.NOTE, va="top", linespacing=1.1)
        y -= 3.4 * (lines.count("\n") + 1) + 1.4


def _differences(table: Table) -> list[str]:
    """How much less than at the present host, with its range and how likely; a line each."""
    names = ("difference_t", "difference_low_t", "difference_high_t", "probability_better")
    found = []
    for more, low, high, better in zip(*(table.numbers(name) for name in names), strict=True):
        sure = "" if better != better else ", " + likely(better, int(table.facts["draws"]))
        range_ = f" ({ends(low, high)})" if low == low else ""
        found.append(f"\n{three(more, signed=True)} t CO₂e{range_}{sure}" if more else "")
    return found


KIND = Kind(_TITLE, collect, draw, shows, "double", rank=16, of="sites")
