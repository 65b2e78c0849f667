"""Numbers that are not of the place, or not of the time, that they are used for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from carbonmeet.activity import Activity
from carbonmeet.factor import Factor
from carbonmeet.notices import Notices
from carbonmeet.text import Label

if TYPE_CHECKING:
    from carbonmeet.catalogue.lookup import Catalogue

__all__ = ["Borrowed", "aged", "tell"]

#: Years after which a published number is said to be old.
_LONG = 5


class Borrowed(NamedTuple):
    """A row that stands in where the catalogue has none for a place.

    Attributes
    ----------
    factor : str
        Id of the row that was taken, e.g. ``bus.city@carbonmeet-2026[world]``.
    name : Label
        What the number is called.
    region : str
        Where the row is from: ``world``, or a country of the scenario's `fallback`.
    place : str
        The region that has none of its own.

    Examples
    --------
    >>> Borrowed("taxi@defra-2025[GB]", Label("Taxi"), "GB", "IE").region
    'GB'
    """

    factor: str
    name: Label
    region: str
    place: str

    @property
    def key(self) -> str:
        """The key of the number."""
        return self.factor.partition("@")[0]


def aged(factor: Factor, year: int) -> bool:
    """Whether a published emission factor describes a year long before `year`.

    An assumption has no edition, and a number of the user's own is his own affair.

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> [row] = load_catalogue().rows["fuel.lng.mass"]
    >>> row.year, aged(row, 2020), aged(row, 2021)
    (2015, False, True)
    """
    if factor.own or factor.evidence == "assumed" or year - factor.year <= _LONG:
        return False
    return dict(factor.unit.dims).get("co2e", 0) > 0


def tell(activities: Iterable[Activity], catalogue: Catalogue, notices: Notices) -> None:
    """Note which numbers of counted activities are borrowed and which are old."""
    seen: set[tuple[int, str, int]] = set()
    for activity in activities:
        if activity.dormant:
            continue
        for number, _ in (*activity.chain, *activity.amount):
            spot = (id(number), activity.region, activity.year)
            if not isinstance(number, Factor) or spot in seen:
                continue
            seen.add(spot)
            mark = catalogue.borrowed(number, activity.region)
            if mark is not None:
                place = "-".join(mark.place.split("-")[:2])  # as far as a province
                notices.borrowed(mark.factor, mark.name, mark.region, place)
            if activity.year and aged(number, activity.year):
                notices.aged(number.id, activity.year)
