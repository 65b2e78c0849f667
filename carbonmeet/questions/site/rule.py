"""Which people take part online at a host: the rules of `online`, put to an objective."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.numerals import number
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, _
from carbonmeet.questions.site.online import alike, beyond, farthest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.questions.site.objective import Objective

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["EVERYBODY", "OnlineRule", "rule_of"]


@dataclass(frozen=True, slots=True)
class OnlineRule:
    """Who takes part online.

    Attributes
    ----------
    kind : {"none", "alike", "beyond", "farthest"}
        Nobody; the same share of every origin; all beyond a distance; the share from farthest.
    value : float
        The share, or km one way.
    """

    kind: Literal["none", "alike", "beyond", "farthest"] = "none"
    value: float = 0.0

    def __str__(self) -> str:
        return self.label.get("en")

    @property
    def label(self) -> Label:
        """The rule in words."""
        if self.kind == "none":
            return _("everybody comes")
        if self.kind == "beyond":
            return _("online beyond {value:,.0f} km", value=self.value)
        percent = f"{number(100 * self.value)}%"
        if self.kind == "alike":
            return _("{percent} of every origin online", percent=percent)
        return _("the farthest {percent} online", percent=percent)

    def people(self, objective: Objective) -> Floats | None:
        """People online, by origin and host; None if nobody is."""
        if self.kind == "none":
            return None
        people = np.where(objective.remote, objective.people, 0.0)
        if self.kind == "alike":
            hosts = len(objective.hosts)
            return np.repeat(alike(people, self.value)[:, None], hosts, axis=1)
        if self.kind == "beyond":
            return beyond(people[:, None], objective.km, self.value)
        return np.column_stack([farthest(people, km, self.value) for km in objective.km.T])

    def at(self, objective: Objective, km: Floats) -> Floats:
        """People online, by origin, where each travels so many km."""
        people = np.where(objective.remote, objective.people, 0.0)
        if self.kind == "alike":
            return alike(people, self.value)
        if self.kind == "beyond":
            return beyond(people, km, self.value)
        return farthest(people, km, self.value) if self.kind == "farthest" else 0.0 * people


#: Nobody takes part online but who does already.
EVERYBODY = OnlineRule()


def rule_of(
    online: float | None = None, beyond: float | None = None, farthest: float | None = None
) -> OnlineRule:
    """The rule that one of three numbers makes; everybody comes without any.

    Parameters
    ----------
    online, farthest : float, optional
        Shares, 0 to 1.
    beyond : float, optional
        km.

    Raises
    ------
    CarbonmeetError
        If more than one is given.

    Examples
    --------
    >>> str(rule_of(beyond=6000)), str(rule_of())
    ('online beyond 6,000 km', 'everybody comes')
    """
    given = [one for one in (online, beyond, farthest) if one is not None]
    if len(given) > 1:
        raise CarbonmeetError(
            _(
                "who takes part online? Give one: a share of all, a "
                "distance, the share from farthest"
            )
        )
    if online is not None:
        return OnlineRule("alike", online)
    if farthest is not None:
        return OnlineRule("farthest", farthest)
    return EVERYBODY if beyond is None else OnlineRule("beyond", beyond)
