"""The table of priced lines under one programme."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _, joined
from carbonmeet.kernel import Model
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["COLUMNS", "Ledger"]

#: What the lines of a ledger can be summed by.
COLUMNS = ("source", "period", "label", "service", "region", "basis")


_PLACES = {name: place for place, name in enumerate(SOURCES)}


def _check_column(name: str) -> None:
    if name not in COLUMNS:
        raise CarbonmeetError(
            _(
                "a ledger has no column '{name}'.{hint} Columns: {columns}",
                name=name,
                hint=did_you_mean(name, COLUMNS),
                columns=joined(COLUMNS),
            )
        )


@dataclass(frozen=True, eq=False, repr=False)
class Ledger:
    """The table of lines under one programme.

    Attributes
    ----------
    model : Model
    kg : ndarray, shape (n,)
        kg CO2e of every line.

    Examples
    --------
    >>> from carbonmeet.estimation import estimate
    >>> ledger = estimate("forum-1500").workings.baseline
    >>> max(ledger.sums("source"), key=ledger.sums("source").get)
    'transport.air'
    >>> round(float(ledger.by("source", "period").sum()), 6) == round(ledger.total, 6)
    True
    """

    model: Model
    kg: Floats

    def __post_init__(self) -> None:
        self.kg.setflags(write=False)

    @property
    def total(self) -> float:
        """Sum of the lines in t CO2e."""
        return float(self.kg.sum()) / KG_PER_T

    def __repr__(self) -> str:
        return f"<Ledger: {len(self._real)} lines, {self.total:,.0f} t CO2e>"

    @cached_property
    def _real(self) -> list[int]:
        """Lines that are there: what only a measure brings about is none before it does."""
        return [
            i
            for i, (line, kg) in enumerate(zip(self.model.lines, self.kg.tolist(), strict=True))
            if kg or not (line.born or line.activity.dormant)
        ]

    def sums(self, by: str) -> dict[str, float]:
        """t CO2e by one of `COLUMNS`; sources in their fixed order."""
        lines = [self.model.lines[i].activity for i in self._real]
        _check_column(by)
        found: dict[str, float] = {}
        for one, kg in zip(lines, self.kg[self._real].tolist(), strict=True):
            name = str(getattr(one, by))
            found[name] = found.get(name, 0.0) + kg
        found = {name: kg / KG_PER_T for name, kg in found.items()}
        if by == "source":
            return {name: found[name] for name in SOURCES if name in found}
        return found

    def cells(self) -> dict[tuple[str, str], float]:
        """t CO2e by source and period; sources in their fixed order."""
        names = [
            (activity.source, activity.period)
            for activity in (self.model.lines[i].activity for i in self._real)
        ]
        kept: dict[tuple[str, str], float] = dict.fromkeys(
            sorted(dict.fromkeys(names), key=lambda name: _PLACES[name[0]]), 0.0
        )
        for name, kg in zip(names, self.kg[self._real].tolist(), strict=True):
            kept[name] += kg / KG_PER_T
        return kept

    def by(self, *columns: str) -> pd.Series[float]:
        """Totals as a pandas series in t CO2e, indexed by the columns named.

        Parameters
        ----------
        *columns : {"source", "period", "label", "service", "region", "basis"}
            By source where none is named.

        Raises
        ------
        CarbonmeetError
            If there is no such column.
        """
        for column in columns:
            _check_column(column)
        return self.table().groupby(list(columns or ("source",)), sort=False)["t_co2e"].sum()

    def table(self) -> pd.DataFrame:
        """The lines as a pandas table: one row a line, t CO2e in ``t_co2e``."""
        import pandas as pd

        lines = [self.model.lines[i].activity for i in self._real]
        columns = {name: [str(getattr(one, name)) for one in lines] for name in COLUMNS}
        return pd.DataFrame({**columns, "t_co2e": self.kg[self._real] / KG_PER_T})
