"""Power: what stands for it without a contract, and which own numbers may be those of one."""

from __future__ import annotations

from carbonmeet.base.notices import Notice
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _, joined
from carbonmeet.catalogue import Catalogue
from carbonmeet.catalogue.lookup import GRID, RESIDUAL
from carbonmeet.kernel import Model
from carbonmeet.numbers.factor import Factor

__all__ = ["Power", "by_market", "told_of_power"]


class Power(NamedTuple):
    """How the power of a model counts by market.

    Attributes
    ----------
    residual : tuple of str
        Regions whose residual mix is taken.
    average : tuple of str
        Regions whose average grid is taken, for the catalogue has no residual mix there.
    contracts : tuple of str
        Own numbers that are taken for contracts.
    """

    residual: tuple[str, ...]
    average: tuple[str, ...]
    contracts: tuple[str, ...]


def by_market(model: Model, catalogue: Catalogue) -> Power:
    """What by market prices the power of a model, whichever accounting it is compiled for."""
    rows = [one for one in model.inputs if isinstance(one, Factor)]
    bought = [catalogue.bought(one) for one in rows if one.key in (GRID, RESIDUAL)]
    kept = [one for one in bought if one.key == GRID]
    found = (
        (one.region for one in bought if one.key == RESIDUAL),
        (one.region for one in kept if catalogue.averages(one)),
        (one.id for one in kept if not catalogue.averages(one)),
    )
    return Power(*(tuple(sorted(set(listed))) for listed in found))


def told_of_power(model: Model, catalogue: Catalogue) -> list[Notice]:
    """What the accounting had to take for want of something better."""
    power, told = by_market(model, catalogue), []
    if not catalogue.market:
        return [_own_by_location(power.contracts)] if power.contracts else []
    if power.average:
        told.append(
            Notice(
                "market.no-residual-mix",
                {"regions": list(power.average)},
                _(
                    "the catalogue has no residual mix for {places}: power without a "
                    "contract is counted at the average grid, and green power sold "
                    "to others is counted twice",
                    places=joined(power.average),
                ),
            )
        )
    if power.contracts:
        told.append(
            Notice(
                "market.own-grid",
                {"factors": list(power.contracts)},
                _(
                    "{factors} is taken for power under a contract, and no residual mix in its "
                    "place: write 'boundary: location-based' where it is the average of a grid",
                    factors=joined(power.contracts),
                ),
            )
        )
    return told


def _own_by_location(factors: tuple[str, ...]) -> Notice:
    """Own numbers that a location-based total takes for averages, which may be a contract's."""
    return Notice(
        "location.own-grid",
        {"factors": list(factors)},
        _(
            "{factors} stands for the average of the grid, as electricity counts by location: the "
            "number of a supplier or a contract belongs under 'methods: {{electricity: market}}'; "
            "write 'boundary: location-based' where it is an average",
            factors=joined(factors),
        ),
    )
