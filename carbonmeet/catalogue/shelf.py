"""The rows of the tables of factors, by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from carbonmeet.base.patterns import pattern_of
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.row import FactorRow
from carbonmeet.rows.shelf import Shelf

__all__ = ["FactorShelf", "Over", "by_key"]

#: Region and year stand side by side in a row, behind names that may hold anything.
_REGION = pattern_of(r",(world|[A-Z]{2}(?:-[A-Z0-9]+)*),[0-9]{4},")


def by_key(factors: Iterable[Factor]) -> dict[str, tuple[Factor, ...]]:
    """Rows sorted into rivals, in the order of their first appearance."""
    rows: dict[str, list[Factor]] = {}
    for factor in factors:
        rows.setdefault(factor.key, []).append(factor)
    return {key: tuple(rivals) for key, rivals in rows.items()}


class FactorShelf(Mapping[str, tuple[Factor, ...]]):
    """The rows of the shipped tables, each key read when it is asked for."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._shelf = Shelf(paths, FactorRow)
        self._read: dict[str, tuple[Factor, ...]] = {}

    def __getitem__(self, key: str) -> tuple[Factor, ...]:
        if key not in self._read:
            self._read[key] = tuple(row.factor() for row in self._shelf[key])
        return self._read[key]

    def regions(self) -> frozenset[str]:
        """The regions of all rows, without reading the rows."""
        lines = (line for key in self._shelf for line in self._shelf.lines(key))
        return frozenset(found[1] for found in map(_REGION.search, lines) if found)

    def __contains__(self, key: object) -> bool:
        return key in self._shelf

    def __iter__(self) -> Iterator[str]:
        return iter(self._shelf)

    def __len__(self) -> int:
        return len(self._shelf)


class Over(Mapping[str, tuple[Factor, ...]]):
    """Rows that rank before others of the same keys; the others are read when asked for.

    Parameters
    ----------
    first, then : mapping of str to list of Factor
    """

    def __init__(
        self, first: Mapping[str, tuple[Factor, ...]], then: Mapping[str, tuple[Factor, ...]]
    ) -> None:
        self._first, self._then = first, then
        self._read: dict[str, tuple[Factor, ...]] = {}

    def __getitem__(self, key: str) -> tuple[Factor, ...]:
        if key not in self._first:
            return self._then[key]
        if key not in self._read:
            self._read[key] = (*self._first[key], *self._then.get(key, ()))
        return self._read[key]

    def regions(self) -> frozenset[str]:
        """The regions of all rows."""
        own = {row.region for rows in self._first.values() for row in rows}
        known = getattr(self._then, "regions", None)
        if known is None:
            return frozenset(own.union(row.region for rows in self._then.values() for row in rows))
        return frozenset(own.union(known()))

    def __contains__(self, key: object) -> bool:
        return key in self._first or key in self._then

    def __iter__(self) -> Iterator[str]:
        yield from self._then
        yield from (key for key in self._first if key not in self._then)

    def __len__(self) -> int:
        return sum(1 for _key in self)
