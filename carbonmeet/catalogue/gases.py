"""Factors under one set of warming potentials, where their gases are apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from carbonmeet.numbers.factor import Factor

__all__ = ["KEYS", "SETS", "Warming"]

#: Sets of warming potentials, and where each is published.
SETS = {"AR4": "ipcc-2007", "AR5": "ipcc-2013", "AR6": "ipcc-2021"}
#: Which potential a part of a factor was weighed with; methane of fuels is mostly of fossil origin,
#: but the publishers of our rows weigh it with the plain one.
KEYS = {"CH4": "gwp.ch4", "N2O": "gwp.n2o"}
_PREFIX = "gwp."


class Warming(Mapping[str, tuple[Factor, ...]]):
    """The rows of a catalogue with methane and nitrous oxide weighed anew.

    A row of which the publisher gives no parts, or whose set nobody tells, stays as it is. Of the
    potentials themselves only those of the set are left.

    Parameters
    ----------
    rows : mapping of str to list of Factor
    gwp : {"AR4", "AR5", "AR6"}

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> rows = load_catalogue().rows
    >>> (old,) = [r for r in rows["fuel.diesel"] if r.source == "defra-2021"]
    >>> (new,) = [r for r in Warming(rows, "AR6")["fuel.diesel"] if r.source == "defra-2021"]
    >>> old.gwp, round(old.value, 4), new.gwp, round(new.value, 4)
    ('AR4', 2.7055, 'AR6', 2.7024)
    """

    def __init__(self, rows: Mapping[str, tuple[Factor, ...]], gwp: str) -> None:
        self._rows, self._set = rows, gwp
        self._read: dict[str, tuple[Factor, ...]] = {}

    def __getitem__(self, key: str) -> tuple[Factor, ...]:
        if key not in self._read:
            found = self._rows[key]
            if key.startswith(_PREFIX):
                of_set = tuple(one for one in found if one.source == SETS[self._set] or one.own)
                self._read[key] = of_set or found
            else:
                self._read[key] = tuple(map(self._weighed, found))
        return self._read[key]

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def _weighed(self, row: Factor) -> Factor:
        if row.gwp not in SETS or row.gwp == self._set or not row.parts:
            return row
        parts = {
            gas: part * (self._ratio(KEYS[gas], row.gwp) if gas in KEYS else 1.0)
            for gas, part in row.parts.items()
        }
        value = row.value + sum(parts.values()) - sum(row.parts.values())
        times = value / row.value if row.value else 1.0
        low, high = (None if end is None else end * times for end in (row.low, row.high))
        return replace(row, value=value, low=low, high=high, gwp=self._set, parts=parts)

    def _ratio(self, key: str, before: str) -> float:
        """By how much the potential of the set is larger than that of another."""
        sizes = {one.source: one.value for one in self._rows[key]}
        return sizes[SETS[self._set]] / sizes[SETS[before]]
