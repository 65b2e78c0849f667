"""One hectare: what it takes up, what of it counts, and how many hectares that makes.

Everything is numpy and vectorised over draws: parameters of shape ``(k, 1)``, years ``(t,)``,
results ``(k, t)``. All of it is linear in area, so sizing needs no search.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.base.errors import ModelError
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _
from carbonmeet.forest.growth import Array
from carbonmeet.forest.stand import StandParameters, co2_stock
from carbonmeet.offset.rules import OffsetRules

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = [
    "MU_PER_HA",
    "RuleValues",
    "area_for_tonnes",
    "creditable",
    "creditable_per_ha",
    "gross_per_ha",
    "net_per_ha",
    "rule_values",
]

#: 15 mu make a hectare, by definition. A mu is not an acre.
MU_PER_HA = 15


class RuleValues(NamedTuple):
    """The numbers of the rules, ready for arithmetic; each a number or one a draw, (k,).

    `baseline` is t CO2/ha/year, `cleared` t CO2/ha, `crediting` years; the rest are shares.
    `replanting` holds (years after planting, share of the gaps filled).
    """

    survival: ArrayLike = 1.0
    baseline: ArrayLike = 0.0
    cleared: ArrayLike = 0.0
    leakage: ArrayLike = 0.0
    discount: ArrayLike = 0.0
    buffer: ArrayLike = 0.0
    crediting: float = math.inf
    replanting: tuple[tuple[float, float], ...] = ()


def rule_values(rules: OffsetRules, *, discount: float = 0.0) -> RuleValues:
    """The numbers of a preset; `discount` is what its uncertainty rule came to."""
    return RuleValues(
        survival=rules["survival"],
        baseline=rules["baseline"],
        cleared=rules["cleared"],
        leakage=rules["leakage"],
        discount=discount,
        buffer=rules["buffer"],
        crediting=rules["crediting"],
    )


def gross_per_ha(
    parameters: StandParameters,
    rules: RuleValues,
    years: ArrayLike,
    age_at_planting: float = 0.0,
    site: ArrayLike = 1.0,
) -> Array:
    """CO2 taken up on one planted hectare since planting.

    ``G(t) = phi [C(a0 + t) - C(a0)]``, plus the same for gaps that are replanted later. What
    the nursery stock had grown before planting, ``C(a0)``, is not a removal of this forest.

    Parameters
    ----------
    parameters : StandParameters
        k draws of a stand.
    rules : RuleValues
        `survival`, `crediting` and `replanting` are used.
    years : array (t,)
        Years since planting; growth after the crediting period is not counted.
    age_at_planting : float
        Years.
    site : float or array (k, 1)
        Growth of this site over that of the curve.

    Returns
    -------
    array (k, t)
        t CO2/ha.
    """
    time = np.minimum(np.atleast_1d(np.asarray(years, dtype=float)), rules.crediting)
    survival = _column(rules.survival)
    start = co2_stock(parameters, [age_at_planting])

    def gain(since: Array) -> Array:
        return co2_stock(parameters, age_at_planting + np.maximum(since, 0.0)) - start

    total = survival * gain(time)
    gaps = 1.0 - survival
    for after, share in rules.replanting:
        filled = gaps * share * survival
        total = total + filled * gain(time - after)
        gaps = gaps - filled
    return np.asarray(np.asarray(site) * total)


def net_per_ha(gross: Array, rules: RuleValues, years: ArrayLike) -> Array:
    """Gross less leakage, baseline growth and cleared vegetation, t CO2/ha; may be negative.

    ``N(t) = G(t) (1 - leakage) - baseline t - cleared``
    """
    since = np.atleast_1d(np.asarray(years, dtype=float))
    time = np.clip(since, 0.0, rules.crediting)
    return np.asarray(
        gross * (1 - _column(rules.leakage))
        - _column(rules.baseline) * time
        - _column(rules.cleared) * (since >= 0)
    )


def creditable(net: Array, rules: RuleValues) -> Array:
    """Positive net removals less the uncertainty discount and the buffer."""
    kept = (1 - _column(rules.discount)) * (1 - _column(rules.buffer))
    return np.asarray(np.maximum(net, 0.0) * kept)


def creditable_per_ha(
    parameters: StandParameters,
    rules: RuleValues,
    years: ArrayLike,
    age_at_planting: float = 0.0,
    site: float = 1.0,
) -> Array:
    """Cumulative removal of one planted hectare that may be counted.

    ``K(t) = max(0, N(t)) (1 - discount) (1 - buffer)``: nothing is issued while N is negative.

    Parameters
    ----------
    parameters, rules, years, age_at_planting, site
        As for `gross_per_ha`.

    Returns
    -------
    array (k, t)
        t CO2/ha.

    Examples
    --------
    >>> from carbonmeet.forest.stands import read_stands
    >>> pine = read_stands()["yunnan-pine"].mean()
    >>> kept = RuleValues(survival=0.85, buffer=0.10)
    >>> creditable_per_ha(pine, kept, [0, 10, 20]).round(1).tolist()
    [[0.0, 21.2, 57.4]]
    """
    gross = gross_per_ha(parameters, rules, years, age_at_planting, site)
    return creditable(net_per_ha(gross, rules, years), rules)


def area_for_tonnes(tonnes: float, kappa: float, fixed: float = 0.0) -> float:
    """``A = (E + F) / kappa``, in hectares: exact, for the removal is linear in area.

    Raises
    ------
    ModelError
        If kappa is not above 0: then no area is enough.

    Examples
    --------
    >>> area_for_tonnes(240.0 * 57.4, 57.4)
    240.0
    """
    if not kappa > 0:
        raise ModelError(_("no area compensates this: a hectare has removed nothing by then"))
    return (tonnes + fixed) / kappa


def _column(value: ArrayLike) -> Array:
    """A number or one per draw, as (k, 1)."""
    return np.atleast_1d(np.asarray(value, dtype=float)).reshape(-1, 1)
