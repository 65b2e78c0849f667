"""A number that is not of the place that it is used for."""

from __future__ import annotations

from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label

__all__ = ["Borrowed"]


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
