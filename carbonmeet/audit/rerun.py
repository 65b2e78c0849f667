"""A saved result worked out again from what it holds itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from carbonmeet.answer import Answer, Row
from carbonmeet.base.clock import as_of
from carbonmeet.base.errors import CarbonmeetError, message_of
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import NAMELESS, Label, _
from carbonmeet.catalogue import Catalogue, by_key, load_catalogue
from carbonmeet.estimation import estimate, simulate
from carbonmeet.numbers.factor import Factor
from carbonmeet.scenario import Scenario, load_scenario
from carbonmeet.units import parse_unit

__all__ = ["Rerun", "rerun", "with_rows"]


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
    scenario = load_scenario(_plain(saved.content), name=saved.scenario.name)
    here, fault = None, NAMELESS
    try:
        here = _estimated(scenario, known, saved)
    except CarbonmeetError as error:
        fault = message_of(error)
    if here is not None and _rows(here.catalogue.rows) == _rows(saved.catalogue.rows):
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


def with_rows(catalogue: Catalogue, rows: Iterable[Row], scenario: Scenario) -> Catalogue:
    """A catalogue in which these rows are the only ones of their keys.

    Rows that the scenario brings along itself are left to it. A row that the catalogue has with the
    same number is taken from there, with its gases and the range of the result.
    """
    own = {(one.key, one.source, one.region) for one in scenario.content.factors}
    wanted = [one for one in rows if (one.key, one.source, one.region) not in own]
    kept = by_key(_factor(one, catalogue) for one in wanted)
    return replace(catalogue, rows={**catalogue.rows, **kept})


def _factor(row: Row, catalogue: Catalogue) -> Factor:
    for one in catalogue.rows.get(row.key, ()):
        same = (one.id, one.year, one.value, one.unit.text, one.own)
        if same == (row.id, row.year, row.value, row.unit, row.own):
            known = (one.low, one.high) == (row.low, row.high)
            return one if known else replace(one, low=row.low, high=row.high)
    return Factor.of(
        row.key,
        row.value,
        parse_unit(row.unit),
        source=row.source,
        region=row.region,
        year=row.year,
        low=row.low,
        high=row.high,
        evidence=row.evidence,
        locator=row.locator,
        name=row.name,
        note=row.note,
        boundary=row.boundary,
        own=row.own,
    )


def _rows(rows: Iterable[Row]) -> set[tuple[object, ...]]:
    return {(one.id, one.year, one.value, one.low, one.high, one.unit) for one in rows}


def _plain(value: Any) -> Any:
    """Frozen data as a scenario may hold them."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
