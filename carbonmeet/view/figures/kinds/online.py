"""What the meeting would emit at its place if a share of the people took part online.

Raises
------
CarbonmeetError
    If it is a city, or nobody sets out from a place that is known.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.online(cm.estimate("forum-1500"))
>>> len(figure.axes[0].lines)  # three rules of who stays at home, and the baseline as it stands
4
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.kinds import site_online
from carbonmeet.view.figures.table import Table

if TYPE_CHECKING:
    from carbonmeet.answer import Answer

__all__ = ["KIND"]


def collect(result: Answer) -> Table:
    """Emissions of the meeting at its own place by share online; t CO2e."""
    from carbonmeet.questions.site.answer import compare_sites
    from carbonmeet.questions.site.planned import as_planned

    if result.scenario.kind != "meeting":
        raise CarbonmeetError(_("the scenario is a city: nobody takes part online"))
    found = result.workings
    answer = compare_sites(found.scenario, [], draws=0, catalogue=found.catalogue)
    table = site_online.KIND.collect(as_planned(answer))
    listed = any(one.listed for one in answer.objective.origins)
    facts = {"baseline": result.baseline.total.value, "listed": listed}
    return replace(table, facts={**table.facts, **facts})


def _applies(answer: Answer) -> bool:
    """Whether people come to the meeting."""
    return answer.scenario.kind == "meeting" and bool(answer.baseline.participants)


KIND = Kind(
    _("Emissions by share online"),
    collect,
    site_online.draw,
    site_online.shows,
    site_online.KIND.width,
    rank=35,
    applies=_applies,
)
