"""Registers of a city: plans, parks, pilots, money and works, as documents name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from carbonmeet.base.clock import is_date, today
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import NAMELESS, Label, _
from carbonmeet.catalogue.records.shared import KEY, SOURCE
from carbonmeet.rows import Column, Table

__all__ = ["REGISTER", "SEED_PHRASES", "Phrase", "Registered"]

Kind = Literal[
    "plan",
    "park",
    "community",
    "firm",
    "data-centre",
    "energy",
    "transport",
    "waste",
    "pilot",
    "creation",
    "procurement",
    "finance",
    "gep",
    "management",
    "civic",
    "other",
]
Status = Literal[
    "planned", "pending", "issued", "listed", "recognised", "under-way", "done", "counted"
]


def _holds(phrase: str, number: float) -> bool:
    """Whether a phrase holds a number, written with or without thousands set apart."""
    found = re.findall(r"[0-9]+(?:\.[0-9]+)?", phrase.replace(",", "").replace("，", ""))
    return any(float(one) == abs(number) for one in found)


@dataclass(frozen=True, slots=True)
class Registered:
    """One entry of a register: counted and checked, never priced.

    Attributes
    ----------
    date : str
        A year, a month or a day, as far as the document says.
    quantity : float or None
        As the phrase has it; None where it gives none.
    parcel : str
        Id under which land is claimed, so that nobody else claims it.
    phrase : str
        What the document says, quoted; the quantity is in it.
    """

    key: Annotated[str, KEY._replace(text="Name of the entry.")]
    kind: Annotated[Kind, Column("What is registered.")]
    name: Annotated[Label, Column("Name")]
    status: Annotated[Status, Column("How far it has come, as the document says.")]
    phrase: Annotated[
        str, Column("What the document says, quoted; …… marks what is left out.", told=True)
    ]
    source: Annotated[str, SOURCE] = ""
    date: Annotated[
        str,
        Column(
            "Year, month or day.",
            form="[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?",
            such=_("a year, a month such as 2024-06, or a day such as 2024-06-18"),
        ),
    ] = ""
    quantity: Annotated[float | None, Column("Quantity as the phrase has it.")] = None
    unit: Annotated[Label, Column("What is counted, as printed")] = NAMELESS
    region: Annotated[str, Column("ISO 3166 code of the place that it belongs to.")] = ""
    parcel: Annotated[str, Column("Id under which land is claimed.")] = ""
    note: Annotated[Label, Column("How it was read")] = NAMELESS

    def problems(self) -> Iterator[tuple[str, str]]:
        """A quantity that the phrase does not give, or has no unit; what lies in the future."""
        if self.quantity is not None and self.unit == NAMELESS:
            yield "unit_en", _("'unit' is empty: {quantity:g} of what?", quantity=self.quantity)
        if self.quantity is None and self.unit != NAMELESS:
            yield "quantity", _("'quantity' is empty: how many {unit}?", unit=self.unit)
        if self.quantity is not None and self.phrase and not _holds(self.phrase, self.quantity):
            yield (
                "quantity",
                _("{quantity:g} is not in the phrase that is to say it", quantity=self.quantity),
            )
        if self.date and not is_date(self.date):
            yield (
                "date",
                _(
                    "'{date}' is not a date: write a year, a month such as 2024-06, or a day such "
                    "as 2024-06-18",
                    date=self.date,
                ),
            )
        late = self.date > today().isoformat()[: len(self.date)]
        if self.date and late and self.status not in ("planned", "pending"):
            yield (
                "date",
                _(
                    "{date} is in the future, but the status is '{status}'",
                    date=self.date,
                    status=self.status,
                ),
            )


@dataclass(frozen=True, slots=True)
class Phrase:
    """Where a number of a shipped scenario stands in the document that it was taken from.

    Attributes
    ----------
    number : float
        As printed in the phrase.
    unit : str
        Of the number; the scenario may use another of the same kind.
    scenario, path : str
        Where the number is used: a shipped scenario, and the place in it.
    """

    source: Annotated[str, SOURCE._replace(text="Key of sources.csv: the document.")]
    phrase: Annotated[str, Column("Quoted; the number is in it.", told=True)]
    number: Annotated[float, Column("As printed in the phrase.")]
    unit: Annotated[str, Column("Unit of the number, with its 万 or 亿.", told=True)]
    scenario: Annotated[str, Column("Shipped scenario that uses it.", told=True)]
    path: Annotated[str, Column("Place in the scenario.", told=True)]

    def problems(self) -> Iterator[tuple[str, str]]:
        """A number that its phrase does not hold."""
        if not _holds(self.phrase, self.number):
            yield "number", _("{number:g} is not in the phrase", number=self.number)


REGISTER = Table(
    "register",
    "Plans, parks, pilots, money and works that documents name",
    Registered,
    "key",
)
SEED_PHRASES = Table(
    "seed_phrases",
    "Phrases of documents behind numbers of the shipped scenarios",
    Phrase,
    "scenario path",
)
