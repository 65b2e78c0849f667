"""What a scenario emits, before its measures or after them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from carbonmeet.answer.records import Named, Records
from carbonmeet.answer.shown import Shown
from carbonmeet.answer.total import Total, frame_of
from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _, joined

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Cell", "Electricity", "Footprint"]

#: What the totals of a footprint are broken down by.
COLUMNS = ("source", "period")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source emits in one period."""

    source: str
    period: str
    total: Total


@dataclass(frozen=True, slots=True)
class Electricity(Shown):
    """The same total under both accountings of electricity.

    Attributes
    ----------
    chosen : {"location", "market"}
        Which one the answer rests on.
    """

    chosen: str
    location: Total
    market: Total


@dataclass(frozen=True, slots=True, repr=False)
class Footprint:
    """Emissions in t CO2e.

    Attributes
    ----------
    total : Total
    held, counterfactual : Total
        Its parts: of periods that take place, and of those that were never held.
    by_source, by_period : mapping of str to Total
    cells : tuple of Cell
        By source and period.
    participants : mapping of str to float
        People on site as attendees, by period; ``all`` sums the periods.
    per_participant : mapping of str to Total
        t CO2e of each, by period, and ``all``; without those periods in which there is nobody.
    electricity : Electricity or None
        Of the residual.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> before = cm.estimate("forum-1500").baseline
    >>> max(before.by_source, key=lambda name: before.by_source[name].value)
    'transport.air'
    >>> before.by("source", "period").columns.to_list()
    ['t CO2e']
    """

    total: Total
    held: Total
    counterfactual: Total
    by_source: Mapping[str, Total]
    by_period: Mapping[str, Total]
    cells: tuple[Cell, ...]
    participants: Mapping[str, float]
    per_participant: Mapping[str, Total]
    electricity: Electricity | None = None

    def __post_init__(self) -> None:
        by = {"by_source": "source", "by_period": "period"}
        by |= {"participants": "period", "per_participant": "period"}
        for name, what in by.items():
            object.__setattr__(self, name, Named(getattr(self, name), what))
        object.__setattr__(self, "cells", Records(self.cells))

    def __repr__(self) -> str:
        return f"<Footprint: {self.total}, {len(self.by_source)} sources>"

    def by(self, *columns: str) -> pd.DataFrame:
        """Totals as a pandas table, t CO2e, with ``low`` and ``high`` where draws were made.

        Parameters
        ----------
        *columns : {"source", "period"}
            By source where none is named.

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        CarbonmeetError
            If there is no such column.
        """
        asked = columns or ("source",)
        for name in asked:
            if not isinstance(name, str) or name not in COLUMNS:
                raise CarbonmeetError(
                    _(
                        "a footprint has no column '{name}'.{hint} "
                        "Columns: {columns}; other columns stand in the "
                        "lines of the answer",
                        name=name,
                        hint=did_you_mean(str(name), COLUMNS),
                        columns=joined(COLUMNS),
                    )
                )
        if len(set(asked)) == 1:
            return frame_of(getattr(self, f"by_{asked[0]}"), asked[:1])
        table = {tuple(getattr(one, name) for name in asked): one.total for one in self.cells}
        return frame_of(table, asked)

    def to_frame(self) -> pd.DataFrame:
        """By source and period: see `by`.

        Returns
        -------
        pandas.DataFrame
        """
        return self.by("source", "period")

    def _repr_html_(self) -> str:
        return (
            f"<p><b>{self.total}</b></p>{self.by('source').to_html(float_format='{:,.1f}'.format)}"
        )
