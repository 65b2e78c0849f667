"""The headline of a city: BASIC first, one year at a time, never a sum of years."""

from __future__ import annotations

from collections.abc import Sequence

from carbonmeet.answer import City
from carbonmeet.answer.city import Year
from carbonmeet.view.blocks import Fact
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import number, share

__all__ = ["city_facts", "several_years"]


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
    unit = m.say("t CO2e in BASIC", "t CO2e（BASIC层级）")
    for row in _shown(data):
        name = f"{row.year}{_role(m, row, data)}"
        whole = number(row.baseline)
        detail = m.say(
            f"{whole} t with meals and whatever else is in no level of the GPC",
            f"连同餐饮等不属任何层级的排放共{whole}吨",
        )
        found.append(Fact(name, row.basic.baseline, unit, detail))
        if row.saving:
            left, less = number(row.residual), number(row.saving)
            part = share(row.saving / row.baseline, 2)
            detail = m.say(
                f"{left} t in all: {less} t less, {part}", f"合计{left}吨：减少{less}吨，{part}"
            )
            name = m.say(f"{row.year}, after measures", f"{row.year}年措施后")
            found.append(Fact(name, row.basic.residual, unit, detail))
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
        return m.say(" (base year)", "年（基准年）")
    if row is data.years[-1]:
        return m.say(" (last year)", "年（末年）")
    return m.say(" (first year)", "年（首年）")
