"""The day on which something is worked out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

__all__ = ["as_of", "today"]

_DAY: ContextVar[date | None] = ContextVar("day", default=None)


def today() -> date:
    """Today, or the day of `as_of`."""
    return _DAY.get() or date.today()


@contextmanager
def as_of(day: date) -> Iterator[None]:
    """Work something out as on another day, for what is to come on one day is past on another.

    Examples
    --------
    >>> with as_of(date(2021, 10, 11)):
    ...     today()
    datetime.date(2021, 10, 11)
    """
    token = _DAY.set(day)
    try:
        yield
    finally:
        _DAY.reset(token)
