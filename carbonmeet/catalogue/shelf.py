"""The rows of the tables, by key."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from carbonmeet.factor import Factor, read_factor

__all__ = ["Shelf", "by_key"]


def by_key(factors: Iterable[Factor]) -> dict[str, list[Factor]]:
    """Rows sorted into rivals, in the order of their first appearance."""
    rows: dict[str, list[Factor]] = {}
    for factor in factors:
        rows.setdefault(factor.key, []).append(factor)
    return rows


class Shelf(Mapping[str, list[Factor]]):
    """The rows of the shipped tables, each key read when it is asked for.

    A scenario needs some hundred of a thousand rows; the tests read them all.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._cells: dict[str, list[dict[str, str]]] = {}
        self._read: dict[str, list[Factor]] = {}
        for path in paths:
            with path.open(encoding="utf-8-sig", newline="") as file:
                table = csv.reader(file)
                head = next(table)
                for cells in table:
                    record = dict(zip(head, cells, strict=True))
                    self._cells.setdefault(record["key"], []).append(record)

    def __getitem__(self, key: str) -> list[Factor]:
        if key not in self._read:
            self._read[key] = [read_factor(record) for record in self._cells[key]]
        return self._read[key]

    def regions(self) -> frozenset[str]:
        """The regions of all rows, without reading the rows."""
        return frozenset(one["region"] for rows in self._cells.values() for one in rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)
