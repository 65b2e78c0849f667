"""A scenario in which every measure can be moved, those that it leaves out too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.pricing.workings import Workings, work_out
from carbonmeet.reading.amount import Amount

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.scenario import Scenario

__all__ = ["opened"]


def opened(scenario: Scenario, known: Catalogue, catalogue: Catalogue | None = None) -> Workings:
    """Work a scenario out with all measures compiled; what it leaves out has an uptake of 0.

    The totals stay what they are. A measure outside the total stands at 0 as well: who raises it
    gives its uptake, and then it counts.

    Parameters
    ----------
    scenario : Scenario
    known : Catalogue
        With the scenario's own rows and measures.
    catalogue : Catalogue, optional
        The one that the scenario is worked out with.
    """
    programme = scenario.programme(known)
    chosen = scenario.content.measures
    given = {} if isinstance(chosen, str) else chosen
    uptakes = {
        name: Amount(0.0)
        if one.apart and not isinstance(given.get(name), Amount)
        else programme.get(name, Amount(0.0))
        for name, one in known.measures.items()
    }
    if list(uptakes) == list(programme) and all(uptakes[n] == programme[n] for n in uptakes):
        return work_out(scenario, catalogue)
    changes: dict[str, object] = {"measures": uptakes}
    return work_out(scenario.replace(changes), catalogue)
