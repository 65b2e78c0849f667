"""A city's years as plain data, for JSON and tables."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from typing import Any

from carbonmeet.catalogue import Catalogue
from carbonmeet.estimation import Estimate
from carbonmeet.hostcity.causes import kaya
from carbonmeet.hostcity.checks import forest_of
from carbonmeet.hostcity.readings import readings
from carbonmeet.hostcity.years import by_scope, goals, yearly
from carbonmeet.scenario import Scenario
from carbonmeet.units import T_CO2E

__all__ = ["as_data", "forest_data"]


def as_data(result: Estimate) -> dict[str, Any]:
    """What a city's estimate has beyond a meeting's: the key ``slice`` of the JSON.

    Returns
    -------
    dict
        ``years`` with sources and GPC scopes, ``targets``, ``changes`` between the years by cause,
        ``readings`` of the public-transport share in the base year, and the ``forest``, which
        stands beside the emissions and is in none of them. t CO2e.

    Raises
    ------
    CarbonmeetError
        If it is a meeting.
    """
    rows = yearly(result)
    return {
        "unit": T_CO2E,
        "years": [
            {
                "year": row.year,
                "baseline": row.baseline,
                "residual": row.residual,
                "saving": row.saving,
                "by_source": {
                    name: {
                        "baseline": row.before.get(name, 0.0),
                        "residual": row.by_source.get(name, 0.0),
                    }
                    for name in {**row.before, **row.by_source}
                },
                "by_scope": by_scope(result, row.year),
            }
            for row in rows
        ],
        "targets": [
            {
                "year": one.year,
                "source": one.source or None,
                "label": {"en": one.label.get("en"), "zh": one.label.get("zh")},
                "most": one.most,
                "expected": one.expected,
                "gap": one.gap,
                "basis": one.basis,
                "note": one.note,
            }
            for one in goals(result)
        ],
        "changes": [_change(result, pair) for pair in _pairs([row.year for row in rows])],
        "readings": [asdict(one) for one in readings(result)],
        "forest": forest_data(result.scenario, result.catalogue),
    }


def _pairs(years: list[int]) -> list[tuple[int, int]]:
    """Year to year, and the whole way where that is another."""
    found = list(pairwise(years))
    return [*found, (years[0], years[-1])] if len(found) > 1 else found


def _change(result: Estimate, years: tuple[int, int]) -> dict[str, float]:
    parts = kaya(result, *years)
    return {"from": years[0], "to": years[1], **parts, "total": sum(parts.values())}


def forest_data(scenario: Scenario, catalogue: Catalogue | None = None) -> dict[str, Any] | None:
    """The forest of a city file as plain data; None if it has none.

    Raises
    ------
    CarbonmeetError
        If it is a meeting.
    """
    found = forest_of(scenario, catalogue=catalogue)
    if found is None:
        return None
    removal = None
    if found.removal is not None and found.years is not None:
        value, low, high = found.removal
        span = {"from": found.years[0], "to": found.years[1]}
        removal = {"value": value, "low": low, "high": high, "unit": "t CO2 / year", **span}
    return {
        "removal": removal,
        "programme_ha": dict(found.areas),
        "unlisted_ha": found.unlisted,
    }
