"""Patterns that are compiled when they are first used: most commands need few of them."""

from __future__ import annotations

import re
from typing import Any, cast

__all__ = ["pattern_of"]


class _Pattern:
    """Stands for a compiled pattern and becomes one: its methods are those of `re.Pattern`."""

    def __init__(self, text: str, flags: int) -> None:
        self._given = text, flags

    def __getattr__(self, name: str) -> Any:
        made = re.compile(*self._given)
        if name.startswith("__"):
            raise AttributeError(name)
        for method in ("match", "fullmatch", "search", "sub", "subn", "split", "findall"):
            self.__dict__[method] = getattr(made, method)
        self.__dict__["finditer"], self.__dict__["pattern"] = made.finditer, made.pattern
        return getattr(made, name)


def pattern_of(text: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern as `re.compile` makes it, compiled when it is first used.

    Examples
    --------
    >>> year = pattern_of("[0-9]{4}")
    >>> bool(year.fullmatch("2021")), year.sub("?", "in 2021")
    (True, 'in ?')
    """
    return cast("re.Pattern[str]", _Pattern(text, int(flags)))
