"""A reporting frame: its categories, and the rules that put a line under one of them.

A frame is rows of data: ``frames.csv`` names its categories, ``frame_lines.csv`` says which lines
belong under which, first match first, and ``control.csv`` lists what no scenario tells by itself,
such as who controls the hall. A new frame needs no code.
"""

from __future__ import annotations

from collections.abc import Mapping

from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, _, joined
from carbonmeet.catalogue import Catalogue, load_catalogue
from carbonmeet.catalogue.records.frames import (
    CONTROL,
    FRAME_LINES,
    FRAMES,
    Category,
    Choice,
    Rule,
    Subject,
)

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


def load_frames(catalogue: Catalogue | None = None) -> Mapping[str, Frame]:
    """All frames of a catalogue by id; the shipped ones if none is given."""
    known = catalogue or load_catalogue()
    return known.holdings.derived("frames", lambda: _frames(known))


def _frames(catalogue: Catalogue) -> Mapping[str, Frame]:
    categories, rules = catalogue.table(FRAMES), catalogue.table(FRAME_LINES)
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


def frame_named(name: str, catalogue: Catalogue | None = None) -> Frame:
    """The frame of that id.

    Raises
    ------
    CarbonmeetError
        If there is none: with those that there are.
    """
    frames = load_frames(catalogue)
    if name not in frames:
        raise CarbonmeetError(
            _(
                "no frame '{name}'.{hint} Frames: {frames}",
                name=name,
                hint=did_you_mean(name, frames),
                frames=joined(frames),
            )
        )
    return frames[name]


def load_choices(catalogue: Catalogue | None = None) -> tuple[Choice, ...]:
    """What no scenario tells by itself, every value with its words."""
    return (catalogue or load_catalogue()).table(CONTROL)
