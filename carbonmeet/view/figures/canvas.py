"""The sheet that a figure is drawn on: a matplotlib Figure whose style travels with it."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Any, cast

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from carbonmeet.view.figures.dress import DRESS, wearing
from carbonmeet.view.figures.fonts import clean, families, text_width, wrap
from carbonmeet.view.figures.style import BODY, GREY, INK, NOTE, Width, number, width_mm

if TYPE_CHECKING:
    import os

    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase

__all__ = ["MM", "Corner", "Sheet", "log_scale", "name_rows", "per_mm", "print_style"]
__all__ += ["room_behind", "scale", "sheet", "size_of"]

#: Inches in a mm.
MM = 1 / 25.4
_LOCK = threading.RLock()
#: Shortest decade of a logarithmic axis, mm, in which 1, 2 and 5 stand apart.
_DECADE = 18.0
#: Settings that belong to the user's session and not to a figure.
_SESSION = ("backend", "interactive", "toolbar", "webagg", "macosx", "tk", "figure.hooks", "keymap")
_RC: Mapping[str, Any] = {
    "font.size": BODY,
    "axes.labelsize": BODY,
    "xtick.labelsize": NOTE,
    "ytick.labelsize": NOTE,
    "text.hinting": "none",  # letters are as wide at every number of dots: labels never run over
    "text.parse_math": False,  # a $ in a title is a dollar
    "axes.unicode_minus": True,
    "axes.linewidth": 0.5,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.width": 0.5,
    "ytick.major.width": 0.5,
    "xtick.major.size": 2.0,
    "ytick.major.size": 2.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.labelpad": 2.0,
    "hatch.linewidth": 0.5,
    "lines.linewidth": 1.0,
    "patch.linewidth": 0.5,
    "figure.dpi": 150,
    "savefig.dpi": 300,
    "pdf.fonttype": 42,
    "ps.fonttype": 42,
    "svg.fonttype": "path",  # an SVG cannot carry a font into every reader
    "svg.hashsalt": "carbonmeet",
    "path.simplify": False,
}


@cache
def _settings() -> Any:  # a mapping; the stubs of matplotlib ask for literal keys
    """Matplotlib's own defaults under ours: a user's matplotlibrc changes no figure."""
    plain = {
        name: value
        for name, value in mpl.rcParamsDefault.items()
        if not name.startswith(_SESSION) and name not in ("timezone", "animation.ffmpeg_path")
    }
    return plain | dict(_RC)


@contextmanager
def print_style(**more: Any) -> Iterator[None]:
    """The style, for as long as the block lasts; matplotlib's settings are put back after it."""
    with _LOCK, mpl.rc_context(_settings() | {"font.family": families()} | more):
        yield


class Sheet(Figure):
    """A figure that looks the same wherever and whenever it is saved.

    Attributes
    ----------
    named : str
        Title for the metadata of the file.
    """

    named = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress = DRESS.get()
        self._outlines = "path"  # of the text in an SVG

    def draw(self, renderer: RendererBase) -> None:
        """Draw in the style: ticks are made late, and take the settings of that moment."""
        with wearing(self.dress), print_style(**{"svg.fonttype": self._outlines}):
            super().draw(renderer)

    def savefig(
        self,
        fname: str | os.PathLike[str] | IO[Any],
        *args: Any,
        svg_text: bool = False,
        **kwargs: Any,
    ) -> None:
        """Save in the style and without dates: the same figure gives the same bytes.

        Parameters
        ----------
        fname : path-like or file
        svg_text : bool
            Whether an SVG holds its text as text, which a program edits and a reader without the
            font shows in another; else as outlines.
        **kwargs
            As for `matplotlib.figure.Figure.savefig`; a journal's resolution holds if ``dpi`` is
            not given.
        """
        form = kwargs.get("format") or str(getattr(fname, "name", fname)).rpartition(".")[2]
        metadata = dict(kwargs.pop("metadata", None) or {})
        if form.lower() == "pdf":
            metadata = {"CreationDate": None, "Title": self.named or None} | metadata
        elif form.lower() in ("svg", "svgz"):
            metadata = {"Date": None, "Title": self.named or "figure"} | metadata
        elif form.lower() == "png" and self.named:
            metadata = {"Title": _latin(self.named)} | metadata
        if self.dress.journal is not None:
            kwargs.setdefault("dpi", self.dress.journal.dpi)
        self._outlines = "none" if svg_text else "path"
        with wearing(self.dress), print_style():
            super().savefig(fname, *args, metadata=metadata or None, **kwargs)

    def _repr_png_(self) -> bytes:
        """Shown by itself in a notebook."""
        import io

        buffer = io.BytesIO()
        self.savefig(buffer, format="png", dpi=200)
        return buffer.getvalue()

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height in mm."""
        wide, high = self.get_size_inches()
        return float(wide) / MM, float(high) / MM

    def panel(self, left: float, right: float, bottom: float, top: float, **options: Any) -> Axes:
        """Axes with margins in mm."""
        wide, high = self.size_mm
        box = (
            left / wide,
            bottom / high,
            (wide - left - right) / wide,
            (high - bottom - top) / high,
        )
        return self.add_axes(box, **options)

    def write(self, x: float, y: float, text: str, **options: Any) -> None:
        """Text at a place in mm from the lower left."""
        wide, high = self.size_mm
        self.text(x / wide, y / high, text, **options)


class Corner:
    """A place in a figure of the user's that takes what a sheet takes: panels, text and marks.

    Attributes
    ----------
    size_mm : tuple of float
        Width and height at which it is laid out.
    """

    def __init__(self, ax: Axes, wide: float, high: float) -> None:
        self._ax, self.size_mm, self.named = ax, (wide, high), ""
        self.panels: list[Axes] = []
        self.transFigure = ax.transAxes
        ax.set_axis_off()

    def panel(self, left: float, right: float, bottom: float, top: float, **options: Any) -> Axes:
        """Axes with margins in mm."""
        wide, high = self.size_mm
        across, up = (wide - left - right) / wide, (high - bottom - top) / high
        made = self._ax.inset_axes((left / wide, bottom / high, across, up), **options)
        self.panels.append(made)
        return made

    def write(self, x: float, y: float, text: str, **options: Any) -> None:
        """Text at a place in mm from the lower left."""
        wide, high = self.size_mm
        self._ax.text(x / wide, y / high, text, transform=self._ax.transAxes, **options)

    def add_artist(self, artist: Any) -> None:
        """A mark at a place in shares of width and height."""
        if not artist.is_transform_set():
            artist.set_transform(self._ax.transAxes)
        artist.set_clip_on(False)
        self._ax.add_artist(artist)


def sheet(width: Width, height: float, title: str | None, named: str) -> tuple[Sheet, float]:
    """A sheet `height` mm high under an optional title, and the top margin that the title takes."""
    wide = width_mm(width)
    top, lines = 2.0, ""
    if title:
        lines = wrap(title, wide - 3, 9.0)
        top = 2.5 + 4.6 * (lines.count("\n") + 1)
    if DRESS.get().ax is not None:
        return _corner(wide, height, top, lines)
    figure = Sheet(figsize=(wide * MM, (height + top - 2.0) * MM))
    FigureCanvasAgg(figure)
    figure.named = clean(named)
    if lines:
        figure.write(1.5, height + top - 3.3, lines, size=9.0, va="top", linespacing=1.05)
    return figure, top


def _corner(wide: float, height: float, top: float, lines: str) -> tuple[Sheet, float]:
    """The place of `ax`, at least as high as the figure needs to be; what it has more is used."""
    dress = DRESS.get()
    assert dress.ax is not None
    high = max(size_of(dress.ax)[1] / dress.scale, height + top - 2.0)
    place = Corner(dress.ax, wide, high)
    if lines:
        place.write(1.5, high - 1.3, lines, size=9.0, va="top", linespacing=1.05)
    return cast("Sheet", place), top


def size_of(axes: Axes) -> tuple[float, float]:
    """Width and height of axes in mm, as they stand."""
    wide, high = cast("Figure", axes.get_figure(root=True)).get_size_inches()
    box = axes.get_position()
    return float(box.width * wide) / MM, float(box.height * high) / MM


def scale(axis: Any, *, years: bool = False, most: int = 5) -> None:
    """Ticks at round numbers, written as every number in the figures; years without spaces."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10], integer=years))

    def show(value: float, _: int | None) -> str:
        if years:
            return str(round(value))
        ticks = [float(one) for one in axis.get_majorticklocs()]
        step = min((b - a for a, b in pairwise(ticks)), default=1.0)
        return number(value, _decimals(step))

    axis.set_major_formatter(FuncFormatter(show))
    if axis.axis_name == "x":
        while most > 2 and _crowded(axis, show):
            most -= 1
            axis.set_major_locator(MaxNLocator(most, steps=[1, 2, 2.5, 5, 10], integer=years))


def _crowded(axis: Any, show: Callable[[float, int | None], str]) -> bool:
    """Whether numbers of a horizontal axis would touch."""
    low, high = sorted(axis.get_view_interval())
    ticks = [float(one) for one in axis.get_majorticklocs() if low <= one <= high]
    halves = [text_width(show(one, None), NOTE) / 2 for one in ticks]
    across = per_mm(axis.axes)[0]
    return any(
        (b - a) / across < one + other + 0.8
        for (a, b), (one, other) in zip(pairwise(ticks), pairwise(halves), strict=True)
    )


def name_rows(
    axes: Axes, places: Sequence[float], names: Sequence[str], size: float = BODY
) -> None:
    """Names at the left of rows, which may have several lines, and no ticks."""
    axes.set_yticks(places, names)
    axes.tick_params(axis="y", length=0, labelsize=size)
    for label in axes.get_yticklabels():
        if "\n" in label.get_text():  # one line alone stands at the same height in every row
            label.set_linespacing(1.02)


def room_behind(axes: Axes, room: float, margin: float = 3.0) -> None:
    """Move the last tick away from the edge, where half of its number would be cut off.

    Parameters
    ----------
    axes : Axes
        With a linear x axis.
    room, margin : float
        Width of the axes, and of what is free to their right, in mm.
    """
    left, right = axes.get_xlim()
    last = max((tick for tick in axes.get_xticks() if tick <= right), default=0.0)
    said = axes.xaxis.get_major_formatter()(last, None)
    short = text_width(said, NOTE) / 2 + 0.5 - margin
    if (right - last) / (right - left) * room < short < room / 2:
        axes.set_xlim(left, left + (last - left) * room / (room - short))


def log_scale(axis: Any, room: float = math.inf) -> None:
    """Ticks of a logarithmic axis as plain numbers: 1, 2, 5, 10, …; powers of ten in little room.

    Parameters
    ----------
    room : float
        Length of the axis in mm.
    """
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    low, high = axis.get_view_interval()
    dense = room >= _DECADE * math.log10(high / low)
    axis.set_major_locator(LogLocator(base=10, subs=(1.0, 2.0, 5.0) if dense else (1.0,)))
    axis.set_minor_formatter(NullFormatter())
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{number(value, _decimals(value))}"))


def _decimals(value: float) -> int:
    return next((d for d in range(7) if abs(round(value, d) - value) < 1e-6 * abs(value)), 6)


def per_mm(axes: Axes) -> tuple[float, float]:
    """Data units per mm along x and y; linear axes."""
    wide, high = size_of(axes)
    dress = DRESS.get()
    laid_out = dress.scale if dress.ax is not None else 1.0
    (left, right), (low, top) = axes.get_xlim(), axes.get_ylim()
    return (right - left) / wide * laid_out, (top - low) / high * laid_out


def _latin(text: str) -> str:
    """PNG text chunks hold Latin-1 only."""
    return text.encode("latin-1", "replace").decode("latin-1")
