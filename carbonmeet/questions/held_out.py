"""How far ranges hold: each number of a key left out, and looked for in the range of the others.

A range that is made of rivals promises to hold one more. Whether it does can be tried with what is
known: the range is made without one publisher, edition or country, by the one rule of the catalogue
(`spread`), and the number that was left out lies in it or does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import TYPE_CHECKING, Any

from carbonmeet.base.record import dataclass
from carbonmeet.catalogue.spread import spread

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
    """

    among: str
    id: str
    value: float
    low: float
    high: float
    unit: str
    others: int

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
    """

    tried: tuple[Tried, ...]
    keys: dict[str, int] = field(default_factory=dict)

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
            name: {"keys": self.keys[name], "tried": tried, "held": held, "share": held / tried}
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
    counts; of one boundary each. What the catalogue worked out itself is no witness.

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
    for among, groups in (("editions", _editions(rows)), ("countries", _countries(rows))):
        large = [group for group in groups if len(group) >= LEAST]
        keys[among] = len({(group[0].key, group[0].unit.dims) for group in large})
        for group in large:
            tried += _each(among, group)
    return HeldOut(tuple(tried), keys)


def _witness(one: Factor) -> bool:
    ours = one.reference.startswith("carbonmeet")
    return not (ours or one.own or _OTHER.intersection(one.boundary)) and one.value > 0


def _editions(rows: Iterable[Factor]) -> Iterator[list[Factor]]:
    groups: dict[object, list[Factor]] = defaultdict(list)
    for one in rows:
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
        )
