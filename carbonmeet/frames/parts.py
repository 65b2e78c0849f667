"""The parts of a line's emissions that frames treat apart: fuel supply and non-CO2 effects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from carbonmeet.base.record import NamedTuple
from carbonmeet.catalogue import Catalogue
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.factor import Factor

__all__ = ["MIXED", "Beyond", "Parts", "beyond_of", "parts_of"]

#: Share of a line by part: ``main``, ``upstream``, ``non-co2``; they sum to 1.
Parts: TypeAlias = Mapping[str, float]
#: In place of parts: the line holds non-CO2 effects, and nobody says how much.
MIXED: Parts = {"main": 1.0}

_MULTIPLIER = "air.non-co2-multiplier"


class Beyond(NamedTuple):
    """Share of the effects beyond CO2 of flying, as it follows from one factor.

    With ``whole = constant + slope * factor`` it is ``(whole - direct) / whole``.
    """

    factor: Factor
    direct: float = 1.0
    constant: float = 0.0
    slope: float = 1.0

    @property
    def share(self) -> float:
        """The share at the value of the factor."""
        whole = self.constant + self.slope * self.factor.value
        return (whole - self.direct) / whole if whole else 0.0


def parts_of(activity: Activity, catalogue: Catalogue) -> Parts:
    """How the emissions of a line divide.

    A line is fuel supply where a factor counts the supply and nothing else. The non-CO2 effects of
    flying are known where a multiplier stands in the chain or acts on a part of a factor, or where
    the publisher prints the same factor without them; else the answer is `MIXED`, for the share
    cannot be told.
    """
    factors = _factors(activity)
    if any("upstream" in one.boundary and not _burns(one) for one in factors):
        return {"upstream": 1.0}
    if not any(map(_beyond_co2, factors)):
        return {"main": 1.0}
    found = beyond_of(activity, catalogue)
    return MIXED if found is None else {"main": 1.0 - found.share, "non-co2": found.share}


def beyond_of(activity: Activity, catalogue: Catalogue) -> Beyond | None:
    """What the share of the effects beyond CO2 of a line follows from; None where it has no part.

    The multiplier stands in the chain, or acts on the CO2 part of a factor, or the publisher
    prints the same factor without these effects.
    """
    factors = _factors(activity)
    high = next(filter(_beyond_co2, factors), None)
    if high is None:
        return None
    multiplier = next((one for one in factors if one.key == _MULTIPLIER), None)
    if multiplier is not None:
        return Beyond(multiplier)
    for one, co2 in high.terms:
        if isinstance(one, Factor) and one.key == _MULTIPLIER:
            return Beyond(one, constant=1.0 - co2, slope=co2)
    direct = _published(high, catalogue)
    return None if direct is None else Beyond(high, direct)


def _factors(activity: Activity) -> list[Factor]:
    return [one for one, _ in activity.chain if isinstance(one, Factor)]


def _beyond_co2(factor: Factor) -> bool:
    return "non-co2" in factor.boundary


def _burns(factor: Factor) -> bool:
    """Whether a factor with fuel supply counts the burning as well."""
    return bool({"direct", "life-cycle", "gate-to-grave", "cradle-to-grave"} & set(factor.boundary))


def _published(factor: Factor, catalogue: Catalogue) -> float | None:
    """The publisher's factor without the effects, of its own pair with and without."""
    twin = factor.key.removesuffix(".non-co2") + ".direct"
    if not factor.key.endswith(".non-co2") or twin not in catalogue.rows:
        return None
    for one in catalogue.rivals(twin):
        if (one.source, one.region, one.year) == (factor.source, factor.region, factor.year):
            return one.value
    return None
