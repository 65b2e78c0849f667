"""Programmes to start from: the file's, none, the catalogue's, and those of shipped scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carbonmeet.base.text import Label, _
from carbonmeet.reading.amount import Amount
from carbonmeet.scenario import load_scenario
from carbonmeet.view.page.bilingual import both

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carbonmeet.catalogue import Catalogue
    from carbonmeet.scenario import Scenario

__all__ = ["presets"]

#: Shipped scenarios whose programme may serve any other of their kind.
_SHIPPED: Mapping[str, tuple[str, ...]] = {
    "meeting": ("cop15-ambitious", "cop15-hybrid", "cop15-as-held-measures"),
    "city": ("kunming-2030",),
}


def presets(scenario: Scenario, known: Catalogue) -> list[dict[str, Any]]:
    """Names and uptakes by measure, only those above 0.

    Parameters
    ----------
    scenario : Scenario
    known : Catalogue
        With the scenario's own measures.
    """
    found = [
        _preset(_("No measure"), {}),
        _preset(_("All as planned"), _planned(known)),
    ]
    for name in _SHIPPED[scenario.kind]:
        other = load_scenario(name)
        if other.hash == scenario.hash:
            continue
        chosen = other.content.measures
        programme = other.programme(known)
        given = {} if isinstance(chosen, str) else chosen
        uptakes = {
            one: amount.value
            for one, amount in programme.items()
            if isinstance(given.get(one), Amount) or not known.measures[one].apart
        }
        found.append(_preset(other.title, uptakes))
    return found


def _planned(known: Catalogue) -> dict[str, float]:
    """The planned uptakes of what counts in the total."""
    return {name: one.uptake.value for name, one in known.measures.items() if not one.apart}


def _preset(name: Label, uptakes: Mapping[str, float]) -> dict[str, Any]:
    kept = {one: value for one, value in uptakes.items() if value}
    return {"name": both(name), "uptakes": kept}
