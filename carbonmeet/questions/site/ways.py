"""How far it is from every origin to every host, by land or by air, and what kind of flight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.record import dataclass
from carbonmeet.base.text import NAMELESS
from carbonmeet.bench.expansion import Span
from carbonmeet.meeting.legs import Legs
from carbonmeet.travel import airport, geodesic_km_array, great_circle_km_array
from carbonmeet.travel.flights import hauls_array
from carbonmeet.travel.routes import STRAIT_KM, landmass, reach

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.questions.site.hosts import Host
    from carbonmeet.questions.site.origins import Origin

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]
    Bools: TypeAlias = NDArray[np.bool_]

__all__ = ["Ways", "ways_between"]

#: Airports nearer to each other than this are one, km.
_ONE_FIELD_KM = 1.0


@dataclass(frozen=True, eq=False)
class Ways:
    """Matrices of origins and hosts.

    Attributes
    ----------
    km : ndarray
        One way, straight; 0 where nobody sets out from a place.
    away : ndarray of bool
        Whether there is a journey: not within the host's own town.
    by_land : ndarray of bool
        Whether it is one by the mode over land or sea that the file says.
    grounded : ndarray of bool
        Whether it goes by rail, since people of a list would fly from the airport of the host.
    haul : ndarray of int
        Kind of flight, a position in `travel.flights.haul_names`; of a way over land as well,
        for its country.
    """

    km: Floats
    away: Bools
    by_land: Bools
    grounded: Bools
    haul: Ints

    def of(self, hosts: Sequence[int]) -> Ways:
        """Those to some of the hosts."""
        return Ways(
            self.km[:, hosts],
            self.away[:, hosts],
            self.by_land[:, hosts],
            self.grounded[:, hosts],
            self.haul[:, hosts],
        )


def ways_between(
    origins: Sequence[Origin], hosts: Sequence[Host], method: str, ground_km: float
) -> Ways:
    """Measure every way, and tell which are gone over land.

    Parameters
    ----------
    origins : sequence of Origin
    hosts : sequence of Host
    method : {"wgs84", "sphere"}
        As in the scenario.
    ground_km : float
        Straight distance beyond which a way over land is flown, km.
    """
    gates = [(host.lat, host.lon) for host in hosts]
    km, haul = _by_air(origins, hosts, gates, method)
    near = np.array([one.local_km for one in origins])[:, None]
    away, by_land, grounded = km > near, np.zeros(km.shape, bool), np.zeros(km.shape, bool)
    # who is on a list lives here or not by the way to the town, and so does who goes over land
    rows = [
        i
        for i, one in enumerate(origins)
        if one.place is not None and (one.listed or not one.flies)
    ]
    if rows:
        chosen = [origins[i] for i in rows]
        land = _by_land(chosen, hosts, gates, method)
        line, listed = land, np.array([bool(one.listed) for one in chosen])[:, None]
        if listed.any():
            line = np.where(listed, _by_land(chosen, hosts, gates, "sphere"), land)
        able = _able(chosen, hosts, line, ground_km)
        no_flight = listed & ~able & (km[rows] <= _ONE_FIELD_KM)
        over_land = able | no_flight
        away[rows] = (line > near[rows]) & (over_land | (km[rows] > _ONE_FIELD_KM))
        by_land[rows], grounded[rows] = over_land & away[rows], no_flight & away[rows]
        km[rows] = np.where(over_land, land, km[rows])
    return Ways(km, away, by_land, grounded, haul)


def _by_air(
    origins: Sequence[Origin],
    hosts: Sequence[Host],
    gates: Sequence[tuple[float, float]],
    method: str,
) -> tuple[Floats, Ints]:
    """Between airports: km, and the kind of flight; 0 where nobody sets out."""
    codes = list(dict.fromkeys(one.airport for one in origins if one.airport))
    starts = [airport(code) for code in codes]
    between = _straight([(one.lat, one.lon) for one in starts], gates, method)
    kinds = hauls_array([one.country for one in starts], [host.country for host in hosts], between)
    row = {code: i for i, code in enumerate(codes)}
    at = [row.get(one.airport, -1) for one in origins]
    nowhere = np.zeros((1, len(hosts)))
    km = np.vstack([between, nowhere])[at]
    return km, np.vstack([kinds, nowhere.astype(np.intp)])[at]


def _by_land(
    origins: Sequence[Origin],
    hosts: Sequence[Host],
    gates: Sequence[tuple[float, float]],
    method: str,
) -> Floats:
    """Between places: from an airport to the airport, from a city to the city."""
    places = [one.place for one in origins if one.place is not None]
    starts = [(one.latitude, one.longitude) for one in places]
    km = _straight(starts, gates, method)
    named = [i for i, one in enumerate(origins) if one.listed or not places[i].airport]
    if named:
        towns = [_town(host) for host in hosts]
        km[named] = _straight([starts[i] for i in named], towns, method)
    return km


def _town(host: Host) -> tuple[float, float]:
    """Where a way over land from a city ends, as the engine has it."""
    span = Span("", NAMELESS, host.region, 0, airport=host.airport, city=host.name.get("en"))
    found = Legs.home(span, flight=False)
    return found.latitude, found.longitude


def _able(origins: Sequence[Origin], hosts: Sequence[Host], km: Floats, ground_km: float) -> Bools:
    """Whether the mode of the file reaches the host."""
    modes = reach()
    far = [modes[one.mode].reach_km if one.mode in modes else 0.0 for one in origins]
    most = [np.inf if one.listed else ground_km for one in origins]
    able: Bools = km <= np.minimum(far, most)[:, None]
    able &= km < np.array([one.limit_km for one in origins])[:, None]
    lands = np.array([landmass(one.place.country) if one.place else "" for one in origins])
    sea = lands[:, None] != np.array([landmass(host.country) for host in hosts])
    dry = np.array([one.mode in modes and modes[one.mode].over == "land" for one in origins])
    anywhere = np.array([one.by_law for one in origins], bool)[:, None]
    crossing: Bools = sea & dry[:, None] & (km > STRAIT_KM)
    reached: Bools = (able & ~crossing) | anywhere
    return reached


def _straight(
    starts: Sequence[tuple[float, float]], ends: Sequence[tuple[float, float]], method: str
) -> Floats:
    a, b = (np.array(points, float).reshape(-1, 2) for points in (starts, ends))
    measure = geodesic_km_array if method == "wgs84" else great_circle_km_array
    return measure(a[:, :1], a[:, 1:], b[:, 0], b[:, 1])
