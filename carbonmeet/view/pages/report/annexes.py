"""What the numbers rest on: assumed values, factors, sources, notices, limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from carbonmeet.catalogue import Source
from carbonmeet.offset.assumed import assumed_values
from carbonmeet.view.blocks import Bullets, Column, Paragraph, Section, Table
from carbonmeet.view.matter import EVIDENCE, Matter
from carbonmeet.view.tables.forestbasis import plain_unit
from carbonmeet.view.tables.guidetable import GUIDE

__all__ = ["assumed", "factors", "limits", "sources", "used_sources"]

#: Where, what, value, low, high, unit, reason.
_Row: TypeAlias = tuple[str, str, float, float | None, float | None, str, str]


def assumed(m: Matter) -> Section:
    """Every assumed value with its reason."""
    rows = tuple(_assumed_rows(m))
    text = m.say(
        f"{len(rows)} values are assumed. Each stands here with its reason; replace them in the "
        "scenario as soon as better ones are known.",
        f"共有{len(rows)}个假设值，逐一列出理由（保留数据文件的原文）；"
        "获得更可靠的数据后请在情景文件中替换。",
    )
    columns = (
        Column(m.say("Where", "位置"), "code", 1.9),
        Column(m.say("What", "名称"), wide=1.9),
        Column(m.say("Value", "数值"), "number", 1.05),
        Column(m.say("Low", "下限"), "number", 1.05),
        Column(m.say("High", "上限"), "number", 1.05),
        Column(m.say("Unit", "单位"), wide=1.25),
        Column(m.say("Reason", "理由"), wide=3.3),
    )
    caption = m.say("Assumed values", "假设值")
    table = Table("assumed", caption, columns, rows)
    return Section("assumed", m.say("Assumed values", "假设值清单"), (Paragraph(text), table))


def _assumed_rows(m: Matter) -> Iterator[_Row]:
    """Of the scenario and the catalogue, of the programme, of the forest."""
    silent = m.say("no reason given", "未给出理由")
    for row in (*_inputs(m), *_uptakes(m), *_of_forest(m)):
        yield (*row[:-1], row[-1] or silent)


def _inputs(m: Matter) -> Iterator[_Row]:
    labels: dict[str, str] = {}  # a number without a name is called after the line it serves
    for line in m.workings.model.lines:
        for number in line.activity.inputs:
            labels.setdefault(number.id, line.activity.label.get(m.lang))
    for one in m.workings.model.inputs:
        if one.basis == "assumed":
            name = one.name.get(m.lang) or labels.get(one.id, "")
            note = one.note.get(m.lang)
            yield (
                one.called(m.lang),
                name,
                one.value,
                one.low,
                one.high,
                m.unit(one.unit.text),
                note,
            )


def _uptakes(m: Matter) -> Iterator[_Row]:
    for (one, _), *_ in m.workings.recipes:
        if one.basis == "assumed":
            ends = (one.value, one.low, one.high)
            yield one.id, one.name.get(m.lang), *ends, m.unit("1"), one.note.get(m.lang)


def _of_forest(m: Matter) -> Iterator[_Row]:
    if m.workings.offset is None:
        return
    for one in assumed_values(m.workings.offset, m.workings.scenario.content.offset):
        ends = (one.value, one.low, one.high)
        unit = m.unit(plain_unit(one.unit.text))
        yield one.id, one.name.get(m.lang), *ends, unit, one.note.get(m.lang)


def factors(m: Matter) -> Section:
    """Every factor used, with unit, place, year, source and evidence."""
    rows = tuple(
        (
            one.key,
            one.name.get(m.lang),
            one.value,
            one.low,
            one.high,
            m.unit(one.unit.text),
            one.region,
            str(one.year),
            one.source,
            one.locator,
            m.word(EVIDENCE[one.evidence]),
        )
        for one in sorted(m.workings.factors, key=lambda one: one.id)
    )
    columns = (
        Column(m.say("Key", "键"), "code", 2),
        Column(m.say("Name", "名称"), wide=2.2),
        Column(m.say("Value", "数值"), "number"),
        Column(m.say("Low", "下限"), "number"),
        Column(m.say("High", "上限"), "number"),
        Column(m.say("Unit", "单位"), wide=1.3),
        Column(m.say("Region", "地区"), "code", 0.9),
        Column(m.say("Year", "年份"), wide=0.7),
        Column(m.say("Source", "来源"), "code", 1.4),
        Column(m.say("Locator", "出处位置"), wide=2),
        Column(m.say("Evidence", "证据"), wide=1.3),
    )
    caption = m.say(
        "The factors and parameters used (evidence: primary, read in the publication itself; "
        "secondary, in another's; assumed, listed with its reason)",
        "所用因子与参数（证据：原始文献为直接读取，转引为据他人著述，假设另列理由）",
    )
    table = Table("factors", caption, columns, rows)
    return Section("factors", m.say("Factors used", "所用因子"), (table,))


def used_sources(m: Matter) -> tuple[Source, ...]:
    """The publications behind factors, measures and guide; own and unknown keys left out."""
    known: Mapping[str, Source] = m.workings.catalogue.sources
    keys = {one.source for one in m.workings.factors if not one.own} | {GUIDE}
    for measure in m.workings.model.measures:
        keys.update(measure.evidence)
    if m.answer.offset is not None:
        keys.update(m.answer.offset.sources)
    return tuple(known[key] for key in sorted(keys) if key in known)


def sources(m: Matter) -> Section:
    """The publications."""
    rows = tuple(
        (one.key, one.publisher, one.title, one.year, one.licence, one.url)
        for one in used_sources(m)
    )
    columns = (
        Column(m.say("Key", "键"), "code", 1.4),
        Column(m.say("Publisher", "发布者"), wide=1.5),
        Column(m.say("Title", "题名"), wide=3),
        Column(m.say("Year", "年份"), wide=0.6),
        Column(m.say("Licence", "许可"), wide=1.3),
        Column(m.say("Address", "网址"), "address", 2),
    )
    table = Table("sources", m.say("Sources", "资料来源"), columns, rows)
    return Section("sources", m.say("Sources", "资料来源"), (table,))


def limits(m: Matter) -> Section:
    """Notices of this result, and what holds of every one."""
    found = m.answer.boundary
    points = [
        m.say(
            "This is an estimate for planning, neither verified nor a claim of neutrality.",
            "本报告为规划用估算，未经核查，不构成碳中和声明。",
        ),
        m.say(
            f"{found.factors_without_range} of {found.factors} factors have no range; "
            f"{len(found.co2_only)} count CO2 only.",
            f"{found.factors}个因子中有{found.factors_without_range}个没有区间，"
            f"{len(found.co2_only)}个仅含CO2。",
        ),
    ]
    if m.with_measures():
        points.append(
            m.say(
                "The published list of the 25 measures of COP15 has not been seen; the table says "
                "of each measure where it comes from.",
                "未见COP15碳中和方案25项措施的公开清单；表中注明了每项措施的出处。",
            )
        )
    if any(one.counterfactual for one in m.answer.scenario.periods.values()):
        points.append(
            m.say(
                "Periods marked counterfactual did not take place as planned here.",
                "标注“反事实”的阶段实际上并未按此处的计划举行。",
            )
        )
    points += m.notices
    title = m.say("Notices and limits", "提示与局限")
    return Section("limits", title, (Bullets(tuple(points)),))
