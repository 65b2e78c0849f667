"""Distances on the earth: great circles on the mean sphere, geodesics on WGS84.

Each comes twice, for one pair of points with the standard library alone, and for arrays with
numpy, loaded when first used. Latitudes and longitudes are in degrees, north and east positive;
distances are in km.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

__all__ = ["geodesic_km", "geodesic_km_array", "great_circle_km", "great_circle_km_array"]

# Definitions, not factors: the mean radius (2a + b)/3 of the IUGG, and the WGS84 ellipsoid
# (NIMA TR8350.2): equatorial radius, flattening, polar radius, second eccentricity squared.
SPHERE_KM = 6371.0088
WGS84_A_KM = 6378.137
WGS84_F = 1 / 298.257223563
WGS84_B_KM = WGS84_A_KM * (1 - WGS84_F)
WGS84_EP2 = WGS84_F * (2 - WGS84_F) / (1 - WGS84_F) ** 2

_TOLERANCE = 1e-12  # radians of longitude: 6 micrometres
_ITERATIONS = 40

_Number = TypeVar("_Number", float, "NDArray[np.float64]")


def great_circle_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance on the mean sphere, R = 6371.0088 km.

    Haversine formula, well conditioned for short distances: with ``h = sin²(Δφ/2) +
    cos φ1 cos φ2 sin²(Δλ/2)``, the distance is ``2 R arcsin √h`` (Sinnott, "Virtues of the
    haversine", Sky and Telescope 68(2), 1984).

    Parameters
    ----------
    lat1, lon1, lat2, lon2 : float
        Two points, degrees.

    Raises
    ------
    CarbonmeetError
        If a latitude is not within 90 degrees of the equator, or a number is not finite.

    Examples
    --------
    >>> round(great_circle_km(0, 0, 0, 90), 3)
    10007.557
    """
    _check(lat1, lon1, lat2, lon2)
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    sin_lat = math.sin((phi2 - phi1) / 2)
    sin_lon = math.sin(math.radians(lon2 - lon1) / 2)
    h = sin_lat * sin_lat + math.cos(phi1) * math.cos(phi2) * sin_lon * sin_lon
    return 2 * SPHERE_KM * math.asin(math.sqrt(min(1.0, h)))


def great_circle_km_array(
    lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike
) -> NDArray[np.float64]:
    """Return great-circle distances in km for arrays of points; see `great_circle_km`.

    Parameters
    ----------
    lat1, lon1, lat2, lon2 : array_like
        Degrees; broadcast against each other.

    Examples
    --------
    >>> great_circle_km_array([0, 0], 0, 0, [90, 180]).round(3).tolist()
    [10007.557, 20015.114]
    """
    import numpy as np

    phi1, phi2, lam = _radians(lat1, lon1, lat2, lon2)
    h = np.sin((phi2 - phi1) / 2) ** 2 + np.cos(phi1) * np.cos(phi2) * np.sin(lam / 2) ** 2
    return np.asarray(2 * SPHERE_KM * np.arcsin(np.sqrt(np.minimum(h, 1.0))))


def geodesic_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the shortest distance on the WGS84 ellipsoid.

    Vincenty's inverse formula ("Direct and inverse solutions of geodesics on the ellipsoid with
    application of nested equations", Survey Review 23(176), 1975, with the coefficients of his
    1976 note). Where its iteration does not settle, for points nearly opposite on the earth, the
    azimuth is found by bisection instead, following Karney ("Algorithms for geodesics", Journal
    of Geodesy 87, 2013, section 4), so every pair has an answer. Within 0.1 mm of geographiclib
    for 10,000 random pairs and as many each of nearly antipodal, equatorial and polar ones.

    Parameters
    ----------
    lat1, lon1, lat2, lon2 : float
        Two points, degrees.

    Raises
    ------
    CarbonmeetError
        If a latitude is not within 90 degrees of the equator, or a number is not finite.

    Examples
    --------
    A quarter of the equator; and Wellington to Salamanca, almost antipodes, which the manual of
    GeographicLib for Python ("Examples") gives as 19959679.267 m:

    >>> round(geodesic_km(0, 0, 0, 90), 3)
    10018.754
    >>> round(geodesic_km(-41.32, 174.81, 40.96, -5.50), 3)
    19959.679
    """
    _check(lat1, lon1, lat2, lon2)
    longitude = math.radians(abs(math.remainder(lon2 - lon1, 360)))
    (sin1, cos1), (sin2, cos2) = _reduced(lat1), _reduced(lat2)
    lam = longitude
    for _ in range(_ITERATIONS):
        sin_lam, cos_lam = math.sin(lam), math.cos(lam)
        sin_sigma = math.hypot(cos2 * sin_lam, cos1 * sin2 - sin1 * cos2 * cos_lam)
        if sin_sigma == 0:
            if longitude == 0:
                return 0.0
            break
        cos_sigma = sin1 * sin2 + cos1 * cos2 * cos_lam
        sigma = math.atan2(sin_sigma, cos_sigma)
        sin_a0 = cos1 * cos2 * sin_lam / sin_sigma
        cos2_a0 = 1 - sin_a0 * sin_a0
        cos_2m = cos_sigma - 2 * sin1 * sin2 / cos2_a0 if cos2_a0 > 0 else 0.0
        before = lam
        lam = longitude + _lag(sin_a0, cos2_a0, sigma, sin_sigma, cos_sigma, cos_2m)
        if lam > math.pi:
            break
        if abs(lam - before) < _TOLERANCE:
            return _length(cos2_a0, sigma, sin_sigma, cos_sigma, cos_2m)
    return _nearly_antipodal(sin1, cos1, sin2, cos2, longitude)


def geodesic_km_array(
    lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike
) -> NDArray[np.float64]:
    """Return WGS84 distances in km for arrays of points; see `geodesic_km`.

    Parameters
    ----------
    lat1, lon1, lat2, lon2 : array_like
        Degrees; broadcast against each other.

    Examples
    --------
    >>> geodesic_km_array([0, 0], 0, 0, [90, 180]).round(3).tolist()
    [10018.754, 20003.931]
    """
    import numpy as np

    phi1, phi2, longitude = _radians(lat1, lon1, lat2, lon2)
    shape = longitude.shape
    longitude = longitude.ravel()
    u1, u2 = (np.arctan((1 - WGS84_F) * np.tan(phi)).ravel() for phi in (phi1, phi2))
    sin1, cos1, sin2, cos2 = np.sin(u1), np.cos(u1), np.sin(u2), np.cos(u2)
    result = np.zeros_like(longitude)
    hard = []
    todo, lam = np.arange(longitude.size), longitude
    for _ in range(_ITERATIONS):
        if not todo.size:
            break
        s1, c1, s2, c2 = sin1[todo], cos1[todo], sin2[todo], cos2[todo]
        sin_lam, cos_lam = np.sin(lam), np.cos(lam)
        sin_sigma = np.hypot(c2 * sin_lam, c1 * s2 - s1 * c2 * cos_lam)
        cos_sigma = s1 * s2 + c1 * c2 * cos_lam
        sigma = np.arctan2(sin_sigma, cos_sigma)
        sin_a0 = c1 * c2 * sin_lam / np.where(sin_sigma == 0, 1.0, sin_sigma)
        cos2_a0 = 1 - sin_a0 * sin_a0
        flat = cos2_a0 <= 0
        cos_2m = np.where(flat, 0.0, cos_sigma - 2 * s1 * s2 / np.where(flat, 1.0, cos2_a0))
        before = lam
        lam = longitude[todo] + _lag(sin_a0, cos2_a0, sigma, sin_sigma, cos_sigma, cos_2m)
        lost = (lam > math.pi) | ((sin_sigma == 0) & (longitude[todo] > 0))
        done = (np.abs(lam - before) < _TOLERANCE) & ~lost
        arc = (v[done] for v in (cos2_a0, sigma, sin_sigma, cos_sigma, cos_2m))
        result[todo[done]] = _length(*arc)
        hard.extend(todo[lost])
        open_ = ~(done | lost)
        todo, lam = todo[open_], lam[open_]
    for i in (*hard, *todo):  # nearly antipodal: about one random pair in 23,000
        point = (float(sin1[i]), float(cos1[i]), float(sin2[i]), float(cos2[i]))
        result[i] = _nearly_antipodal(*point, float(longitude[i]))
    return result.reshape(shape)


def _check(lat1: float, lon1: float, lat2: float, lon2: float) -> None:
    for lat in (lat1, lat2):
        if not abs(lat) <= 90:  # true of nan as well
            raise CarbonmeetError(_("latitude {lat} is not between -90 and 90 degrees", lat=lat))
    for lon in (lon1, lon2):
        if not math.isfinite(lon):
            raise CarbonmeetError(_("longitude {lon} is not a number of degrees", lon=lon))


def _radians(
    lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return both latitudes and the difference in longitude, 0 to pi, in one shape."""
    import numpy as np

    a, b, c, d = np.broadcast_arrays(*(np.asarray(v, float) for v in (lat1, lon1, lat2, lon2)))
    if not (np.all(np.abs(a) <= 90) and np.all(np.abs(c) <= 90)):
        raise CarbonmeetError(_("a latitude is not between -90 and 90 degrees"))
    if not (np.all(np.isfinite(b)) and np.all(np.isfinite(d))):
        raise CarbonmeetError(_("a longitude is not a number of degrees"))
    turn = np.abs(d - b) % 360
    return np.radians(a), np.radians(c), np.radians(np.minimum(turn, 360 - turn))


def _reduced(lat: float) -> tuple[float, float]:
    """Sine and cosine of the reduced latitude."""
    u = math.atan((1 - WGS84_F) * math.tan(math.radians(lat)))
    return math.sin(u), math.cos(u)


def _lag(
    sin_a0: _Number,
    cos2_a0: _Number,
    sigma: _Number,
    sin_sigma: _Number,
    cos_sigma: _Number,
    cos_2m: _Number,
) -> _Number:
    """Longitude on the auxiliary sphere less longitude on the ellipsoid; Vincenty eq. 10, 11."""
    c = WGS84_F / 16 * cos2_a0 * (4 + WGS84_F * (4 - 3 * cos2_a0))
    inner = cos_2m + c * cos_sigma * (2 * cos_2m * cos_2m - 1)
    return (1 - c) * WGS84_F * sin_a0 * (sigma + c * sin_sigma * inner)


def _length(
    cos2_a0: _Number, sigma: _Number, sin_sigma: _Number, cos_sigma: _Number, cos_2m: _Number
) -> _Number:
    """Length in km of an arc of the auxiliary sphere; Vincenty eq. 6 and 19, his k1 of 1976."""
    root: _Number = (1 + WGS84_EP2 * cos2_a0) ** 0.5
    k = (root - 1) / (root + 1)
    a = (1 + k * k / 4) / (1 - k)
    b = k * (1 - 3 * k * k / 8)
    twice = 2 * cos_2m * cos_2m - 1
    cubic = b / 6 * cos_2m * (4 * sin_sigma * sin_sigma - 3) * (4 * cos_2m * cos_2m - 3)
    return WGS84_B_KM * a * (sigma - b * sin_sigma * (cos_2m + b / 4 * (cos_sigma * twice - cubic)))


def _nearly_antipodal(
    sin1: float, cos1: float, sin2: float, cos2: float, longitude: float
) -> float:
    """Find the azimuth at which the geodesic from 1 meets the meridian of 2, by bisection.

    With point 1 the one nearer a pole, and south of the equator, the longitude reached at the
    latitude of point 2 grows with the azimuth from 0 to pi (Karney 2013, figure 4).
    """
    if abs(sin1) < abs(sin2):
        sin1, cos1, sin2, cos2 = sin2, cos2, sin1, cos1
    # On the equator the sign of zero tells atan2 which way round the half turn is.
    sin1, sin2 = -abs(sin1), abs(sin2) if sin1 * sin2 <= 0 else -abs(sin2)
    low, high, result = 0.0, math.pi, 0.0
    for _ in range(60):
        azimuth = (low + high) / 2
        sin_a0 = math.sin(azimuth) * cos1
        x1 = math.cos(azimuth) * cos1
        x2 = math.sqrt(max(0.0, x1 * x1 + (sin1 - sin2) * (sin1 + sin2)))
        sigma1, sigma2 = math.atan2(sin1, x1), math.atan2(sin2, x2)
        omega = math.atan2(sin_a0 * sin2, x2) - math.atan2(sin_a0 * sin1, x1)
        sigma, cos2_a0 = sigma2 - sigma1, 1 - sin_a0 * sin_a0
        arc = (sigma, math.sin(sigma), math.cos(sigma), math.cos(sigma1 + sigma2))
        if omega - _lag(sin_a0, cos2_a0, *arc) < longitude:
            low = azimuth
        else:
            high = azimuth
        result = _length(cos2_a0, *arc)
    return result
