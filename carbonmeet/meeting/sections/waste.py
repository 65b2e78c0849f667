"""A stream of waste and where it goes."""

from __future__ import annotations

from typing import Annotated, Literal

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Key, Span
from carbonmeet.meeting.section import Section, Work
from carbonmeet.reading.amount import Amount, In, MassProduct, Share
from carbonmeet.reading.schema import Listed, Map
from carbonmeet.reading.textfields import LabelField

__all__ = ["SECTION", "Waste"]

MassPerPersonDay = Annotated[Amount, In("kg / person / day")]


class Waste(Listed):
    """A stream of waste and where it goes; the shares of `treatment` sum to 1."""

    period: str
    stream: str
    label: LabelField | None = None
    amount: MassProduct | None = None
    per_person_day: MassPerPersonDay | None = None
    people: Literal["attendees", "staff", "everybody"] = "attendees"
    treatment: Map[str, Share]


def write(work: Work, waste: Waste, span: Span, path: Key) -> None:
    """The lines of an entry."""
    if (waste.amount is None) == (waste.per_person_day is None):
        raise CarbonmeetError(_("give 'amount' or 'per_person_day'"))
    total = sum(share.value for share in waste.treatment.values())
    if abs(total - 1.0) > 1e-9:
        work.bench.fault(
            (*path, "treatment"), _("the treatments sum to {total:.4g}, not to 1", total=total)
        )
    how = "amount" if waste.amount is not None else "per_person_day"
    for treatment, share in waste.treatment.items():
        spot = (*path, "treatment", treatment)
        with work.bench.at(*spot):
            part = work.people.part(share, spot, (*path, "treatment"))
            work.per_head(f"waste/{waste.stream}.{treatment}", waste, how, span, path, part)


SECTION = Section(Waste, write, _("Waste"), rank=6, marks=("period", "stream", "label", "people"))
