"""What a reader must know about a forest's numbers."""

from __future__ import annotations

from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Label
from carbonmeet.forest.stand import Stand
from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.offset.case import Case, Terms
from carbonmeet.offset.forest import KINDS, Forest
from carbonmeet.offset.rules import RULE_NAMES, OffsetRules

__all__ = ["notices"]

#: What rules may demand of a forest.
_DEMANDS = {"additional": "额外性", "exclusive": "清除量的专属性"}
#: What land is that does not count against a meeting.
_LAND = {"urban-greening": "城市绿化", "city-afforestation": "城市造林"}
#: Where a stand's curve comes from, if not from plots.
_ORIGINS = {"default": "缺省值", "project": "单个项目的数据", "rule": "经验法则"}


def notices(case: Case, removal: float) -> tuple[Notice, ...]:
    """What a reader of the result must know."""
    said: list[Notice] = []
    if not case.forest:
        return ()
    if not (case.unmet or case.rules.refuses_unstated):
        said += _unstated(case.terms)
    said += [_unmet(case.rules, name) for name in case.unmet]
    said += _greening(case.forest)
    for stand in case.forest.stands:
        said += _about(stand)
    said += _unranged(case)
    said += _age_notices(case.forest, case.horizon_year)
    said += _order_notices(case)
    said += _rule_notices(case)
    said += _rate_notice(case, removal)
    if case.terms.confidence is not None and removal > 0:
        said.append(
            Notice(
                "forest.confidence-covers",
                {},
                "the confidence covers the mean curve and survival, not one unknown site and not "
                "the range of the emissions",
                "该把握程度只涵盖平均生长曲线与成活率，不涵盖具体造林地块的立地差异，也不涵盖排放量的区间",
            )
        )
    return tuple(dict.fromkeys(said))


def _unmet(rules: OffsetRules, demand: str) -> Notice:
    return Notice(
        "forest.unmet",
        {"rules": rules.key, "demand": demand},
        f"rules '{rules.key}' count nothing of this forest: it is not {demand}",
        f"按规则“{rules.name.get('zh')}”，该林不计入任何清除量：不满足{_DEMANDS[demand]}要求",
    )


def _greening(forest: Forest) -> list[Notice]:
    """Parcels that are the city's own and no offset."""
    return [
        Notice(
            "forest.greening",
            {"parcel": parcel.id, "kind": parcel.kind},
            f"parcel '{parcel.id}' is {parcel.kind} and counts nothing: the city's greening is "
            "not an offset of a meeting",
            f"地块“{parcel.id}”属于{_LAND[parcel.kind]}，不计入清除量：城市绿化不能用于抵消会议排放",
        )
        for parcel in forest.parcels
        if parcel.kind != KINDS[0]
    ]


def _rule_notices(case: Case) -> list[Notice]:
    """What the rules assume and what they take off."""
    said, rules = [], case.rules
    if rules.assumed:
        numbers = "、".join(RULE_NAMES[name].get("zh") for name in rules.assumed)
        said.append(
            Notice(
                "forest.rules-assumed",
                {"rules": rules.key, "numbers": list(rules.assumed)},
                f"rules '{rules.key}' rest on assumed values: {', '.join(rules.assumed)}",
                f"规则“{rules.name.get('zh')}”含假设值：{numbers}",
            )
        )
    if case.discount:
        said.append(
            Notice(
                "forest.discount",
                {"share": case.discount},
                f"{case.discount:.1%} taken off for the uncertainty of the curve",
                f"因生长曲线的不确定性扣减{case.discount:.1%}",
            )
        )
    return said


def _order_notices(case: Case) -> list[Notice]:
    """What was planted before the meeting, or after the day by which it is to have paid."""
    if not case.forest.planted:
        return []
    said = []
    meeting, horizon = case.event_year, case.horizon_year
    early = [one.planted for one in case.forest.counting if one.planted < meeting]
    late = [one.planted for one in case.forest.counting if one.planted >= horizon]
    if early:
        said.append(
            Notice(
                "forest.planted-before",
                {"planted": min(early), "meeting": meeting},
                f"planted in {min(early)}, before the meeting of {meeting}: what grew before the "
                "meeting is counted too",
                f"{min(early)}年栽植，早于{meeting}年的会议：会前的生长量也计入其中",
            )
        )
    if late:
        said.append(
            Notice(
                "forest.planted-late",
                {"planted": min(late), "horizon": horizon},
                f"planted in {min(late)}: nothing has grown by the horizon of {horizon}",
                f"{min(late)}年栽植：到期限{horizon}年尚无生长量",
            )
        )
    return said


def _rate_notice(case: Case, removal: float) -> list[Notice]:
    years = case.horizon_year - case.forest.planted
    gross = float(case.forest.curves(case.values, [case.horizon_year]).gross[0, 0])
    if years <= 0 or removal <= 0:
        return []
    rate = gross / (case.forest.area_ha * MU_PER_HA) / years
    low, high = case.book.plausible_low, case.book.plausible_high
    if low <= rate <= high:
        return []
    return [
        Notice(
            "forest.implausible-rate",
            {"rate": rate, "low": low, "high": high},
            f"{rate:.2g} t CO2e per mu and year (gross) lies outside the plausible "
            f"{low:g} to {high:g}",
            f"每亩每年清除{rate:.2g} t CO2e（毛值），超出{low:g}至{high:g}的合理范围",
        )
    ]


def _unstated(terms: Terms) -> list[Notice]:
    said = []
    if terms.additional is None:
        said.append(
            Notice(
                "forest.additionality-unstated",
                {},
                "additionality is not stated: would the forest be planted without the meeting?",
                "未说明额外性：若不举办会议，该林是否也会营造？",
            )
        )
    elif not terms.additional:
        said.append(
            Notice(
                "forest.not-additional",
                {},
                "the forest would have been planted anyway: its removals compensate nothing in "
                "truth, and rules 'strict' count them as 0",
                "该林即使不举办会议也会营造：其清除量实际上不抵消任何排放，按规则“从严”计为0",
            )
        )
    if terms.exclusive is None:
        said.append(
            Notice(
                "forest.exclusivity-unstated",
                {},
                "an exclusive claim is not stated: the same removals may be counted elsewhere",
                "未说明清除量是否专属于本次会议：同一清除量可能在别处重复计入",
            )
        )
    elif terms.exclusive is False:
        said.append(
            Notice(
                "forest.claimed-twice",
                {},
                "the removals are also claimed elsewhere: they are counted twice",
                "清除量在别处也被计入：存在重复计算",
            )
        )
    return said


def _about(stand: Stand) -> list[Notice]:
    said, name = [], stand.name.get("zh")
    if stand.origin == "natural":
        said.append(
            Notice(
                "forest.natural-stand",
                {"stand": stand.key},
                f"'{stand.key}' is fitted to natural stands; a plantation may differ",
                f"“{name}”的生长曲线据天然林拟合，人工林可能不同",
            )
        )
    if stand.origin in _ORIGINS:
        said.append(
            Notice(
                "forest.stand-for-comparison",
                {"stand": stand.key, "origin": stand.origin},
                f"'{stand.key}' is a {stand.origin}, for comparison and not for design",
                f"“{name}”是{_ORIGINS[stand.origin]}，仅供比较，不用于设计",
            )
        )
    if stand.assumed:
        said.append(
            Notice(
                "forest.stand-assumed",
                {"stand": stand.key, "numbers": list(stand.assumed)},
                f"'{stand.key}' rests on assumed values: {', '.join(stand.assumed)}",
                f"“{name}”含假设值：{'、'.join(stand.assumed)}",
            )
        )
    return said


def _unranged(case: Case) -> list[Notice]:
    """Stands whose growth has no range: never the surest ones."""
    stands = case.forest.unranged
    if not stands:
        return []
    keys = ", ".join(f"'{stand.key}'" for stand in stands)
    names = "、".join(f"“{stand.name.get('zh')}”" for stand in stands)
    none = Label(
        f"the growth of {keys} has no published range",
        f"{names}的生长参数没有公布的区间",
    )
    if case.forest.growth_ranged:
        lacks = Label(
            "the range of the mean curve is too narrow, and probabilities too sure",
            "平均生长曲线的区间偏窄，概率偏于乐观",
        )
    else:
        lacks = Label(
            "no range of the mean curve, no probability and no area at a confidence",
            "不给出平均生长曲线的区间、概率和各把握程度下的面积",
        )
    said: list[Label] = [lacks]
    if case.rules.uncertainty.method != "none":
        said.append(
            Label(
                f"rules '{case.rules.key}' take off too little for uncertainty",
                f"规则“{case.rules.name.get('zh')}”对不确定性的扣减偏少",
            )
        )
    args = {"stands": [stand.key for stand in stands]}
    return [
        Notice("forest.growth-unranged", args, f"{none.en}: {one.en}", f"{none.zh}：{one.zh}")
        for one in said
    ]


def _age_notices(forest: Forest, year: int) -> list[Notice]:
    said = []
    for parcel in forest.counting:
        for stand, _ in parcel.mixture:
            age = parcel.age(stand) + max(0, year - parcel.planted)
            youngest, oldest = stand.age_range
            name = stand.name.get("zh")
            if youngest is not None and age < youngest:
                said.append(
                    Notice(
                        "forest.younger-than-data",
                        {"stand": stand.key, "age": youngest},
                        f"'{stand.key}' has no plot younger than {youngest:g} years",
                        f"“{name}”没有林龄小于{youngest:g}年的样地",
                    )
                )
            if oldest is not None and age > oldest:
                said.append(
                    Notice(
                        "forest.older-than-data",
                        {"stand": stand.key, "age": oldest},
                        f"'{stand.key}' has no data beyond {oldest:g} years",
                        f"“{name}”没有林龄超过{oldest:g}年的数据",
                    )
                )
    return said
