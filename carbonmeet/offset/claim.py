"""A claim about an offset: a kind and its numbers, worded at the face."""

from __future__ import annotations

from typing import Any

from carbonmeet.base.record import NamedTuple

__all__ = ["Claim", "Cover"]


class Cover(NamedTuple):
    """How many tonnes of credits are cancelled, how many are to be, and of how many nobody said.

    Each t CO2e; `given` is what was given and not bought, beside the others.
    """

    retired: float
    planned: float
    unstated: float
    given: float

    @property
    def total(self) -> float:
        """All of them."""
        return self.retired + self.planned + self.unstated + self.given


class Claim(NamedTuple):
    """One claim.

    Attributes
    ----------
    kind : str
        ``forest``: planned removal by the horizon; ``sized``: with which probability the area
        suffices; ``covered``: the credits are as many as the emissions, or more; ``short``: they
        are fewer, and there is no forest; ``nothing``: nothing is set against the emissions;
        ``impossible``: no area of the forest asked for removes anything by its horizon;
        ``no-emissions``; ``to-be-compensated``: the year by which the forest has removed the rest;
        ``not-compensated``: it does not; ``lapses``: the first year after it in which less is held
        than is owed again; ``doubted``: the file says that the removals are no addition, or are
        claimed elsewhere; ``held``: the part that took place, and
        by when the forest has removed that; ``verified``: what was measured.
    numbers : dict
        What the claim speaks of; tonnes are t CO2e.
    """

    kind: str
    numbers: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {"kind": self.kind, **self.numbers}
