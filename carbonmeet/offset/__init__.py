"""Forest for tonnes and tonnes for forest; the debt curve."""

from __future__ import annotations

from carbonmeet.offset.answer import assess, assess_forest, size, size_forest
from carbonmeet.offset.arithmetic import (
    MU_PER_HA,
    RuleValues,
    area_for_tonnes,
    creditable_per_ha,
    gross_per_ha,
    net_per_ha,
    rule_values,
)
from carbonmeet.offset.case import Terms
from carbonmeet.offset.forest import KINDS, Curves, Forest, Parcel, double_claims
from carbonmeet.offset.records import Credit, CurveRow, Reversal, Spread, Verified
from carbonmeet.offset.result import OffsetResult
from carbonmeet.offset.rules import (
    OffsetRules,
    RuleBook,
    find_rules,
    rules_of,
)

__all__ = [
    "KINDS",
    "MU_PER_HA",
    "Credit",
    "CurveRow",
    "Curves",
    "Forest",
    "OffsetResult",
    "OffsetRules",
    "Parcel",
    "Reversal",
    "RuleBook",
    "RuleValues",
    "Spread",
    "Terms",
    "Verified",
    "area_for_tonnes",
    "assess",
    "assess_forest",
    "creditable_per_ha",
    "double_claims",
    "find_rules",
    "gross_per_ha",
    "net_per_ha",
    "rule_values",
    "rules_of",
    "size",
    "size_forest",
]
