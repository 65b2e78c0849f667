"""One amount with the chain that prices it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Literal, TypeAlias

from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import Label, _
from carbonmeet.numbers.number import Link, Number
from carbonmeet.units import Unit

__all__ = ["ATTENDANCE", "SOURCES", "Activity", "Link", "Part", "Reading"]

#: Where emissions come from, in the order of every table.
SOURCES: Mapping[str, Label] = {
    "transport.air": _("Air travel"),
    "transport.rail": _("Rail travel"),
    "transport.road": _("Road travel"),
    "lodging": _("Lodging"),
    "catering": _("Catering"),
    "venue.power": _("Venue electricity"),
    "venue.heat": _("Venue heat and fuel"),
    "consumables": _("Consumables"),
    "waste": _("Waste and water"),
    "digital": _("Online participation"),
    "freight": _("Freight"),
}

#: The stage of the measures that decide who comes.
ATTENDANCE = "attendance"
#: What of an amount was measured: all of it, who came, or what each of them uses.
Part: TypeAlias = Literal["all", "heads", "rates"]


class Reading(NamedTuple):
    """What was measured of an amount, and what the measures in it are taken to have left.

    Attributes
    ----------
    part : {"all", "heads", "rates"}
        What was measured.
    left : Number or None
        The share that the measures left, by which the amount is divided; None where it is too
        little to tell what there was before.
    enough : Number
        1 where it is not, else 0: what the savings of these measures are multiplied by.
    """

    part: Part
    left: Number | None
    enough: Number

    def has(self, stage: str) -> bool:
        """Whether what measures of a stage did is in it already."""
        return self.part == "all" or (self.part == "heads") == (stage == ATTENDANCE)


@dataclass(frozen=True, slots=True)
class Activity:
    """An amount with a unit, a source, a period, a label, and the chain that prices it.

    Attributes
    ----------
    source : str
        One of `SOURCES`.
    period : str
        Accounting period of the plan.
    label : Label
        What a reader of the ledger sees.
    amount : tuple of Link
        Product of scenario numbers and parameters; in `unit`.
    unit : Unit
        Unit of the amount, e.g. ``passenger km``.
    chain : tuple of Link
        Product that turns one `unit` into kg CO2e.
    region, year : str, int
        Where and when: decides which factors a measure may bring in.
    end : date or None
        Last day of the period: a measure that starts later cannot act. None: end of `year`.
    service : str
        ``modes/taxi`` where a planner named a service, else empty.
    part : int
        Number of the part where a service has several (0 leads the others).
    tags : frozenset of str
        What measures may look for: ``attendee``, ``domestic``, ``local``.
    known : mapping of str to Number
        Parameters that this scenario knows better than the catalogue.
    dormant : bool
        True for something that only happens once a measure brings it about: its own amount
        does not count.
    readings : tuple of Reading
        What of the amount was measured when the measures had made it smaller.
    read : bool
        True for an amount that was measured, of which no share moves to another service any more.
    """

    source: str
    period: str
    label: Label
    amount: tuple[Link, ...]
    unit: Unit
    chain: tuple[Link, ...]
    region: str = "world"
    year: int = 0
    end: date | None = None
    service: str = ""
    part: int = 0
    tags: frozenset[str] = frozenset()
    known: Mapping[str, Number] = field(default_factory=dict)
    dormant: bool = False
    readings: tuple[Reading, ...] = ()
    read: bool = False

    @property
    def inputs(self) -> tuple[Number, ...]:
        """Every number this line rests on."""
        return tuple(number for number, _ in (*self.amount, *self.chain))

    @property
    def basis(self) -> str:
        """``assumed`` if any number behind the line is, else ``sourced``."""
        for number, _power in (*self.amount, *self.chain):
            if number.basis == "assumed":
                return "assumed"
        return "sourced"
