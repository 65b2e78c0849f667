"""One year of a city's answer: years that lie apart have no sum that means anything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from carbonmeet.answer.build import answer_of
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.kept import Kept
from carbonmeet.base.text import _, joined
from carbonmeet.hostcity.years import in_years
from carbonmeet.kernel import compile_model

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.draws import Uncertainty
    from carbonmeet.kernel.kernel import Line
    from carbonmeet.pricing.workings import Workings
    from carbonmeet.scenario import Scenario

__all__ = ["chosen_year", "in_one_year", "of_one_year"]

_Given = TypeVar("_Given")


def in_one_year(answer: Answer, year: int | None = None) -> Answer:
    """The answer of a single year of a city; any other answer as it is.

    Parameters
    ----------
    answer : Answer
    year : int, optional
        One of those worked out; default: the last.

    Raises
    ------
    CarbonmeetError
        If the answer is that of a meeting, or the year was not worked out.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> city = cm.estimate("kunming-2030")
    >>> one = in_one_year(city, 2025)
    >>> list(one.scenario.periods)
    ['2025']
    >>> abs(one.residual.total.value - city.residual.by_period["2025"].value) < 1e-6
    True
    """
    if answer.scenario.kind != "city":
        return _whole(answer, year)
    known = sorted(span.year for span in answer.scenario.periods.values())
    wanted = _wanted(known, year)
    if len(known) == 1:
        return answer
    place = (id(answer), wanted)
    return _KEPT.get(place, lambda: (answer, _narrowed(answer, str(wanted))))[1]


def of_one_year(scenario: Scenario, year: int | None = None) -> Scenario:
    """The scenario of a single year of a city; any other scenario as it is.

    Parameters
    ----------
    scenario : Scenario
    year : int, optional
        One of those worked out; default: the last.

    Raises
    ------
    CarbonmeetError
        If the scenario is that of a meeting, or the year is none of those that the file names.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> list(of_one_year(cm.load_scenario("kunming-2030"), 2025).spans)
    ['2025']
    """
    if scenario.kind != "city":
        return _whole(scenario, year)
    known = sorted(span.year for span in scenario.spans.values())
    return in_years(scenario, [_wanted(known, year)]) if len(known) > 1 else scenario


def chosen_year(answer: Answer) -> int | None:
    """The year of a city that an answer is of; None for a meeting, and for several years."""
    years = [span.year for span in answer.scenario.periods.values()]
    return years[0] if answer.scenario.kind == "city" and len(years) == 1 else None


def _whole(given: _Given, year: int | None) -> _Given:
    """What has no years to choose from, where none is asked for."""
    if year is None:
        return given
    raise CarbonmeetError(_("a meeting is reported whole: a year is for cities"))


def _wanted(known: list[int], year: int | None) -> int:
    """The year that is asked for, else the last."""
    wanted = known[-1] if year is None else year
    if wanted not in known:
        raise CarbonmeetError(
            _(
                "{name} is not among the years worked out: {listed}",
                name=wanted,
                listed=joined(map(str, known)),
            )
        )
    return wanted


#: Several figures of one year are drawn one after the other; the answer is held with its year.
_KEPT = Kept[tuple["Answer", "Answer"]](4)


def _narrowed(answer: Answer, period: str) -> Answer:
    """The lines of one period, compiled anew; drawn again as the whole was drawn."""
    found = answer.workings
    model = compile_model(
        [one.activity for one in found.model.lines if _written(one, period)],
        found.model.measures,
        found.catalogue,
        prefer=found.scenario.content.prefer,
        methods=found.scenario.methods,
    )
    places = {one.id: at for at, one in enumerate(found.model.measures)}
    order = [places[one.id] for one in model.measures]
    one = replace(
        found,
        model=model,
        recipes=tuple(found.recipes[at] for at in order),
        planned=found.planned[order],
        uptake=found.uptake[order],
    )
    one = replace(one, scenario=_without_strangers(one))
    spans = {name: span for name, span in answer.scenario.periods.items() if name == period}
    record = replace(answer.scenario, periods=spans)
    made = answer_of(one).changed(scenario=record, city=answer.city, content=answer.content)
    return made if answer.draws is None else _drawn(made, cast("Uncertainty", answer.draws))


def _written(line: Line, period: str) -> bool:
    """Whether a line is one of the file, and of the period; what measures create comes again."""
    return not line.born and line.activity.period == period


def _without_strangers(found: Workings) -> Scenario:
    """The scenario without distributions and scores of inputs that only other years have."""
    content, document = found.scenario.content, found.scenario.document
    if not (content.distributions or content.pedigree or content.correlations):
        return found.scenario
    from carbonmeet.draws.fitting import Known
    from carbonmeet.draws.trial import trial_of
    from carbonmeet.numbers.path import show

    known = Known(trial_of(found).inputs, document.data)
    listed = [("distributions", one) for one in content.distributions]
    listed += [("pedigree", one) for one in content.pedigree]
    lost: dict[str, object] = {show(path): None for path in listed if not known.find(path[1])}
    pairs = [one for one in content.correlations if all(map(known.find, one.between))]
    if len(pairs) < len(content.correlations):
        lost["correlations"] = [one.model_dump() for one in pairs] or None
    return found.scenario.replace(lost) if lost else found.scenario


def _drawn(made: Answer, whole: Uncertainty) -> Answer:
    """The same draws of the same inputs: what was handed over for the whole holds for the year."""
    from carbonmeet.draws.trial import trial_of
    from carbonmeet.estimation import simulate

    trial = trial_of(made.workings)
    names = {one.id for one in trial.inputs} - set(trial.rests)
    shared = {name: one for name, one in whole.distributions.items() if name in names}
    plan = whole.plan
    return simulate(made, plan.count, plan.seed, plan.method, distributions=shared)
