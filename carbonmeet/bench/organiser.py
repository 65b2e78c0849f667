"""The ``organiser:`` block: what documents need to be filed and no calculation does."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from carbonmeet.bench.signed import Day
from carbonmeet.reading.schema import Strict
from carbonmeet.reading.textfields import LabelField, SaidField

__all__ = ["Contact", "Organiser"]

_Line = Annotated[str, Field(max_length=400)]


class Contact(Strict):
    """Who answers questions."""

    name: LabelField | None = None
    phone: _Line = ""
    email: _Line = ""


class Organiser(Strict):
    """Who holds the meeting, where, and who signs for its documents.

    All may be left out: what a document asks for and the file does not say stays visibly open.

    Attributes
    ----------
    name : text in one or two languages
        The organiser.
    venue, address : text
        Where the meeting is held.
    dates : text
        As they are to be printed; those of the periods without it.
    preparer, checker : text
        Who drew the documents up, and who checked them.
    evaluator : text
        The body that confirmed or verified the result, if there is one.
    management_plan, published, evidence : text
        Where the plan for carbon neutrality of ISO 14068-1 stands, where the documents are
        published, and where data and papers are kept.
    declarer : text
        Who signs a declaration; the organiser without it.
    signed, completed : date
        Day of the documents, and day on which the offsetting was complete.
    """

    name: LabelField | None = None
    venue: LabelField | None = None
    address: LabelField | None = None
    dates: SaidField = None
    contact: Contact | None = None
    preparer: LabelField | None = None
    checker: LabelField | None = None
    evaluator: LabelField | None = None
    declarer: LabelField | None = None
    management_plan: SaidField = None
    published: SaidField = None
    evidence: SaidField = None
    signed: Day | None = None
    completed: Day | None = None
