"""The words of the rules that an answer is offset under: what offsetting is called in Chinese."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from carbonmeet.base.text import saying
from carbonmeet.offset.kinds import OffsetFrame, find_frame, frame_of

if TYPE_CHECKING:
    from carbonmeet.answer.basis import Scenario
    from carbonmeet.answer.offset import Offset

__all__ = ["frame_behind", "frame_words"]


class _Told(Protocol):
    """An answer, as far as its frame goes."""

    @property
    def offset(self) -> Offset | None: ...

    @property
    def scenario(self) -> Scenario: ...


def frame_behind(answer: _Told) -> OffsetFrame:
    """The rules that a meeting is offset under: those it names, else those of its region."""
    if answer.offset is not None:
        return find_frame(answer.offset.frame)
    periods = answer.scenario.periods.values()
    return frame_of(max(periods, key=lambda one: one.year).region if periods else "")


def frame_words(answer: _Told) -> AbstractContextManager[None]:
    """Within it every text of the program has the words of the answer's rules."""
    return saying(frame_behind(answer).instead)
