"""The present host with the journeys that the file itself has.

To compare places all journeys are made anew by one rule, at the present host too. Where nothing is
compared, the rule has no say: a group of which four in ten come by train does so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.questions.site.parts import group_of, leg_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.questions.site.origins import Origin
    from carbonmeet.questions.site.sites import Sites

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["as_planned"]


def as_planned(found: Sites) -> Sites:
    """The same answer with what every group's journeys to the present host emit in the file.

    People of a list keep the journeys of the rule, which makes them as the list does.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> sites = cm.site("forum-1500", draws=0).attrs["answer"]
    >>> here, wanted = sites.present, sites.estimate.baseline.total.value
    >>> round(float(sites.objective.totals()[here]) / 1000 - wanted, 1)
    27.7
    >>> round(abs(float(as_planned(sites).objective.totals()[here]) / 1000 - wanted), 6)
    0.0
    """
    objective, here = found.objective, found.present
    made = objective.assembly.journeys()[:, here]
    own = _own(found, objective.origins, made)
    kg, online = objective.kg_per_person.copy(), objective.online.copy()
    kg[:, here] += own - made
    online[:, here] = np.where(objective.remote, online[:, here], kg[:, here])
    return replace(found, objective=replace(objective, kg_per_person=kg, online=online))


def _own(found: Sites, origins: tuple[Origin, ...], made: Floats) -> Floats:
    """kg of one person's journey by the lines of the file; that of the rule where none tells."""
    people = found.objective.people
    result = found.workings
    emitted: dict[tuple[int, int | None], float] = {}
    for line, kg in zip(result.model.lines, result.baseline.kg.tolist(), strict=True):
        group = group_of(line.activity)
        if group is not None and "travel" in line.activity.tags:
            key = group, leg_of(line.activity)
            emitted[key] = emitted.get(key, 0.0) + kg
    own = made.copy()
    legs = np.array([one.leg for one in origins])
    groups = np.array([-1 if one.listed else one.group for one in origins])
    for group in np.unique(groups[(groups >= 0) & (legs >= 0)]).tolist():
        members = groups == group
        own[members] = emitted.get((group, None), 0.0) / (people[members].sum() or 1.0)
        for leg in np.unique(legs[members]).tolist():
            here = members & (legs == leg)
            own[here] += emitted.get((group, leg), 0.0) / (people[here].sum() or 1.0)
    return own
