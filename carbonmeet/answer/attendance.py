"""Who comes from where, and whose journeys the tonnes are: of a list of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.answer.records import Records
from carbonmeet.answer.shown import Shown
from carbonmeet.answer.total import Total
from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.given import refuse_other
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, _, joined

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Attendance", "Cohort"]

_WAYS = ("origin", "country", "mode", "cabin", "band")


@dataclass(frozen=True, slots=True)
class Cohort:
    """People of a list who have something in common.

    Attributes
    ----------
    key : str
        What it is known by: a place with its region, a country, a mode; empty for what was merged.
    people : float
        As the list has them.
    total : Total
        Of their journeys, t CO2e before the measures.
    """

    key: str
    name: Label
    people: float
    total: Total


@dataclass(frozen=True, slots=True, repr=False)
class Attendance(Shown):
    """The people of a list, and how the emissions of their journeys are spread over them.

    No part speaks of fewer than `min_cell` people, nor can the difference of two parts: smaller
    ones are merged. The whole of every part is the same.

    Attributes
    ----------
    on_site, online : float
        People as the list has them.
    journeys : Total
        Of all who come, t CO2e before the measures.
    by_origin, by_country, by_mode, by_cabin, by_band : tuple of Cohort
        The most emissions first; bands are of kilometres one way.
    top_decile : float
        Share of these emissions that the tenth of the people causes who cause most.
    gini : float
        0 where all cause the same, towards 1 where one causes everything.
    min_cell : int

    Examples
    --------
    >>> import carbonmeet as cm
    >>> cm.estimate("forum-1500").attendance is None  # it has no list
    True
    """

    on_site: float
    online: float
    journeys: Total
    by_origin: tuple[Cohort, ...]
    by_country: tuple[Cohort, ...]
    by_mode: tuple[Cohort, ...]
    by_cabin: tuple[Cohort, ...]
    by_band: tuple[Cohort, ...]
    top_decile: float
    gini: float
    min_cell: int

    def __post_init__(self) -> None:
        for name in _WAYS:
            object.__setattr__(self, f"by_{name}", Records(getattr(self, f"by_{name}")))

    def __repr__(self) -> str:
        return f"<Attendance: {self.on_site:,g} people, {self.journeys}>"

    def by(self, what: str) -> pd.DataFrame:
        """People and t CO2e of their journeys as a pandas table.

        Parameters
        ----------
        what : {"origin", "country", "mode", "cabin", "band"}

        Raises
        ------
        CarbonmeetError
            If there is no such part.
        """
        refuse_other(what, str, "what")
        if what not in _WAYS:
            raise CarbonmeetError(
                _(
                    "a list is not told by '{what}'.{hint} By: {ways}",
                    what=what,
                    hint=did_you_mean(what, _WAYS),
                    ways=joined(_WAYS),
                )
            )
        import pandas as pd

        rows: tuple[Cohort, ...] = getattr(self, f"by_{what}")
        index = pd.Index([str(one.name) for one in rows], name=what)
        data = {"people": [x.people for x in rows], "t CO2e": [x.total.value for x in rows]}
        return pd.DataFrame(data, index=index)
