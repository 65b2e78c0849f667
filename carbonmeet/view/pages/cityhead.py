"""The headline of a city: BASIC first, one year at a time, never a sum of years."""

from __future__ import annotations

from collections.abc import Sequence

from carbonmeet.answer import Answer, City, Total
from carbonmeet.answer.city import Year
from carbonmeet.base.record import dataclass
from carbonmeet.view.blocks import Fact
from carbonmeet.view.matter import Matter, Voice
from carbonmeet.view.numerals import fixed, number, share, three

__all__ = ["city_facts", "drawn_year", "several_years"]

_MILLION = 1e6


def several_years(data: City | None) -> bool:
    """Whether an answer is of a city of more than one year, which are not added up."""
    return data is not None and len(data.years) > 1


def city_facts(m: Matter, data: City) -> list[Fact]:
    """The base year and the last year: BASIC, the whole slice, and what the measures leave.

    Parameters
    ----------
    m : Matter
    data : City
        Of its answer.
    """
    found = []
    said = _Said.of(m, data)
    basic = m.say("{t} CO2e in BASIC", t=said.unit)
    before, after = m.answer.baseline.by_period, m.answer.residual.by_period
    for row in _shown(data):
        name = f"{row.year}{_role(m, row, data)}"
        detail = m.say("{whole} in all", whole=said.total(row.baseline))
        detail += said.band(before.get(str(row.year)))
        found.append(said.fact(name, row.basic.baseline, basic, detail))
        if row.saving:
            part = share(-row.saving / row.baseline, 2)
            detail = m.say("{whole} in all", whole=said.total(row.residual))
            detail += said.band(after.get(str(row.year))) + m.say(", ") + part
            found.append(said.fact(m.say("after measures"), row.basic.residual, basic, detail))
    for goal in data.targets:
        if goal.year == data.years[-1].year and goal.source is None:
            size, name = said.total(abs(goal.gap)), m.say("Target for {year}", year=goal.year)
            gap = m.say("missed by {size}", size=size)
            if goal.gap <= 0:
                gap = m.say("met with {size} to spare", size=size)
            detail = f"{m.word(goal.label)}{m.say('; ')}{gap}"
            found.append(said.fact(name, goal.most, f"{said.unit} CO2e", detail))
    return found


@dataclass(frozen=True, slots=True)
class _Said:
    """How totals are written: to three figures where they were drawn; of several years in Mt."""

    m: Matter
    unit: str
    size: float
    several: bool

    @classmethod
    def of(cls, m: Matter, data: City) -> _Said:
        large = max(row.baseline for row in data.years) >= _MILLION
        short = m.drawn is not None and several_years(data) and large
        return cls(m, *(("Mt", _MILLION) if short else ("t", 1.0)), several_years(data))

    def figures(self, tonnes: float) -> str:
        size = tonnes / self.size
        if self.m.drawn is None:
            return number(size)
        # Mt have two decimals between 1 and 10, 5.90 beside 6.33
        whole = self.unit == "Mt" and 1 <= abs(size) < 9.995
        return fixed(size, 2) if whole else three(size)

    def total(self, tonnes: float) -> str:
        return f"{self.figures(tonnes)} {self.unit}"

    def band(self, total: Total | None) -> str:
        """The range of a year of several; a year by itself has it in the line below."""
        if total is None or total.low is None or total.high is None or not self.several:
            return ""
        both = (self.figures(total.low), self.figures(total.high))
        return self.m.say(" ({low} – {high})", low=both[0], high=both[1])

    def fact(self, name: str, tonnes: float, unit: str, detail: str) -> Fact:
        return Fact(name, tonnes / self.size, unit, detail, self.figures(tonnes))


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
