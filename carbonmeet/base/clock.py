"""The day on which something is worked out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from carbonmeet.base.patterns import pattern_of

__all__ = ["as_of", "is_date", "today"]

_DAY: ContextVar[date | None] = ContextVar("day", default=None)
_DATE = pattern_of(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?")


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


def is_date(text: str) -> bool:
    """Whether a text is a year, a month or a day of the calendar.

    Examples
    --------
    >>> [is_date(one) for one in ("2024", "2024-06", "2024-02-29", "2023-02-29", "2024-99-99", "")]
    [True, True, True, False, False, False]
    """
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    try:
        date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        return False
    return True
