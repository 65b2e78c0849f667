"""The headline of a city: BASIC first, one year at a time, never a sum of years."""

from __future__ import annotations

from collections.abc import Sequence

from carbonmeet.answer import Answer, City
from carbonmeet.answer.city import Year
from carbonmeet.units import T_CO2E
from carbonmeet.view.blocks import Fact
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import number, share

__all__ = ["city_facts", "drawn_year", "several_years"]


def several_years(data: City | None) -> bool:
    """Whether an answer is of a city of more than one year, which are not added up."""
    return data is not None and len(data.years) > 1


def city_facts(m: Voice, data: City) -> list[Fact]:
    """The base year and the last year: BASIC, the whole slice, and what the measures leave.

    Parameters
    ----------
    m : Voice
    data : City
        Of an answer.
    """
    found = []
    unit = m.say("t CO2e in BASIC")
    for row in _shown(data):
        name = f"{row.year}{_role(m, row, data)}"
        detail = m.say("{whole} t in all", whole=number(row.baseline))
        found.append(Fact(name, row.basic.baseline, unit, detail))
        if row.saving:
            left, part = number(row.residual), share(row.saving / row.baseline, 2)
            detail = m.say("{left} t in all, {part} less", left=left, part=part)
            found.append(Fact(m.say("after measures"), row.basic.residual, unit, detail))
    for goal in data.targets:
        if goal.year == data.years[-1].year and goal.source is None:
            size, name = number(abs(goal.gap)), m.say("Target for {year}", year=goal.year)
            gap = m.say("missed by {size} t", size=size)
            if goal.gap <= 0:
                gap = m.say("met with {size} t to spare", size=size)
            found.append(Fact(name, goal.most, T_CO2E, f"{m.word(goal.label)}{m.say('; ')}{gap}"))
    return found


def _shown(data: City) -> Sequence[Year]:
    """The base year, if it is worked out, and the last one; the only one where it stands alone."""
    last = data.years[-1]
    base = [row for row in data.years[:-1] if row.year == data.base_year]
    return [*(base or data.years[:-1][:1]), last]


def _role(m: Voice, row: Year, data: City) -> str:
    if len(data.years) == 1:
        return ""
    if row.year == data.base_year:
        return m.say(" (base year)")
    if row is data.years[-1]:
        return m.say(" (last year)")
    return m.say(" (first year)")


def drawn_year(m: Voice, answer: Answer) -> str:
    """Which of several years of a city a figure shows, the last; else empty."""
    if not several_years(answer.city):
        return ""
    last = max(one.year for one in answer.scenario.periods.values())
    return m.say(" The figure shows the year {year}.", year=last)
