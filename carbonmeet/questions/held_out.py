"""How far ranges hold: each number of a key left out, and looked for in the range of the others.

A range that is made of rivals promises to hold one more. Whether it does can be tried with what is
known: the range is made without one publisher, edition or country, by the one rule of the catalogue
(`spread`), and the number that was left out lies in it or does not. What a publisher only
reprinted, in another edition or for another country, is no second witness: its twin would be in
the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import TYPE_CHECKING, Any

from carbonmeet.base.record import dataclass
from carbonmeet.catalogue.spread import REPRINT, printed_once, spread
from carbonmeet.numbers.factor import publisher

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.numbers.factor import Factor

__all__ = ["LEAST", "HeldOut", "Tried", "held_out"]

#: A key is tried where so many publishers, editions or countries have a number for it.
LEAST = 3
#: What makes a row another quantity than its key says.
_OTHER = frozenset({"credit", "spend", "transport-only"})


@dataclass(frozen=True, slots=True)
class Tried:
    """A number that was left out, and the range that the others make.

    Attributes
    ----------
    among : {"editions", "countries"}
        Publishers and editions of one place, or countries.
    others : int
        How many numbers the range was made of.
    alone : bool
        Whether none of them is of the same publisher.
    """

    among: str
    id: str
    value: float
    low: float
    high: float
    unit: str
    others: int
    alone: bool

    @property
    def held(self) -> bool:
        """Whether the range holds it."""
        return self.low <= self.value <= self.high

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "among": self.among,
            "id": self.id,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "others": self.others,
            "alone": self.alone,
            "held": self.held,
        }


@dataclass(frozen=True, slots=True)
class HeldOut:
    """All numbers that were left out, one after another.

    Attributes
    ----------
    tried : tuple of Tried
    keys : mapping of str to int
        How many keys were tried among editions, and among countries.
    reprints : mapping of str to int
        How many numbers of these were not tried, for the publisher had printed them before.
    """

    tried: tuple[Tried, ...]
    keys: dict[str, int] = field(default_factory=dict)
    reprints: dict[str, int] = field(default_factory=dict)

    def alone(self, among: str = "") -> tuple[int, int]:
        """How many of those without another number of their publisher were held, and tried."""
        found = [one.held for one in self.tried if one.alone and among in ("", one.among)]
        return sum(found), len(found)

    def of(self, among: str = "") -> tuple[int, int]:
        """How many were held, and how many tried."""
        found = [one.held for one in self.tried if among in ("", one.among)]
        return sum(found), len(found)

    def share(self, among: str = "") -> float:
        """The share that was held."""
        held, tried = self.of(among)
        return held / tried if tried else float("nan")

    def to_dict(self) -> dict[str, Any]:
        """Plain data: shares, and every number that was left out."""
        parts = {
            name: {
                "keys": self.keys[name],
                "reprints": self.reprints[name],
                "tried": tried,
                "held": held,
                "share": held / tried,
                "whole_publishers": dict(zip(("held", "tried"), self.alone(name), strict=True)),
            }
            for name in self.keys
            for held, tried in [self.of(name)]
            if tried
        }
        held, tried = self.of()
        whole = {"tried": tried, "held": held, "share": self.share() if tried else None}
        return {**parts, "all": whole, "numbers": [one.to_dict() for one in self.tried]}


def held_out(catalogue: Catalogue) -> HeldOut:
    """Leave out each number of every key with three or more, and look for it in the others' range.

    Among publishers and editions of one place, and among countries, of which the newest number
    counts; of one boundary each. What the catalogue worked out itself is no witness, and a reprint
    no second one.

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> found = held_out(load_catalogue())
    >>> 0.85 <= found.share() <= 0.99
    True
    """
    rows = [one for one in catalogue.factors if _witness(one)]
    tried: list[Tried] = []
    keys: dict[str, int] = {}
    reprints: dict[str, int] = {}
    # countries may come near each other by themselves, but not be alike to the last figure
    for among, groups, near in (
        ("editions", _editions(rows), REPRINT),
        ("countries", _countries(rows), 0.0),
    ):
        every = [(group, printed_once(group, _printed, near)) for group in groups]
        large = [once for _, once in every if len(once) >= LEAST]
        keys[among] = len({(group[0].key, group[0].unit.dims) for group in large})
        reprints[among] = sum(len(all_) - len(once) for all_, once in every if len(all_) >= LEAST)
        for group in large:
            tried += _each(among, group)
    return HeldOut(tuple(tried), keys, reprints)


def _printed(one: Factor) -> tuple[str, float]:
    return publisher(one.reference), one.value * one.unit.scale


def _witness(one: Factor) -> bool:
    ours = one.reference.startswith("carbonmeet")
    return not (ours or one.own or _OTHER.intersection(one.boundary)) and one.value > 0


def _editions(rows: Iterable[Factor]) -> Iterator[list[Factor]]:
    groups: dict[object, list[Factor]] = defaultdict(list)
    for one in sorted(rows, key=lambda row: (row.year, row.reference)):
        groups[one.key, one.region, frozenset(one.boundary)].append(one)
    yield from groups.values()


def _countries(rows: Iterable[Factor]) -> Iterator[list[Factor]]:
    groups: dict[object, dict[str, Factor]] = defaultdict(dict)
    for one in sorted(rows, key=lambda row: (row.year, row.reference)):
        if len(one.region) == 2:
            groups[one.key, frozenset(one.boundary)][one.region] = one
    for group in groups.values():
        yield list(group.values())


def _each(among: str, group: list[Factor]) -> Iterator[Tried]:
    scale = group[0].unit.scale
    ends = [
        tuple(
            None if x is None else x * one.unit.scale / scale
            for x in (one.value, one.low, one.high)
        )
        for one in group
    ]
    publishers = [publisher(one.reference) for one in group]
    for at, one in enumerate(group):
        found = spread([*ends[:at], *ends[at + 1 :]])  # type: ignore[list-item]
        back = scale / one.unit.scale
        yield Tried(
            among,
            one.id,
            one.value,
            found.low * back,
            found.high * back,
            one.unit.text,
            len(group) - 1,
            publishers.count(publisher(one.reference)) == 1,
        )
