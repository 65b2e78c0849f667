"""The carbon-asset survey 碳资产盘查: who is to be surveyed, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import Field, model_validator

from carbonmeet.base.text import Label
from carbonmeet.reading.fields import LabelField
from carbonmeet.reading.schema import Strict

__all__ = ["Entry", "Survey", "survey"]


class Entry(Strict):
    """One kind of holder: districts, zones, parks, firms, farms."""

    label: LabelField
    counted: int = Field(ge=0)
    surveyed: int = Field(ge=0)

    @model_validator(mode="after")
    def _no_more_than_there_are(self) -> Entry:
        if self.surveyed > self.counted:
            raise ValueError(f"{self.surveyed} surveyed, but only {self.counted} counted")
        return self


@dataclass(frozen=True, slots=True)
class Survey:
    """The register with its totals.

    Attributes
    ----------
    rows : tuple of (Label, int, int, float or None)
        Kind, counted, surveyed, and the share surveyed; the last row is the total.
    """

    rows: tuple[tuple[Label, int, int, float | None], ...]

    @property
    def total(self) -> tuple[Label, int, int, float | None]:
        """The last row."""
        return self.rows[-1]


def survey(entries: Iterable[Entry]) -> Survey:
    """Count up a register.

    Examples
    --------
    >>> survey([Entry(label="farms", counted=39, surveyed=39)]).total[3]
    1.0
    """
    listed = list(entries)
    whole = [
        (Label("Total", "合计"), sum(e.counted for e in listed), sum(e.surveyed for e in listed))
    ]
    lines = [(e.label, e.counted, e.surveyed) for e in listed] + whole
    return Survey(tuple((name, n, done, done / n if n else None) for name, n, done in lines))
