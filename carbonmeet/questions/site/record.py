"""The answer as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carbonmeet.questions.site.answer import SHARES
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from carbonmeet.draws.ranges import Range
    from carbonmeet.questions.site.answer import Sites
    from carbonmeet.questions.site.hosts import Host
    from carbonmeet.questions.site.hubsets import HubSet
    from carbonmeet.questions.site.ranking import Ranked

__all__ = ["as_dict"]


def as_dict(found: Sites) -> dict[str, Any]:
    """The answer as `objective`, `ranking`, `hubs`, `online`, `screened` and `notices`; t CO2e."""
    from carbonmeet.answer.saved import plain
    from carbonmeet.version import __version__

    result, objective = found.workings, found.objective
    off = [abs(row.kg / row.whole - 1) for row in found.ranking if row.whole]
    return {
        "format": 2,
        "carbonmeet": __version__,
        "scenario": {"name": found.estimate.scenario.name, "hash": result.scenario.hash},
        "catalogue": {"version": result.catalogue.version, "hash": result.catalogue.hash},
        "objective": {
            "present": _place(found.at_present.host),
            "people": float(objective.people.sum()),
            "origins": len(objective.origins),
            "candidates": len(objective.hosts),
            "online": {"rule": found.rule.kind, "value": found.rule.value},
            "ground_km": found.ground_km,
            "as_planned": _tonnes(result.baseline.total),
            "elsewhere": _tonnes(objective.elsewhere / KG_PER_T),
        },
        "ranking": [_ranked(row, found.at_present) for row in found.ranking],
        "hubs": [_hubs(one) for one in found.hubs],
        "online": [
            {"place": _place(row.host), "share": share}
            | {rule: _tonnes(float(kg[i]) / KG_PER_T) for rule, kg in curve.items()}
            for row, curve in [(found.ranking[0], found.curve(found.ranking[0]))]
            for i, share in enumerate(SHARES)
        ],
        "screened": {
            "candidates": len(found.ranking),
            "estimated": found.estimated,
            "largest_difference": max(off, default=None),
            "draws": found.draws,
            "seed": found.seed,
        },
        "notices": plain(found.notices),
    }


def _tonnes(value: float, drawn: Range | None = None) -> dict[str, Any]:
    low, high = (drawn.low, drawn.high) if drawn is not None else (None, None)
    return {"value": value, "low": low, "high": high, "unit": "t CO2e"}


def _place(host: Host) -> dict[str, str]:
    return {"name": host.name.get("en"), "airport": host.airport, "region": host.region}


def _ranked(row: Ranked, present: Ranked) -> dict[str, Any]:
    whole, more, here = row.total_by_source, row.difference_by_source, present.by_source
    return {
        "place": _place(row.host),
        "total": _tonnes(row.kg / KG_PER_T, row.total),
        "difference": _tonnes(row.more / KG_PER_T, row.difference),
        "probability_better": row.better,
        "by_source": {
            name: _tonnes(kg / KG_PER_T, whole.get(name)) for name, kg in row.by_source.items()
        },
        "difference_by_source": {
            name: _tonnes((row.by_source.get(name, 0.0) - here.get(name, 0.0)) / KG_PER_T, drawn)
            for name in dict.fromkeys((*row.by_source, *here))
            for drawn in [more.get(name)]
        },
        "people": row.people,
        "online": row.online,
        "person_km": row.person_km,
        "top_decile": row.top_decile,
        "gini": row.gini,
        "within_a_day_by_rail": row.by_rail,
        "travellers": row.travellers,
        "estimated": None if row.whole is None else _tonnes(row.whole / KG_PER_T),
    }


def _hubs(one: HubSet) -> dict[str, Any]:
    return {
        "k": one.k,
        "places": [
            _place(host) | {"people": people}
            for host, people in zip(one.hosts, one.people, strict=True)
        ],
        "total": _tonnes(one.kg / KG_PER_T),
        "bound": _tonnes(one.bound / KG_PER_T),
        "gap": one.gap,
        "proved": one.proved,
        "online": float(one.online.sum()),
        "next_best": [
            {"total": _tonnes(kg / KG_PER_T), "places": [_place(host) for host in hosts]}
            for kg, hosts in one.others
        ],
        "next_best_proved": one.others_proved,
    }
