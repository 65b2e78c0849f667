"""The first lines of a city's answer: BASIC first, one year at a time, never a sum of years."""

from __future__ import annotations

from collections.abc import Sequence

from carbonmeet.answer import City
from carbonmeet.answer.city import BothSides, Year
from carbonmeet.base.text import Label, Lang
from carbonmeet.view.faces.grid import number

__all__ = ["city_lines", "several_years"]


def several_years(data: City | None) -> bool:
    """Whether an answer is of a city of more than one year, which are not added up."""
    return data is not None and len(data.years) > 1


def city_lines(data: City, lang: Lang) -> list[str]:
    """The base year and the last year: BASIC, the whole slice, and what the measures leave.

    Parameters
    ----------
    data : City
        Of an answer.
    lang : {"en", "zh"}
    """
    lines = []
    for row in _shown(data):
        whole = BothSides(row.baseline, row.residual)
        first = Label(
            f"{row.year}{_role(row, data).en}: {number(row.basic.baseline)} t CO2e in BASIC, "
            f"{number(whole.baseline)} t with meals and whatever else is in no level of the GPC",
            f"{row.year}年{_role(row, data).zh}：BASIC层级{number(row.basic.baseline)}吨CO2e，"
            f"连同餐饮等不属任何层级的排放共{number(whole.baseline)}吨",
        )
        lines.append(first.get(lang))
        if row.saving:
            share = f"{row.saving / whole.baseline:.2%}"
            lines.append(
                Label(
                    f"  after the measures: {number(row.basic.residual)} t in BASIC, "
                    f"{number(whole.residual)} t in all ({number(row.saving)} t less, {share})",
                    f"  措施后：BASIC层级{number(row.basic.residual)}吨，"
                    f"合计{number(whole.residual)}吨（减少{number(row.saving)}吨，{share}）",
                ).get(lang)
            )
    return lines


def _shown(data: City) -> Sequence[Year]:
    """The base year, if it is worked out, and the last one; the only one where it stands alone."""
    last = data.years[-1]
    base = [row for row in data.years[:-1] if row.year == data.base_year]
    return [*(base or data.years[:-1][:1]), last]


def _role(row: Year, data: City) -> Label:
    if len(data.years) == 1:
        return Label("", "")
    if row.year == data.base_year:
        return Label(" (base year)", "（基准年）")
    if row is data.years[-1]:
        return Label(" (last year)", "（末年）")
    return Label(" (first year)", "（首年）")
