"""A list of people as sums: what is priced of it, and nobody on it.

A result, and a bundle for an auditor, hold these in place of the list. The meeting comes to the
same lines by either.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from carbonmeet.reading.schema import Strict

__all__ = ["Online", "Sums", "WaySum"]

_Positive = Annotated[float, Field(ge=0.0)]


class WaySum(Strict):
    """Journeys that one chain prices: people, and the kilometres of all, out and back."""

    service: str
    country: str = ""
    tag: str = ""
    mode: str = ""
    people: _Positive
    person_km: _Positive


class Sums(Strict):
    """People of one period and role.

    Attributes
    ----------
    people, placed : float
        All of them, and those whose place is known.
    ways : list of WaySum
    nights, days : mapping of str to float
        Person-nights by kind of room, person-days by diet.
    stays, fed : mapping of str to float
        How many people these are of.
    """

    period: str
    role: Literal["attendee", "staff"]
    people: _Positive
    placed: _Positive
    ways: list[WaySum] = []
    nights: dict[str, _Positive] = {}
    stays: dict[str, _Positive] = {}
    days: dict[str, _Positive] = {}
    fed: dict[str, _Positive] = {}


class Online(Strict):
    """People who take part online."""

    period: str
    people: _Positive
