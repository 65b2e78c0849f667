"""The mode that suits a local trip, by its distance; and the modes that take anyone across a city.

The rule comes from ``mode_rule.csv``, the modes from ``trip_modes.csv``; neither is read before
it is asked for.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import CarbonmeetError

__all__ = ["ModeBin", "mode_rule", "recommended_mode", "trip_modes"]


@dataclass(frozen=True, slots=True)
class ModeBin:
    """One line of the distance rule: a range of distances and the mode that suits it.

    Attributes
    ----------
    from_km, to_km : float
        Ends of the range, km.
    from_closed, to_closed : bool
        Whether the end itself belongs to the range.
    mode : str
        ``walk``, ``bike``, ``transit`` or ``car.pooled-ev``.
    name_en, name_zh : str
        What it is called.
    phrase_zh, phrase_en : str
        The city's words for it, and what they mean.
    source, locator : str
        Where the rule was published.
    """

    from_km: float
    from_closed: bool
    to_km: float
    to_closed: bool
    mode: str
    name_en: str
    name_zh: str
    phrase_zh: str
    phrase_en: str
    source: str
    locator: str

    def __contains__(self, distance_km: float) -> bool:
        above = distance_km > self.from_km or (self.from_closed and distance_km == self.from_km)
        below = distance_km < self.to_km or (self.to_closed and distance_km == self.to_km)
        return above and below


@cache
def mode_rule() -> tuple[ModeBin, ...]:
    """Return the distance rule, shortest range first.

    Examples
    --------
    >>> [(part.to_km, part.mode) for part in mode_rule()]
    [(2.0, 'walk'), (5.0, 'bike'), (15.0, 'transit'), (inf, 'car.pooled-ev')]
    """
    with (data_dir("factors") / "mode_rule.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            ModeBin(
                from_km=float(row.pop("from_km")),
                from_closed=row.pop("from_closed") == "true",
                to_km=float(row.pop("to_km")),
                to_closed=row.pop("to_closed") == "true",
                **row,
            )
            for row in csv.DictReader(stream)
        )


def recommended_mode(distance_km: float) -> str:
    """Return the mode for a local trip, by Kunming's appeal for green travel.

    Up to and including 2 km on foot; above that to 5 km, included, by bicycle; above that and
    below 15 km by bus or metro; from 15 km by electric or pooled car. The appeal names 5 km
    twice; it is read as cycling (Yunnan Daily, 11 October 2021, p. T11).

    Parameters
    ----------
    distance_km : float
        Length of the trip, one way, km.

    Raises
    ------
    CarbonmeetError
        If the distance is negative or not a finite number.

    Examples
    --------
    >>> [recommended_mode(km) for km in (2, 5, 14.9, 15)]
    ['walk', 'bike', 'transit', 'car.pooled-ev']
    """
    if not 0 <= distance_km < math.inf:
        raise CarbonmeetError(f"a trip of {distance_km} km has no mode: give a distance from 0 up")
    for part in mode_rule():
        if distance_km in part:
            return part.mode
    raise CarbonmeetError(f"mode_rule.csv has no mode for a trip of {distance_km} km")


def trip_modes() -> dict[str, str]:
    """Modes that take anyone across a city, and what the distance rule calls each, if anything.

    Examples
    --------
    >>> trip_modes()["metro"]
    'transit'
    """
    with (data_dir("factors") / "trip_modes.csv").open(encoding="utf-8", newline="") as file:
        return {row["mode"]: row["rule"] for row in csv.DictReader(file)}
