"""The tables of a city: year by year, targets, causes, readings of a share, its forest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from carbonmeet.city.sectors import sector
from carbonmeet.report.grid import grid, number, safe
from carbonmeet.text import Label, Lang

if TYPE_CHECKING:
    from carbonmeet.city.plausibility import Finding
    from carbonmeet.city.register import Survey

__all__ = ["FOREST_TYPES", "city_tables", "claims_table", "forest_table", "survey_table"]

FOREST_TYPES: Mapping[str, Label] = {
    "planting": Label("Planting", "人工造林"),
    "closure": Label("Hillside closure", "封山育林"),
    "improvement": Label("Poor stands improved", "低效林改造"),
    "restoration": Label("Degraded stands restored", "退化林修复"),
    "grassland": Label("Grassland restored", "草原生态修复"),
    "greening": Label("Urban greening", "城市绿化"),
}
_SCOPES = {
    "gpc:scope-1": Label("scope 1", "范围1"),
    "gpc:scope-2": Label("scope 2", "范围2"),
    "gpc:scope-3": Label("scope 3", "范围3"),
    "gpc:basic": Label("BASIC", "BASIC"),
    "gpc:other": Label("in no level", "不属任何层级"),
}
_CAUSES = {
    "activity": Label("activity", "活动量"),
    "structure": Label("structure", "结构"),
    "intensity": Label("intensity", "强度"),
    "measures": Label("measures", "措施"),
    "total": Label("change", "合计变化"),
}
_BASES = {
    "given": Label("given", "给定"),
    "measured": Label("measured", "实测"),
    "published": Label("published", "公布"),
    "assumed": Label("assumed", "假设"),
}
_TARGETS = (
    Label("Targets, t CO2e", "目标，t CO2e"),
    Label("year", "年份"),
    Label("sector", "领域"),
    Label("at most", "上限"),
    Label("expected", "预计"),
    Label("gap", "差距"),
    Label("basis", "依据"),
)
_READ = (
    Label("in all trips", "占全部出行比重"),
    Label("transport, t CO2e", "交通，t CO2e"),
    Label("slice, t CO2e", "切片合计，t CO2e"),
)
_SURVEY = (
    Label("Carbon-asset survey", "碳资产盘查"),
    Label("counted", "应查"),
    Label("surveyed", "已查"),
    Label("complete", "完成率"),
)
_READINGS = {
    "motorised_trips": Label("of motorised trips (as declared)", "占机动化出行（情景声明）"),
    "all_trips": Label("of all trips", "占全部出行"),
}


def city_tables(data: Mapping[str, Any], lang: Lang = "en") -> str:
    """The tables that only a city has.

    Parameters
    ----------
    data : mapping
        What `carbonmeet.hostcity.as_data` gives.
    lang : {"en", "zh"}
    """
    parts = [
        _years(data, lang),
        _scopes(data, lang),
        _targets(data, lang),
        _changes(data, lang),
        _readings(data, lang),
        forest_table(data["forest"], lang),
    ]
    return "\n\n".join(part for part in parts if part)


def _t(value: float) -> str:
    """Whole tonnes; four digits of what is small."""
    return f"{round(value) + 0:,d}" if abs(value) >= 1000 else number(value)


def _signed(value: float, whole: float) -> str:
    """A change; what is only the dust of floating point is nothing."""
    if abs(value) < 1e-9 * max(whole, 1.0):
        return "0"
    return f"+{_t(value)}" if value > 0 else _t(value)


def _years(data: Mapping[str, Any], lang: Lang) -> str:
    years = data["years"]
    names = list(dict.fromkeys(name for row in years for name in row["by_source"]))
    acted = any(row["saving"] for row in years)
    title = Label("Year by year, t CO2e before measures", "逐年排放，措施前，t CO2e").get(lang)
    rows = [[title, *(str(row["year"]) for row in years)]]
    for name in names:
        cells = [_t(row["by_source"].get(name, {"baseline": 0.0})["baseline"]) for row in years]
        rows.append([sector(name).get(lang), *cells])
    rows.append([Label("Total of the slice", "切片合计").get(lang), *_row(years, "baseline")])
    if acted:
        rows.append([Label("Saved by measures", "措施减排").get(lang), *_row(years, "saving")])
        rows.append([Label("After the measures", "措施后").get(lang), *_row(years, "residual")])
    return grid(rows, right=range(1, len(years) + 1))


def _row(years: list[dict[str, Any]], key: str) -> list[str]:
    return [_t(row[key]) for row in years]


def _scopes(data: Mapping[str, Any], lang: Lang) -> str:
    years = data["years"]
    rows = [
        [
            Label("By GPC scope and level, t CO2e", "按GPC范围与层级，t CO2e").get(lang),
            *(str(row["year"]) for row in years),
        ]
    ]
    for tag, label in _SCOPES.items():
        rows.append([label.get(lang), *(_t(row["by_scope"].get(tag, 0.0)) for row in years)])
    return grid(rows, right=range(1, len(years) + 1))


def _targets(data: Mapping[str, Any], lang: Lang) -> str:
    if not data["targets"]:
        return ""
    rows = [[label.get(lang) for label in _TARGETS]]
    for one in data["targets"]:
        met = one["gap"] <= 1e-9 * abs(one["most"])
        gap = Label("met", "达到").get(lang) if met else _signed(one["gap"], one["most"])
        rows.append(
            [
                safe(Label(**one["label"]).get(lang)),
                str(one["year"]),
                sector(one["source"] or "").get(lang),
                _t(one["most"]),
                _t(one["expected"]),
                gap,
                _BASES[one["basis"]].get(lang) if one["basis"] in _BASES else one["basis"],
            ]
        )
    return grid(rows, right=(3, 4, 5))


def _changes(data: Mapping[str, Any], lang: Lang) -> str:
    if not data["changes"]:
        return ""
    title = Label("Causes of the change (LMDI), t CO2e", "变化成因（LMDI），t CO2e").get(lang)
    rows = [[title, *(label.get(lang) for label in _CAUSES.values())]]
    for one in data["changes"]:
        whole = max(abs(one[key]) for key in _CAUSES)
        cells = [_signed(one[key], whole) for key in _CAUSES]
        rows.append([f"{one['from']} → {one['to']}", *cells])
    return grid(rows, right=range(1, len(_CAUSES) + 1))


def _readings(data: Mapping[str, Any], lang: Lang) -> str:
    if not data["readings"]:
        return ""
    first = data["readings"][0]
    stated = f"{100 * first['stated']:.4g}"
    head = Label(
        f"{stated} % by public transport, {first['year']}",
        f"{first['year']}年公共交通分担率{stated}%",
    ).get(lang)
    rows = [[head, *(label.get(lang) for label in _READ)]]
    for one in data["readings"]:
        rows.append(
            [
                _READINGS[one["of"]].get(lang),
                f"{100 * one['of_all_trips']:.4g} %",
                _t(one["transport"]),
                _t(one["total"]),
            ]
        )
    return grid(rows, right=(1, 2, 3))


def forest_table(forest: Mapping[str, Any] | None, lang: Lang = "en") -> str:
    """The city's forest: beside the emissions, in no total."""
    if forest is None:
        return ""
    title = Label(
        "Forest of the city: beside the emissions, never netted", "城市森林碳汇（单列，不抵减排放）"
    ).get(lang)
    rows = []
    found = forest["removal"]
    if found is not None:
        low, value, high = (f"{found[key] / 1e6:.1f}" for key in ("low", "value", "high"))
        rows.append(
            [
                Label("Stock change", "蓄积变化").get(lang),
                f"{value} ({low}–{high}) Mt CO2/a, {found['from']}–{found['to']}",
            ]
        )
    rows += [
        [FOREST_TYPES[name].get(lang), f"{area:,.0f} ha"]
        for name, area in forest["programme_ha"].items()
    ]
    if forest["unlisted_ha"]:
        rows.append([Label("not listed", "未列明").get(lang), f"{forest['unlisted_ha']:,.0f} ha"])
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
