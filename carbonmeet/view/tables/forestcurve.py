"""The removal of a forest year by year, and what is still owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from carbonmeet.view.blocks import Column, Table
from carbonmeet.view.pages.report.matter import Matter

__all__ = ["curve_table", "thinned"]

#: More rows than these are thinned to every `_STEP` years.
_MOST, _STEP = 25, 5


def thinned(offset: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The rows of the curve; of a long one every fifth year and the years that are spoken of.

    Parameters
    ----------
    offset : mapping
        From `OffsetResult.to_dict`.

    Examples
    --------
    >>> curve = [{"year": year} for year in range(2021, 2061)]
    >>> told = {"event_year": 2022, "horizon_year": 2042, "balance_year": None}
    >>> [row["year"] for row in thinned({"curve": curve, **told})]
    [2021, 2022, 2025, 2030, 2035, 2040, 2042, 2045, 2050, 2055, 2060]
    """
    rows = tuple(offset["curve"])
    if len(rows) <= _MOST:
        return rows
    told = {offset[name] for name in ("event_year", "horizon_year", "balance_year")}
    told |= {rows[0]["year"], rows[-1]["year"]}
    return tuple(row for row in rows if row["year"] in told or row["year"] % _STEP == 0)


def curve_table(m: Matter, offset: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Table:
    """Cumulative tonnes by the end of each year: taken up, net, creditable, still owed.

    Parameters
    ----------
    offset : mapping
        From `OffsetResult.to_dict`.
    rows : sequence of mapping
        Its curve, or a part of it.
    """
    columns = [
        Column(
            m.say("Year", "年份") if offset["years"] == "calendar" else m.say("Age", "种植后年数")
        ),
        Column(m.say("Taken up", "总吸收量"), "tonnes"),
        Column(m.say("Net", "净清除量"), "tonnes"),
        Column(m.say("Creditable", "可计入量"), "tonnes"),
    ]
    body = [(str(row["year"]), row["gross"], row["net"], row["creditable"]) for row in rows]
    caption = m.say("Removal by the end of a year (t CO2e)", "各年年底累计清除量（t CO2e）")
    if offset["owed"] is None:
        return Table("forest-years", caption, tuple(columns), tuple(body))
    columns.append(Column(m.say("Still owed", "尚欠"), "tonnes"))
    caption = m.say(
        "Removal by the end of a year and what is still owed (t CO2e; below 0 a surplus)",
        "各年年底累计清除量与尚欠量（t CO2e，负值为盈余）",
    )
    owing = tuple((*row, one["debt"]) for row, one in zip(body, rows, strict=True))
    return Table("forest-years", caption, tuple(columns), owing)
