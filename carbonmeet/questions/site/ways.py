"""How far it is from every origin to every host, and what kind of flight goes there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.questions.site.origins import LOCAL_KM
from carbonmeet.travel import airport, geodesic_km_array, great_circle_km_array
from carbonmeet.travel.flights import haul_names, hauls_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.questions.site.hosts import Host
    from carbonmeet.questions.site.origins import Origin

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]

__all__ = ["Ways", "ways_between"]


@dataclass(frozen=True, eq=False)
class Ways:
    """Matrices of origins and hosts.

    Attributes
    ----------
    km : ndarray
        One way, straight; 0 where nobody sets out from a place.
    away : ndarray of bool
        Whether there is a journey: not within the host's own town.
    haul : ndarray of int
        Kind of flight, a position in `haul_names`.
    """

    km: Floats
    away: NDArray[np.bool_]
    haul: Ints

    def of(self, hosts: Sequence[int]) -> Ways:
        """Those to some of the hosts."""
        return Ways(self.km[:, hosts], self.away[:, hosts], self.haul[:, hosts])

    def examples(self, hosts: Sequence[int]) -> list[tuple[int, int] | None]:
        """For every kind of flight an origin and one of the hosts that it goes between."""
        kinds, away = self.haul[:, hosts], self.away[:, hosts]
        found: list[tuple[int, int] | None] = []
        for kind in range(len(haul_names())):
            pairs = np.flatnonzero((kinds == kind) & away)
            pair = divmod(int(pairs[0]), len(hosts)) if len(pairs) else None
            found.append(None if pair is None else (pair[0], hosts[pair[1]]))
        return found


def ways_between(origins: Sequence[Origin], hosts: Sequence[Host], method: str) -> Ways:
    """Measure every way.

    Parameters
    ----------
    origins : sequence of Origin
    hosts : sequence of Host
    method : {"wgs84", "sphere"}
        As in the scenario.
    """
    codes = list(dict.fromkeys(one.airport for one in origins if one.airport))
    starts = [airport(code) for code in codes]
    lat = np.array([one.lat for one in starts]).reshape(-1, 1)
    lon = np.array([one.lon for one in starts]).reshape(-1, 1)
    ends = np.array([[host.lat, host.lon] for host in hosts]).reshape(-1, 2)
    measure = geodesic_km_array if method == "wgs84" else great_circle_km_array
    between = measure(lat, lon, ends[:, 0], ends[:, 1])
    kinds = hauls_array([one.country for one in starts], [host.country for host in hosts], between)
    row = {code: i for i, code in enumerate(codes)}
    at = [row.get(one.airport, -1) for one in origins]
    nowhere = np.zeros((1, len(hosts)))
    km = np.vstack([between, nowhere])[at]
    haul = np.vstack([kinds, nowhere.astype(np.intp)])[at]
    return Ways(km, km > LOCAL_KM, haul)
