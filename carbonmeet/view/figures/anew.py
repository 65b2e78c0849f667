"""What the captions of places say of journeys: they are made anew, so no total is the baseline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from carbonmeet.base.text import Lang, _
from carbonmeet.units import KG_PER_T
from carbonmeet.view.figures import style

if TYPE_CHECKING:
    from carbonmeet.questions.site.sites import Sites

__all__ = ["anew", "said_anew"]


def anew(result: Sites) -> dict[str, float]:
    """The present host by the rule that compares places, and by the scenario's journeys; t CO2e."""
    here = float(result.objective.totals()[result.present]) / KG_PER_T
    return {"by_rule": here, "by_file": result.estimate.baseline.total.value}


def said_anew(facts: Mapping[str, Any], lang: Lang) -> str:
    """A sentence with both where they differ.

    Examples
    --------
    >>> said_anew({"by_rule": 543.3, "by_file": 515.6}, "en").partition(": ")[2]
    'the whole meeting at the present place comes to 543 t CO₂e, by its own journeys to 516 t CO₂e.'
    >>> said_anew({"by_rule": 515.7, "by_file": 515.6}, "en")
    ''
    """
    tonnes = style.Tonnes.of([facts["by_rule"], facts["by_file"]])
    rule, own = tonnes.said(facts["by_rule"]), tonnes.said(facts["by_file"])
    if rule == own:
        return ""
    return _(
        " To compare places all journeys are made anew by one rule: the whole meeting at the "
        "present place comes to {rule}, by its own journeys to {own}.",
        rule=rule,
        own=own,
    ).get(lang)
