"""How sure the totals are, and what the doubt comes from: distributions and a tornado.

Parameters
----------
result : Answer
    From `carbonmeet.simulate`; one without draws is drawn with the standard seed.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.uncertainty(cm.estimate("forum-1500", draws=100))
>>> len(figure.axes)  # distributions, the saving, and what drives them
3
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.text import Lang, _
from carbonmeet.view.figures import style
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Cell, Table

if TYPE_CHECKING:
    from typing import TypeAlias

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from carbonmeet.answer import Answer
    from carbonmeet.draws import Range, Uncertainty
    from carbonmeet.draws.sensitivity import Driver

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["KIND"]

_TITLE = _("Uncertainty of the totals and its drivers")
_BINS = 32
_BOTH: tuple[Lang, Lang] = ("en", "zh")
_MOST = 10
#: Between what a number belongs to and what varies, in any language.
_PARTS = pattern_of("(.+)([:：])(.+)")
_ROW = 4.8  # mm
#: So much higher may a row be where the distributions beside leave room.
_STRETCH = 1.6
#: What has a range, as the figures call it.
_WORDS = {"baseline": "baseline", "residual": "residual", "saving": "saving-alone"}
#: Height of the panel of the saving, mm.
_SAVING = 40.0
#: A bar below this share of the longest cannot be seen.
_VISIBLE = 0.01


def collect(result: Answer) -> Table:
    """Ranges, histograms of the residual and of the saving, and the strongest inputs; t CO2e.

    The saving is baseline less residual draw by draw: what both share does not blur it. Where no
    measure acts there is the baseline alone.
    """
    from carbonmeet.draws import draw, draws_of
    from carbonmeet.draws.sensitivity import drivers, labels

    drawn = draw(result.workings) if result.draws is None else draws_of(result)
    rows: list[tuple[Cell, ...]] = []
    before, after = drawn.totals
    if not np.ptp(before) and not np.ptp(after):
        raise CarbonmeetError(_("no number of the scenario has a range: there is none to draw"))
    idle = np.array_equal(before, after)  # no measure acts
    shapes = {"baseline": before} if idle else {"residual": after, "saving": before - after}
    for name, spread in _spreads(drawn, idle).items():
        rows.append(("range", name, "", "", spread.value, spread.low, spread.high, None))
    for name, values in shapes.items():
        rows += [("bin", name, "", "", None, *one) for one in _bins(values)]
    every = drivers(drawn, "residual")
    shown = _strongest(every)
    names = labels(drawn)
    for one in shown:
        told = (names[one.input.id].get(lang) for lang in _BOTH)
        ends = (one.low, one.high, one.share)
        rows.append(("driver", one.input.id, *told, drawn.residual.value, *ends))
    columns = ("kind", "name", "label_en", "label_zh", "value_t", "low_t", "high_t", "share")
    facts = {"seed": drawn.plan.seed, "draws": drawn.count}
    return Table.of(columns, rows, inputs=len(every), **facts)


def _spreads(drawn: Uncertainty, idle: bool) -> dict[str, Range]:
    """What has a range of its own, in the order in which it is shown."""
    first = {"baseline": drawn.baseline}
    return first if idle else first | {"residual": drawn.residual, "saving": drawn.saving}


def _bins(values: Floats) -> list[tuple[float, float, float]]:
    """Start, end and share of the draws of every bin; the outermost draws are left out."""
    low, high = (float(x) for x in np.quantile(values, [0.001, 0.999]))
    edges = np.linspace(low, high if high > low else low + 1.0, _BINS + 1)
    shares = np.histogram(values, edges)[0] / len(values)
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), shares.tolist(), strict=True))


def _strongest(listed: list[Driver]) -> list[Driver]:
    """The inputs whose bars can be seen: by share, as tables have them, and then by swing."""
    longest = max((one.swing for one in listed), default=0.0)
    seen = [one for one in listed if longest and one.swing >= _VISIBLE * longest]
    return sorted(seen, key=lambda one: (-one.share, -one.swing, one.input.id))[:_MOST]


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    draws, every = table.facts["draws"], table.facts["inputs"]
    shown = table.texts("kind").count("driver")
    text = _(
        "Distribution of the total over {draws:,} draws of all uncertain "
        "inputs, with the 95% range and the value at the central inputs "
        "(stroke)",
        draws=draws,
    ).get(lang)
    if "saving" in table.texts("name"):
        text += _(
            ", after the measures (above, with the range before them) and of the saving, "
            "which is taken draw by draw (below): what both totals share does not blur it"
        ).get(lang)
    if not shown:
        return text + _(".").get(lang)
    text += _(
        "; and the {shown} of {every} inputs that move the residual most, "
        "each between its 2.5% and 97.5% points with all others at their "
        "central values (dark: at the upper one), with its share of the "
        "variance.",
        shown=shown,
        every=every,
    ).get(lang)
    if any(row[0] == "driver" and not row[7] for row in table.rows):
        text += _(" A dash: nothing tells its share from chance.").get(lang)
    return text


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.keys import draw_key, key_height
    from carbonmeet.view.figures.rows import stacked

    wide = style.width_mm(width)
    beside = wide >= 150
    drivers = [row for row in table.rows if row[0] == "driver"]
    start = wide * 0.4 + 3.0 if beside else 2.0
    room = (wide - start) * 0.45
    named = (
        name or str(row[1])
        for row, name in zip(table.rows, table.names("label", lang), strict=True)
        if row[0] == "driver"
    )
    labels = [fit_name(one, room, style.NOTE) for one in named]
    middles, rows = stacked(labels)
    entries = [
        Entry(_("input at its low end").get(lang), style.STEPS[1][0]),
        Entry(_("input at its high end").get(lang), style.RESIDUAL),
    ]
    head = key_height(entries, wide - start - 2.0) + 4.0 if drivers else 0.0
    below = 12.0 + head + _ROW * max(rows, 1.0)
    saving = "saving" in table.texts("name")
    more = _SAVING if saving else 0.0
    height = max(56.0 + more, below) if beside else 48.0 + more + below
    figure, top = canvas.sheet(width, height, title, _TITLE.get(lang))
    high = figure.size_mm[1]
    half = wide * 0.4 if beside else wide
    foot = 10.0 if beside else below + 11.0
    shapes = [("residual" if saving else "baseline", "emissions", foot + more, top + 1.0)]
    if saving:
        shapes.append(("saving", "saving", foot, high - foot - more + 12.0))
    tonnes = style.Tonnes.of(float(row[4] or 0.0) for row in table.rows if row[0] == "range")
    edge = max(3.0, *(_overhang(table, name, tonnes) for name, *__ in shapes))
    for name, label, bottom, above in shapes:
        panel = figure.panel(edge, wide - half + edge, bottom, above)
        _distribution(panel, table, name, tonnes, lang)
        panel.set_xlabel(tonnes.axis(label, lang))
        canvas.scale(panel.xaxis)
    if drivers:
        margin = start + fonts.widest(labels, style.NOTE) + 2.5
        above = top + 1.0 if beside else high - below + 2.0
        draw_key(figure, entries, start, above, wide - start - 2.0)
        share = _("share of variance").get(lang)
        beneath = high - above - head + 2.0
        look: dict[str, Any] = {"size": style.NOTE, "ha": "right", "va": "center_baseline"}
        figure.write(wide - 2.0, beneath, share, color=style.GREY, **look)
        # a few bars beside the distributions are no slabs
        tall = min(high - above - head - 10.0, _ROW * rows * _STRETCH)
        right = figure.panel(margin, 12.0, high - above - head - tall, above + head)
        _tornado(right, drivers, middles, tonnes)
        canvas.name_rows(right, middles, labels, style.NOTE)
        right.set_ylim(-0.1, rows + 0.1)
        # where no measure acts nothing is left over of anything
        right.set_xlabel(tonnes.axis("residual-axis" if saving else "emissions", lang))
        canvas.scale(right.xaxis, most=3)
    return figure


def _overhang(table: Table, shape: str, tonnes: style.Tonnes) -> float:
    """How far the number of a tick at the very end of the axis may reach beyond it, mm."""
    from carbonmeet.view.figures import fonts

    ends = [float(row[6] or 0.0) for row in table.rows if row[0] == "bin" and row[1] == shape]
    last = max(ends) / tonnes.size
    text = style.number(last, max(1, style.decimals_for([last]) - 1))
    return fonts.text_width(text, style.NOTE) / 2 + 0.5


def _distribution(axes: Axes, table: Table, shape: str, tonnes: style.Tonnes, lang: Lang) -> None:
    """An outline, and below the axis the ranges that belong to it; each is named in its colour."""
    look = {
        "baseline": (style.GREY, "#bdbdbd"),
        "residual": (style.RESIDUAL, style.STEPS[1][0]),
        "saving": ("#3d7a4b", style.SAVED),
    }
    spreads = {str(row[1]): row for row in table.rows if row[0] == "range"}
    listed = [one for one in spreads if (one == "saving") == (shape == "saving")]
    bins = [row for row in table.rows if row[0] == "bin" and row[1] == shape]
    shares = [float(row[7] or 0.0) for row in bins]
    ends = [float(row[5] or 0.0) for row in bins] + [float(bins[-1][6] or 0.0)]
    edges = [one / tonnes.size for one in ends]
    peak = max(shares) or 1.0
    dark, light = look[shape]
    axes.stairs(shares, edges, fill=True, color=light, alpha=0.55)
    axes.stairs(shares, edges, color=dark, lw=0.9)
    axes.set_ylim(-(0.1 * len(listed) + 0.12) * peak, (1.1 + 0.2 * len(listed)) * peak)
    for line, name in enumerate(listed):
        told = [float(cell or 0.0) for cell in spreads[name][4:7]]
        value, low, high = (one / tonnes.size for one in told)
        y, colour = -0.1 * peak * (line + 1), look[name][0]
        axes.plot([low, high], [y, y], color=colour, lw=1.4, solid_capstyle="butt")
        axes.plot([value, value], [y - 0.04 * peak, y + 0.04 * peak], color=colour, lw=1.4)
        axes.annotate(
            f"{style.word(_WORDS[name], lang)} {tonnes.ranged(*told)}",
            (0.0, 1.0),
            xycoords="axes fraction",
            xytext=(0, -10.0 * line),
            textcoords="offset points",
            size=style.NOTE,
            va="top",
            color=colour,
        )
    axes.axhline(0, color=style.GREY, lw=0.5)
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])


def _tornado(
    axes: Axes, drivers: list[tuple[Cell, ...]], middles: list[float], tonnes: style.Tonnes
) -> None:
    """Bars from the low to the high end of each input, the strongest on top."""
    middle = float(drivers[0][4] or 0.0) / tonnes.size
    for row, y in zip(drivers, middles, strict=True):
        low, high = (float(cell or 0.0) / tonnes.size for cell in row[5:7])
        axes.barh(y, low - middle, 0.6, middle, color=style.STEPS[1][0])
        axes.barh(y, high - middle, 0.6, middle, color=style.RESIDUAL)
        share = float(row[7] or 0.0)
        axes.annotate(
            style.percent(share) if share else "–",
            (1.0, y),
            xycoords=("axes fraction", "data"),
            xytext=(3, 0),
            textcoords="offset points",
            size=style.NOTE,
            va="center_baseline",
            annotation_clip=False,
        )
    axes.axvline(middle, color=style.INK, lw=0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _applies(answer: Answer) -> bool:
    """Whether anything was drawn."""
    return answer.uncertainty is not None


KIND = Kind(
    _TITLE, collect, draw, shows, "double", rank=9, applies=_applies, in_report=True, ranges=True
)


def fit_name(name: str, room: float, size: float) -> str:
    """A name in at most two lines of `room` mm.

    Where that is too short, what the number belongs to is cut, and never the word that says what
    varies.
    """
    from carbonmeet.view.figures import fonts

    whole = fonts.clean(name)
    lines = fonts.wrap(whole, room, size)
    if "".join(lines.split()) == "".join(whole.split()):
        return lines
    parts = _PARTS.fullmatch(whole)
    if parts is None:
        return lines
    owner, colon, field = parts.groups()
    head = fonts.fit(owner, room - fonts.text_width(colon, size), size)
    return head + colon + "\n" + fonts.fit(field.strip(), room, size)
