"""Tables of a city: years, scopes, targets, causes, readings, forest, claims, survey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from carbonmeet.answer import City
from carbonmeet.answer.city import BothSides, CityForest, Year
from carbonmeet.base.text import Label, Lang
from carbonmeet.city.sectors import sector
from carbonmeet.view.blocks import Cell, Column, Table
from carbonmeet.view.numerals import share, unit

if TYPE_CHECKING:
    from carbonmeet.city.plausibility import Finding
    from carbonmeet.city.survey import Surveyed

__all__ = [
    "change_table",
    "claims_table",
    "forest_table",
    "forest_words",
    "reading_table",
    "scope_table",
    "survey_table",
    "target_table",
    "uptake_table",
    "year_table",
]

_FOREST: Mapping[str, Label] = {
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
_READINGS = {
    "motorised_trips": Label("of motorised trips (as declared)", "占机动化出行（情景声明）"),
    "all_trips": Label("of all trips", "占全部出行"),
}
#: What may be said of a published figure.
_FINDINGS = {
    "fits": Label("holds", "相符"),
    "misfit": Label("does not add up", "不相符"),
    "several": Label("several values", "多个数值"),
    "caution": Label("caution", "慎用"),
}
#: Below this share of the whole a difference is the dust of floating point.
_DUST = 1e-9


def year_table(years: Sequence[Year], lang: Lang) -> Table:
    """Sources by year before the measures, with the totals before and after.

    Parameters
    ----------
    years : sequence of Year
        Of a city's answer, or some of them.
    lang : {"en", "zh"}
    """
    names = dict.fromkeys(name for row in years for name in row.by_source)
    nothing = BothSides(0.0, 0.0)
    rows: list[tuple[Cell, ...]] = [
        (
            sector(name).get(lang),
            *(row.by_source.get(name, nothing).baseline for row in years),
        )
        for name in names
    ]
    totals = {"baseline": Label("Total of the slice", "切片合计")}
    if any(row.saving for row in years):
        totals["saving"] = Label("Saved by measures", "措施减排")
        totals["residual"] = Label("After the measures", "措施后")
    foot: list[tuple[Cell, ...]] = [
        (label.get(lang), *(float(getattr(row, key)) for row in years))
        for key, label in totals.items()
    ]
    caption = Label("Year by year, t CO2e before measures", "逐年排放，措施前，t CO2e")
    head = Label("Sector", "领域")
    return _by_year("years", caption.get(lang), head.get(lang), years, rows, foot)


def scope_table(years: Sequence[Year], lang: Lang) -> Table:
    """Scopes and reporting levels of the GPC by year, before the measures."""
    rows: list[tuple[Cell, ...]] = [
        (label.get(lang), *(row.by_scope.get(tag, 0.0) for row in years))
        for tag, label in _SCOPES.items()
    ]
    caption = Label("By GPC scope and level, t CO2e", "按GPC范围与层级，t CO2e")
    head = Label("Scope or level", "范围或层级")
    return _by_year("scopes", caption.get(lang), head.get(lang), years, rows, ())


def _by_year(
    name: str,
    caption: str,
    head: str,
    years: Sequence[Year],
    rows: Sequence[tuple[Cell, ...]],
    foot: Sequence[tuple[Cell, ...]],
) -> Table:
    columns = (Column(head, wide=2.4), *(Column(str(row.year), "tonnes") for row in years))
    return Table(name, caption, columns, tuple(rows), tuple(foot))


def target_table(data: City, lang: Lang) -> Table | None:
    """The targets beside what the plan comes to; None where there are none."""
    if not data.targets:
        return None
    met = Label("met", "达到").get(lang)
    rows = tuple(
        (
            one.label.get(lang),
            str(one.year),
            sector(one.source or "").get(lang),
            one.most,
            one.expected,
            met if one.gap <= _DUST * abs(one.most) else _settled(one.gap, one.most),
            _BASES[one.basis].get(lang) if one.basis in _BASES else one.basis,
        )
        for one in data.targets
    )
    columns = (
        Column(Label("target", "目标").get(lang), wide=2.4),
        Column(Label("year", "年份").get(lang), wide=0.8),
        Column(Label("sector", "领域").get(lang), wide=1.6),
        Column(Label("at most", "上限").get(lang), "tonnes", 1.2),
        Column(Label("expected", "预计").get(lang), "tonnes", 1.2),
        Column(Label("gap", "差距").get(lang), "change", 1.2),
        Column(Label("basis", "依据").get(lang)),
    )
    caption = Label("Targets, t CO2e", "目标，t CO2e").get(lang)
    return Table("targets", caption, columns, rows)


def change_table(data: City, lang: Lang) -> Table | None:
    """What the change from year to year comes from; None for a single year."""
    if not data.changes:
        return None
    rows: list[tuple[Cell, ...]] = []
    for one in data.changes:
        whole = max(abs(getattr(one, key)) for key in _CAUSES)
        cells = [_settled(getattr(one, key), whole) for key in _CAUSES]
        rows.append((f"{one.since} → {one.until}", *cells))
    columns = (
        Column(Label("years", "年份").get(lang), wide=1.4),
        *(Column(label.get(lang), "change") for label in _CAUSES.values()),
    )
    caption = Label("Causes of the change (LMDI), t CO2e", "变化成因（LMDI），t CO2e")
    return Table("changes", caption.get(lang), columns, tuple(rows))


def reading_table(data: City, lang: Lang) -> Table | None:
    """The two readings of a share of public transport; None where a file states none."""
    if not data.readings:
        return None
    first = data.readings[0]
    stated = share(first.stated, 2)
    caption = Label(
        f"{stated} by public transport, {first.year}",
        f"{first.year}年公共交通分担率{stated}",
    )
    rows = tuple(
        (_READINGS[one.of].get(lang), one.of_all_trips, one.transport, one.total)
        for one in data.readings
    )
    columns = (
        Column(Label("read as a share", "理解为").get(lang), wide=2.4),
        Column(Label("in all trips", "占全部出行比重").get(lang), "share", 1.2),
        Column(Label("transport, t CO2e", "交通，t CO2e").get(lang), "tonnes", 1.4),
        Column(Label("slice, t CO2e", "切片合计，t CO2e").get(lang), "tonnes", 1.4),
    )
    return Table("readings", caption.get(lang), columns, rows)


def forest_table(forest: CityForest | None, lang: Lang) -> Table | None:
    """The forest of the city, beside its emissions; None where it names none."""
    if forest is None:
        return None
    rows: list[tuple[Cell, ...]] = []
    found = forest.removal
    if found is not None:
        name = Label("Stock change, ", "蓄积变化，").get(lang) + f"{forest.since}–{forest.until}"
        rows.append((name, found.value, found.low, found.high, unit(found.unit, lang)))
    areas = [(_FOREST[name].get(lang), float(area)) for name, area in forest.programme_ha.items()]
    if forest.unlisted_ha:
        areas.append((Label("not listed", "未列明").get(lang), float(forest.unlisted_ha)))
    rows += [(name, area, None, None, unit("ha", lang)) for name, area in areas]
    for kind, count in forest.trees.items():
        trees = Label("trees", "株").get(lang)
        rows.append((_FOREST[kind].get(lang), float(count), None, None, trees))
    caption = Label(
        "Forest of the city: beside the emissions, never netted", "城市森林碳汇（单列，不抵减排放）"
    )
    return Table("city-forest", caption.get(lang), _ranged(lang), tuple(rows)) if rows else None


def _ranged(lang: Lang) -> tuple[Column, ...]:
    return (
        Column(Label("What", "项目").get(lang), wide=3),
        Column(Label("Value", "数值").get(lang), "number", 1.2),
        Column(Label("Low", "下限").get(lang), "number", 1.2),
        Column(Label("High", "上限").get(lang), "number", 1.2),
        Column(Label("Unit", "单位").get(lang)),
    )


def uptake_table(forest: CityForest, lang: Lang) -> Table | None:
    """Tonnes by kind of planting, where a source gives a rate."""
    rows = tuple(
        (_FOREST[kind].get(lang), one.value, one.low, one.high, unit(one.unit, lang))
        for kind, one in forest.uptake.items()
    )
    caption = Label("Uptake by kind of planting, low confidence", "各类造林碳汇量（可信度低）")
    return Table("city-forest-uptake", caption.get(lang), _ranged(lang), rows) if rows else None


def claims_table(findings: Sequence[Finding], lang: Lang) -> Table | None:
    """Published figures and what they can be checked against: reported, never repaired."""
    if not findings:
        return None
    counted = {kind: sum(one.kind == kind for one in findings) for kind in _FINDINGS}
    misfit, several, caution = counted["misfit"], counted["several"], counted["caution"]
    title = Label(
        f"{len(findings)} published figures: {misfit} do not add up, {several} with several "
        f"values, {caution} to be used with caution",
        f"公布数据核对：{len(findings)}项中{misfit}项不相符，{several}项有多个数值，{caution}项应慎用",
    )
    rows = tuple(
        (_FINDINGS[one.kind].get(lang), one.label.get(lang), one.text.get(lang)) for one in findings
    )
    return Table("claims", title.get(lang), (Column(""), Column(""), Column("")), rows)


def survey_table(found: Sequence[Surveyed], lang: Lang) -> Table:
    """The carbon-asset survey with its total; a share only where the number of all is known."""
    unknown = Label("not given", "未给出").get(lang)
    columns = (
        Column(Label("Holders", "单位类别").get(lang), wide=2),
        Column(Label("surveyed", "已摸底").get(lang), "count"),
        Column(Label("of all", "应摸底总数").get(lang), "count"),
        Column(Label("share", "完成率").get(lang), "share"),
    )
    rows = tuple(
        (
            one.label.get(lang),
            float(one.surveyed),
            unknown if one.counted is None else float(one.counted),
            "" if one.share is None else one.share,
        )
        for one in found
    )
    caption = Label("Carbon-asset survey", "碳资产摸底").get(lang)
    return Table("survey", caption, columns, rows[:-1], rows[-1:])


def forest_words(forest: CityForest) -> list[Label]:
    """How far the numbers of the forest carry, and what is not among them."""
    said = []
    if forest.breaks:
        years, zh = ", ".join(forest.breaks), "、".join(forest.breaks)
        said.append(
            Label(
                f"low confidence: the definition of the stock changed in {years}",
                f"可信度低：{zh}年统计口径有调整",
            )
        )
    if forest.uptake:
        said.append(
            Label(
                "tonnes by kind of planting are of low confidence: species and survival are not "
                "published, and no source gives a rate for the other kinds",
                "各类造林的碳汇量可信度低：树种和保存率未公布；其余类型没有可引用的单位面积碳汇量",
            )
        )
    if forest.removal is not None:
        said.append(
            Label(
                "of the gross ecosystem product (GEP) only carbon sequestration has tonnes: it is "
                "the stock change above; its money value is not worked out here",
                "生态产品价值（GEP）中仅固碳一项可折算为吨，即上列蓄积变化；本工具不核算其货币价值",
            )
        )
    return said


def _settled(value: float, whole: float) -> float:
    return 0.0 if abs(value) < _DUST * max(whole, 1.0) else value
