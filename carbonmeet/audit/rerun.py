"""A saved result worked out again from what it holds itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from carbonmeet.answer import Answer
from carbonmeet.answer.reworked import same_rows, with_rows
from carbonmeet.base.clock import as_of
from carbonmeet.base.errors import CarbonmeetError, message_of
from carbonmeet.base.frozen import unfrozen
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import NAMELESS, Label, _
from carbonmeet.catalogue import Catalogue, load_catalogue
from carbonmeet.estimation import estimate, simulate
from carbonmeet.scenario import Scenario, load_scenario

__all__ = ["Rerun", "rerun"]


@dataclass(frozen=True)
class Rerun:
    """A result worked out again.

    Attributes
    ----------
    here : Answer or None
        With the catalogue of this installation; None where that cannot be done, see `fault`.
    own : Answer or None
        With the rows that the result holds; None where `here` took the same rows.
    fault : Label
        Why the scenario cannot be estimated with the catalogue of this installation.
    """

    here: Answer | None
    own: Answer | None
    fault: Label = NAMELESS

    @property
    def answer(self) -> Answer | None:
        """What the result itself comes to."""
        return self.here if self.own is None else self.own


def rerun(saved: Answer, *, catalogue: Catalogue | None = None) -> Rerun:
    """Work a saved result out again, from the scenario and the rows that it holds.

    Parameters
    ----------
    saved : Answer
        From `carbonmeet.load_result`.
    catalogue : Catalogue, optional
        Default: the shipped one.

    Raises
    ------
    CarbonmeetError
        If the result was saved without its scenario, or the scenario cannot be estimated.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = cm.estimate("forum-1500").save(f"{folder}/forum.json")
    ...     again = rerun(cm.load_result(path))
    >>> again.answer.baseline == cm.estimate("forum-1500").baseline, again.own is None
    (True, True)
    """
    if saved.content is None:
        raise CarbonmeetError(
            _(
                "the result of '{name}' was saved without its scenario, by "
                "an earlier version: estimate the scenario again",
                name=saved.scenario.name,
            )
        )
    with as_of(_day_of(saved)):
        return _again(saved, catalogue or load_catalogue())


def _day_of(saved: Answer) -> date:
    """A day on which what the result calls still to come was, and all else was not."""
    told = (*saved.notices, *(() if saved.offset is None else saved.offset.notices))
    due = [date.fromisoformat(str(one.args["due"])) for one in told if one.id == "credit.due"]
    return min(due) - timedelta(1) if due else date.max


def _again(saved: Answer, known: Catalogue) -> Rerun:
    scenario = load_scenario(unfrozen(saved.content), name=saved.scenario.name, saved=True)
    here, fault = None, NAMELESS
    try:
        here = _estimated(scenario, known, saved)
    except CarbonmeetError as error:
        fault = message_of(error)
    if here is not None and same_rows(here.catalogue.rows, saved.catalogue.rows):
        return Rerun(here, None)
    mine = with_rows(known, saved.catalogue.rows, scenario)
    return Rerun(here, _estimated(scenario, mine, saved), fault)


def _estimated(scenario: Scenario, catalogue: Catalogue, saved: Answer) -> Answer:
    """The estimate, drawn as the saved one was."""
    found, drawn = estimate(scenario, catalogue=catalogue), saved.uncertainty
    if drawn is None:
        return found
    method: Any = drawn.method
    parts = bool(drawn.error_propagation)
    return simulate(found, drawn.draws, drawn.seed, method, parts=parts)
