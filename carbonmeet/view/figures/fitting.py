"""A figure brought to the sheet that it is for: as large as its type allows, its fills outlined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _
from carbonmeet.base.told import tell
from carbonmeet.view.figures.canvas import Sheet, print_style, size_of
from carbonmeet.view.figures.dress import Dress, wearing
from carbonmeet.view.figures.enlarging import enlarge, outline
from carbonmeet.view.figures.fonts import advice, looked_for
from carbonmeet.view.figures.style import BODY, NOTE, Width
from carbonmeet.view.numerals import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["fitted"]

#: Type is made smaller by steps of that much, and not below that size in a figure of the user's.
_STEP, _LEAST = 0.94, 4.0
#: The narrowest sheet on which every kind can be laid out, in mm.
_NARROW = 76.0


def fitted(draw: Callable[[Width], Figure], width: Width, dress: Dress) -> Figure:
    """Draw at the scale at which the figure fits the journal's page or the user's axes.

    Parameters
    ----------
    draw : callable
        Width → figure; inside the style.
    width : str or float
        As it is to be printed.
    dress : Dress

    Raises
    ------
    CarbonmeetError
        If the axes are too small for type that can be read.
    """
    if dress.ax is not None:
        return _in_axes(draw, dress)
    with looked_for() as missing:
        for scale in _scales(dress):
            figure = _drawn(draw, width, replace(dress, scale=scale))
            high = cast("Sheet", figure).size_mm[1] * scale
            if not dress.journal or not dress.journal.high_mm or high <= dress.journal.high_mm:
                break
        else:
            assert dress.journal is not None
            tell(
                _(
                    "the figure is {high} mm high, {journal} allows {most}: "
                    "draw it wider with --width",
                    high=round(high),
                    journal=dress.journal.name,
                    most=number(dress.journal.high_mm),
                )
            )
    if missing:
        tell(advice(missing))
    _finish(figure, scale, dress)
    wide, tall = figure.get_size_inches()
    figure.set_size_inches(wide * scale, tall * scale)
    return figure


def _scales(dress: Dress) -> Iterator[float]:
    """Scales at which the type is of the sizes allowed, the most legible first."""
    if dress.journal is None:
        yield 1.0
        return
    least, most = dress.journal.least_pt / NOTE, dress.journal.most_pt / BODY
    scale = max(least, min(1.0, most))
    yield scale
    while scale > least * 1.001:
        scale = max(least, scale * _STEP)
        yield scale


def _drawn(draw: Callable[[Width], Figure], width: Width, dress: Dress) -> Figure:
    with wearing(dress), print_style():
        return draw(width)


def _in_axes(draw: Callable[[Width], Figure], dress: Dress) -> Figure:
    """Draw in axes of the user's: a trial on a sheet tells how high the figure is."""
    assert dress.ax is not None
    wide, high = size_of(dress.ax)
    scale = min(1.0, wide / _NARROW)
    while scale * NOTE >= _LEAST:
        trial = cast("Sheet", _drawn(draw, wide / scale, replace(dress, ax=None)))
        if trial.size_mm[1] * scale <= high:
            break
        scale *= _STEP
    else:
        raise CarbonmeetError(
            _(
                "axes of {wide} by {high} mm are too small for this figure: give it a larger place",
                wide=round(wide),
                high=round(high),
            )
        )
    with looked_for() as missing:
        root = cast("Figure", dress.ax.get_figure(root=True))
        _drawn(draw, wide, replace(dress, scale=scale))
    if missing:
        tell(advice(missing))
    _finish(dress.ax, scale, dress)
    return root


def _finish(artist: Any, scale: float, dress: Dress) -> None:
    with wearing(dress), print_style():
        outline(artist, hatched=dress.journal is None or dress.journal.hatch == "yes")
        if scale != 1.0 or dress.ax is not None:
            enlarge(artist, scale)
