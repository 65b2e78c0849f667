"""The carbon-asset survey 碳资产盘查: who was surveyed, and of how many."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field, model_validator

from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, _
from carbonmeet.reading.schema import Strict
from carbonmeet.reading.textfields import LabelField

__all__ = ["Entry", "Surveyed", "survey"]


class Entry(Strict):
    """One kind of holder: districts, zones, parks, firms, farms.

    Attributes
    ----------
    surveyed : int
        How many have been surveyed.
    counted : int, optional
        How many there are. Without it nobody can say how complete the survey is.
    """

    label: LabelField
    surveyed: int = Field(ge=0)
    counted: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _no_more_than_there_are(self) -> Entry:
        if self.counted is not None and self.surveyed > self.counted:
            raise ValueError(
                _(
                    "{surveyed} surveyed, but only {counted} counted",
                    surveyed=self.surveyed,
                    counted=self.counted,
                )
            )
        return self


class Surveyed(NamedTuple):
    """A row of the survey.

    Attributes
    ----------
    counted, share : int, float or None
        None where nobody gave the number of all there are.
    """

    label: Label
    surveyed: int
    counted: int | None
    share: float | None


def survey(entries: Iterable[Entry]) -> tuple[Surveyed, ...]:
    """Count up a survey; the last row is the total.

    Examples
    --------
    >>> survey([Entry(label="farms", counted=39, surveyed=39)])[-1].share
    1.0
    >>> survey([Entry(label="farms", surveyed=39)])[-1].share is None
    True
    """
    listed = list(entries)
    counts = [one.counted for one in listed]
    known = [one for one in counts if one is not None]
    whole = sum(known) if len(known) == len(counts) else None
    total = (_("Total"), sum(one.surveyed for one in listed), whole)
    lines = [(one.label, one.surveyed, one.counted) for one in listed] + [total]
    return tuple(Surveyed(name, done, n, done / n if n else None) for name, done, n in lines)
