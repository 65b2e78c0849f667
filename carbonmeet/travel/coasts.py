"""The coasts of the world, and how far from the sea a place lies.

Imported by whoever needs it when it is needed: the table is unpacked, and numpy loaded, for that.
"""

from __future__ import annotations

import json
import lzma
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.data import data_dir
from carbonmeet.travel.geodesic import great_circle_km_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["SOUTH", "coasts", "inland_km"]

#: Further south the edge of the data runs, which is no coast.
SOUTH = -89.99


@cache
def coasts() -> tuple[Floats, ...]:
    """Rings of the land, each an array of longitude and latitude in degrees.

    Natural Earth 1:50 million, public domain; see ``tools/make_coastlines.py``.
    """
    packed = (data_dir("factors") / "coastlines.xz").read_bytes()
    head, _, rest = lzma.decompress(packed).partition(b"\n")
    steps = np.frombuffer(rest, "<i4").reshape(-1, 2)
    ends = np.cumsum(json.loads(head)["rings"])
    return tuple(np.cumsum(part, axis=0) / 100.0 for part in np.split(steps, ends[:-1]))


@lru_cache(maxsize=1024)  # where a meeting is held is asked about every guest
def inland_km(lat: float, lon: float) -> float:
    """How far a place lies from the nearest coast, km; 0 where the map has no land.

    There it is the sea, or an island too small for the map, which lies by the sea as well. The
    points of a coast are 8 km apart in the median and 137 km at most: it may be half of that too
    much. Wide mouths of rivers and the Caspian Sea have coasts, lakes have none.

    Parameters
    ----------
    lat, lon : float
        Degrees.

    Examples
    --------
    >>> vienna, hamburg, funafuti = (48.21, 16.37), (53.55, 9.99), (-8.52, 179.2)
    >>> [round(inland_km(*one), -1) for one in (vienna, hamburg, funafuti)]
    [340.0, 10.0, 0.0]
    """
    starts, ends = _shores()
    if not _on_land(lat, lon, starts, ends):
        return 0.0
    points = starts[starts[:, 1] > SOUTH]
    return float(great_circle_km_array(lat, lon, points[:, 1], points[:, 0]).min())


def _on_land(lat: float, lon: float, starts: Floats, ends: Floats) -> bool:
    """Whether a way to the north pole crosses an odd number of coasts, holes included."""
    crossed = 0
    for turn in (-360.0, 0.0, 360.0):  # rings run on across the antimeridian
        x = lon + turn
        at = (starts[:, 0] <= x) != (ends[:, 0] <= x)
        (x1, y1), (x2, y2) = starts[at].T, ends[at].T
        crossed += int((y1 + (x - x1) / (x2 - x1) * (y2 - y1) > lat).sum())
    return crossed % 2 == 1


@cache
def _shores() -> tuple[Floats, Floats]:
    """Where the stretches of all coasts begin and end; every ring is closed."""
    rings = coasts()
    return np.concatenate([one[:-1] for one in rings]), np.concatenate([one[1:] for one in rings])
