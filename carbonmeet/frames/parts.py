"""The parts of a line's emissions that frames treat apart: fuel supply and non-CO2 effects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from carbonmeet.catalogue import Catalogue
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.factor import Factor

__all__ = ["MIXED", "Parts", "parts_of"]

#: Share of a line by part: ``main``, ``upstream``, ``non-co2``; they sum to 1.
Parts: TypeAlias = Mapping[str, float]
#: In place of parts: the line holds non-CO2 effects, and nobody says how much.
MIXED: Parts = {"main": 1.0}

_MULTIPLIER = "air.non-co2-multiplier"


def parts_of(activity: Activity, catalogue: Catalogue) -> Parts:
    """How the emissions of a line divide.

    A line is fuel supply where a factor counts the supply and nothing else. The non-CO2 effects of
    flying are known where a multiplier stands in the chain or acts on a part of a factor, or where
    the publisher prints the same factor without them; else the answer is `MIXED`, for the share
    cannot be told.
    """
    factors = [one for one, _ in activity.chain if isinstance(one, Factor)]
    if any("upstream" in one.boundary and not _burns(one) for one in factors):
        return {"upstream": 1.0}
    high = [one for one in factors if "non-co2" in one.boundary]
    if not high:
        return {"main": 1.0}
    share = _multiplied(factors)
    if share is None:
        share = _contained(high[0])
    if share is None:
        share = _published(high[0], catalogue)
    return MIXED if share is None else {"main": 1.0 - share, "non-co2": share}


def _burns(factor: Factor) -> bool:
    """Whether a factor with fuel supply counts the burning as well."""
    return bool({"direct", "life-cycle", "gate-to-grave", "cradle-to-grave"} & set(factor.boundary))


def _multiplied(factors: list[Factor]) -> float | None:
    """Share of the effects beyond CO2 where a multiplier stands in the chain: (M - 1) / M."""
    for one in factors:
        if one.key == _MULTIPLIER:
            return (one.value - 1.0) / one.value
    return None


def _contained(factor: Factor) -> float | None:
    """The same where the multiplier acts on the CO2 part of one factor."""
    for one, co2 in factor.terms:
        if isinstance(one, Factor) and one.key == _MULTIPLIER:
            beyond = co2 * (one.value - 1.0)
            return beyond / (1.0 + beyond)
    return None


def _published(factor: Factor, catalogue: Catalogue) -> float | None:
    """The same from the publisher's own pair of factors, with and without the effects."""
    twin = factor.key.removesuffix(".non-co2") + ".direct"
    if not factor.key.endswith(".non-co2") or twin not in catalogue.rows:
        return None
    for one in catalogue.rivals(twin):
        if (one.source, one.region, one.year) == (factor.source, factor.region, factor.year):
            return 1.0 - one.value / factor.value if factor.value else 0.0
    return None
