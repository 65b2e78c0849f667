"""A forest under its rules as plain data, for arithmetic that is done elsewhere.

What a planner moves most, area, year of planting and horizon, enters the discount for uncertainty
and the spread of the mean curve, which are found by propagation. So both are tables, by year of
planting and by year.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from carbonmeet.base.text import both
from carbonmeet.forest.stand import ROUTES
from carbonmeet.offset.arithmetic import rule_values
from carbonmeet.offset.case import Z90
from carbonmeet.offset.forest import Forest
from carbonmeet.offset.rules import VARYING
from carbonmeet.units import CO2_PER_C

if TYPE_CHECKING:
    from carbonmeet.forest.stand import Stand
    from carbonmeet.offset.case import Case
    from carbonmeet.offset.forest import Parcel

__all__ = ["FORMAT", "forest_document"]

#: Version of the document.
FORMAT = 1
#: Years before and after the planting of the file for which tables are made.
_EARLIER, _LATER = 5, 15


def forest_document(case: Case, *, sized: bool) -> dict[str, Any]:
    """A case as plain data.

    Parameters
    ----------
    case : Case
    sized : bool
        Whether the area is given, and not worked out from what is owed.

    Returns
    -------
    dict
        ``stands``, ``parcels`` and ``rules``; numbers that may vary by their id, others as they
        are. Areas in ha, CO2 in t.
    """
    rules, values = case.rules, case.values
    replanting = [[float(after), float(share)] for after, share in values.replanting]
    return {
        "format": FORMAT,
        "stands": [_stand(one) for one in case.forest.stands],
        "parcels": [_parcel(one) for one in case.forest.counting],
        "rules": {
            **{name: rules.numbers[name].id for name in VARYING},
            "buffer": rules["buffer"],
            "crediting": _finite(case.asked["crediting"]),
            "replanting": replanting,
        },
        "area_ha": case.forest.area_ha,
        "sized": sized,
        "counts": case.counts,
        "unmet": list(case.unmet),
        "event_year": case.event_year,
        "planted": case.forest.planted,
        "planted_last": case.forest.planted_last,
        "horizon": round(rules["horizon"]),
        "horizon_year": case.horizon_year,
        "lifetime": min(case.book.lifetime, round(case.asked["crediting"])),
        "last": case.last,
        "confidence": case.terms.confidence,
        "credits": sum(one.tonnes for one in case.terms.credits),
        "ranged": case.forest.growth_ranged or not case.forest.stands,
        "propagated": _propagated(case),
    }


def _stand(stand: Stand) -> dict[str, Any]:
    route = ROUTES[stand.route]
    return {
        "key": stand.key,
        "name": both(stand.name),
        "growth": stand.growth,
        "theta": {name: one.id for name, one in stand.parameters.items() if name not in route},
        "to_co2": [[name, stand.parameters[name].id] for name in route],
        "times": 1.0 if stand.route == "co2" else CO2_PER_C,
        "table": [[float(age), float(one.value)] for age, one in stand.table],
        "cuts": [[float(age), float(one.value)] for age, one in stand.cuts],
    }


def _parcel(one: Parcel) -> dict[str, Any]:
    own = {name: number.id for name, number in one.numbers.items()}
    return {
        "id": one.id,
        "area_ha": one.area_ha,
        "planted": one.planted,
        "mixture": [[stand.key, float(share), one.age(stand)] for stand, share in one.mixture],
        "survival": own.get("survival", one.survival),
        "site": own.get("site", one.site),
        "replanting": [[float(after), float(share)] for after, share in one.replanting],
    }


def _propagated(case: Case) -> dict[str, Any] | None:
    """Discount and spread of ln K by shift of the planting and by year; None where no rule asks."""
    uses_spread = case.rules.uncertainty.method != "none" or case.terms.confidence is not None
    if not uses_spread:
        return None
    last = max(case.event_year + case.book.lifetime, case.horizon_year)
    # a horizon that is over before the event asks for the year in which it was reached
    first = min(case.event_year, case.forest.planted_last - _EARLIER)
    years = np.arange(first if case.forest.planted else case.event_year, last + 1)
    shifts = range(-_EARLIER, _LATER + 1) if case.forest.planted else (0,)
    plain = rule_values(case.asked)
    survival = case.rules.numbers["survival"].sd_log
    found = {}
    for shift in shifts:
        moved = _planted_later(case.forest, shift)
        halves = (Z90 * moved.relative_sd(plain, years)).tolist()
        found[str(shift)] = {
            "discount": [
                case.rules.uncertainty.discount(half) if math.isfinite(half) else 0.0
                for half in halves
            ],
            "spread": [_finite(one) for one in moved.relative_sd(plain, years, survival).tolist()],
        }
    return {"since": int(years[0]), "shifts": found}


def _planted_later(forest: Forest, years: int) -> Forest:
    return Forest(tuple(replace(one, planted=one.planted + years) for one in forest.parcels))


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
