"""Kinds of credits and the frames that events are offset under: rows of data, never refusals.

``credit_kinds.csv`` says what kinds there are, ``offset_frames.csv`` under which rules events are
offset where. Both say of every rule whether it was read, is known second-hand, or is remembered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from carbonmeet.base.errors import FactorNotFound, did_you_mean
from carbonmeet.base.text import Label, _, joined
from carbonmeet.catalogue.records.credits import (
    CREDIT_KINDS,
    OFFSET_FRAMES,
    CreditKind,
    OffsetFrame,
)
from carbonmeet.rows import Table

__all__ = [
    "KNOWN",
    "CreditKind",
    "OffsetFrame",
    "credit_kind",
    "find_frame",
    "frame_of",
    "is_transfer",
    "read_frames",
    "read_kinds",
]

_Row = TypeVar("_Row")

#: How well a rule of a frame is known, where it was not read.
KNOWN = {
    "read": Label("", ""),
    "second-hand": _(" (as others report it)"),
    "remembered": _(" (remembered, not read: check the text before you rely on it)"),
    "ours": Label("", ""),
}


@lru_cache(maxsize=2)
def read_kinds(folder: Path | None = None) -> Mapping[str, CreditKind]:
    """The kinds of credits by key.

    Examples
    --------
    >>> read_kinds()["vcs"].name.get("en")
    'Verified carbon units (Verra VCS)'
    """
    return {one.key: one for one in _rows(CREDIT_KINDS, folder)}


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
        _(
            "no kind of credit '{word}'.{hint} Known: {kinds}",
            word=word,
            hint=did_you_mean(small, names),
            kinds=joined(kinds),
        )
    )


def is_transfer(kind: str) -> bool:
    """Whether what the kind names is given, and not bought.

    Examples
    --------
    >>> is_transfer("personal-actions"), is_transfer("vcs")
    (True, False)
    """
    kinds = read_kinds()
    return kind in kinds and kinds[kind].family == "transfer"


@lru_cache(maxsize=2)
def read_frames(folder: Path | None = None) -> Mapping[str, OffsetFrame]:
    """The frames by key."""
    return {one.key: one for one in _rows(OFFSET_FRAMES, folder)}


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
            _(
                "no frame '{key}' of offsetting.{hint} Known: {known}",
                key=key,
                hint=did_you_mean(key, known),
                known=joined(known),
            )
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


def _rows(table: Table[_Row], folder: Path | None) -> Sequence[_Row]:
    return table.shipped() if folder is None else table.read(folder / f"{table.name}.csv")
