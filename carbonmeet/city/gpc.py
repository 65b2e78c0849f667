"""Scope and reporting level of a line in the Global Protocol for Community-Scale Inventories."""

from __future__ import annotations

from carbonmeet.base.text import _
from carbonmeet.numbers.activity import Activity

__all__ = ["FOOD", "SLICE", "gpc_tags"]

#: Said with every total of a city.
SLICE = _("A slice of the city, not a full inventory: only the sources listed are counted.")

#: Said where meals are counted.
FOOD = _(
    "Meals are consumption-based: they are in no reporting level of the "
    "GPC and stand apart from BASIC."
)

#: Electric, though priced by a number that already contains the grid.
_GRID_WITHIN = ("modes/ebike",)
#: Electricity and fuel that the publisher does not tell apart; mostly electricity.
_MIXED = {"hotel.room-night"}
#: What only life cycles contain: making bicycles.
_BEYOND = ("modes/walk", "modes/bike", "modes/bike.own")


def gpc_tags(activity: Activity) -> frozenset[str]:
    """Tags such as ``gpc:scope-2`` and ``gpc:basic``.

    Scope 1 burns within the city, scope 2 is grid power used there, scope 3 happens elsewhere.
    A room-night of one published number is mostly electricity, and counts as scope 2.
    BASIC takes the first two and waste; food, things used up and bicycles are in no level of the
    protocol.
    """
    if any(tag.startswith("gpc:scope") for tag in activity.tags):
        return frozenset()
    keys = {getattr(number, "key", "") for number, _ in activity.chain}
    upstream = any("upstream" in getattr(n, "boundary", ()) for n, _ in activity.chain)
    made_elsewhere = activity.source in ("catering", "consumables")
    if made_elsewhere or activity.service in _BEYOND or upstream:
        return frozenset({"gpc:scope-3", "gpc:other"})
    mixed = activity.source == "lodging" and bool(keys & _MIXED)
    if keys & {"grid", "grid.green"} or activity.service in _GRID_WITHIN or mixed:
        return frozenset({"gpc:scope-2", "gpc:basic"})
    return frozenset({"gpc:scope-1", "gpc:basic"})
