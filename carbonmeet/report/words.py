"""The words of results in English and Chinese."""

from __future__ import annotations

from carbonmeet.text import Label, Lang

__all__ = ["say"]

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
    "participants": Label("participants", "参会人次"),
    "counterfactual": Label("counterfactual", "反事实"),
    "largest": Label("Largest lines", "最大的分项"),
    "boundary": Label("Boundary", "核算边界"),
    "included": Label("in", "计入"),
    "no-lines": Label("no lines for", "未列分项"),
    "excluded": Label("left out on purpose", "有意不计"),
    "methods": Label("methods", "核算方法"),
    "assumed": Label("lines rest on at least one assumed number", "个分项含有假设值"),
    "of": Label("of", "/"),
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
    "offset": Label("Forest", "碳汇林"),
    "other-electricity": Label("other accounting of electricity", "另一种电力核算方法"),
    "location": Label("location-based", "基于位置"),
    "market": Label("market-based", "基于市场"),
    "forest-area": Label("Planted area", "造林面积"),
    "removal": Label("Creditable removal by the end of", "累计可计入清除量，至"),
    "mean-curve": Label("  range of the mean curve", "  平均生长曲线的区间"),
    "site-to-site": Label("  range from site to site", "  立地之间的区间"),
    "method-to-method": Label("  range from method to method", "  方法之间的区间"),
    "host-city": Label("In the host city", "在主办城市中"),
    "city-event": Label("Meeting", "会议"),
    "city-inside": Label("within the city", "市内部分"),
    "city-overlap": Label("counted twice", "重复计算"),
    "city-city": Label("City's year", "城市全年"),
    "city-rest_of_city": Label("City without it", "城市扣除后"),
    "drawn": Label(
        "Ranges: {draws} draws, seed {seed}; {drawn} inputs drawn, {fixed} without a range",
        "区间：{draws}次抽样，种子{seed}；{drawn}个输入取分布，{fixed}个无区间",
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
    "items": Label("In kilograms and items", "以实物计"),
}


def say(word: str, lang: Lang) -> str:
    """`word` in a language."""
    return _WORDS[word].get(lang)
