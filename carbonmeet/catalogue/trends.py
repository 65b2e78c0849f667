"""Numbers carried forward from the year that they describe, on stated trends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase

from carbonmeet.base.text import _
from carbonmeet.catalogue.records.lists import Trend
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.number import Number
from carbonmeet.units import DIMENSIONLESS

__all__ = ["PATH", "Trend", "carried", "trend_of"]

#: First step of the path of a number that carries another forward.
PATH = "trends"


def trend_of(key: str, trends: Sequence[Trend]) -> str | None:
    """The trend that a number follows: empty where power is inside and stays, None where none is.

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> trends = load_catalogue().ahead("trend").trends
    >>> [trend_of(key, trends) for key in ("grid", "hotel.room-night", "meal.boxed")]
    ['trend.grid', '', None]
    """
    return next((one.trend for one in trends if fnmatchcase(key, one.keys)), None)


def carried(
    factor: Factor, year: int, trends: Sequence[Trend], find: Callable[[str, str], Factor]
) -> Number | None:
    """What is left of a published number in a later year; None where no trend is known.

    A yearly fall r over n years leaves (1 - r)^n. All numbers on one trend are one unknown: they
    share the stream of its yearly fall.

    Parameters
    ----------
    factor : Factor
        Of a year before `year`; the user's own stay as they are.
    year : int
        Year of the activity.
    trends : sequence of Trend
    find : callable
        The yearly fall by its key in a region.

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> catalogue = load_catalogue()
    >>> grid = catalogue.find("grid", "CN-YN", 2023, ["mee"])
    >>> trends = catalogue.ahead("trend").trends
    >>> left = carried(grid, 2030, trends, catalogue.find)
    >>> left.id, round(left.low, 3), round(left.value, 3), round(left.high, 3)
    ('trends.grid.CN-YN.2023.2030', 0.772, 0.845, 0.924)
    """
    ahead = year - factor.year
    key = trend_of(factor.key, trends)
    if not key or ahead <= 0 or factor.own:
        return None
    fall = find(key, factor.region)
    high, low = ((1 - end) ** ahead for end in (fall.low or 0.0, fall.high or fall.value))
    return Number(
        (PATH, key.partition(".")[2], factor.region, str(factor.year), str(year)),
        (1 - fall.value) ** ahead,
        DIMENSIONLESS,
        low,
        high,
        name=_("{name}: {year} to {year2}", name=fall.name, year=factor.year, year2=year),
        basis=fall.evidence,
        reference=fall.source,
        locator=fall.locator,
        note=fall.note,
        stream=fall.id,
    )
