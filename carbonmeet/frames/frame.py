"""A reporting frame: its categories, and the rules that put a line under one of them.

A frame is rows of data: ``frames.csv`` names its categories, ``frame_lines.csv`` says which lines
belong under which, first match first, and ``control.csv`` lists what no scenario tells by itself,
such as who controls the hall. A new frame needs no code.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.text import Label

__all__ = [
    "OUTSIDE",
    "Category",
    "Choice",
    "Frame",
    "Rule",
    "Subject",
    "frame_named",
    "load_choices",
    "load_frames",
]

#: The category of what a frame does not take.
OUTSIDE = "outside"
#: The row of ``frames.csv`` that names the frame itself.
_TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Category:
    """One category of a frame.

    Attributes
    ----------
    name, scope, document : Label
        What it is called, what belongs to it, and the method that the frame points to.
    empty : Label
        Why nothing stands under it, where that can be said beforehand.
    read : {"read", "ours"}
        Whether its name was read in a source.
    """

    frame: str
    id: str
    name: Label
    scope: Label
    document: Label
    empty: Label
    read: str
    source: str
    locator: str
    note: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What the rules look at: one part of the emissions of one line.

    Attributes
    ----------
    name : str
        ``source:service``.
    part : {"main", "upstream", "non-co2"}
    tags, factors : frozenset of str
        Tags of the activity; keys of the factors that price it.
    """

    name: str
    part: str
    tags: frozenset[str]
    factors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """Which lines belong under a category.

    Attributes
    ----------
    kind : {"meeting", "city", "any"}
    lines, factors : tuple of str
        Globs over ``source:service``, after ``!`` those that do not belong; globs over keys of
        factors, one of which must be there.
    part : str
        The part of the emissions; empty for all that is left.
    tags : frozenset of str
        All must be there.
    control : tuple of str
        Name and value of the choice under which the rule holds; empty: always.
    reason : Label
        Why a line stands outside.
    """

    frame: str
    category: str
    kind: str
    lines: tuple[str, ...]
    part: str
    tags: frozenset[str]
    factors: tuple[str, ...]
    control: tuple[str, ...]
    reason: Label
    read: str
    source: str
    locator: str
    note: str

    def takes(self, subject: Subject) -> bool:
        """Whether a part of a line belongs here; kind and choices are checked before."""
        return (
            self.part in ("", subject.part)
            and self.tags <= subject.tags
            and _matches(subject.name, self.lines)
            and (
                not self.factors
                or any(fnmatchcase(key, one) for key in subject.factors for one in self.factors)
            )
        )


def _matches(name: str, globs: Iterable[str]) -> bool:
    wanted = [one for one in globs if one[0] != "!"]
    barred = [one[1:] for one in globs if one[0] == "!"]
    return any(fnmatchcase(name, one) for one in wanted) and not any(
        fnmatchcase(name, one) for one in barred
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of something that no line tells, and its words."""

    key: str
    value: str
    default: bool
    name: Label


@dataclass(frozen=True, slots=True)
class Frame:
    """The categories of a frame and its rules, both in the order of the tables."""

    id: str
    name: Label
    categories: tuple[Category, ...]
    rules: tuple[Rule, ...]

    def rules_for(self, kind: str, control: Mapping[str, str]) -> tuple[Rule, ...]:
        """The rules that hold for a kind of scenario and the choices made."""
        return tuple(
            one
            for one in self.rules
            if one.kind in ("any", kind)
            and (not one.control or control.get(one.control[0]) == one.control[1])
        )

    def choices(self, kind: str) -> frozenset[str]:
        """Names of the choices that the rules for a kind of scenario ask for."""
        return frozenset(
            one.control[0] for one in self.rules if one.control and one.kind in ("any", kind)
        )


@lru_cache(maxsize=4)
def load_frames(folder: Path | None = None) -> Mapping[str, Frame]:
    """All frames by id; the shipped ones if no folder is given."""
    where = folder or data_dir("factors")
    categories = [_category(row) for row in _rows(where / "frames.csv")]
    rules = [_rule(row) for row in _rows(where / "frame_lines.csv")]
    return {
        title.frame: Frame(
            title.frame,
            title.name,
            tuple(one for one in categories if one.frame == title.frame and one is not title),
            tuple(one for one in rules if one.frame == title.frame),
        )
        for title in categories
        if title.id == _TOTAL
    }


def frame_named(name: str) -> Frame:
    """The frame of that id.

    Raises
    ------
    CarbonmeetError
        If there is none: with those that there are.
    """
    frames = load_frames()
    if name not in frames:
        raise CarbonmeetError(
            f"no frame '{name}'.{did_you_mean(name, frames)} Frames: {', '.join(frames)}"
        )
    return frames[name]


@lru_cache(maxsize=4)
def load_choices(folder: Path | None = None) -> tuple[Choice, ...]:
    """What no scenario tells by itself, every value with its words."""
    return tuple(
        Choice(
            row["key"], row["value"], row["default"] == "yes", Label(row["name_en"], row["name_zh"])
        )
        for row in _rows((folder or data_dir("factors")) / "control.csv")
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _category(row: Mapping[str, str]) -> Category:
    return Category(
        frame=row["frame"],
        id=row["id"],
        name=_label(row, "name"),
        scope=_label(row, "scope"),
        document=_label(row, "document"),
        empty=_label(row, "empty"),
        read=row["read"],
        source=row["source"],
        locator=row["locator"],
        note=row["note"],
    )


def _rule(row: Mapping[str, str]) -> Rule:
    return Rule(
        frame=row["frame"],
        category=row["category"],
        kind=row["kind"],
        lines=tuple(row["lines"].split()),
        part=row["part"],
        tags=frozenset(row["tags"].split()),
        factors=tuple(row["factors"].split()),
        control=tuple(row["control"].split("=")) if row["control"] else (),
        reason=_label(row, "reason"),
        read=row["read"],
        source=row["source"],
        locator=row["locator"],
        note=row["note"],
    )


def _label(row: Mapping[str, str], name: str) -> Label:
    return Label(row[f"{name}_en"], row[f"{name}_zh"])
