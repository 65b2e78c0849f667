"""The dates of a table of events: a year, a month or a day, within the year that is worked out."""

from __future__ import annotations

from collections.abc import Iterable

from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Label, _, joined

__all__ = ["outside"]


def outside(rows: Iterable[tuple[Label, str]], year: int) -> list[Notice]:
    """Say which events were held in another year than the one that they are worked out for.

    Parameters
    ----------
    rows : iterable of (Label, str)
        Name and date of each event.
    year : int
        Of the template, and so of the city.
    """
    other = [
        _("{owner} ({when})", owner=name, when=when)
        for name, when in rows
        if when and int(when[:4]) != year
    ]
    if not other:
        return []
    return [
        Notice(
            "events.other-year",
            {"year": year, "events": list(map(str, other))},
            _(
                "not dated {year}, the year for which all events and the city are computed:"
                " {events}",
                year=year,
                events=joined(other),
            ),
        )
    ]
