"""Rows of bars with a name at the left and numbers in a column at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Lang
from carbonmeet.view.figures import style
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.stroke import stroke

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Block", "Row", "draw_rows", "stacked"]

_LINE = 4.8  # mm
#: What a further line of a label adds to its row, in rows.
_MORE = 0.6


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: its name, t CO2e, and what stands beside it.

    Attributes
    ----------
    low, high : float or None
        A whisker.
    mark : float or None
        Where an upright stroke stands.
    text : str
        In the column at the right; the tonnes if empty.
    """

    name: str
    value: float
    colour: str = style.RESIDUAL
    hatch: str = ""
    low: float | None = None
    high: float | None = None
    mark: float | None = None
    text: str = ""

    def ends(self) -> list[float]:
        """Every place that the row reaches."""
        return [one for one in (0.0, self.value, self.low, self.high, self.mark) if one is not None]


class Block(NamedTuple):
    """Rows on one axis.

    Attributes
    ----------
    axis : str
        Key of the word under the axis.
    signed : bool
        Whether what is above zero has a plus sign.
    """

    rows: Sequence[Row]
    axis: str
    signed: bool = False


def draw_rows(
    blocks: Sequence[Block],
    lang: Lang,
    width: style.Width,
    title: str | None,
    named: str,
    entries: Sequence[Entry] = (),
) -> Figure:
    """A figure of rows, the first on top, one block below the other; inside `print_style`.

    Parameters
    ----------
    blocks : sequence of Block
    named : str
        Title for the metadata of the file.
    entries : sequence of Entry
        The key above.
    """
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.keys import keyed_sheet

    wide = style.width_mm(width)
    labels = [
        [fonts.wrap(row.name, wide * 0.42, style.BODY, 3) for row in one.rows] for one in blocks
    ]
    places = [stacked(names) for names in labels]
    heights = [_LINE * tall + 13.0 for __, tall in places]
    figure, at = keyed_sheet(width, sum(heights), entries, title, named)
    left = fonts.widest((one for some in labels for one in some), style.BODY) + 4.0
    room, high = wide - left - 4.0, figure.size_mm[1]
    for block, names, (middles, rows), tall in zip(blocks, labels, places, heights, strict=True):
        axes = figure.panel(left, 4.0, high - at - tall + 12.0, at)
        tonnes = style.Tonnes.of([end for row in block.rows for end in row.ends()])
        _bars(axes, block.rows, middles, tonnes, room, signed=block.signed)
        canvas.name_rows(axes, middles, names)
        axes.set_ylim(-0.1, rows + 0.1)
        axes.set_xlabel(tonnes.axis(block.axis, lang))
        canvas.scale(axes.xaxis, most=5 if room > 60 else 3)
        canvas.room_behind(axes, room, 4.0)
        at += tall
    return figure


def stacked(labels: Sequence[str]) -> tuple[list[float], float]:
    """Middles of rows from the top down, as high as their labels need, and the height of all.

    The unit is a row with a label of one line, which is where a bar and a stroke are measured in.

    Examples
    --------
    >>> stacked(["one", "two\\nlines", "one"])
    ([3.1, 1.8, 0.5], 3.6)
    """
    tall = [1.0 + _MORE * one.count("\n") for one in labels]
    whole = sum(tall)
    ends = accumulate(tall)
    return [round(whole - end + own / 2, 6) for end, own in zip(ends, tall, strict=True)], whole


def _bars(
    axes: Axes,
    rows: Sequence[Row],
    middles: Sequence[float],
    tonnes: style.Tonnes,
    room: float,
    *,
    signed: bool,
) -> None:
    from carbonmeet.view.figures import fonts

    texts = [row.text or tonnes.text(row.value, signed=signed) for row in rows]
    space = fonts.widest(texts, style.NOTE) + 3.0
    ends = [end / tonnes.size for row in rows for end in row.ends()]
    low, high = min(ends), max([*ends, 1e-9])
    reach = low + (high - low) * room / max(room - space, room * 0.3)
    axes.set_xlim(low * 1.02, reach)
    beside: dict[str, Any] = {"size": style.NOTE, "ha": "right", "va": "center_baseline"}
    for at, row, text in zip(middles, rows, texts, strict=True):
        edge = style.INK if row.hatch else row.colour
        axes.barh(
            at, row.value / tonnes.size, 0.62, color=row.colour, hatch=row.hatch, ec=edge, lw=0.3
        )
        if row.low is not None and row.high is not None:
            span = [row.low / tonnes.size, row.high / tonnes.size]
            for colour, thick in (("white", 2.0), (style.INK, 0.8)):
                axes.plot(span, [at, at], color=colour, lw=thick, zorder=2.5)
        if row.mark is not None:
            stroke(axes, row.mark / tonnes.size, at, row.value / tonnes.size)
        axes.text(reach, at, text, **beside)
    if low < 0:
        axes.axvline(0, color=style.GREY, lw=0.5)
