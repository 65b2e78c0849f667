"""The years of a city one by one, and the targets that were set for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from carbonmeet.answer import Answer, workings_of
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.given import takes
from carbonmeet.base.numerals import number
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, _
from carbonmeet.city.goals import Goal, within
from carbonmeet.city.scenario import CityScenario
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.numbers.path import Path
from carbonmeet.pricing.workings import Workings
from carbonmeet.scenario import SCENARIO_LIKE, Scenario, ScenarioLike, load_scenario
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["GoalRow", "YearRow", "by_scope", "city_of", "goals", "in_years", "period_of", "yearly"]


@takes(scenario=SCENARIO_LIKE)
def city_of(scenario: ScenarioLike) -> CityScenario:
    """The content of a city file, or of a shipped one by its name.

    Parameters
    ----------
    scenario : what `estimate` takes

    Returns
    -------
    CityScenario

    Raises
    ------
    CarbonmeetError
        If it is a meeting.
    """
    read = load_scenario(scenario)
    if not isinstance(read.content, CityScenario):
        raise CarbonmeetError(_("{name} is a meeting file, not a city", name=read.called))
    return read.content


def in_years(scenario: Scenario, years: Iterable[int]) -> Scenario:
    """A city worked out for other years: without what its file says of those left out."""
    kept = sorted(years)
    left_out = (name for name in city_of(scenario).observed if int(name) not in kept)
    changes: dict[Path, object] = {("years",): kept, ("targets",): None}
    base = city_of(scenario).year
    if kept == [base] != city_of(scenario).listed_years and not city_of(scenario).phase_in:
        changes[("measures",)] = "none"  # beside other years they begin after the base year
    return scenario.replace(changes | {("observed", name): None for name in left_out})


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year of a city, t CO2e.

    Attributes
    ----------
    before, by_source : dict of str to float
        By source, before the measures and after them.
    """

    year: int
    baseline: float
    residual: float
    by_source: dict[str, float]
    before: dict[str, float] = field(default_factory=dict)

    @property
    def saving(self) -> float:
        """What the measures take off."""
        return self.baseline - self.residual


def yearly(result: Answer | Workings | ScenarioLike) -> list[YearRow]:
    """The years of a city one by one.

    Parameters
    ----------
    result : Answer or what `estimate` takes

    Returns
    -------
    list of YearRow

    Raises
    ------
    InputError
        If the scenario is wrong.
    """
    result = workings_of(result)
    before, after = _table(result, result.baseline.kg), _table(result, result.residual.kg)
    return [
        YearRow(
            year=span.year,
            baseline=sum(before[name].values()),
            residual=sum(after[name].values()),
            by_source={one: after[name][one] for one in SOURCES if one in after[name]},
            before={one: before[name][one] for one in SOURCES if one in before[name]},
        )
        for name, span in result.scenario.spans.items()
    ]


def _table(result: Workings, kg: NDArray[np.float64]) -> dict[str, dict[str, float]]:
    """t CO2e by period and source."""
    found: dict[str, dict[str, float]] = {name: {} for name in result.scenario.spans}
    for line, value in zip(result.model.lines, kg, strict=True):
        sums, source = found[line.activity.period], line.activity.source
        sums[source] = sums.get(source, 0.0) + float(value) / KG_PER_T
    return found


@takes(year=int)
def by_scope(
    result: Answer | Workings | ScenarioLike, year: int, *, after: bool = False
) -> dict[str, float]:
    """t CO2e of a year by scope and reporting level of the GPC, before measures or after them.

    ``gpc:scope-1``, ``-2`` and ``-3`` sum to the year; so do ``gpc:basic`` and ``gpc:other``.

    Parameters
    ----------
    result : Answer or what `estimate` takes
    year : int
    after : bool
        After the measures.

    Returns
    -------
    dict of str to float

    Raises
    ------
    CarbonmeetError
        If it is a meeting, or the year is not worked out.
    """
    found: dict[str, float] = {}
    result = workings_of(result)
    period = period_of(result, year)
    ledger = result.residual if after else result.baseline
    for line, kg in zip(result.model.lines, ledger.kg, strict=True):
        if line.activity.period == period:
            for tag in sorted(line.activity.tags):
                if tag.startswith("gpc:"):
                    found[tag] = found.get(tag, 0.0) + float(kg) / KG_PER_T
    return found


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A target and how the plan stands to it, t CO2e after the measures.

    Attributes
    ----------
    source : str
        A source or the first part of one; empty for the whole slice.
    most : float
        What the target allows.
    expected : float
        What the plan comes to.
    """

    year: int
    source: str
    label: Label
    most: float
    expected: float
    basis: str
    note: str

    @property
    def gap(self) -> float:
        """What is missing; negative where the target is met with room to spare."""
        return self.expected - self.most


def goals(result: Answer | Workings | ScenarioLike) -> list[GoalRow]:
    """The targets for emissions of a city file, each beside what the plan comes to.

    Parameters
    ----------
    result : Answer or what `estimate` takes

    Returns
    -------
    list of GoalRow

    Raises
    ------
    CarbonmeetError
        If it is a meeting.
    """
    result = workings_of(result)
    city = city_of(result.scenario)
    rows = {row.year: row for row in yearly(result)}
    found = []
    for goal in city.targets:
        expected = _part(rows[goal.year].by_source, goal)
        if goal.emissions is not None:
            amount, most = goal.emissions, goal.emissions.value
        else:
            assert goal.change is not None
            # no measure acts in the year that a change is measured from
            since = _part(rows[goal.since or city.year].before, goal)
            amount, most = goal.change, since * (1.0 + goal.change.value)
        note = amount.note or ""
        label = goal.label or _said(goal, city.year)
        found.append(GoalRow(goal.year, goal.source, label, most, expected, amount.basis, note))
    return found


def _said(goal: Goal, base: int) -> Label:
    """A target in words, where its file has none."""
    if goal.change is None:
        return _("at most")
    percent = f"{number(100 * goal.change.value, signed=True)}%"
    return _("{percent} against {since}", percent=percent, since=goal.since or base)


def _part(by_source: Mapping[str, float], goal: Goal) -> float:
    return sum(tonnes for name, tonnes in by_source.items() if within(name, goal.source))


def period_of(result: Workings, year: int) -> str:
    """The period of a year.

    Raises
    ------
    CarbonmeetError
        If the year is not worked out.
    """
    if str(year) not in result.scenario.spans:
        known = ", ".join(result.scenario.spans)
        raise CarbonmeetError(
            _(
                "{name} does not work out {year}: it has {known}",
                name=result.scenario.name,
                year=year,
                known=known,
            )
        )
    return str(year)
