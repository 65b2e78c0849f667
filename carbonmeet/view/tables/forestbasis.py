"""What the answer about a forest rests on: its land, its rules, its stands, in tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from carbonmeet.base.text import Label
from carbonmeet.view.blocks import Cell, Column, Table, shown
from carbonmeet.view.matter import EVIDENCE, Matter
from carbonmeet.view.tables.growth import PARAMETERS

__all__ = ["claims", "parcel_table", "plain_unit", "rule_table", "stand_table"]

_KINDS: Mapping[str, Label] = {
    "event-forest": Label("planted for the event", "为会议营造"),
    "urban-greening": Label("urban greening, not counted", "城市绿化，不计入"),
    "city-afforestation": Label("afforestation of the city, not counted", "城市造林，不计入"),
}
_NONE = Label("none", "无")
_YES = Label("the scenario says so", "情景说明成立")
_NO = Label("the scenario says that it is not", "情景说明不成立")
_UNSAID = Label("not stated", "情景未说明")


def plain_unit(text: str) -> str:
    """A unit of the forest's data as other units are written.

    Examples
    --------
    >>> plain_unit("t CO2/ha/year"), plain_unit("1")
    ('t CO2 / ha / year', '1')
    """
    return re.sub(r"\s*/\s*", " / ", text)


def claims(m: Matter, offset: Mapping[str, Any]) -> tuple[str, str]:
    """What the scenario says of additionality and of other claims."""
    said, registry = _said(m, offset["additional"]), _said(m, offset["exclusive"])
    return (
        m.say(
            f"Additional, not planted anyway without the meeting: {said}.",
            f"额外性（不举办会议则不会营造）：{said}。",
        ),
        m.say(
            f"Exclusive, the removal claimed by nobody else: {registry}.",
            f"专属性（清除量不被他人重复主张）：{registry}。",
        ),
    )


def _said(m: Matter, value: bool | str | None) -> str:
    if isinstance(value, str):
        return value
    return (_UNSAID if value is None else _YES if value else _NO).get(m.lang)


def parcel_table(m: Matter, parcels: Sequence[Mapping[str, Any]]) -> Table:
    """The land: one row a parcel, those that do not count among them."""
    rows = tuple(_parcel(m, one) for one in parcels)
    columns = (
        Column(m.say("Parcel", "地块"), "code", 1.2),
        Column(m.say("Kind", "性质"), wide=1.4),
        Column(m.say("Area, mu", "面积（亩）"), "number"),
        Column(m.say("Area, ha", "面积（公顷）"), "number"),
        Column(m.say("Stand", "林分"), wide=1.6),
        Column(m.say("Planted", "营造年份"), wide=0.9),
        Column(m.say("Age at planting", "苗龄（年）"), wide=0.9),
        Column(m.say("Survival", "成活率"), "share", 0.9),
        Column(m.say("Site", "立地系数"), "number", 0.8),
        Column(m.say("Replanting", "补植"), wide=1.4),
    )
    area = sum(float(one["area_ha"]) for one in parcels if one["counts"])
    mu = sum(float(one["area"]["value"]) for one in parcels if one["counts"])
    total = (m.say("Counted", "计入合计"), "", mu, area, "", "", "", None, None, "")
    foot = (total,) if len(parcels) > 1 else ()
    return Table("forest-parcels", m.say("The land", "地块"), columns, rows, foot)


def _parcel(m: Matter, one: Mapping[str, Any]) -> tuple[Cell, ...]:
    stands = one["stands"]
    mixed = len(stands) > 1
    names = m.join(
        m.word(stand["name"]) + (f" {shown(stand['share'], 'share')}" if mixed else "")
        for stand in stands
    )
    ages = dict.fromkeys(shown(stand["age_at_planting"]["value"]) for stand in stands)
    filled = m.join(_refilled(m, gap) for gap in one["replanting"])
    return (
        one["id"],
        _KINDS[one["kind"]].get(m.lang),
        one["area"]["value"],
        one["area_ha"],
        names,
        str(one["planted"]) if one["planted"] else m.say("year 0", "第0年"),
        " / ".join(ages),
        one["survival"],
        one["site"],
        filled or _NONE.get(m.lang),
    )


def _refilled(m: Matter, gap: Mapping[str, Any]) -> str:
    years, share = shown(gap["after"]["value"]), shown(gap["share"], "share")
    return m.say(f"after {years} years {share} of the gaps", f"{years}年后补植空隙的{share}")


def rule_table(m: Matter, rules: Mapping[str, Any]) -> Table:
    """The numbers of the rules, the discount for uncertainty last."""
    rows = (*(_rule(m, one) for one in rules["numbers"]), _discount(m, rules["uncertainty"]))
    columns = (
        Column(m.say("Number", "参数"), wide=1.6),
        Column(m.say("Value", "数值"), "number"),
        Column(m.say("Low", "下限"), "number", 0.9),
        Column(m.say("High", "上限"), "number", 0.9),
        Column(m.say("Unit", "单位"), wide=1.2),
        Column(m.say("Evidence", "证据"), wide=1.1),
        Column(m.say("Sources", "来源"), "code", 1.6),
        Column(m.say("Locator and reason", "出处位置与理由"), wide=3.2),
    )
    name = m.word(rules["name"])
    caption = m.say(f"The rules applied: {name}", f"所用规则：{name}")
    return Table("forest-rules", caption, columns, rows)


def _rule(m: Matter, one: Mapping[str, Any]) -> tuple[Cell, ...]:
    ends = one["range"] or {"low": None, "high": None}
    return (
        m.word(one["label"]),
        one["value"],
        ends["low"],
        ends["high"],
        m.unit(plain_unit(one["unit"])),
        m.word(EVIDENCE[one["evidence"]]),
        ", ".join(one["sources"]),
        _reason(m, one["locator"], one["note"]),
    )


def _discount(m: Matter, rule: Mapping[str, Any]) -> tuple[Cell, ...]:
    return (
        m.word(rule["label"]),
        rule["discount"],
        None,
        None,
        m.unit("1"),
        m.word(EVIDENCE[rule["evidence"]]),
        ", ".join(rule["sources"]),
        _reason(m, _method(m, rule), rule["note"]),
    )


def _method(m: Matter, rule: Mapping[str, Any]) -> str:
    """How the discount follows from half of the 90 % interval over the mean."""
    if rule["method"] == "excess":
        allowed = shown(rule["allowed"], "share")
        return m.say(
            f"The part of the half-width of the 90 % interval above {allowed}.",
            f"90%区间半宽超过{allowed}的部分。",
        )
    if rule["method"] != "stepped":
        return m.say("None is taken.", "不扣减。")
    steps = m.join(
        m.say(
            f"up to {shown(step['half_width'], 'share')}: {shown(step['share'], 'share')} of it",
            f"不超过{shown(step['half_width'], 'share')}时扣其{shown(step['share'], 'share')}",
        )
        for step in rule["steps"]
    )
    beyond = shown(rule["beyond"], "share")
    return m.say(
        f"By the half-width of the 90 % interval: {steps}, above that {beyond}.",
        f"按90%区间半宽分级：{steps}，以上扣{beyond}。",
    )


def _reason(m: Matter, locator: str, note: str) -> str:
    first = locator.rstrip(".。") if note else locator
    return m.say("; ", "；").join(one for one in (first, note) if one) or "–"


def stand_table(m: Matter, parameters: Sequence[Mapping[str, Any]]) -> Table:
    """The numbers of the stands: curve and carbon, with their sources."""
    columns = (
        Column(m.say("Stand", "林分"), wide=1.3),
        Column(m.say("Parameter", "参数"), wide=1.6),
        Column(m.say("Value", "数值"), "number"),
        Column(m.say("Low", "下限"), "number", 0.9),
        Column(m.say("High", "上限"), "number", 0.9),
        Column(m.say("Unit", "单位"), wide=1.1),
        Column(m.say("Evidence", "证据"), wide=1.1),
        Column(m.say("Source", "来源"), "code", 1.5),
        Column(m.say("Locator and note", "出处位置与说明"), wide=4),
    )
    caption = m.say("The numbers of the stands", "林分参数")
    return Table("forest-stands", caption, columns, tuple(_parameters(m, parameters)))


def _parameters(m: Matter, listed: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Cell, ...]]:
    for one in listed:
        name = PARAMETERS.get(one["parameter"], Label(one["parameter"], one["parameter"]))
        called = name.get(m.lang)
        if one["age"] is not None:
            age = shown(one["age"])
            called += m.say(f" at age {age}", f"（{age}年）")
        ends = one["range"] or {"low": None, "high": None}
        yield (
            m.word(one["stand_name"]),
            called,
            one["value"],
            ends["low"],
            ends["high"],
            m.unit(plain_unit(one["unit"])),
            m.word(EVIDENCE[one["evidence"]]),
            one["source"],
            _reason(m, one["locator"], one["note"]),
        )
