"""One amount with the chain that prices it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from carbonmeet.factor import Factor
from carbonmeet.text import NAMELESS, Label, Lang
from carbonmeet.units import Unit

__all__ = ["SOURCES", "Activity", "Datum", "Input", "Link"]

#: Where emissions come from, in the order of every table.
SOURCES: Mapping[str, Label] = {
    "transport.air": Label("Air travel", "航空"),
    "transport.rail": Label("Rail travel", "铁路"),
    "transport.road": Label("Road travel", "汽车"),
    "lodging": Label("Lodging", "住宿"),
    "catering": Label("Catering", "餐饮"),
    "venue.power": Label("Venue electricity", "会场用电"),
    "venue.heat": Label("Venue heat and fuel", "会场供热与燃料"),
    "consumables": Label("Consumables", "会议消耗品"),
    "waste": Label("Waste and water", "废弃物与水"),
    "digital": Label("Online participation", "线上参会"),
    "freight": Label("Freight", "货运"),
}


@dataclass(frozen=True, slots=True)
class Datum:
    """One number of a scenario: activity data, a share, an uptake.

    Attributes
    ----------
    id : str
        Where the number stands in the scenario, e.g. ``groups[0].people``. Two lines that rest on
        the same number name the same datum, so that it is drawn once.
    value, low, high : float
        In `unit`; the ends of the 95 % range may be None.
    basis : {"given", "measured", "published", "assumed"}
        How the planner came by it.
    note : Label
        Why, as the planner wrote it, or in both languages where the program did.
    whole : str
        Names the whole of which this is one share: together they are always 1.
    rest_of : tuple of str
        Ids of the numbers whose rest to 1 this is; it varies with them and not by itself.
    naming : callable, optional
        Gives the name that a reader sees: the number's own, for it may serve many lines. Few are
        ever asked for it.
    share : bool
        Whether it lies between 0 and 1 by what it is.
    """

    id: str
    value: float
    unit: Unit
    low: float | None = None
    high: float | None = None
    basis: str = "given"
    note: Label = NAMELESS
    whole: str = field(default="", compare=False)
    rest_of: tuple[str, ...] = field(default=(), compare=False)
    naming: Callable[[], Label] | None = field(default=None, compare=False, repr=False)
    share: bool = field(default=False, compare=False, repr=False)

    @classmethod
    def named(
        cls, name: Label, value: float, unit: Unit, basis: str = "given", note: Label = NAMELESS
    ) -> Datum:
        """A number that the program sets, and that stands at no place of a file."""
        return cls(name.get("en"), value, unit, basis=basis, note=note, naming=lambda: name)

    @property
    def name(self) -> Label:
        """What a reader sees; empty where nobody gave a name."""
        return NAMELESS if self.naming is None else self.naming()

    def called(self, lang: Lang) -> str:
        """Its place in the file, or its name where it stands at none."""
        return self.name.get(lang) if self.id == self.name.get("en") else self.id


Input: TypeAlias = Factor | Datum
#: A number and its exponent in a product: 1, or -1 to divide by it.
Link: TypeAlias = tuple[Input, int]


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
    known : mapping of str to Input
        Parameters that this scenario knows better than the catalogue.
    dormant : bool
        True for something that only happens once a measure brings it about: its own amount
        does not count.
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
    known: Mapping[str, Input] = field(default_factory=dict)
    dormant: bool = False

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Every number this line rests on."""
        return tuple(number for number, _ in (*self.amount, *self.chain))

    @property
    def basis(self) -> str:
        """``assumed`` if any number behind the line is, else ``sourced``."""
        return "assumed" if any(one.basis == "assumed" for one in self.inputs) else "sourced"
