"""The measures of a programme that do nothing here, each with its reason.

A programme names more measures than it carries out: one may begin after the meeting, another be a
decision that nobody has taken, a third count in one accounting of electricity only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from carbonmeet.base.text import Label

if TYPE_CHECKING:
    from carbonmeet.answer import Saved
    from carbonmeet.catalogue.measure import Measure
    from carbonmeet.kernel import Model
    from carbonmeet.view.pages.report.matter import Matter

__all__ = ["Idle", "idle", "without_effect", "working"]


class Idle(NamedTuple):
    """A measure without effect in this result, and why."""

    id: str
    why: Label


def idle(m: Matter) -> tuple[Idle, ...]:
    """The measures that the programme names and that do nothing in this result."""
    found = ((one.id, _why(m, one)) for one in m.answer.measures)
    return tuple(Idle(name, why) for name, why in found if why is not None)


def working(m: Matter) -> int:
    """How many measures are in force here, with an uptake above 0."""
    return len(m.answer.measures) - len(idle(m))


def _why(m: Matter, item: Saved) -> Label | None:
    """Why a measure does nothing; None if it does something."""
    if item.uptake <= 0:
        return Label(
            "its uptake is 0: whether it is carried out is a decision, not taken in this scenario",
            "实施率为0，是否实施属于决策，本情景未作安排",
        )
    if not item.counts:
        return Label(
            "counts in market-based accounting of electricity only, this one is location-based",
            "仅在基于市场的电力核算中计入，本情景按基于位置核算",
        )
    if item.acts:
        return None
    measure = next(one for one in m.workings.model.measures if one.id == item.id)
    return without_effect(measure, m.workings.model)


def without_effect(measure: Measure, model: Model) -> Label | None:
    """Why a measure does nothing in a model, whatever its uptake; None if it does something."""
    if measure.id in model.acting:
        return None
    if not any(measure.in_force(line.activity) for line in model.lines):
        return Label(
            f"begins on {measure.start}, after every period of this scenario",
            f"自{measure.start}起实施，晚于本情景的全部阶段",
        )
    if measure.apart:
        return Label(
            "nobody has measured what it does: outside the total", "效果未见实测，不计入合计"
        )
    return Label("finds nothing here that it could change", "本情景中没有其可作用的分项")
