"""The chapter on the forest: what it removes, how sure that is, and what it rests on."""

from __future__ import annotations

from typing import Any

from carbonmeet.answer.plain import plain
from carbonmeet.base.text import Label
from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.units import T_CO2E
from carbonmeet.view.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    Heading,
    Kind,
    Paragraph,
    Section,
    Table,
    shown,
)
from carbonmeet.view.pages.drawn import bounded
from carbonmeet.view.pages.report.matter import Matter
from carbonmeet.view.tables.forestbasis import claims, parcel_table, rule_table, stand_table
from carbonmeet.view.tables.forestcurve import curve_table, thinned
from carbonmeet.view.tables.losses import LOSS_HEAD, LOSS_TITLE, loss_rows

__all__ = ["forest"]


def forest(m: Matter) -> Section:
    """The forest and what may be claimed of it."""
    title = m.say("Forest", "碳汇林")
    if m.answer.offset is None:
        text = m.say(
            "The scenario plans no forest: the remaining emissions are not compensated.",
            "本情景未规划碳汇林：剩余排放未获抵消。",
        )
        return Section("forest", title, (Paragraph(text),))
    offset: dict[str, Any] = plain(m.answer.offset)
    statement = m.word(offset["statement"])
    if not m.answer.offset.has_forest:
        blocks: list[Block] = [Paragraph(statement), *_credits(m, offset)]
        notices = [Bullets(m.forest_notices)] if m.forest_notices else []
        return Section("forest", m.say("Offset", "抵消"), (*blocks, *notices))
    caption = m.say("Removal by the forest against the emissions", "碳汇林清除量与排放量")
    told: tuple[Block, ...] = (
        Paragraph(statement),
        _forest_table(m, offset),
        _spread(m, offset),
        Figure("forest", caption, statement),
        *_chances(m),
        Bullets((*claims(m, offset), *m.forest_notices)),
        *_credits(m, offset),
        *_losses(m, offset),
        *_basis(m, offset),
        *_by_year(m, offset),
    )
    return Section("forest", title, told)


def _forest_table(m: Matter, offset: dict[str, Any]) -> Table:
    year, removal = offset["horizon_year"], offset["removal"]["value"]
    rows: list[tuple[Cell, ...]] = [
        (m.say("Area", "面积"), offset["area"]["value"], m.say(offset["area"]["unit"], "亩")),
        (m.say("Area in hectares", "面积（公顷）"), offset["area_ha"], m.unit("ha")),
        (m.say(f"Planned removal by {year}", f"到{year}年计划清除量"), removal, T_CO2E),
    ]
    if offset["emissions"] is not None:
        name = m.say("Emissions to compensate", "需抵消的排放量")
        rows.append((name, offset["emissions"]["value"], T_CO2E))
    for credit in offset["credits"]:
        name = m.say("Credits bought: ", "购买碳信用：") + m.word(credit["name"])
        rows.append((name, credit["tonnes"]["value"], T_CO2E))
    if offset["credits"] and offset["owed"] is not None:
        name = m.say("Left for the forest", "由碳汇林抵消")
        rows.append((name, offset["owed"]["value"], T_CO2E))
    balance = offset["balance_year"]
    name = m.say("First year of compensation", "完成抵消的年份")
    rows.append((name, str(balance) if balance else m.say("none", "无"), ""))
    columns = (
        Column(m.say("What", "项目"), wide=3),
        Column(m.say("Value", "数值"), "number"),
        Column(m.say("Unit", "单位")),
    )
    caption = m.say("The planned forest", "计划营造的碳汇林")
    return Table("forest", caption, columns, tuple(rows))


def _where_from(m: Matter, credit: dict[str, Any]) -> str:
    """Registry, project, serial numbers and retirement of a credit, and what else is noted."""
    parts = [credit["registry"], credit["project"]]
    if credit["serials"]:
        said = m.say(" to ", "至").join(credit["serials"])
        parts.append(m.say(f"serial numbers {said}", f"序列号{said}"))
    if credit["status"] == "planned":
        parts.append(m.say("not retired yet", "尚未注销"))
    if credit["retired"]:
        day, whose = credit["retired"], credit["beneficiary"]
        parts.append(
            m.say(
                f"retired on {day}" + (f" for {whose}" if whose else ""),
                f"{day}注销" + (f"（受益方：{whose}）" if whose else ""),
            )
        )
    return m.say("; ", "；").join(part for part in (*parts, credit["note"]) if part)


def _credits(m: Matter, offset: dict[str, Any]) -> list[Block]:
    """What is bought and cancelled beside the forest."""
    if not offset["credits"]:
        return []
    rows = tuple(
        (
            m.word(one["name"]),
            one["tonnes"]["value"],
            one["price"]["value"] if one["price"] else None,
            one["cost"]["value"] if one["cost"] else None,
            str(one["vintage"]) if one["vintage"] else None,
            _where_from(m, one) or "–",
        )
        for one in offset["credits"]
    )
    units = dict.fromkeys(one["cost"]["unit"] for one in offset["credits"] if one["cost"])
    money = " / ".join(units) or "CNY"
    coin = "/".join({"CNY": "元", "USD": "美元", "EUR": "欧元"}.get(u, u) for u in units) or "元"
    columns = (
        Column(m.say("Kind", "种类"), wide=2),
        Column("t CO2e", "number"),
        Column(m.say(f"Price, {money}/t", f"价格（{coin}/t）"), "number"),
        Column(m.say(f"Cost, {money}", f"费用（{coin}）"), "number"),
        Column(m.say("Vintage", "减排年份")),
        Column(m.say("Note", "说明"), wide=2),
    )
    caption = m.say("Credits", "碳信用")
    return [Table("forest-credits", caption, columns, rows)]


def _losses(m: Matter, offset: dict[str, Any]) -> list[Block]:
    """The scenarios of loss that the file names."""
    rows = tuple((str(one.year), *one[1:]) for one in loss_rows(offset, m.lang))
    if not rows:
        return []
    kinds: tuple[Kind, ...] = ("text", "share", "tonnes", "tonnes", "tonnes", "text")
    columns = tuple(
        Column(_capital(head.get(m.lang).format(year=offset["horizon_year"])), kind)
        for head, kind in zip(LOSS_HEAD, kinds, strict=True)
    )
    return [Table("forest-losses", LOSS_TITLE.get(m.lang), columns, rows)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _basis(m: Matter, offset: dict[str, Any]) -> list[Block]:
    """Everything that is needed to work the removal out again."""
    text = m.say(
        "With the land, the rules and the numbers of the stands below, and the formula in the "
        "chapter on methods, the removal can be worked out again.",
        "依据下列地块、规则与林分参数，并按核算方法一章的公式，可复算清除量。",
    )
    stands = offset["stand_parameters"]
    return [
        Heading(m.say("What it rests on", "计算依据")),
        Paragraph(text),
        parcel_table(m, offset["parcels"]),
        rule_table(m, offset["rules_used"]),
        *([stand_table(m, stands)] if stands else []),
    ]


def _by_year(m: Matter, offset: dict[str, Any]) -> list[Block]:
    rows = thinned(offset)
    return [Heading(m.say("Year by year", "逐年清除量")), curve_table(m, offset, rows)]


def _chances(m: Matter) -> list[Block]:
    """How likely it is, where it was drawn."""
    found = m.drawn_forest
    if found is None:
        return []
    assert m.drawn is not None
    year = found["horizon_year"]
    chance = bounded(found["compensated_by_horizon"], m.drawn.draws, m.lang)
    text = m.say(
        "Growth and residual drawn together, a forest of "
        f"{shown(found['area']['value'])} ha has compensated the emissions by the end of {year} "
        f"with a probability of {chance}.",
        f"生长量与剩余排放一并抽样，{shown(found['area']['value'])}公顷碳汇林到{year}年底完成抵消"
        f"的概率为{chance}。",
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
        f"The area that compensates the emissions by {year}, growth and residual drawn together",
        f"到{year}年完成抵消所需面积，生长量与剩余排放一并抽样",
    )
    return [Paragraph(text), Table("forest-area", caption, columns, rows)]


def _mu(hectares: float | None) -> float | None:
    return None if hectares is None else hectares * MU_PER_HA


#: Kinds of spread of a removal, in words.
_SPREAD = {
    "mean-curve": Label("growth curve, carbon and survival", "生长曲线、含碳率与成活率"),
    "site-to-site": Label("from site to site", "立地差异"),
    "method-to-method": Label("under rival curves and defaults", "不同曲线与缺省值"),
}


def _spread(m: Matter, offset: dict[str, Any]) -> Table:
    rows = tuple(
        (m.word(_SPREAD.get(one["kind"], Label(one["kind"]))), one["low"], one["high"])
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
