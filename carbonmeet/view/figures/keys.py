"""A key in a row, for the few things that cannot be labelled where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from carbonmeet.view.figures import fonts, style
from carbonmeet.view.figures.entry import Entry

if TYPE_CHECKING:
    from carbonmeet.view.figures.canvas import Sheet

__all__ = ["draw_key", "key_height", "keyed_sheet"]

_LINE, _SWATCH, _GAP, _EDGE = 4.0, 4.0, 3.5, 2.0  # mm
#: What a further line of a label adds to its row, mm.
_MORE = 2.9


def _rows(entries: Sequence[Entry], mm: float) -> list[list[tuple[float, Entry]]]:
    rows: list[list[tuple[float, Entry]]] = [[]]
    at = 0.0
    for entry in entries:
        long = _SWATCH + 1.2 + fonts.widest([_label(entry)], style.NOTE)
        if rows[-1] and at + long > mm:
            rows.append([])
            at = 0.0
        rows[-1].append((at, entry))
        at += long + _GAP
    return rows


def _label(entry: Entry) -> str:
    """What an entry says, line by line."""
    return "\n".join(map(fonts.clean, entry.label.split("\n")))


def _height(row: Sequence[tuple[float, Entry]]) -> float:
    return _LINE + _MORE * max((entry.label.count("\n") for _, entry in row), default=0)


def key_height(entries: Sequence[Entry], mm: float) -> float:
    """Height of the key in mm, with the space below it."""
    return sum(map(_height, _rows(entries, mm))) + 1.0 if entries else 0.0


def keyed_sheet(
    width: style.Width, height: float, entries: Sequence[Entry], title: str | None, heading: str
) -> tuple[Sheet, float]:
    """A sheet with a key at its head.

    Parameters
    ----------
    width : str
    height : float
        Without the key, mm.
    entries : sequence of Entry
    title, heading : str
        See `canvas.sheet`.

    Returns
    -------
    Sheet
    float
        Where the panels begin, mm from the top edge.
    """
    from carbonmeet.view.figures import canvas

    room = style.width_mm(width) - 2 * _EDGE
    above = key_height(entries, room)
    figure, top = canvas.sheet(width, height + above, title, heading)
    draw_key(figure, entries, _EDGE, top, room)
    return figure, top + above


def draw_key(figure: Sheet, entries: Sequence[Entry], x: float, top: float, mm: float) -> None:
    """Draw the key from `x` mm on, its top at `top` mm from the top edge."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    wide, high = figure.size_mm
    for row in _rows(entries, mm):
        y = high - top - _height(row) / 2
        top += _height(row)
        for at, entry in row:
            if entry.line is not None:
                ends = [(x + at) / wide, (x + at + _SWATCH + 0.6) / wide]
                figure.add_artist(
                    Line2D(ends, [y / high] * 2, color=entry.edge, ls=entry.line, lw=entry.thick)
                )
            elif entry.marker:
                figure.add_artist(
                    Line2D(
                        [(x + at + _SWATCH / 2) / wide],
                        [y / high],
                        marker=entry.marker,
                        color=entry.edge,
                        mfc=entry.colour,
                        ms=7.0 if entry.marker == "|" else 3.4,
                        mew=1.2 if entry.marker == "|" else 0.7,
                        ls="",
                    )
                )
            else:
                figure.add_artist(
                    Rectangle(
                        ((x + at) / wide, (y - 1.1) / high),
                        _SWATCH / wide,
                        2.2 / high,
                        facecolor=entry.colour,
                        hatch=entry.hatch,
                        edgecolor=entry.edge if entry.hatch else "none",
                        linewidth=0,
                        transform=figure.transFigure,
                    )
                )
            figure.write(
                x + at + _SWATCH + 1.2,
                y,
                _label(entry),
                size=style.NOTE,
                linespacing=1.02,
                va="center_baseline",
            )
