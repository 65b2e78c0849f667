"""Rows that stay text until somebody asks for them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from carbonmeet.rows.table import reader_for

__all__ = ["Shelf"]

_Model = TypeVar("_Model")


class Shelf(Mapping[str, list[_Model]]):
    """The rows of shipped tables by their first cell, each key read when it is asked for.

    A scenario needs some hundred rows of ten thousand; the tests read them all. Until then a row is
    a line of text: no cell of the shipped tables holds a line break, and no first cell a comma.

    Parameters
    ----------
    paths : iterable of Path
        Tables of one model.
    model : type
        Of the rows; see `rows`.
    """

    def __init__(self, paths: Iterable[Path], model: type[_Model]) -> None:
        self.model = model
        self._lines: dict[str, list[str]] = {}
        self._heads: dict[str, str] = {}
        self._read: dict[str, list[_Model]] = {}
        for path in paths:
            head, *lines = path.read_text(encoding="utf-8-sig").splitlines()
            for line in lines:
                key = line.partition(",")[0]
                self._lines.setdefault(key, []).append(line)
                self._heads[key] = head

    def __getitem__(self, key: str) -> list[_Model]:
        if key not in self._read:
            head, *rows = csv.reader((self._heads[key], *self._lines[key]), strict=True)
            self._read[key] = [reader_for(self.model, tuple(head))(cells) for cells in rows]
        return self._read[key]

    def lines(self, key: str) -> list[str]:
        """The rows of a key as text."""
        return self._lines[key]

    def __contains__(self, key: object) -> bool:
        return key in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)
