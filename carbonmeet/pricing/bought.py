"""Power without a contract, where nobody publishes what is left of the mix."""

from __future__ import annotations

from carbonmeet.base.notices import Notice
from carbonmeet.base.text import _, joined
from carbonmeet.catalogue import Catalogue
from carbonmeet.kernel import Model
from carbonmeet.numbers.factor import Factor

__all__ = ["without_residual"]


def without_residual(model: Model, catalogue: Catalogue) -> list[Notice]:
    """The places whose average grid stands in for a residual mix in market-based accounting."""
    if not catalogue.market:
        return []
    rows = (one for one in model.inputs if isinstance(one, Factor))
    places = sorted({one.region for one in rows if one.key == "grid" and not one.own})
    if not places:
        return []
    return [
        Notice(
            "market.no-residual-mix",
            {"regions": places},
            _(
                "no residual mix is published for {places}: power without a "
                "contract is counted at the average grid, and green power sold "
                "to others is counted twice",
                places=joined(places),
            ),
        )
    ]
