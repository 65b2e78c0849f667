"""Things used up."""

from __future__ import annotations

from typing import Literal

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Key, Span
from carbonmeet.meeting.section import Section, Work
from carbonmeet.reading.amount import AnyAmount, AnyProduct
from carbonmeet.reading.schema import Listed
from carbonmeet.reading.textfields import LabelField

__all__ = ["SECTION", "Consumable"]


class Consumable(Listed):
    """Things used up: an amount, or a number per person (and day)."""

    period: str
    item: str
    label: LabelField | None = None
    amount: AnyProduct | None = None
    per_person: AnyAmount | None = None
    per_person_day: AnyAmount | None = None
    people: Literal["attendees", "staff", "everybody"] = "attendees"


def write(work: Work, entry: Consumable, span: Span, path: Key) -> None:
    """The lines of an entry."""
    given = [
        name
        for name in ("amount", "per_person", "per_person_day")
        if getattr(entry, name) is not None
    ]
    if len(given) != 1:
        raise CarbonmeetError(_("give one of 'amount', 'per_person', 'per_person_day'"))
    work.per_head(f"items/{entry.item}", entry, given[0], span, path)


SECTION = Section(
    Consumable, write, _("Consumables"), rank=5, marks=("period", "item", "label", "people")
)
