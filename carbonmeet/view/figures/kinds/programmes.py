"""The cloud of all programmes, and its lower edge: nothing beats what lies on it.

Parameters
----------
result : Answer
    Of a scenario with at most 30 measures.

Raises
------
ModelError
    If there are more.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.programmes(cm.estimate("cop15-as-held-measures"))
>>> figure.axes[0].get_xlabel()
'Number of measures'
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Label, Lang, _
from carbonmeet.units import KG_PER_T
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
    from carbonmeet.pricing.workings import Workings

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["KIND"]

_TITLE = _("All programmes of measures")
_BINS = 72
_KEY: tuple[tuple[Label, dict[str, Any]], ...] = (
    (_("all combinations"), {"colour": "#9a9a9a"}),
    (
        _("lowest with that many measures"),
        {"marker": "o", "colour": style.RESIDUAL, "edge": style.RESIDUAL},
    ),
    (_("this programme"), {"marker": "o"}),
)


def collect(result: Answer) -> Table:
    """Best programme of each size, frontier of cost, and the cloud counted in bins.

    Rows: ``kind`` is ``best`` (lowest residual with that many measures), ``frontier`` (nothing is
    cheaper and lower) or ``cloud`` (`count` programmes of `size` measures whose residual lies
    between `residual_t` and `residual_t` plus the width of a bin).
    """
    from carbonmeet.kernel.programmes import all_programmes
    from carbonmeet.pricing.purse import purse_of
    from carbonmeet.questions.optimise import costs

    workings = result.workings
    if not workings.model.measures:
        raise CarbonmeetError(
            _("the scenario carries out no measures: there is nothing to combine")
        )
    if not result.baseline.total.value:
        raise CarbonmeetError(_("every emission is zero: there is nothing to draw"))
    price, unpriced = costs(workings)
    found = all_programmes(workings.model, workings.uptake, price)
    low, high = found.lowest, found.highest
    step = (high - low) / _BINS or 1.0
    counts = _counts(workings, low * KG_PER_T, step * KG_PER_T)
    rows: list[tuple[Cell, ...]] = []
    for kind, listed in (("best", found.best), ("frontier", found.frontier)):
        for one in listed:
            size, names = len(one.measures), " ".join(one.measures)
            rows.append((kind, size, one.residual, one.cost, None, names))
    for size, line in enumerate(counts):
        for at in np.flatnonzero(line).tolist():
            edge = low + at * step
            rows.append(("cloud", size, edge, None, int(line[at]), ""))
    money = f"cost_{purse_of(workings.scenario).currency.lower()}"
    columns = ("kind", "size", "residual_t", money, "count", "measures")
    return Table.of(
        columns,
        rows,
        count=found.count,
        counts=counts,
        range=(low, high),
        unpriced=unpriced,
        planned=(int(np.count_nonzero(workings.uptake)), result.residual.total.value),
    )


def _counts(found: Workings, low: float, step: float) -> Floats:
    """How many programmes of each size lie in each bin of the residual."""
    from carbonmeet.kernel.programmes import block_totals

    count = len(found.model.measures)
    inside = min(16, count)
    members = np.arange(2**inside)
    size = sum(((members >> bit) & 1 for bit in range(inside)), start=np.zeros_like(members))
    table = np.zeros((count + 1) * _BINS)
    for block, total in block_totals(found.model, found.uptake):
        at = ((total - low) / step).astype(np.int64)
        np.clip(at, 0, _BINS - 1, out=at)
        at += (size + block.bit_count()) * _BINS
        table += np.bincount(at, minlength=len(table))
    return table.reshape(count + 1, _BINS)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    count = style.number(table.facts["count"])
    return _(
        "Residual emissions of all {count} combinations of the measures by "
        "the number of measures carried out: the darker, the more "
        "combinations. Line: the lowest residual with that many measures, "
        "with the measures that enter first. Circle: the programme of the "
        "scenario.",
        count=count,
    ).get(lang)


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.keys import keyed_sheet

    entries = [Entry(label.get(lang), **look) for label, look in _KEY]
    figure, top = keyed_sheet(width, 64.0, entries, title, _TITLE.get(lang))
    counts = table.facts["counts"]
    tonnes = style.Tonnes.of(table.facts["range"])
    low, high = (one / tonnes.size for one in table.facts["range"])
    margin = max(15.0, 8.0 + fonts.text_width(style.number(high), style.BODY))
    axes = figure.panel(margin, 4.0, 10.0, top)
    pad = (high - low) * 0.06 or 1.0
    # a single programme must still be seen, so the shades follow the logarithm of the count
    shade = np.where(counts > 0, 1.0 + np.log10(np.maximum(counts, 1.0)), np.nan).T
    axes.imshow(
        shade,
        origin="lower",
        aspect="auto",
        interpolation="nearest",
        extent=(-0.5, len(counts) - 0.5, low, max(high, low + 1e-9)),
        cmap="Greys",
        vmin=-1.0,
        vmax=float(np.nanmax(shade)) * 1.35,
    )
    best = [row for row in table.rows if row[0] == "best"]
    residual = [float(row[2] or 0.0) / tonnes.size for row in best]
    axes.plot(range(len(best)), residual, color=style.RESIDUAL, lw=1.4, marker="o", ms=2.2)
    planned, remains = table.facts["planned"]
    axes.plot(
        [planned], [remains / tonnes.size], "o", ms=5, mfc="none", mec=style.INK, mew=1.0, zorder=5
    )
    # room on the left for the names of the first measures
    axes.set_xlim(-0.7 - 0.1 * max(0, len(counts) - 8), len(counts) - 0.3)
    axes.set_ylim(low - pad, high + pad)
    _name(axes, best, residual)
    axes.set_xlabel(style.word("number-of-measures", lang))
    axes.set_ylabel(tonnes.axis("residual-axis", lang))
    canvas.scale(axes.xaxis, years=True)
    canvas.scale(axes.yaxis)
    return figure


def _name(axes: Axes, best: list[tuple[Cell, ...]], residual: list[float]) -> None:
    """Name the first measures to enter, while each step still shows.

    Below the line nothing can lie; where there is no room to its left, the name stands to its
    right.
    """
    from carbonmeet.view.figures import canvas, fonts

    (low, high), (across, up) = axes.get_ylim(), canvas.per_mm(axes)
    steps = zip(pairwise(best[:4]), pairwise(residual[:4]), strict=True)
    for (before, after), (start, end) in steps:
        new = set(str(after[5]).split()) - set(str(before[5]).split())
        if start - end < 0.05 * (high - low):
            break
        text, x, y = "+" + " ".join(sorted(new)), float(after[1] or 0), (start + end) / 2
        edge = x - 0.5 - 0.8 * across
        if edge - fonts.text_width(text, style.NOTE) * across > axes.get_xlim()[0]:
            axes.text(edge, y - 0.5 * up, text, size=style.NOTE, ha="right", va="top")
        else:
            axes.text(x, y, text, size=style.NOTE, va="center_baseline")


KIND = Kind(_TITLE, collect, draw, shows, rank=6)
