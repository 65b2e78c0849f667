"""One total: its value, the ends of its range, its unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carbonmeet.answer.shown import Shown
from carbonmeet.base.record import dataclass
from carbonmeet.units import T_CO2E

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

__all__ = ["Total", "frame_of"]


@dataclass(frozen=True, slots=True)
class Total(Shown):
    """A number of an answer, with its 95% range where draws were made.

    Attributes
    ----------
    value : float
        At the central values of all inputs.
    low, high : float or None
        The 2.5% and 97.5% points of the draws; None without draws.
    unit : str

    Examples
    --------
    >>> total = Total(579.4, 480.2, 702.8)
    >>> print(total)
    579.4 t CO2e (480.2 to 702.8)
    >>> f"{total:,.0f}", float(total)
    ('579', 579.4)
    """

    value: float
    low: float | None = None
    high: float | None = None
    unit: str = T_CO2E

    def __float__(self) -> float:
        return self.value

    def __format__(self, spec: str) -> str:
        return format(self.value, spec) if spec else str(self)

    def __str__(self) -> str:
        text = f"{self.value:,.4g}" if abs(self.value) < 1000 else f"{self.value:,.0f}"
        if self.low is None or self.high is None:
            return f"{text} {self.unit}"
        low, high = (f"{x:,.4g}" if abs(x) < 1000 else f"{x:,.0f}" for x in (self.low, self.high))
        return f"{text} {self.unit} ({low} to {high})"


def frame_of(totals: Mapping[Any, Total], names: Iterable[str] = ()) -> pd.DataFrame:
    """Totals as a pandas table: the value under its unit, ``low`` and ``high`` where drawn.

    Parameters
    ----------
    totals : mapping
        By what becomes the index: a word, or a tuple of words for several levels.
    names : iterable of str
        Names of the levels of the index.

    Examples
    --------
    >>> frame_of({"waste": Total(2.5, 2.0, 3.0)}, ["source"]).columns.to_list()
    ['t CO2e', 'low', 'high']
    """
    import pandas as pd

    keys, listed, levels = list(totals), list(totals.values()), list(names) or None
    index: pd.Index[Any]
    if keys and isinstance(keys[0], tuple):
        index = pd.MultiIndex.from_tuples(keys, names=levels)
    else:
        index = pd.Index(keys, name=levels[0] if levels else None)
    unit = listed[0].unit if listed else T_CO2E
    columns = {unit: [one.value for one in listed]}
    if any(one.low is not None for one in listed):
        nan = float("nan")
        columns["low"] = [nan if one.low is None else one.low for one in listed]
        columns["high"] = [nan if one.high is None else one.high for one in listed]
    return pd.DataFrame(columns, index=index)
