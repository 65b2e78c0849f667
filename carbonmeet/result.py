"""An estimate as plain data, the JSON of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import carbonmeet
from carbonmeet.activity import SOURCES
from carbonmeet.factor import Factor
from carbonmeet.units import KG_PER_T, T_CO2E

if TYPE_CHECKING:
    from carbonmeet.activity import Link
    from carbonmeet.estimation import Estimate
    from carbonmeet.ledger import Ledger
    from carbonmeet.text import Label

__all__ = ["as_dict", "ledger_lines", "tonnes"]


def tonnes(value: float) -> dict[str, Any]:
    """A total: its value, the ends of its 95 % range where known, its unit."""
    return {"value": value, "low": None, "high": None, "unit": T_CO2E}


def words(label: Label) -> dict[str, str]:
    """A label in both languages."""
    return {"en": label.get("en"), "zh": label.get("zh")}


def as_dict(result: Estimate) -> dict[str, Any]:
    """The whole result as plain data; the same input gives the same data."""
    scenario = result.scenario
    return {
        "carbonmeet": carbonmeet.__version__,
        "scenario": {
            "file": scenario.name,
            "kind": scenario.kind,
            "title": words(scenario.title),
            "hash": scenario.hash,
            "methods": scenario.methods,
            "periods": {
                name: {
                    "year": span.year,
                    "region": span.region,
                    "counterfactual": span.counterfactual,
                    "participants": result.participants.get(name, 0.0),
                }
                for name, span in scenario.spans.items()
            },
        },
        "catalogue": {
            "version": result.catalogue.version,
            "hash": result.catalogue.hash,
            "sources": sorted({factor.source for factor in result.factors}),
        },
        "boundary": boundary(result),
        "baseline": _totals(result.baseline, result.participants),
        "residual": _totals(result.residual, result.left_on_site)
        | {"electricity": _electricity(result)},
        "measures": _measures(result),
        "offset": None if result.offset is None else result.offset.to_dict(),
        "lines": ledger_lines(result),
        "notices": [one.get("en") for one in result.notices],
    }


def boundary(result: Estimate) -> dict[str, Any]:
    """What is in, what is out, and how much of it is assumed."""
    present = result.baseline.sums("source")
    assumed, lines = result.assumed
    statement = result.scenario.content.statement
    return {
        "statement": None if statement is None else words(statement),
        "included": list(present),
        "without_lines": [name for name in SOURCES if name not in present],
        "excluded": [words(one) for one in result.scenario.content.boundary.excluded],
        "methods": result.scenario.methods,
        "lines": lines,
        "lines_with_assumed_values": assumed,
        "factors": len(result.factors),
        "factors_without_range": sum(1 for one in result.factors if one.low is None),
        "co2_only": sorted(one.id for one in result.factors if one.co2_only),
    }


def _totals(ledger: Ledger, people: Mapping[str, float]) -> dict[str, Any]:
    """The sums of a ledger; per head of those who are on site under its programme."""
    by_period = ledger.sums("period")
    heads = {
        name: by_period.get(name, 0.0) / people[name] for name in by_period if people.get(name)
    }
    if people.get("all"):
        heads["all"] = ledger.total / people["all"]
    return {
        "total": tonnes(ledger.total),
        "by_source": {name: tonnes(value) for name, value in ledger.sums("source").items()},
        "by_period": {name: tonnes(value) for name, value in by_period.items()},
        "participants": dict(people),
        "per_participant": {name: tonnes(value) for name, value in heads.items()},
    }


def _electricity(result: Estimate) -> dict[str, Any]:
    """The residual under both accountings of electricity, side by side."""
    chosen = str(result.scenario.methods["electricity"])
    other = "market" if chosen == "location" else "location"
    totals = {chosen: result.residual.total, other: result.other_electricity}
    return {"chosen": chosen} | {name: tonnes(totals[name]) for name in ("location", "market")}


def _measures(result: Estimate) -> dict[str, Any]:
    found = result.attribution
    items = [
        {
            "id": one.id,
            "area": one.area,
            "name": words(one.name),
            "provenance": one.provenance,
            "uptake": float(result.planned[i]),
            "counts": bool(result.uptake[i] == result.planned[i]),
            "acts": one.id in result.model.acting,
            "alone": float(found.alone[i]) / KG_PER_T,
            "in_order": float(found.in_order[i]) / KG_PER_T,
            "last_in": float(found.last_in[i]) / KG_PER_T,
            "shapley": float(found.shapley[i]) / KG_PER_T,
            "unit": T_CO2E,
            "avoided": [
                {"amount": amount, "unit": unit} for unit, amount in result.avoided[one.id].items()
            ],
        }
        for i, one in enumerate(result.model.measures)
    ]
    return {
        "items": items,
        "by_area": {name: tonnes(value) for name, value in result.by_area().items()},
        "total": tonnes(found.total / KG_PER_T),
    }


def ledger_lines(result: Estimate) -> list[dict[str, Any]]:
    """The lines of the baseline, each with amount, chain and kg CO2e."""
    amounts, prices = result.model.quantities()[0], result.model.prices()[0]
    rows = []
    for i in result.lines:
        activity = result.model.lines[i].activity
        if activity.dormant:
            continue
        rows.append(
            {
                "period": activity.period,
                "source": activity.source,
                "label": activity.label.get("en"),
                "label_zh": activity.label.get("zh"),
                "amount": float(amounts[i]),
                "unit": activity.unit.text,
                "chain": [chain_text(link) for link in activity.chain],
                "kg_per_unit": float(prices[i]),
                "kg_co2e": float(result.baseline.kg[i]),
                "basis": activity.basis,
                "tags": sorted(activity.tags),
            }
        )
    return rows


def chain_text(link: Link) -> str:
    """A link as a chain writes it: the id of the factor, after ``/`` where it divides."""
    number, power = link
    text = number.id if isinstance(number, Factor) else f"{number.value:g} {number.unit.text}"
    return text if power > 0 else f"/ {text}"
