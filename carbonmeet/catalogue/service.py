"""What a planner can name, a flight, a room-night, a meal, and the chains that price it."""

from __future__ import annotations

from collections.abc import Mapping

from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import NAMELESS, Label
from carbonmeet.units import Unit

__all__ = ["Part", "Service"]


class Part(NamedTuple):
    """One product within a service: the electricity of a room-night, or its gas.

    Attributes
    ----------
    chain : tuple of str
        References to factors.
    when : mapping of str to bool
        The accounting methods under which the part counts; empty: always.
    within, outside : str
        The country in which alone, or in which never, the part counts; empty: everywhere.
    instead : tuple of str
        Another chain, for places that have a row for its first number and none for the first of
        `chain`; see `Catalogue.way`.
    elsewhere : tuple of str
        The chain where of both first numbers nothing but the world's is known.
    """

    chain: tuple[str, ...]
    name: Label = NAMELESS
    when: Mapping[str, bool] = {}
    within: str = ""
    outside: str = ""
    instead: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()

    @property
    def chains(self) -> tuple[tuple[str, ...], ...]:
        """`chain` and those that may stand in for it."""
        return tuple(one for one in (self.chain, self.instead, self.elsewhere) if one)

    def counts(self, methods: Mapping[str, object], region: str) -> bool:
        """Whether the part counts under `methods` in `region`.

        Examples
        --------
        >>> Part(("hotel.electricity", "grid"), within="CN").counts({}, "CN-YN")
        True
        """
        country = region.partition("-")[0]
        return (
            all(methods.get(name) == wanted for name, wanted in self.when.items())
            and self.within in ("", country)
            and self.outside != country
        )


class Service(NamedTuple):
    """A functional unit, e.g. one passenger-kilometre by taxi.

    Attributes
    ----------
    id : str
        ``group/name``, e.g. ``modes/taxi``.
    unit : Unit
        Unit of the amount.
    source : str
        The emission source its lines stand under.
    parts : tuple of Part
        What it consists of; their emissions add up.
    """

    id: str
    name: Label
    unit: Unit
    source: str
    parts: tuple[Part, ...]
