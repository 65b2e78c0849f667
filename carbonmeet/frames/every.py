"""A result in every frame that takes something of it, worked out when first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from carbonmeet.base.frozen import Frozen

if TYPE_CHECKING:
    from carbonmeet.answer.frames import Framed
    from carbonmeet.pricing.workings import Workings

__all__ = ["Frames"]


class Frames(Mapping[str, "Framed"]):
    """The frames of a result by their ids.

    Dividing the lines takes longer than adding them up, and most answers are never asked for their
    frames; so they are worked out once, at the first question.

    Parameters
    ----------
    workings : Workings

    Examples
    --------
    >>> import carbonmeet as cm
    >>> list(cm.estimate("kunming-2023").frames)
    ['gpc']
    """

    def __init__(self, workings: Workings) -> None:
        self._workings = workings

    @cached_property
    def _found(self) -> Frozen[str, Framed]:
        from carbonmeet.frames.frame import OUTSIDE, load_frames

        workings = self._workings
        kind = workings.scenario.kind
        taken = [
            name
            for name, one in load_frames(workings.catalogue).items()
            if any(rule.category != OUTSIDE for rule in one.rules_for(kind, {}))
        ]
        return Frozen({name: _framed(workings, name) for name in taken})

    def __getitem__(self, name: str) -> Framed:
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __hash__(self) -> int:
        return hash(self._found)

    def __repr__(self) -> str:
        return repr(self._found)

    def __reduce__(self) -> tuple[Any, ...]:
        return Frozen, (dict(self._found),)


def _framed(workings: Workings, name: str) -> Framed:
    """One frame; of a city the last year, and the others beside it."""
    from carbonmeet.frames.allocation import inventory

    if workings.scenario.kind != "city":
        return inventory(workings, name).recorded()
    *others, last = [int(year) for year in workings.scenario.spans]
    earlier = tuple(inventory(workings, name, year=year).recorded() for year in others)
    return inventory(workings, name, year=last).recorded(earlier)
