"""The notices of a result in Chinese; what has no wording here stays as it is."""

from __future__ import annotations

import re

from carbonmeet.text import Lang

__all__ = ["notice"]

#: A notice as the floors below word it, and how it reads in Chinese.
_WORDINGS = tuple(
    (re.compile(english, re.DOTALL), chinese)
    for english, chinese in (
        (
            r"described a later year than (\d+), for want of an earlier one: (.+)",
            r"缺少更早的版本，下列因子的年份晚于\1年：\2",
        ),
        (
            r"measures ask for (\S+) of the pool '(.+?)' \((.+)\): scaled to the whole",
            r"各项措施合计要求占用“\3”（\2）的\1，已按比例缩减至全部",
        ),
        (
            r"(\d+): the shares give ([\d,]+) trips a day by public transport, the operators "
            r"count ([\d,]+) rides \((.+?) to 1\)",
            r"\1年：按出行分担率推算公共交通每日\2人次，运营企业统计为\3人次（\4比1）",
        ),
        (
            r"A slice of the city, not a full inventory: only the sources listed are counted\.",
            r"仅为城市部分领域的排放，不是完整的城市排放清单：只计入所列排放源。",
        ),
        (
            r"Meals are consumption-based: they are in no reporting level of the GPC .+",
            r"餐饮按消费端核算，不属于GPC的任何报告层级（标签 gpc:other），与BASIC分开列示。",
        ),
        (
            r"The total adds up (\d+) years; each stands under its period\.",
            r"合计为\1年之和，各年分列于各阶段。",
        ),
        (
            r"(.+): counted as vehicles, while people of (.+) also travel by mode 'shuttle': .+",
            r"\1：按车辆计，而\2的人员也有乘坐接驳车的出行，同一班次可能重复计入",
        ),
        (
            r"(.+): ([\d,]+) vehicle km carry ([\d,]+) passenger km",
            r"\1：\2辆·公里承运\3人·公里",
        ),
        (
            r"no row is for region (.+): wider ones answer for it",
            r"没有地区\1的数据行：采用更大地区的数据",
        ),
        (
            r"additionality is not stated: .+",
            r"未说明额外性：若无本次会议，这片林是否也会营造？",
        ),
        (
            r"the forest would have been planted anyway: .+",
            r"这片林本来就会营造：其清除量实际上不补偿任何排放，strict规则下计为0",
        ),
        (
            r"an exclusive claim is not stated: .+",
            r"未说明清除量是否专属：同一清除量可能在别处重复计入",
        ),
        (
            r"the removals are also claimed elsewhere: they are counted twice",
            r"清除量在别处也被计入：存在重复计算",
        ),
        (
            r"planted in (\d+), before the meeting of (\d+): .+",
            r"\1年栽植，早于\2年的会议：会前的生长量也计入其中",
        ),
        (
            r"planted in (\d+): nothing has grown by the horizon of (\d+)",
            r"\1年栽植：到\2年尚无生长",
        ),
        (
            r"rules '(.+?)' count nothing of this forest: it is not (.+)",
            r"按规则“\1”，这片林不计入任何清除量：不满足 \2",
        ),
        (
            r"parcel '(.+?)' is (\S+) and counts nothing: .+",
            r"地块“\1”属于\2，不计入清除量：城市绿化不是会议的抵消",
        ),
        (
            r"credits '(.+?)' have no price: their cost is left out, not counted as 0(?:\. .+)?",
            r"碳信用“\1”没有价格：其成本未计，而非按零计",
        ),
        (
            r"'(.+?)' is a (\S+), for comparison and not for design",
            r"“\1”是\2，仅供比较，不用于设计",
        ),
        (
            r"'(.+?)' is fitted to natural stands; a plantation may differ",
            r"“\1”据天然林拟合，人工林可能不同",
        ),
        (
            r"'(.+?)' rests on assumed values: (.+)",
            r"“\1”含假设值：\2",
        ),
        (
            r"rules '(.+?)' rest on assumed values: (.+)",
            r"规则“\1”含假设值：\2",
        ),
        (
            r"'(.+?)' has no plot younger than (\S+) years",
            r"“\1”没有林龄小于\2年的样地",
        ),
        (r"'(.+?)' has no data beyond (\S+) years", r"“\1”没有林龄超过\2年的数据"),
        (
            r"the growth of (.+) has no published range: the range of the mean curve is too .+",
            r"\1的生长参数没有公布的区间：平均生长曲线的区间偏窄，概率偏于乐观",
        ),
        (
            r"the growth of (.+) has no published range: no range of the mean curve.+",
            r"\1的生长参数没有公布的区间：不给出平均生长曲线的区间、概率和各把握程度下的面积",
        ),
        (
            r"the growth of (.+) has no published range: rules '(.+?)' take off too little .+",
            r"\1的生长参数没有公布的区间：规则“\2”对不确定性的扣减偏少",
        ),
        (
            r"(\S+) taken off for the uncertainty of the curve",
            r"因生长曲线的不确定性扣减\1",
        ),
        (
            r"(\S+) t CO2e per mu and year \(gross\) lies outside the plausible (\S+) to (\S+)",
            r"每亩每年\1 t CO2e（毛值）超出合理范围\2至\3",
        ),
        (
            r"the confidence covers the mean curve and survival, not one unknown site and not .+",
            r"该置信度涵盖平均生长曲线与成活率，不涵盖某一未知立地，也不涵盖排放量的区间",
        ),
    )
)


def notice(text: str, lang: Lang = "en") -> str:
    """A notice in a language.

    Examples
    --------
    >>> notice("'yunnan-pine' has no data beyond 60 years", "zh")
    '“yunnan-pine”没有林龄超过60年的数据'
    >>> notice("something new", "zh")
    'something new'
    """
    if lang == "zh":
        for english, chinese in _WORDINGS:
            found = english.fullmatch(text)
            if found:
                return found.expand(chinese)
    return text
