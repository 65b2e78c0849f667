"""What the plan does: the measures and the forest."""

from __future__ import annotations

from typing import Any

from carbonmeet.measure import AREAS, PROVENANCE
from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.report.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    Heading,
    Paragraph,
    Section,
    Table,
    shown,
)
from carbonmeet.report.idle import idle, working
from carbonmeet.report.matter import Matter, ends
from carbonmeet.text import Label
from carbonmeet.units import T_CO2E

__all__ = ["forest", "measures"]

#: Stands at the name of a measure that does nothing here.
_MARK = " *"


def measures(m: Matter) -> Section:
    """The programme with its four attributions."""
    title = m.say("Reduction measures", "减排措施")
    if not m.with_measures():
        text = m.say("The scenario carries out no measures.", "本情景未实施减排措施。")
        return Section("measures", title, (Paragraph(text),))
    text = m.say(
        "Alone: the measure by itself. In order: as it comes after those before it. Last in: what "
        "would be lost without it. Shapley: its fair share; these add up to the total saving.",
        "单独：只实施该措施。依次：按先后顺序实施时的增量。最后：缺少该措施时少减的量。"
        "沙普利值：公平分摊，各项之和等于总减排量。",
    )
    blocks: list[Block] = [Paragraph(text), _measure_table(m), *_idle(m)]
    blocks += [
        Figure(
            "ranking",
            m.say("Measures by their Shapley value", "按沙普利值排列的措施"),
            m.say("The measures by saving; see the table.", "各措施减排量，数值见表。"),
        ),
        _by_area(m),
    ]
    small = _things(m)
    if small.rows:
        blocks += [Heading(m.say("In kilograms and items", "以实物计")), small]
    return Section("measures", title, tuple(blocks))


def _measure_table(m: Matter) -> Table:
    order = list(AREAS)
    items = sorted(
        m.data["measures"]["items"],
        key=lambda one: (order.index(one["area"]), len(one["id"]), one["id"]),
    )
    kinds = ["alone", "in_order", "last_in", "shapley"]
    unused = {one.id for one in idle(m)}
    total = m.data["measures"]["total"]
    bands = m.range_columns([total]) if "shapley_low" in items[0] else ()
    if bands:
        kinds += ["shapley_low", "shapley_high"]
    rows = tuple(
        (
            one["id"],
            m.word(one["name"]) + (_MARK if one["id"] in unused else ""),
            Label(*PROVENANCE[one["provenance"]]).get(m.lang),
            one["uptake"],
            *(one[kind] for kind in kinds),
        )
        for one in items
    )
    foot = ("", m.say("Total", "合计"), "", *(None,) * 4, total["value"], *ends(total, bands))
    columns = (
        Column(m.say("No.", "编号"), "code", 0.6),
        Column(m.say("Measure", "措施"), wide=2.5),
        Column(m.say("Where it comes from", "出处"), wide=2),
        Column(m.say("Uptake", "实施率"), "share", 0.9),
        Column(m.say("Alone", "单独"), "tonnes", 0.95),
        Column(m.say("In order", "依次"), "tonnes", 0.95),
        Column(m.say("Last in", "最后"), "tonnes", 0.95),
        Column(m.say("Shapley", "沙普利值"), "tonnes", 1.1),
        *bands,
    )
    caption = m.say(
        f"The measures and their savings (t CO2e; {_letters(m)})",
        f"各项措施及其减排量（t CO2e；{_letters(m)}）",
    )
    if bands:
        caption += m.say("; the range is that of the Shapley value", "，区间为沙普利值的区间")
    return Table("measures", caption, columns, rows, (foot,))


def _idle(m: Matter) -> list[Block]:
    """What keeps the marked measures from saving anything."""
    found = idle(m)
    if not found:
        return []
    stop, listed = m.say(".", "。"), len(m.data["measures"]["items"])
    text = m.say(
        f"{working(m)} of the {listed} measures act here. Those marked with{_MARK} do nothing:",
        f"{listed}项措施中有{working(m)}项在此起作用。标有{_MARK.strip()}者不产生作用：",
    )
    reasons = tuple(f"{one.id}{m.say(': ', '：')}{one.why.get(m.lang)}{stop}" for one in found)
    return [Paragraph(text), Bullets(reasons)]


def _letters(m: Matter) -> str:
    """The areas by the letters that their measures begin with."""
    found: dict[str, dict[str, None]] = {}
    for one in m.data["measures"]["items"]:
        found.setdefault(one["id"][0], {})[Label(*AREAS[one["area"]]).get(m.lang)] = None
    return m.join(f"{letter} {' / '.join(names)}" for letter, names in found.items())


def _by_area(m: Matter) -> Table:
    found = m.data["measures"]
    bands = m.range_columns(found["by_area"].values())
    rows = tuple(
        (Label(*AREAS[name]).get(m.lang), total["value"], *ends(total, bands))
        for name, total in found["by_area"].items()
    )
    total = found["total"]
    foot = ((m.say("Total", "合计"), total["value"], *ends(total, bands)),)
    columns = (
        Column(m.say("Area", "领域"), wide=3),
        Column(m.say("Saving (Shapley)", "减排量(沙普利值)"), "tonnes"),
        *bands,
    )
    caption = m.say("Savings by area (t CO2e)", "各领域减排量（t CO2e）")
    return Table("by-area", caption, columns, rows, foot)


def _things(m: Matter) -> Table:
    rows = tuple(
        (one["id"], m.word(one["name"]), thing["amount"], m.unit(thing["unit"]))
        for one in m.data["measures"]["items"]
        for thing in one["avoided"]
    )
    columns = (
        Column(m.say("No.", "编号"), "code", 0.6),
        Column(m.say("Measure", "措施"), wide=3),
        Column(m.say("Avoided", "减少量"), "number"),
        Column(m.say("Unit", "单位")),
    )
    caption = m.say("What each measure saves by itself", "各措施单独实施时减少的实物量")
    return Table("things", caption, columns, rows)


def forest(m: Matter) -> Section:
    """The forest and what may be claimed of it."""
    title = m.say("Forest", "碳汇林")
    offset = m.data["offset"]
    if offset is None:
        text = m.say(
            "The scenario plans no forest: the remaining emissions are not compensated.",
            "本情景未规划碳汇林：剩余排放未获补偿。",
        )
        return Section("forest", title, (Paragraph(text),))
    statement = m.word(offset["statement"])
    caption = m.say("Removal by the forest against the emissions", "碳汇林清除量与排放量")
    blocks: tuple[Block, ...] = (
        Paragraph(statement),
        _forest_table(m, offset),
        _spread(m, offset),
        Figure("forest", caption, statement),
        *_chances(m),
        *([Bullets(m.forest_notices)] if m.forest_notices else []),
    )
    return Section("forest", title, blocks)


def _forest_table(m: Matter, offset: dict[str, Any]) -> Table:
    year, removal = offset["horizon_year"], offset["removal"]["value"]
    rows: list[tuple[Cell, ...]] = [
        (m.say("Area", "面积"), offset["area"]["value"], m.say(offset["area"]["unit"], "亩")),
        (m.say("Area in hectares", "面积（公顷）"), offset["area_ha"], m.unit("ha")),
        (m.say(f"Planned removal by {year}", f"到{year}年计划清除量"), removal, T_CO2E),
    ]
    if offset["emissions"] is not None:
        name = m.say("Emissions to compensate", "需补偿的排放量")
        rows.append((name, offset["emissions"]["value"], T_CO2E))
    for credit in offset["credits"]:
        name = m.say("Credits bought: ", "购买碳信用：") + credit["kind"]
        rows.append((name, credit["tonnes"]["value"], T_CO2E))
    if offset["credits"] and offset["owed"] is not None:
        name = m.say("Left for the forest", "由碳汇林补偿")
        rows.append((name, offset["owed"]["value"], T_CO2E))
    balance = offset["balance_year"]
    name = m.say("First year of compensation", "完成补偿的年份")
    rows.append((name, str(balance) if balance else m.say("none", "无"), ""))
    columns = (
        Column(m.say("What", "项目"), wide=3),
        Column(m.say("Value", "数值"), "number"),
        Column(m.say("Unit", "单位")),
    )
    caption = m.say("The planned forest", "计划营造的碳汇林")
    return Table("forest", caption, columns, tuple(rows))


def _chances(m: Matter) -> list[Block]:
    """How likely it is, where it was drawn."""
    found = m.drawn.get("forest")
    if not found or not found["growth_ranged"]:
        return []
    year = found["horizon_year"]
    text = m.say(
        f"Drawn together with the emissions, a forest of {shown(found['area']['value'])} ha has "
        f"compensated them by the end of {year} with a probability of "
        f"{shown(found['compensated_by_horizon'], 'share')}.",
        f"与排放量一并抽样，{shown(found['area']['value'])}公顷碳汇林到{year}年底完成补偿的概率为"
        f"{shown(found['compensated_by_horizon'], 'share')}。",
    )
    rows = tuple(
        (f"{name.rstrip('%')} %" if m.lang == "en" else name, area["value"], _mu(area["value"]))
        for name, area in found["area_at_confidence"].items()
    )
    columns = (
        Column(m.say("With a probability of", "把握程度"), wide=2),
        Column(m.say("Area, ha", "面积（公顷）"), "number"),
        Column(m.say("Area, mu", "面积（亩）"), "number"),
    )
    caption = m.say(
        f"The area that compensates the emissions by {year}", f"到{year}年完成补偿所需面积"
    )
    return [Paragraph(text), Table("forest-area", caption, columns, rows)]


def _mu(hectares: float | None) -> float | None:
    return None if hectares is None else hectares * MU_PER_HA


#: Kinds of spread of a removal, in words.
_SPREAD = {
    "mean-curve": ("growth curve, carbon and survival", "生长曲线、含碳率与成活率"),
    "site-to-site": ("from site to site", "立地差异"),
    "method-to-method": ("under rival curves and defaults", "不同曲线与缺省值"),
}


def _spread(m: Matter, offset: dict[str, Any]) -> Table:
    rows = tuple(
        (m.say(*_SPREAD.get(one["kind"], (one["kind"],) * 2)), one["low"], one["high"])
        for one in offset["spread"]
    )
    columns = (
        Column(m.say("What varies", "差异来源"), wide=3),
        Column(m.say("Low", "下限"), "tonnes"),
        Column(m.say("High", "上限"), "tonnes"),
    )
    year = offset["horizon_year"]
    caption = m.say(
        f"How the removal by {year} may vary (t CO2e); the rows are not to be added",
        f"到{year}年清除量的差异（t CO2e），各行不可相加",
    )
    return Table("forest-spread", caption, columns, rows)
