"""What is done to every figure once it is drawn: light fills get an outline, all gets its size."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from carbonmeet.view.figures.fonts import families
from carbonmeet.view.figures.style import GREY, INK, NOTE

__all__ = ["BARE", "contrast", "enlarge", "outline"]

#: Mark of an artist that needs no outline: ground, or a fill that others outline.
BARE = "bare"
#: Least contrast of what carries meaning, WCAG 1.4.11.
_LEAST = 3.0
_OUTLINE = 0.4  # pt


def contrast(colour: Any) -> float:
    """Contrast of a colour with white, 1 to 21, as the WCAG defines it; alpha lies on white.

    Examples
    --------
    >>> round(contrast("black")), contrast("white"), round(contrast("#767676"), 1)
    (21, 1.0, 4.5)
    """
    red, green, blue, alpha = to_rgba(colour)
    seen = np.array([red, green, blue]) * alpha + 1.0 - alpha
    linear = np.where(seen <= 0.04045, seen / 12.92, ((seen + 0.055) / 1.055) ** 2.4)
    return float(1.05 / (linear @ [0.2126, 0.7152, 0.0722] + 0.05))


def _tone(colour: Any) -> tuple[float, float, float]:
    """The same hue, dark enough to be seen on white."""
    tone = np.array(to_rgb(colour))
    while contrast(tone) < _LEAST + 0.2:
        tone = tone * 0.92
    red, green, blue = tone.tolist()
    return red, green, blue


def outline(root: Artist, *, hatched: bool = True) -> None:
    """Give every fill that is too light for white paper an outline, and take hatches if asked."""
    grounds = {id(axes.patch) for axes in root.findobj(Axes)}
    for patch in root.findobj(Patch):
        assert isinstance(patch, Patch)
        _bare_of_hatches(patch, hatched)
        if id(patch) in grounds or patch.get_gid() == BARE or patch is getattr(root, "patch", None):
            continue
        if _too_light(patch.get_facecolor(), patch.get_edgecolor(), patch.get_linewidth()):
            face = patch.get_facecolor()
            patch.set_alpha(None)  # it would hold for the edge as well
            patch.set_facecolor(face)
            patch.set_edgecolor(_tone(face))
            patch.set_linewidth(_OUTLINE)
    for many in root.findobj(Collection):
        assert isinstance(many, Collection)
        _bare_of_hatches(many, hatched)
        faces, edges = many.get_facecolor(), many.get_edgecolor()
        if many.get_gid() == BARE or not len(faces) or many.get_array() is not None:
            continue
        edge = edges[0] if len(edges) else (0, 0, 0, 0)
        if _too_light(faces[0], edge, float(np.max(many.get_linewidth()))):
            many.set_alpha(None)
            many.set_facecolor(faces)
            many.set_edgecolor(_tone(faces[0]))
            many.set_linewidth(_OUTLINE)


def _bare_of_hatches(fill: Patch | Collection, hatched: bool) -> None:
    if not hatched and fill.get_hatch():
        fill.set_hatch(None)  # type: ignore[arg-type]


def _too_light(face: Any, edge: Any, wide: float) -> bool:
    """Whether a fill is there, too light, and without an edge that can be seen."""
    plain = to_rgba(face)
    if plain[3] == 0 or contrast(face) >= _LEAST or min(plain[:3]) > 0.995:
        return False
    return wide <= 0 or contrast(edge) < _LEAST


def enlarge(root: Artist, scale: float) -> None:
    """Type, lines and marks of a figure that many times as large; its places stay."""
    for artist in root.findobj():
        if isinstance(artist, Text):
            artist.set_fontsize(float(artist.get_fontsize()) * scale)
        elif isinstance(artist, Line2D):
            artist.set_linewidth(float(artist.get_linewidth()) * scale)
            artist.set_markersize(artist.get_markersize() * scale)
            artist.set_markeredgewidth(artist.get_markeredgewidth() * scale)
        elif isinstance(artist, Patch):
            artist.set_linewidth(float(artist.get_linewidth()) * scale)
        elif isinstance(artist, Collection):
            artist.set_linewidth((np.asarray(artist.get_linewidth()) * scale).tolist())
    for axes in root.findobj(Axes):
        assert isinstance(axes, Axes)
        for name, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
            _settle(axes, name, axis, scale)
        for spine in axes.spines.values():  # patches, enlarged above
            spine.set_edgecolor(GREY)


def _settle(axes: Axes, name: Any, axis: Any, scale: float) -> None:
    """Ticks are made late, in whatever style holds then: tell the axis what they are like."""
    told = axis.get_tick_params()
    length = told.get("length", 2.0)
    axes.tick_params(
        axis=name,
        labelsize=told.get("labelsize", NOTE) * scale,
        length=length * scale,
        width=0.5 * scale,
        pad=3.5 * scale,
        color=GREY,
        labelcolor=INK,
        labelfontfamily=families(),
    )
    axis.labelpad *= scale
