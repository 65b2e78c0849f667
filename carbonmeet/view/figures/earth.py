"""The earth on a sheet: coasts, the Equal Earth projection, great circles across its edge.

Longitude enters the projection linearly, so what crosses the edge of the sheet is drawn once more
a turn of the earth away and cut at the outline: land, coasts and journeys alike. There are no
borders of countries in the data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.travel.coasts import SOUTH, coasts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Patch
    from numpy.typing import ArrayLike, NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = [
    "CENTRES",
    "draw_land",
    "edge",
    "great_circle",
    "outline",
    "projected",
    "unwrapped",
]

#: Longitudes that a sheet may have in its middle: its edge then runs through the Pacific, or
#: through the Atlantic.
CENTRES = (11.0, 150.0)

# Šavrič, Patterson, Jenny: "The Equal Earth map projection", International Journal of
# Geographical Information Science 33(3), 2019, equations 7 to 9.
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = 3.0**0.5 / 2.0


def projected(lon: ArrayLike, lat: ArrayLike, centre: float = 0.0) -> tuple[Floats, Floats]:
    """Equal Earth coordinates on a sphere of radius 1; degrees in.

    Longitudes are taken as they are: 190 lies beyond the edge of a sheet around 0.

    Examples
    --------
    >>> x, y = projected([0, 180], [0, 0])
    >>> x.round(4).tolist(), y.tolist()
    ([0.0, 2.7066], [0.0, 0.0])
    """
    lam = np.radians(np.asarray(lon, float) - centre)
    theta = np.arcsin(_M * np.sin(np.radians(np.asarray(lat, float))))
    a1, a2, a3, a4 = _A
    t2 = theta * theta
    t6 = t2**3
    slope = a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)
    x = lam * np.cos(theta) / (_M * slope)
    y = theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))
    return np.asarray(x), np.asarray(y)


def outline() -> tuple[Floats, Floats]:
    """The edge of the sheet."""
    lat = np.linspace(-90, 90, 181)
    return projected(
        np.concatenate([np.full(181, 180.0), np.full(181, -180.0)]), np.concatenate([lat, -lat])
    )


def edge(axes: Axes) -> Patch:
    """The edge of the sheet as something to cut by."""
    from matplotlib.patches import Polygon

    drawn = Polygon(np.column_stack(outline()), transform=axes.transData, fc="none", ec="none")
    axes.add_patch(drawn)
    return drawn


def unwrapped(lon: Floats, centre: float) -> Floats:
    """A line's longitudes without jumps, its start within half a turn of the centre."""
    start = (lon[..., :1] - centre + 180.0) % 360.0 - 180.0 + centre
    steps = (np.diff(lon, axis=-1) + 180.0) % 360.0 - 180.0
    return np.concatenate([start, start + np.cumsum(steps, axis=-1)], axis=-1)


def great_circle(
    lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike, points: int = 60
) -> tuple[Floats, Floats]:
    """Longitudes and latitudes along the shortest ways, one row a way.

    Examples
    --------
    >>> lon, lat = great_circle([0], [170], [0], [-170], points=3)
    >>> lon.round(6).tolist(), lat.round(6).tolist()
    ([[170.0, 180.0, -170.0]], [[0.0, 0.0, 0.0]])
    """
    a, b = _vectors(lat1, lon1), _vectors(lat2, lon2)
    angle = np.arccos(np.clip((a * b).sum(axis=1), -1.0, 1.0))[:, None, None]
    t = np.linspace(0.0, 1.0, points)[None, :, None]
    sine = np.where(np.sin(angle) > 1e-9, np.sin(angle), 1.0)
    near = np.sin((1 - t) * angle) / sine * a[:, None] + np.sin(t * angle) / sine * b[:, None]
    way = np.where(np.sin(angle) > 1e-9, near, a[:, None])
    lat = np.degrees(np.arcsin(np.clip(way[..., 2], -1.0, 1.0)))
    return np.degrees(np.arctan2(way[..., 1], way[..., 0])), lat


def _vectors(lat: ArrayLike, lon: ArrayLike) -> Floats:
    phi, lam = np.radians(np.atleast_1d(lat)), np.radians(np.atleast_1d(lon))
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1)


def draw_land(axes: Axes, centre: float, fill: str, line: str, fine: float = 0.1) -> None:
    """Land and its coasts in the window of the axes, cut at the outline of the sheet.

    Parameters
    ----------
    axes : Axes
        With its limits set.
    centre : float
        Longitude in the middle of the sheet, degrees.
    fill, line : str
        Colours.
    fine : float
        Points of a coast nearer to each other than this are one, degrees.
    """
    from matplotlib.collections import LineCollection, PolyCollection

    sheet = edge(axes)
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    areas, lines = [], []
    for ring in coasts():
        lon, lat = _thinned(ring, fine).T
        if len(lon) < 4:
            continue
        cut = np.flatnonzero(lat < SOUTH)
        for turn in (-720.0, -360.0, 0.0, 360.0, 720.0):
            x, y = projected(lon + turn, lat, centre)
            if x.max() > left and x.min() < right and y.max() > low and y.min() < high:
                points = np.column_stack([x, y])
                areas.append(points)
                lines += np.split(points, cut)
    land = PolyCollection(areas, facecolor=fill, edgecolor="none", zorder=0)
    shore = LineCollection(
        [one for one in lines if len(one) > 1], colors=line, linewidths=0.25, zorder=0.5
    )
    for drawn in (land, shore):
        axes.add_collection(drawn, autolim=False)
        drawn.set_clip_path(sheet)


def _thinned(ring: Floats, fine: float) -> Floats:
    """A ring without the points that fall into the cell of the one before."""
    cells = np.rint(ring / fine)
    new = np.concatenate([[True], (np.diff(cells, axis=0) != 0).any(axis=1)])
    new[-1] = True  # closed
    return np.asarray(ring[new])
