"""The printed tables of a city: year by year, targets, causes, readings of a share, its forest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from carbonmeet.base.text import Label, Lang
from carbonmeet.view.blocks import Cell, Table
from carbonmeet.view.faces.grid import grid, number
from carbonmeet.view.tables.cityenergy import energy_table
from carbonmeet.view.tables.citymix import mix_text
from carbonmeet.view.tables.slice import (
    change_table,
    forest_rows,
    forest_words,
    reading_table,
    scope_table,
    target_table,
    year_table,
)
from carbonmeet.view.words import say_unit

if TYPE_CHECKING:
    from carbonmeet.answer import City, Total
    from carbonmeet.answer.city import CityForest
    from carbonmeet.city.plausibility import Finding
    from carbonmeet.city.survey import Surveyed

__all__ = ["city_tables", "claims_table", "forest_table", "survey_table"]

_SURVEY = (
    Label("Carbon-asset survey", "碳资产摸底"),
    Label("surveyed", "已摸底"),
    Label("of all", "应摸底总数"),
    Label("share", "完成率"),
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
        energy_table(years, lang),
        target_table(data, lang),
        change_table(data, lang),
        reading_table(data, lang),
    ]
    parts = [_printed(table) for table in tables if table is not None]
    if data.mix:
        parts.append(mix_text(data.mix, lang))
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
    if forest.removal is not None:
        rows.append(
            [
                Label("Stock change", "蓄积变化").get(lang),
                "",
                f"{_mega(forest.removal)} Mt CO2/a, {forest.since}–{forest.until}",
                "",
            ]
        )
    names = [*forest.programme_ha, ""]
    for kind, (name, area) in zip(names, forest_rows(forest, lang), strict=False):
        rows.append([name, *_of_kind(forest, kind, area, lang)])
    if not rows:
        return ""
    said = [f"  {text.get(lang)}" for text in forest_words(forest)]
    return "\n".join([title, grid(rows), *said])


def _mega(total: Total) -> str:
    ends = ("–" if one is None else f"{one / 1e6:.1f}" for one in (total.low, total.high))
    return f"{total.value / 1e6:.1f} ({'–'.join(ends)})"


def _of_kind(forest: CityForest, kind: str, area: float, lang: Lang) -> list[str]:
    """Area, tonnes where a source gives a rate, and trees where they were counted."""
    found, trees = forest.uptake.get(kind), forest.trees.get(kind)
    tonnes = ""
    if found is not None:
        low, high = (number(one or 0.0, 2) for one in (found.low, found.high))
        tonnes = f"{number(found.value, 2)} ({low} – {high}) t CO2/a"
    planted = Label(f"{trees:,.0f} trees", f"{trees:,.0f}株").get(lang) if trees else ""
    return [f"{area:,.0f} {say_unit('ha', lang)}", tonnes, planted]


#: What may be said of a published figure.
_FINDINGS = {
    "fits": Label("holds", "相符"),
    "misfit": Label("does not add up", "不相符"),
    "several": Label("several values", "多个数值"),
    "caution": Label("caution", "慎用"),
}


def claims_table(findings: Sequence[Finding], lang: Lang = "en") -> str:
    """Published figures and what they can be checked against: reported, never repaired."""
    if not findings:
        return ""
    counted = {kind: sum(one.kind == kind for one in findings) for kind in _FINDINGS}
    several, caution = counted["several"], counted["caution"]
    title = Label(
        f"{len(findings)} published figures: {counted['misfit']} do not add up, "
        f"{several} with several values, {caution} to be used with caution",
        f"公布数据核对：{len(findings)}项中{counted['misfit']}项不相符，"
        f"{several}项有多个数值，{caution}项应慎用",
    ).get(lang)
    rows = [
        [_FINDINGS[one.kind].get(lang), one.label.get(lang), one.text.get(lang)] for one in findings
    ]
    return f"{title}\n{grid(rows)}"


def survey_table(found: Sequence[Surveyed], lang: Lang = "en") -> str:
    """The carbon-asset survey with its total; a share only where the number of all is known."""
    rows = [[label.get(lang) for label in _SURVEY]]
    unknown = Label("not given", "未给出").get(lang)
    for one in found:
        counted = unknown if one.counted is None else str(one.counted)
        share = "" if one.share is None else f"{one.share:.0%}"
        rows.append([one.label.get(lang), str(one.surveyed), counted, share])
    return grid(rows, right=(1, 2, 3))
