"""Green actions that logs give to events: which entry of which log serves which claim."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from carbonmeet.base.record import NamedTuple
from carbonmeet.city.actions import log_rows

__all__ = ["Gift", "Given", "gifts_of"]

_Key = TypeVar("_Key")


class Gift(NamedTuple):
    """An entry of a log that is given to an event.

    Attributes
    ----------
    file, line
        Where it stands.
    what : tuple
        Day, action, amount, and to whom it is given.
    """

    file: str
    line: int
    id: str
    what: tuple[date, str, str, str]

    @property
    def place(self) -> tuple[str, int]:
        """The line of the file, by whatever name that is called."""
        return os.path.realpath(self.file), self.line

    @property
    def spot(self) -> str:
        """The same for a message."""
        return f"{os.path.basename(self.file)}:{self.line}"


def gifts_of(paths: Collection[Path], names: Collection[str | None]) -> Iterator[Gift]:
    """What logs give to an event.

    Parameters
    ----------
    paths : collection of Path
    names : collection of str
        What the event is called.

    Rows with faults are left out: who counts the log tells them.
    """
    for path in paths:
        for line, row, action, amount in log_rows(path):
            if row.donated_to in names:
                yield Gift(str(path), line, row.id, (row.date, action, amount, row.donated_to))


class Given(Generic[_Key]):
    """Gifts that are taken already, each by some claim: an action counts once.

    An entry is the same as another if it stands on the same line of the same file, or has its id
    and, in logs of several meetings, its day and action; one of the two without an id, if all that
    it says is the same.

    Parameters
    ----------
    several : bool
        Whether the logs are those of several meetings: these may have counted their ids apart.
    """

    def __init__(self, *, several: bool) -> None:
        self._several = several
        self._known: dict[tuple[object, ...], list[tuple[Gift, _Key]]] = {}

    def add(self, gift: Gift, key: _Key) -> None:
        """Take a gift."""
        for name in self._names(gift):
            self._known.setdefault(name, []).append((gift, key))

    def by(self, gift: Gift) -> Iterator[tuple[Gift, _Key]]:
        """The same gift where it was taken already."""
        for name in self._names(gift):
            for other, key in self._known.get(name, ()):
                if _same(name[0], gift, other):
                    yield other, key

    def _names(self, gift: Gift) -> Iterator[tuple[object, ...]]:
        """What a gift may be recognised by."""
        yield ("place", gift.place)
        if gift.id:
            yield ("id", gift.id, *(gift.what[:2] if self._several else ()))
        yield ("what", *gift.what)


def _same(name: object, gift: Gift, other: Gift) -> bool:
    """Whether two gifts that have a name in common are one."""
    if name == "what":  # lines of one log that say the same are two actions
        return not (gift.id and other.id) and gift.place[0] != other.place[0]
    return True
