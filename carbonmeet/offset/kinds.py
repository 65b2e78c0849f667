"""Kinds of credits and the frames that events are offset under: rows of data, never refusals.

``credit_kinds.csv`` says what kinds there are, ``offset_frames.csv`` under which rules events are
offset where. Both say of every rule whether it was read, is known second-hand, or is remembered.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import FactorNotFound, did_you_mean
from carbonmeet.base.text import Label

__all__ = [
    "CreditKind",
    "OffsetFrame",
    "credit_kind",
    "find_frame",
    "frame_of",
    "read_frames",
    "read_kinds",
]


@dataclass(frozen=True, slots=True)
class CreditKind:
    """A kind of credit.

    Attributes
    ----------
    family : {"credit", "allowance", "pool", "transfer"}
        ``transfer``: what others gave and did not sell.
    registry : Label
        Where it is registered, as far as that is one place.
    ends : tuple of int or None
        Which numbers of a serial number are its first and last unit, where one text holds both.
    read : {"read", "second-hand", "ours"}
    """

    key: str
    aliases: tuple[str, ...]
    name: Label
    family: str
    registry: Label
    ends: tuple[int, int] | None
    read: str
    source: str
    locator: str
    note: str


@dataclass(frozen=True, slots=True)
class OffsetFrame:
    """Rules under which events are offset.

    Attributes
    ----------
    region : str
        Where they hold.
    word : Label
        What offsetting is called: 抵消 or 抵销.
    credit_years, forest_years : int or None
        Years after the event by which credits are to be cancelled, or a new forest is to have
        grown; None where nothing is known.
    credit_years_read, forest_years_read, kinds_read, word_read : str
        ``read``, ``second-hand``, ``remembered`` or ``ours``.
    kinds : tuple of str
        Kinds of credits that it names; empty where none are known.
    """

    key: str
    name: Label
    region: str
    word: Label
    word_read: str
    credit_years: int | None
    credit_years_read: str
    forest_years: int | None
    forest_years_read: str
    kinds: tuple[str, ...]
    kinds_read: str
    source: str
    locator: str
    note: str


@lru_cache(maxsize=2)
def read_kinds(folder: Path | None = None) -> Mapping[str, CreditKind]:
    """The kinds of credits by key.

    Examples
    --------
    >>> read_kinds()["vcs"].name.get("en")
    'Verified carbon units (Verra VCS)'
    """
    found = {}
    for row in _rows("credit_kinds.csv", folder):
        ends = (row["serial_first"], row["serial_last"])
        found[row["kind"]] = CreditKind(
            key=row["kind"],
            aliases=tuple(row["aliases"].split()),
            name=Label(row["name_en"], row["name_zh"]),
            family=row["family"],
            registry=Label(row["registry_en"], row["registry_zh"]),
            ends=(_place(ends[0]), _place(ends[1])) if all(ends) else None,
            read=row["read"],
            source=row["source"],
            locator=row["locator"],
            note=row["note"],
        )
    return found


def credit_kind(word: str) -> CreditKind:
    """The kind of that key, or of one of its other names.

    Raises
    ------
    FactorNotFound
        If there is none, with the nearest name.

    Examples
    --------
    >>> credit_kind("cdm").key, credit_kind("Verra").key
    ('cer', 'vcs')
    """
    kinds, small = read_kinds(), word.strip().casefold()
    for one in kinds.values():
        if small == one.key or small in one.aliases:
            return one
    names = [name for one in kinds.values() for name in (one.key, *one.aliases)]
    raise FactorNotFound(
        f"no kind of credit '{word}'.{did_you_mean(small, names)} Known: {', '.join(kinds)}"
    )


@lru_cache(maxsize=2)
def read_frames(folder: Path | None = None) -> Mapping[str, OffsetFrame]:
    """The frames by key."""
    return {
        row["frame"]: OffsetFrame(
            key=row["frame"],
            name=Label(row["name_en"], row["name_zh"]),
            region=row["region"],
            word=Label("offset", row["word_zh"]),
            word_read=row["word_read"],
            credit_years=_years(row["credit_years"]),
            credit_years_read=row["credit_years_read"],
            forest_years=_years(row["forest_years"]),
            forest_years_read=row["forest_years_read"],
            kinds=tuple(row["kinds"].split()),
            kinds_read=row["kinds_read"],
            source=row["source"],
            locator=row["locator"],
            note=row["note"],
        )
        for row in _rows("offset_frames.csv", folder)
    }


def find_frame(key: str) -> OffsetFrame:
    """The frame of that key.

    Raises
    ------
    FactorNotFound
        If there is none, with the nearest name.
    """
    known = read_frames()
    if key not in known:
        raise FactorNotFound(
            f"no frame '{key}' of offsetting.{did_you_mean(key, known)} Known: {', '.join(known)}"
        )
    return known[key]


def frame_of(region: str) -> OffsetFrame:
    """The frame of a region: its own, else its country's, else none.

    Examples
    --------
    >>> frame_of("CN-GD").word.get("zh"), frame_of("CN-YN").key, frame_of("AT").key
    ('抵销', 'mee-2019', 'none')
    """
    known = read_frames()
    by_region = {one.region: one for one in known.values() if one.region != "world"}
    parts = region.split("-")
    for length in range(len(parts), 0, -1):
        if found := by_region.get("-".join(parts[:length])):
            return found
    return known["none"]


def _rows(name: str, folder: Path | None) -> Iterator[dict[str, str]]:
    path = (folder or data_dir("factors")) / name
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _years(text: str) -> int | None:
    return int(text) if text else None


def _place(text: str) -> int:
    """A place counted from 1, or from the end, as an index."""
    number = int(text)
    return number - 1 if number > 0 else number
