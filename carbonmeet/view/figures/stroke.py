"""An upright stroke across a bar: what is left, or what would be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.view.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["stroke"]

_INK_PT, _RIM_PT = 1.2, 2.6
#: Half of its length, in rows: it rises above the bar.
_HALF = 0.42
#: A bar is seen to go on behind the rim if that much of it is left, mm.
_LEFT = 0.4


def stroke(axes: Axes, value: float, at: float, bar: float) -> None:
    """Draw a stroke across a bar from zero to `bar`; the limits of the x axis are set before.

    On a bar it has a white rim. Where that would hide the end of the bar there is none: the bar
    would seem to end before the stroke.

    Parameters
    ----------
    axes : Axes
    value : float
        Where the stroke stands.
    at : float
        Middle of the row.
    bar : float
        Where the bar ends.
    """
    from carbonmeet.view.figures.canvas import per_mm

    near = (_RIM_PT / 2 * 25.4 / 72 + _LEFT) * per_mm(axes)[0]
    low, high = sorted((0.0, bar))
    lines = [("white", _RIM_PT)] if low + near < value < high - near else []
    for colour, wide in (*lines, (style.INK, _INK_PT)):
        axes.plot([value, value], [at - _HALF, at + _HALF], color=colour, lw=wide, zorder=3)
