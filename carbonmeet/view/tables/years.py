"""The printed tables of a city: year by year, targets, causes, readings of a share, its forest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from carbonmeet.base.text import Label, Lang
from carbonmeet.view.blocks import Cell, Table
from carbonmeet.view.faces.grid import grid, number
from carbonmeet.view.tables.slice import (
    change_table,
    forest_rows,
    reading_table,
    scope_table,
    target_table,
    year_table,
)
from carbonmeet.view.words import say_unit

if TYPE_CHECKING:
    from carbonmeet.answer import City
    from carbonmeet.answer.city import CityForest
    from carbonmeet.city.plausibility import Finding
    from carbonmeet.city.register import Survey

__all__ = ["city_tables", "claims_table", "forest_table", "survey_table"]

_SURVEY = (
    Label("Carbon-asset survey", "碳资产盘查"),
    Label("counted", "应查"),
    Label("surveyed", "已查"),
    Label("complete", "完成率"),
)


def city_tables(data: City, lang: Lang = "en") -> str:
    """The tables that only a city has.

    Parameters
    ----------
    data : City
        Of an answer.
    lang : {"en", "zh"}
    """
    years = data.years
    tables = [
        year_table(years, lang),
        scope_table(years, lang),
        target_table(data, lang),
        change_table(data, lang),
        reading_table(data, lang),
    ]
    parts = [_printed(table) for table in tables if table is not None]
    forest = forest_table(data.forest, lang)
    return "\n\n".join([*parts, forest] if forest else parts)


def _printed(table: Table) -> str:
    """A table of the report in plain text, its caption in place of the first head."""
    heads = [table.caption, *(column.head for column in table.columns[1:])]
    kinds = [column.kind for column in table.columns]
    rows = [
        [_cell(cell, kind) for cell, kind in zip(row, kinds, strict=True)]
        for row in (*table.rows, *table.foot)
    ]
    right = [place for place, column in enumerate(table.columns) if column.numeric]
    return grid([heads, *rows], right=right)


def _cell(value: Cell, kind: str) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if kind == "share":
        return f"{100 * value:.4g} %"
    return f"+{_t(value)}" if kind == "change" and value > 0 else _t(value)


def _t(value: float) -> str:
    """Whole tonnes; four digits of what is small."""
    return f"{round(value) + 0:,d}" if abs(value) >= 1000 else number(value)


def forest_table(forest: CityForest | None, lang: Lang = "en") -> str:
    """The city's forest: beside the emissions, in no total."""
    if forest is None:
        return ""
    title = Label(
        "Forest of the city: beside the emissions, never netted", "城市森林碳汇（单列，不抵减排放）"
    ).get(lang)
    rows = []
    found = forest.removal
    if found is not None:
        three = (found.low, found.value, found.high)
        low, value, high = ("–" if one is None else f"{one / 1e6:.1f}" for one in three)
        rows.append(
            [
                Label("Stock change", "蓄积变化").get(lang),
                f"{value} ({low}–{high}) Mt CO2/a, {forest.since}–{forest.until}",
            ]
        )
    rows += [
        [name, f"{area:,.0f} {say_unit('ha', lang)}"] for name, area in forest_rows(forest, lang)
    ]
    return f"{title}\n{grid(rows)}" if rows else ""


def claims_table(findings: Sequence[Finding], lang: Lang = "en") -> str:
    """Published figures and what they can be checked against: reported, never repaired."""
    if not findings:
        return ""
    marks = {True: Label("holds", "相符"), False: Label("look", "存疑")}
    doubts = sum(not one.holds for one in findings)
    title = Label(
        f"Published figures: {doubts} of {len(findings)} do not follow from each other",
        f"公布数据核对：{len(findings)}项中{doubts}项存疑",
    ).get(lang)
    rows = [
        [marks[one.holds].get(lang), one.label.get(lang), one.text.get(lang)] for one in findings
    ]
    return f"{title}\n{grid(rows)}"


def survey_table(found: Survey, lang: Lang = "en") -> str:
    """The carbon-asset survey with its total."""
    rows = [[label.get(lang) for label in _SURVEY]]
    for name, counted, done, share in found.rows:
        rows.append(
            [name.get(lang), str(counted), str(done), "" if share is None else f"{share:.0%}"]
        )
    return grid(rows, right=(1, 2, 3))
