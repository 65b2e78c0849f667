"""Which numbers are not of the place, or not of the time, that they are used for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from carbonmeet.base.notices import Notices
from carbonmeet.catalogue.borrowed import Borrowed
from carbonmeet.catalogue.lookup import Catalogue
from carbonmeet.catalogue.trends import trend_of
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.factor import Factor

__all__ = ["aged", "borrowings", "tell"]

#: Years after which a published number is said to be old.
_LONG = 5


def aged(factor: Factor, year: int) -> bool:
    """Whether a published emission factor describes a year long before `year`.

    An assumption has no edition, and a number of the user's own is his own affair. A warming
    potential is of the report that the scenario asks for, not of a year.

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> [row] = load_catalogue().rows["fuel.diesel.mass"]
    >>> row.year, aged(row, 2020), aged(row, 2021)
    (2015, False, True)
    """
    if factor.own or factor.evidence == "assumed" or year - factor.year <= _LONG:
        return False
    if factor.key.startswith("gwp."):
        return False
    return dict(factor.unit.dims).get("co2e", 0) > 0


def borrowings(activities: Iterable[Activity], catalogue: Catalogue) -> list[Borrowed]:
    """What counted activities borrow, each row and place once.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> found = cm.estimate("cop15-kunming").workings
    >>> lines = (line.activity for line in found.model.lines if not line.born)
    >>> [one.key for one in borrowings(lines, found.catalogue)]
    ['occupancy.car', 'online.hour']
    """
    marks = (catalogue.borrowed(factor, activity.region) for factor, activity in _used(activities))
    return list(dict.fromkeys(mark for mark in marks if mark is not None))


def tell(activities: Iterable[Activity], catalogue: Catalogue, notices: Notices) -> None:
    """Note which numbers of counted activities are borrowed, which wider and which old."""
    counted = list(activities)
    for mark in borrowings(counted, catalogue):
        place = "-".join(mark.place.split("-")[:2])  # as far as a province
        notices.borrowed(mark.factor, mark.name, mark.region, place)
    for factor, activity in _used(counted):
        if factor.key == "grid" and "life-cycle" in factor.boundary and not factor.own:
            notices.by_life_cycle(factor.id)
        old = activity.year and aged(factor, activity.year)
        if old and not trend_of(factor.key, catalogue.trends):  # else it is carried to the year
            notices.aged(factor.id, activity.year)


def _used(activities: Iterable[Activity]) -> Iterator[tuple[Factor, Activity]]:
    """The factors of counted activities, each once for a place and a year."""
    seen: set[tuple[int, str, int]] = set()
    for activity in activities:
        if activity.dormant:
            continue
        for number, _ in (*activity.chain, *activity.amount):
            spot = (id(number), activity.region, activity.year)
            if isinstance(number, Factor) and spot not in seen:
                seen.add(spot)
                yield number, activity
