"""Goods brought to people while they stay at home: a shock to demand, and never a measure."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.frozen import Frozen
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Expansion, Key, Span
from carbonmeet.bench.priced import kg_of
from carbonmeet.numbers.number import Link, constant
from carbonmeet.reading.amount import Amount, Days, Distance, In, Share
from carbonmeet.reading.schema import Listed, Map, Strict
from carbonmeet.reading.textfields import LabelField
from carbonmeet.units import DIMENSIONLESS

__all__ = [
    "OUT_AND_BACK",
    "SHOCK",
    "UNSAID",
    "Courier",
    "Replaces",
    "Supply",
    "Tour",
    "delivered",
    "replaced_kg",
    "supply",
]

#: Tag of every line of a shock: no measure acts on one.
SHOCK = "shock"

#: Kilometres and orders of a shock were counted by nobody, unless a file says who did.
UNSAID = _("say how this is known: {value: .., basis: assumed, note: ..}, or measured or published")
#: A way out and back.
OUT_AND_BACK: Link = (
    constant("there-and-back", _("out and back"), 2.0, DIMENSIONLESS),
    1,
)

Orders = Annotated[Amount, In("1 / day", plain=True)]
Drops = Annotated[Amount, In("1", allow_zero=False, min_value=1, max_value=1000)]
Pieces = Annotated[Amount, In("1", max_value=100)]


class Tour(Strict):
    """A round of one vehicle: its length, and how many orders it drops."""

    length: Distance
    drops: Drops


class Courier(Strict):
    """A rider for every order: how, and how far one way; the way back counts."""

    mode: str = "ebike"
    distance: Distance


class Replaces(Strict):
    """The trip that an order takes the place of.

    Attributes
    ----------
    trip : Distance
        There and back.
    mode : str
        A vehicle, one for every trip, or a mode of travel, one person on it.
    share : Share
        Part of the orders that replace such a trip; the others replace none.
    """

    trip: Distance
    mode: str = "car.petrol"
    share: Share


class Supply(Listed):
    """Orders that are brought to people, by tours or by couriers.

    No document gives kilometres or orders: every one of these numbers is an assumption until
    somebody counts, and says so.

    Attributes
    ----------
    period : str, optional
        Of a meeting; a city's supply is of its base year.
    delivered : Share, optional
        Part of the orders that is brought; the rest is fetched nearby (定点取货).
    vehicle : str
        What drives the tours: a vehicle of the catalogue.
    packaging : mapping of item to number
        Things of the catalogue for each order that is brought.
    """

    period: str = ""
    label: LabelField
    orders: Orders
    days: Days
    delivered: Share | None = None
    tour: Tour | None = None
    courier: Courier | None = None
    vehicle: str = "van.diesel"
    packaging: Map[str, Pieces] = Field(default_factory=Frozen)
    replaces: Replaces | None = None


def delivered(bench: Expansion, entry: Supply, path: Key) -> tuple[Link, ...]:
    """The orders that are brought, as a product: a bare number."""
    links: tuple[Link, ...] = (
        (bench.number((*path, "orders"), entry.orders), 1),
        (bench.number((*path, "days"), entry.days), 1),
    )
    if entry.delivered is None:
        return links
    return (*links, (bench.number((*path, "delivered"), entry.delivered), 1))


def supply(bench: Expansion, entry: Supply, span: Span, path: Key) -> None:
    """Tours or couriers, and what the orders are packed in.

    Raises
    ------
    CarbonmeetError
        If an entry has both tours and couriers, or neither.
    """
    if (entry.tour is None) == (entry.courier is None):
        raise CarbonmeetError(_("give 'tour' with a 'vehicle', or 'courier'"))
    for spot, number in (("orders", entry.orders), *_ways(entry)):
        if number.basis == "given":
            bench.fault((*path, *spot.split(".")), UNSAID)
    orders = delivered(bench, entry, path)
    tags = (SHOCK, "supply")
    _even(bench, entry, span)
    if entry.tour is not None:
        tour = (
            (bench.number((*path, "tour", "length"), entry.tour.length, "vehicle km"), 1),
            (bench.number((*path, "tour", "drops"), entry.tour.drops), -1),
        )
        bench.add_service(
            f"vehicles/{entry.vehicle}", (*orders, *tour), span, entry.label, tags=tags
        )
    if entry.courier is not None:
        place = (*path, "courier", "distance")
        way = (bench.number(place, entry.courier.distance, "passenger km"), 1)
        service = f"modes/{entry.courier.mode}"
        links = (*orders, way, OUT_AND_BACK)
        bench.add_service(service, links, span, entry.label, tags=tags)
    for item, pieces in entry.packaging.items():
        with bench.at(*path, "packaging", item):
            unit = bench.catalogue.service("items", item).unit.text
            each = (bench.number((*path, "packaging", item), pieces, unit), 1)
            thing = bench.catalogue.service("items", item).name
            named = _("{label}: {thing}", label=entry.label, thing=thing)
            bench.add_service(f"items/{item}", (*orders, each), span, named, tags=tags)


def replaced_kg(bench: Expansion, found: Replaces, span: Span) -> float:
    """kg CO2e of the trip of one order, times the share of the orders that replace one."""
    vehicle = f"vehicles/{found.mode}"
    service = vehicle if vehicle in bench.catalogue.services else f"modes/{found.mode}"
    return found.trip.value * found.share.value * kg_of(bench, service, span)


def _even(bench: Expansion, entry: Supply, span: Span) -> None:
    """Say from how many drops on a tour emits less than the trips that it replaces."""
    if entry.tour is None or entry.replaces is None or not entry.replaces.share.value:
        return
    tour = entry.tour.length.value * kg_of(bench, f"vehicles/{entry.vehicle}", span)
    replaced = replaced_kg(bench, entry.replaces, span)
    if not replaced:  # a trip on foot, or of no length: no tour emits less
        return
    even = tour / replaced
    share = entry.replaces.share.value
    bench.notices.add(
        Notice(
            "supply.break-even",
            {"supply": entry.label.get("en"), "drops": even, "share": share},
            _(
                "{label}: a tour emits less than the trips that it replaces "
                "from {even:.3g} drops on, where {share:.0%} of the orders "
                "replace one (from {even2:.3g} if every order did); it has "
                "{value:g}. A demand shock: no measure and no saving",
                label=entry.label,
                even=even,
                share=share,
                even2=even * share,
                value=entry.tour.drops.value,
            ),
        )
    )


def _ways(entry: Supply) -> list[tuple[str, Amount]]:
    """The kilometres and drops of an entry, each with its place."""
    found: list[tuple[str, Amount]] = []
    if entry.tour is not None:
        found += [("tour.length", entry.tour.length), ("tour.drops", entry.tour.drops)]
    if entry.courier is not None:
        found.append(("courier.distance", entry.courier.distance))
    if entry.replaces is not None:
        found += [("replaces.trip", entry.replaces.trip), ("replaces.share", entry.replaces.share)]
    return found
