"""The dates of a table of events: a year, a month or a day, within the year that is worked out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from carbonmeet.base.notices import Notice
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.text import _, joined

__all__ = ["is_date", "outside"]

_DATE = pattern_of(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?")


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


def outside(rows: Iterable[tuple[str, str]], year: int) -> list[Notice]:
    """Say which events were held in another year than the one that they are worked out for.

    Parameters
    ----------
    rows : iterable of (str, str)
        Name and date of each event.
    year : int
        Of the template, and so of the city.
    """
    other = [f"{name} ({when})" for name, when in rows if when and int(when[:4]) != year]
    if not other:
        return []
    return [
        Notice(
            "events.other-year",
            {"year": year, "events": other},
            _(
                "dated in another year than {year}, for which every event and the city are "
                "worked out: {events}",
                year=year,
                events=joined(other),
            ),
        )
    ]
