"""Units that are taken already: every unit of a registry serves one claim."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator
from typing import Generic, TypeVar

from carbonmeet.base.text import Message, _
from carbonmeet.offset.creditblock import CreditBlock
from carbonmeet.offset.serials import Block, is_unique

__all__ = ["Taken", "way_out"]

_Key = TypeVar("_Key")


class _Listed:
    """Runs of one stem and one registry, in their order, and the size of the largest."""

    def __init__(self) -> None:
        self.runs: list[tuple[int, int, int]] = []
        self.largest = 0

    def add(self, run: Block, number: int) -> None:
        insort(self.runs, (run.first, run.last, number))
        self.largest = max(self.largest, run.size)

    def sharing(self, run: Block) -> Iterator[int]:
        """The numbers of those that share a unit with a run."""
        at = bisect_right(self.runs, (run.first - self.largest,))
        while at < len(self.runs) and self.runs[at][0] <= run.last:
            if self.runs[at][1] >= run.first:
                yield self.runs[at][2]
            at += 1


def way_out(one: CreditBlock) -> Message | str:
    """What to write where the same serial numbers are those of two registries."""
    if one.home:
        return ""
    return _(". If they are from two registries, write the name of each before its numbers")


class Taken(Generic[_Key]):
    """The units of entries, for finding those of a later entry among them.

    The same serial numbers are the same units, but where both kinds of credits have a registry of
    their own, another each, and a second registry might give out such numbers as well.
    """

    def __init__(self) -> None:
        self._keys: list[_Key] = []
        self._listed: dict[str, dict[str, _Listed]] = {}

    def add(self, one: CreditBlock, key: _Key) -> None:
        """Take the units of an entry."""
        for run in one.runs:
            homes = self._listed.setdefault(run.stem, {})
            homes.setdefault(one.home, _Listed()).add(run, len(self._keys))
        self._keys.append(key)

    def by(self, one: CreditBlock) -> list[_Key]:
        """The entries that have taken units of an entry, in the order in which they did."""
        found = {
            number
            for run in one.runs
            for home, listed in self._listed.get(run.stem, {}).items()
            if home == one.home or not (home and one.home) or is_unique(run.stem)
            for number in listed.sharing(run)
        }
        return [self._keys[number] for number in sorted(found)]
