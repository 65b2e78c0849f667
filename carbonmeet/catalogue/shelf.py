"""The rows of the tables, by key."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from carbonmeet.numbers.factor import Factor, read_factor

__all__ = ["Shelf", "by_key"]

#: Region and year stand side by side in a row, behind names that may hold anything.
_REGION = re.compile(r",(world|[A-Z]{2}(?:-[A-Z0-9]+)*),[0-9]{4},")


def by_key(factors: Iterable[Factor]) -> dict[str, list[Factor]]:
    """Rows sorted into rivals, in the order of their first appearance."""
    rows: dict[str, list[Factor]] = {}
    for factor in factors:
        rows.setdefault(factor.key, []).append(factor)
    return rows


class Shelf(Mapping[str, list[Factor]]):
    """The rows of the shipped tables, each key read when it is asked for.

    A scenario needs some hundred of two thousand rows; the tests read them all. A row stays a line
    of text until then: no cell of the shipped tables holds a line break.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._lines: dict[str, list[str]] = {}
        self._heads: dict[str, str] = {}
        self._read: dict[str, list[Factor]] = {}
        for path in paths:
            head, *lines = path.read_text(encoding="utf-8-sig").splitlines()
            for line in lines:
                key = line.partition(",")[0]
                self._lines.setdefault(key, []).append(line)
                self._heads[key] = head

    def __getitem__(self, key: str) -> list[Factor]:
        if key not in self._read:
            head, *rows = csv.reader((self._heads[key], *self._lines[key]), strict=True)
            records = (dict(zip(head, cells, strict=True)) for cells in rows)
            self._read[key] = [read_factor(record) for record in records]
        return self._read[key]

    def regions(self) -> frozenset[str]:
        """The regions of all rows, without reading the rows."""
        found = (_REGION.search(line) for lines in self._lines.values() for line in lines)
        return frozenset(one[1] for one in found if one)

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)
