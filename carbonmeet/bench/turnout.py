"""The people of a list, and how the means that its lines hang on are spread over them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import field
from typing import Any

from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.numbers.path import Path

__all__ = ["Part", "Turnout"]


class Part(NamedTuple):
    """People of one kind, and how much of something each of them does.

    Attributes
    ----------
    kg : float or None
        What that emits, where it does not rise with how much it is: a way priced by a law.
    """

    who: Hashable
    heads: float
    each: float
    kg: float | None = None

    @property
    def weight(self) -> float:
        """What the part of each of them in a line is by."""
        return self.each if self.kg is None else self.kg


@dataclass(frozen=True, slots=True)
class Turnout:
    """People of a list who are priced together: those of one period and role.

    Attributes
    ----------
    period : str
        As the list or its defaults call it.
    counted, come : float
        People as the list has them; and those who are expected, which the lines hang on.
    online : bool
        Whether they take part from afar.
    days : float
        Days of all who come.
    share : float
        Of the journeys, that of people whose place is known; the others come as the mean does.
    travellers : mapping to float
        Who comes from where and how → people as the list has them.
    spreads : mapping of Path to tuple of Part
        Path of a mean per head → who does how much of it. Whoever is not in the parts and whose
        place is not known does as much as the mean.
    """

    period: str
    role: str
    counted: float
    come: float
    online: bool = False
    days: float = 0.0
    share: float = 1.0
    travellers: Mapping[Any, float] = field(default_factory=dict)
    spreads: Mapping[Path, tuple[Part, ...]] = field(default_factory=dict)
