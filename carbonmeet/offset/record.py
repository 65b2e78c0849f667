"""The record of a forest: its land, the rules and the stands behind the answer, as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from carbonmeet.base.text import Label
from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.offset.forest import DETAILS, KINDS
from carbonmeet.offset.rules import RULE_NAMES

if TYPE_CHECKING:
    from carbonmeet.forest.stand import Stand
    from carbonmeet.numbers.number import Number
    from carbonmeet.offset.forest import Forest, Parcel
    from carbonmeet.offset.rules import OffsetRules

__all__ = ["record"]


def record(forest: Forest, rules: OffsetRules, discount: float) -> dict[str, Any]:
    """What an answer rests on, under the keys of a result.

    Parameters
    ----------
    forest : Forest
        All parcels, those that do not count among them.
    rules : OffsetRules
        With the numbers that the file gives.
    discount : float
        Share that the rule for uncertainty took off.

    Returns
    -------
    dict
        ``parcels``, ``rules_used`` and ``stand_parameters``.
    """
    return {
        "parcels": [_parcel(one, rules) for one in forest.parcels],
        "rules_used": _rules(rules, discount),
        "stand_parameters": [row for stand in forest.stands for row in _parameters(stand)],
    }


def _parcel(one: Parcel, rules: OffsetRules) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "counts": one.kind == KINDS[0],
        "area": {"value": one.area_ha * MU_PER_HA, "unit": "mu"},
        "area_ha": one.area_ha,
        "stands": [
            {
                "stand": stand.key,
                "name": _words(stand.name),
                "share": share,
                "age_at_planting": {"value": one.age(stand), "unit": "year"},
            }
            for stand, share in one.mixture
        ],
        "planted": one.planted or None,
        "status": one.status,
        **{name: _said(dict(one.details).get(name)) for name in DETAILS},
        "survival": rules["survival"] if one.survival is None else one.survival,
        "survival_of": "rules" if one.survival is None else "parcel",
        "site": one.site,
        "replanting": [
            {"after": {"value": after, "unit": "year"}, "share": share}
            for after, share in one.replanting
        ],
    }


def _rules(rules: OffsetRules, discount: float) -> dict[str, Any]:
    rule = rules.uncertainty
    return {
        "key": rules.key,
        "name": _words(rules.name),
        "about": rules.about,
        "demands": list(rules.demands),
        "numbers": [
            {
                "name": name,
                "label": _words(RULE_NAMES[name]),
                "value": number.value,
                "range": _range(number.low, number.high),
                "unit": number.unit.text,
                "evidence": number.basis,
                "sources": list(number.references),
                "locator": number.locator,
                "note": number.note.get("en"),
            }
            for name, number in rules.numbers.items()
        ],
        "uncertainty": {
            "label": _words(RULE_NAMES["uncertainty"]),
            "method": rule.method,
            "steps": [{"half_width": size, "share": share} for size, share in rule.steps],
            "beyond": rule.beyond,
            "allowed": rule.allowed,
            "discount": discount,
            "evidence": rule.evidence,
            "sources": list(rule.sources),
            "note": rule.note,
        },
    }


def _parameters(stand: Stand) -> Iterator[dict[str, Any]]:
    """One row a number; those of a yield table and its thinnings with their age."""
    for number in stand.parameters.values():
        yield _parameter(stand, None, number)
    for age, number in (*stand.table, *stand.cuts):
        yield _parameter(stand, age, number)


def _parameter(stand: Stand, age: float | None, number: Number) -> dict[str, Any]:
    return {
        "stand": stand.key,
        "stand_name": _words(stand.name),
        "growth": stand.growth,
        "route": stand.route,
        "parameter": str(number.path[2]),
        "age": age,
        "value": number.value,
        "range": _range(number.low, number.high),
        "unit": number.unit.text,
        "evidence": number.basis,
        "source": number.reference,
        "locator": number.locator,
        "note": number.note.get("en"),
    }


def _range(low: float | None, high: float | None) -> dict[str, float] | None:
    """The ends, or nothing: a result leaves no end of a range open."""
    return None if low is None or high is None else {"low": low, "high": high}


def _said(text: Label | None) -> str | dict[str, str] | None:
    return None if text is None else text.written


def _words(label: Label) -> dict[str, str]:
    return {"en": label.en, "zh": label.zh}
