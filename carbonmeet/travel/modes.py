"""The mode that suits a local trip, by its distance; and the modes that take anyone across a city.

The rule comes from ``mode_rule.csv``, the modes from ``trip_modes.csv``; neither is read before
it is asked for.
"""

from __future__ import annotations

import math
from typing import Annotated

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import _
from carbonmeet.rows import Column, Table
from carbonmeet.rows.column import number

__all__ = [
    "MODE_RULE",
    "TRIP_MODES",
    "ModeBin",
    "TripMode",
    "mode_rule",
    "recommended_mode",
    "trip_modes",
]


def _edge(text: str) -> float:
    return math.inf if text == "INF" else number(text)


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

    from_km: Annotated[float, Column("Lower edge of the distance, km.", least=0)]
    from_closed: Annotated[bool, Column("Whether the lower edge belongs to the row.")]
    to_km: Annotated[
        float,
        Column("Upper edge, km; INF where there is none.", read=_edge, kind="number"),
    ]
    to_closed: Annotated[bool, Column("Whether the upper edge belongs to the row.")]
    mode: Annotated[str, Column("Mode of services.yaml.")]
    name_en: Annotated[str, Column("What the mode is called.")]
    name_zh: Annotated[str, Column("The same in Chinese.")]
    phrase_zh: Annotated[str, Column("The appeal's own words.")]
    phrase_en: Annotated[str, Column("The same in English.")]
    source: Annotated[str, Column("Key of sources.csv.", to="sources")]
    locator: Annotated[str, Column("Place in the source.")]

    def __contains__(self, distance_km: float) -> bool:
        above = distance_km > self.from_km or (self.from_closed and distance_km == self.from_km)
        below = distance_km < self.to_km or (self.to_closed and distance_km == self.to_km)
        return above and below


class TripMode(NamedTuple):
    """A mode that takes anyone across a city, and what the distance rule calls it, if anything."""

    mode: Annotated[str, Column("Mode of services.yaml.")]
    rule: Annotated[str, Column("Mode of mode_rule.csv that it belongs to; empty where none.")] = ""


MODE_RULE = Table("mode_rule", "Mode of travel by distance", ModeBin)
TRIP_MODES = Table(
    "trip_modes",
    "Modes that take anyone across a city, and what the distance rule calls them",
    TripMode,
    "mode",
)


def mode_rule() -> tuple[ModeBin, ...]:
    """Return the distance rule, shortest range first.

    Examples
    --------
    >>> [(part.to_km, part.mode) for part in mode_rule()]
    [(2.0, 'walk'), (5.0, 'bike'), (15.0, 'transit'), (inf, 'car.pooled-ev')]
    """
    return MODE_RULE.shipped()


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
        raise CarbonmeetError(
            _(
                "a trip of {distance_km} km has no mode: give a distance from 0 up",
                distance_km=distance_km,
            )
        )
    for part in mode_rule():
        if distance_km in part:
            return part.mode
    raise CarbonmeetError(
        _("mode_rule.csv has no mode for a trip of {distance_km} km", distance_km=distance_km)
    )


def trip_modes() -> dict[str, str]:
    """Modes that take anyone across a city, and what the distance rule calls each, if anything.

    Examples
    --------
    >>> trip_modes()["metro"]
    'transit'
    """
    return {one.mode: one.rule for one in TRIP_MODES.shipped()}
