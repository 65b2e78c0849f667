"""The words of results in English and Chinese."""

from __future__ import annotations

from carbonmeet.base.text import Label, Lang

__all__ = ["say", "say_method", "say_unit"]

_WORDS = {
    "baseline": Label("Baseline", "基准排放"),
    "residual": Label("After the measures", "措施后排放"),
    "saving": Label("Saving", "减排量"),
    "total": Label("Total", "合计"),
    "source": Label("Source", "排放源"),
    "period": Label("Period", "阶段"),
    "share": Label("Share", "占比"),
    "range": Label("95 % range", "95% 区间"),
    "per-participant": Label("per participant", "人均"),
    "heads": Label(
        "{people} participants, {each} t CO2e per participant",
        "{people} 参会人次，人均 {each} t CO2e",
    ),
    "participants": Label("participants", "参会人次"),
    "counterfactual": Label("counterfactual", "反事实"),
    "largest": Label("Largest lines", "最大的分项"),
    "boundary": Label("Boundary", "核算边界"),
    "included": Label("in", "计入"),
    "no-lines": Label("no lines for", "未列分项"),
    "excluded": Label("left out on purpose", "有意不计"),
    "methods": Label("methods", "核算方法"),
    "measures": Label("Measures", "减排措施"),
    "measure": Label("Measure", "措施"),
    "area": Label("Area", "领域"),
    "uptake": Label("Uptake", "实施率"),
    "alone": Label("Alone", "单独"),
    "in-order": Label("In order", "依次"),
    "last-in": Label("Last in", "最后"),
    "shapley": Label("Shapley", "沙普利值"),
    "notices": Label("Notices", "提示"),
    "co2-only": Label("factors that count CO2 only", "个因子仅含 CO2"),
    "gwp": Label("warming potentials behind the other factors", "其余因子所依据的增温潜势"),
    "unknown": Label("not told by the source", "来源未说明"),
    **{name: Label(name, name) for name in ("AR4", "AR5", "AR6")},
    "offset": Label("Forest", "碳汇林"),
    "offset-credits": Label("Offset", "抵消"),
    "other-electricity": Label("other accounting of electricity", "另一种电力核算方法"),
    "location": Label("location-based", "基于位置"),
    "market": Label("market-based", "基于市场"),
    "forest-area": Label("Planted area", "造林面积"),
    "removal": Label("Creditable removal by the end of {year}", "累计可计入清除量，至{year}年底"),
    "removal-age": Label(
        "Creditable removal by year {year} after planting", "累计可计入清除量，至种植后第{year}年"
    ),
    "mean-curve": Label("  range of the mean curve", "  平均生长曲线的区间"),
    "site-to-site": Label("  range from site to site", "  立地之间的区间"),
    "method-to-method": Label("  range from method to method", "  方法之间的区间"),
    "host-city": Label("In the host city", "在主办城市中"),
    "city-event": Label("Meeting", "会议"),
    "city-inside": Label("within the city", "市内部分"),
    "city-overlap": Label("counted twice", "重复计算"),
    "city-of_residents": Label("of it residents", "其中本地居民"),
    "city-city": Label("City's year", "城市全年"),
    "city-rest_of_city": Label("City without it", "城市扣除后"),
    "cost-of": Label("Cost CNY", "成本（元）"),
    "drawn": Label(
        "Ranges: {draws} draws, seed {seed}; {drawn} inputs drawn, {fixed} without a range",
        "区间：{draws}次抽样，种子{seed}；{drawn}个输入取分布，{fixed}个无区间",
    ),
    "paired": Label(
        "Ranges of B - A: {draws} draws, seed {seed}; what A and B share is drawn once for both",
        "B - A的区间：{draws}次抽样，种子{seed}；两者共有的输入共用同一次抽样",
    ),
    "b-beats-a": Label("Probability that B emits less after the measures", "B措施后排放更低的概率"),
    "cost": Label("Cost", "成本"),
    "unpriced": Label("Counted as free because no cost is known", "成本未知、按零计"),
    "programmes": Label("programmes", "个方案"),
    "frontier": Label(
        "Frontier: nothing beats these in both cost and residual", "前沿：成本与排放均不被超越"
    ),
    "best": Label("Best programme of each size", "各规模下的最优方案"),
    "market-only": Label("counts in market-based accounting only", "仅在基于市场的核算中计入"),
    "items": Label(
        "In items and kilograms, each measure alone", "以实物和千克计（各措施单独实施）"
    ),
}


#: Words of units in Chinese; those of the international system stay as they are.
_UNITS = {
    "passenger km": "人公里",
    "vehicle km": "车公里",
    "t km": "吨公里",
    "room night": "间夜",
    "person h": "人时",
    "bottle": "瓶",
    "cup": "杯",
    "item": "件",
    "kit": "套",
    "meal": "餐",
    "sheet": "张",
    "person": "人",
    "passenger": "人",
    "vehicle": "车",
    "room": "间",
    "night": "晚",
    "day": "天",
    "trip": "次",
    "mu": "亩",
    "ha": "公顷",
    "seat": "座",
    "year": "年",
    "household": "户",
    "CNY": "元",
    "h": "小时",
}


#: Methods of a scenario in Chinese, by what stands in the file.
_METHODS = {
    "electricity = location": "电力按位置法",
    "electricity = market": "电力按市场法",
    "aviation_non_co2 = true": "航空计入非CO2效应",
    "aviation_non_co2 = false": "航空不计非CO2效应",
    "upstream = true": "计入燃料上游",
    "upstream = false": "不计燃料上游",
    "distance = wgs84": "航程按WGS 84椭球面",
    "distance = sphere": "航程按球面",
    "gwp = as-published": "全球增温潜势沿用文献原值",
    "gwp = ar4": "全球增温潜势按IPCC第四次评估报告",
    "gwp = ar5": "全球增温潜势按IPCC第五次评估报告",
    "gwp = ar6": "全球增温潜势按IPCC第六次评估报告",
    "future = newest": "未来年份按最新版本",
    "future = trend": "未来年份按趋势外推",
}


def say_method(name: str, value: object, lang: Lang) -> str:
    """A method of accounting: as the file has it, or in Chinese.

    Examples
    --------
    >>> say_method("upstream", False, "en"), say_method("upstream", False, "zh")
    ('upstream = false', '不计燃料上游')
    """
    text = f"{name} = {str(value).lower()}"  # as YAML writes it
    return _METHODS[text] if lang == "zh" else text


def say(word: str, lang: Lang) -> str:
    """`word` in a language."""
    return _WORDS[word].get(lang)


def say_unit(text: str, lang: Lang) -> str:
    """A unit in a language.

    Examples
    --------
    >>> say_unit("meal / person / day", "zh"), say_unit("kg CO2e / kWh", "zh")
    ('餐 / 人 / 天', 'kg CO2e / kWh')
    """
    if lang == "en":
        return text
    return " / ".join(
        _UNITS.get(part) or " ".join(_UNITS.get(word, word) for word in part.split())
        for part in text.split(" / ")
    )
