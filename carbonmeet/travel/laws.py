"""Laws by distance: kg CO2e of one passenger's trip, as an author counts them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _

__all__ = ["Law"]

#: How near an end of the range, or an edge between bands, is told: a share of the distance.
_NEAR = 0.02


class Law(NamedTuple):
    """What one passenger's trip of some length emits, one way.

    One of `points`, `coefficients` and `bands` is given.

    Attributes
    ----------
    points : tuple of (float, float)
        km and kg CO2e, rising; straight lines between, and nothing beyond.
    coefficients : tuple of float
        Of a polynomial in km, kg CO2e: the first is what every trip emits.
    bands : tuple of (float, float)
        Up to which km, not included, and kg CO2e per km of the whole trip.
    added_km : float
        Kilometres added to every trip before the law is asked.
    source : str
        Emission source that it counts under.
    reference, locator, note : str
        Who says so, where, and why.
    evidence : str
        As of factors.

    Examples
    --------
    >>> Law(bands=((1500, 0.2), (8000, 0.25))).kg(1000)
    200.0
    >>> Law(coefficients=(10, 0.1), added_km=95).kg(905)
    110.0
    >>> Law(points=((100, 30), (300, 50))).kg(200)
    40.0
    """

    points: tuple[tuple[float, float], ...] = ()
    coefficients: tuple[float, ...] = ()
    bands: tuple[tuple[float, float], ...] = ()
    added_km: float = 0.0
    source: str = "transport.air"
    reference: str = ""
    locator: str = ""
    note: str = ""
    evidence: str = "secondary"

    def kg(self, km: float) -> float:
        """kg CO2e of a trip of so many km, one way.

        Raises
        ------
        CarbonmeetError
            If the law says nothing of so long or so short a trip.
        """
        far = km + self.added_km
        if self.coefficients:
            found = sum(one * far**power for power, one in enumerate(self.coefficients))
        elif self.bands:
            rate = next((rate for end, rate in self.bands if far < end), None)
            found = math.nan if rate is None else rate * far
        else:
            found = _between(self.points, far)
        if math.isnan(found):
            if self.bands:
                raise CarbonmeetError(
                    _(
                        "the law knows ways below {last:,.0f} km, not one of {far:,.0f} km",
                        last=self._last,
                        far=far,
                    )
                )
            raise CarbonmeetError(
                _(
                    "the law knows ways from {first:,.0f} to {last:,.0f} "
                    "km, not one of {far:,.0f} km",
                    first=self._first,
                    last=self._last,
                    far=far,
                )
            )
        if found < 0:
            raise CarbonmeetError(
                _(
                    "the law makes {found:.4g} kg CO2e of {far:,.0f} km: less than 0",
                    found=found,
                    far=far,
                )
            )
        return found

    def journey(self, stretches: Sequence[float]) -> float:
        """kg CO2e of a journey in so many stretches, km: of each by itself, to a millimetre.

        Raises
        ------
        CarbonmeetError
            If the journey has no length, or see `kg`.

        Examples
        --------
        >>> Law(coefficients=(30, 0.1)).journey([100, 200])
        90.0
        """
        if not sum(stretches):
            raise CarbonmeetError(_("a law by distance counts no way of 0 km"))
        return sum(self.kg(round(one, 6)) for one in stretches)

    def edge(self, km: float) -> float | None:
        """The edge that a trip is near to, where a little more or less would count otherwise."""
        far = km + self.added_km
        edges = [end for end, _ in self.bands] + [self.points[i][0] for i in (0, -1) if self.points]
        near = [end for end in edges if math.isfinite(end) and abs(far - end) <= _NEAR * end]
        return min(near, key=lambda end: abs(far - end), default=None)

    @property
    def _first(self) -> float:
        return self.points[0][0]

    @property
    def _last(self) -> float:
        return self.points[-1][0] if self.points else max((end for end, _ in self.bands), default=0)


def _between(points: tuple[tuple[float, float], ...], km: float) -> float:
    """On the straight line between two points; nan beyond them."""
    for (start, low), (end, high) in pairwise(points):
        if start <= km <= end:
            return low + (high - low) * (km - start) / (end - start)
    return math.nan
