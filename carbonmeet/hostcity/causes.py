"""Why a year differs from another: activity, structure, intensity, measures."""

from __future__ import annotations

from carbonmeet.answer import Answer, workings_of
from carbonmeet.base.given import takes
from carbonmeet.city.lmdi import decompose
from carbonmeet.hostcity.years import period_of, yearly
from carbonmeet.pricing.workings import Workings
from carbonmeet.scenario import ScenarioLike
from carbonmeet.units import KG_PER_T

__all__ = ["kaya", "lines_of"]


@takes(before=int, after=int)
def kaya(result: Answer | Workings | ScenarioLike, before: int, after: int) -> dict[str, float]:
    """Split the change between two years into activity, structure and intensity, t CO2e.

    Every line emits ``A * (a / A) * (kg / a)``: `A` is the amount of its section in its own unit,
    such as all passenger-kilometres, `a` the line's. ``measures`` is the change in what the
    measures save. The parts sum to the change of the residual.

    Parameters
    ----------
    result : Answer or what `estimate` takes
    before, after : int
        The two years.

    Returns
    -------
    dict of str to float

    Raises
    ------
    CarbonmeetError
        If a year is not worked out.
    """
    result = workings_of(result)
    terms = [_terms(result, period_of(result, year)) for year in (before, after)]
    parts = decompose(terms[0], terms[1], ("activity", "structure", "intensity"))
    rows = {row.year: row for row in yearly(result)}
    return {**parts, "measures": rows[before].saving - rows[after].saving}


def _terms(result: Workings, period: str) -> dict[str, tuple[float, float, float]]:
    """Activity, structure and intensity of every line of a period, t CO2e."""
    amounts, kg = result.model.quantities()[0], result.baseline.kg
    terms: dict[str, tuple[float, float, float]] = {}
    for name, (line, beside) in lines_of(result, period).items():
        amount, total = float(amounts[line]), sum(float(amounts[i]) for i in beside)
        if amount > 0 and total > 0:
            terms[name] = (total, amount / total, float(kg[line]) / KG_PER_T / amount)
    return terms


def lines_of(result: Workings, period: str) -> dict[str, tuple[int, list[int]]]:
    """The lines of a period by what they have in common with those of others.

    Returns
    -------
    dict
        The place of each line in the ledger, and those of the lines whose amounts make up the
        activity of its section.
    """
    mine = [i for i in result.lines if result.model.lines[i].activity.period == period]
    sections: dict[object, list[int]] = {}
    for i in mine:
        if result.model.lines[i].activity.part == 0:
            sections.setdefault(_section(result, i), []).append(i)
    found: dict[str, tuple[int, list[int]]] = {}
    for i in mine:
        activity = result.model.lines[i].activity
        name = f"{activity.source} {activity.label} {activity.service} {activity.part}"
        while name in found:
            name += "'"
        found[name] = i, sections.get(_section(result, i), [])
    return found


def _section(result: Workings, line: int) -> object:
    activity = result.model.lines[line].activity
    return activity.source.split(".")[0], activity.unit.text
