"""Targets for a city's emissions: a cap, or a change against an earlier year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, model_validator

from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.text import _
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.reading.amount import Amount, In
from carbonmeet.reading.schema import Strict
from carbonmeet.reading.textfields import LabelField

__all__ = ["Goal", "check_goal", "within"]

Emissions = Annotated[Amount, In("t CO2e")]
#: A change against another year, such as -10%.
Change = Annotated[Amount, In("1", allow_negative=True, max_value=10)]


class Goal(Strict):
    """What a year's emissions, after the measures, are not to exceed.

    Attributes
    ----------
    source : str
        A source, or the first part of one such as ``transport``; the whole slice where empty.
    emissions : amount, optional
        The most, such as 3 Mt CO2e; or give `change`.
    change : amount, optional
        Against the year `since`, such as -10%.
    since : int, optional
        The base year of the file where nothing is said.
    """

    year: int = Field(ge=1990, le=2100)
    label: LabelField | None = None
    source: str = ""
    emissions: Emissions | None = None
    change: Change | None = None
    since: int | None = Field(default=None, ge=1990, le=2100)

    @model_validator(mode="after")
    def _one_of_two(self) -> Goal:
        if (self.emissions is None) == (self.change is None):
            raise ValueError(_("give 'emissions' or 'change'"))
        if self.since is not None and self.change is None:
            raise ValueError(_("'since' belongs to 'change'"))
        if self.change is not None and self.change.value < -1:
            raise ValueError(_("a fall of more than 100% leaves less than nothing"))
        return self


def within(source: str, wanted: str) -> bool:
    """Whether a source belongs to what a target speaks of.

    Examples
    --------
    >>> within("transport.road", "transport"), within("waste", ""), within("waste", "was")
    (True, True, False)
    """
    return not wanted or f"{source}.".startswith(f"{wanted}.")


def check_goal(goal: Goal, years: Iterable[int], base: int) -> None:
    """Refuse a target that nothing can be held against.

    Raises
    ------
    CarbonmeetError
        If a year is not among those worked out, or the source is not known.
    """
    worked = list(years)
    since = (goal.since or base,) if goal.change is not None else ()
    for year in (goal.year, *since):
        if year not in worked:
            listed = ", ".join(map(str, worked))
            raise CarbonmeetError(
                _("{year} is not among the years worked out: {listed}", year=year, listed=listed)
            )
    if goal.source and not any(within(one, goal.source) for one in SOURCES):
        known = [*SOURCES, *{one.partition(".")[0] for one in SOURCES}]
        raise CarbonmeetError(
            _(
                "no source '{source}'.{hint}",
                source=goal.source,
                hint=did_you_mean(goal.source, known),
            )
        )
