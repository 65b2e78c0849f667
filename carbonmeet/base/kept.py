"""A few results kept for the next time the same is asked."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

__all__ = ["Kept"]

_Value = TypeVar("_Value")


class _Nothing:
    """Stands for what was not kept."""


_NOTHING = _Nothing()


class Kept(Generic[_Value]):
    """The last few results of something that takes time and always comes out the same.

    Parameters
    ----------
    most : int
        How many are kept; the one longest out of use goes first.

    Examples
    --------
    >>> kept = Kept[str](2)
    >>> kept.get("a", lambda: "made"), kept.get("a", lambda: "made anew")
    ('made', 'made')
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: dict[Hashable, _Value | _Nothing] = {}

    def get(self, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """What was kept under `key`; made, and kept, where nothing was."""
        values = self._values
        # taken out and put back: the order of a dict is that of use; threads may both make it
        found = values.pop(key, _NOTHING)
        value = make() if isinstance(found, _Nothing) else found
        values[key] = value
        while len(values) > self.most:
            values.pop(next(iter(values)), None)
        return value
