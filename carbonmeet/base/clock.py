"""The day on which something is worked out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.text import Message, _

__all__ = ["as_of", "date_meant", "is_date", "today"]

_DAY: ContextVar[date | None] = ContextVar("day", default=None)
_DATE = pattern_of(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?")
#: What is told where nothing is known.
_NOTHING = Message("")
#: A day with the year first, by whatever signs; or behind, where days and months may be swapped.
_YEAR_FIRST = pattern_of(r"([0-9]{4})[\W年]([0-9]{1,2})[\W月]([0-9]{1,2})日?(\D.*)?")
_COMPACT = pattern_of(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR_LAST = pattern_of(r"[0-9]{1,2}[./ -][0-9]{1,2}[./ -]([0-9]{2}|[0-9]{4})")


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


def date_meant(value: object) -> Message:
    """How a day is to be written that stands in another way; empty where that is open.

    Examples
    --------
    >>> date_meant("2024/6/1"), date_meant(20240601), date_meant("June")
    (". Did you mean '2024-06-01'?", ". Did you mean '2024-06-01'?", '')
    >>> date_meant("2023-02-29"), date_meant("13.05.2024")
    (': the calendar has no such day', ': the year goes first')
    """
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if _YEAR_LAST.fullmatch(text):
        return _(": the year goes first")
    found = _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
    if found is None:
        return _NOTHING
    try:
        day = date(*map(int, found.groups()[:3]))
    except ValueError:
        return _(": the calendar has no such day")
    return _(". Did you mean '{meant}'?", meant=day.isoformat())
