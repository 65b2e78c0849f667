"""The methods paragraph, written from what was really done."""

from __future__ import annotations

from carbonmeet.answer import Total
from carbonmeet.base.text import NAMELESS
from carbonmeet.view.blocks import Block, Cell, Figure, Paragraph, Section, Table, shown
from carbonmeet.view.blocks import Column as C
from carbonmeet.view.matter import EVIDENCE, Matter
from carbonmeet.view.tables.growth import growth

__all__ = ["methods", "methods_text", "uncertainty"]

_SHORT = 12


def methods(m: Matter) -> Section:
    """How the numbers came about."""
    blocks = tuple(Paragraph(text) for text in methods_text(m))
    return Section("methods", m.say("Methods", "核算方法"), blocks)


def methods_text(m: Matter) -> list[str]:
    """The paragraphs, ready to paste into a paper.

    Every sentence follows from the scenario's methods, the catalogue and the factors used.
    """
    parts = [_arithmetic(m), _choices(m), _gases(m), _measures(m), growth(m), _repeat(m)]
    return [text for text in parts if text]


def _arithmetic(m: Matter) -> str:
    lines = m.answer.boundary.lines
    count = m.answer.boundary.factors
    origins = len(m.answer.catalogue.sources)
    return m.say(
        f"Emissions are the sum over {lines} lines of an amount of activity times a chain of "
        f"emission factors and parameters. {count} factors from {origins} sources are used; each "
        "is listed with its unit, year, region, locator and grade of evidence. Factors are looked "
        "up from the smallest region outwards, and of several editions the one nearest to and not "
        "after the year of the activity is taken.",
        f"排放量为{lines}个分项之和，每个分项等于活动量乘以排放因子与参数的连乘积。"
        f"共采用来自{origins}个来源的{count}个因子，逐一列出单位、年份、地区、出处位置与证据等级。"
        "因子由小地区向大地区查找；同一来源有多个版本时，取不晚于活动年份的最近版本。",
    )


def _choices(m: Matter) -> str:
    chosen = m.answer.scenario.methods
    both = m.answer.residual.electricity
    assert both is not None  # every residual has both
    market = chosen["electricity"] == "market"
    electricity = m.say(
        f"Electricity is accounted by {'market' if market else 'location'} "
        "(GHG Protocol Scope 2); what remains is "
        f"{shown(both.location.value)} t CO2e by location and "
        f"{shown(both.market.value)} t CO2e by market.",
        f"电力采用基于{'市场' if market else '位置'}的方法（《温室气体核算体系》范围二）；"
        f"剩余排放按位置法为{shown(both.location.value)} t CO2e，"
        f"按市场法为{shown(both.market.value)} t CO2e。",
    )
    air = m.say(
        "The effects of aviation beyond CO2 are "
        + ("counted." if chosen["aviation_non_co2"] else "not counted."),
        "航空的非CO2效应" + ("计入。" if chosen["aviation_non_co2"] else "不计入。"),
    )
    fuel = m.say(
        "The supply of fuels (well to tank) is "
        + ("counted." if chosen["upstream"] else "not counted unless a factor contains it."),
        "燃料上游（油井到油箱）排放"
        + ("计入。" if chosen["upstream"] else "除因子自含者外不计入。"),
    )
    sphere = chosen["distance"] == "sphere"
    if "transport.air" not in m.answer.boundary.included:
        return m.say(" ", "").join((electricity, fuel))
    way = m.say(
        "Flight distances are great circles on "
        + ("a sphere." if sphere else "the WGS 84 ellipsoid."),
        "航程按" + ("球面" if sphere else "WGS 84椭球面") + "大圆距离计算。",
    )
    return m.say(" ", "").join((electricity, air, fuel, way))


def _gases(m: Matter) -> str:
    co2_only = len(m.answer.boundary.co2_only)
    sets = dict(m.answer.boundary.gwp)
    silent = sets.pop("unknown", 0)
    told = ", ".join(f"{name}: {count}" for name, count in sets.items())
    told_zh = "、".join(f"{name}：{count}个" for name, count in sets.items())
    chosen = m.workings.scenario.methods["gwp"]
    kept = m.say(
        "The factors keep the global warming potentials of their publishers, which differ between "
        "reports of the IPCC; they are not converted. ",
        "各因子沿用其发布者的全球增温潜势（所依据的IPCC报告不尽相同），未作换算。",
    )
    converted = m.say(
        f"Methane and nitrous oxide are weighed by {chosen} in every factor whose publisher gives "
        "the gases apart; the other factors keep the potentials of their publishers. ",
        f"凡发布者分列气体的因子，甲烷和氧化亚氮均按{chosen}的全球增温潜势换算；其余因子沿用原值。",
    )
    weighing = kept if chosen == "as-published" else converted
    return m.say(
        f"Results are in CO2 equivalent over 100 years. {weighing}{co2_only} of the "
        "factors count CO2 only and enter as they are. "
        + (f"By assessment report: {told}. " if told else "")
        + f"Of {silent} factors the source does not say which report it used.",
        f"结果以100年时间尺度的二氧化碳当量（CO2e）表示。{weighing}其中{co2_only}个因子仅含CO2，按原值计入。"
        + (f"按评估报告：{told_zh}。" if told_zh else "")
        + f"另有{silent}个因子的来源未说明所用报告。",
    )


def _measures(m: Matter) -> str:
    if not m.with_measures():
        return m.say("No measures are carried out.", "未实施减排措施。")
    expected = m.workings.scenario.content.realisation == "expected"
    return m.say(
        "Measures act on the amounts and chains of the ledger in fixed stages, so that no tonne "
        "is saved twice; shares that draw on the same trips never exceed the whole. Savings are "
        "attributed by the exact Shapley value (Shapley 1953). Uptakes are "
        + ("planned times the share usually achieved." if expected else "as planned."),
        "措施按固定阶段作用于分项的活动量与因子链，同一吨减排不会重复计算；"
        "取自同一批出行的份额之和不超过总量。减排量按精确的沙普利值（Shapley 1953）分摊。"
        + ("实施率为计划值乘以通常的实现程度。" if expected else "实施率为计划值。"),
    )


def _repeat(m: Matter) -> str:
    data = m.answer
    scenario, catalogue = data.scenario.hash[:_SHORT], data.catalogue.hash[:_SHORT]
    return m.say(
        f"Computed with carbonmeet {data.carbonmeet}, catalogue {data.catalogue.version} "
        f"({catalogue}), scenario {scenario}. The same scenario and catalogue give the same "
        "numbers.",
        f"由carbonmeet {data.carbonmeet}计算，因子库版本{data.catalogue.version}"
        f"（{catalogue}），情景文件{scenario}。同一情景与因子库得到相同结果。",
    )


def uncertainty(m: Matter) -> Section | None:
    """The ranges, where they were computed; how they came about and what drives them."""
    totals = _totals(m)
    if not m.range_columns(total for _, total in totals):
        return None
    blocks: list[Block] = [Paragraph(_drawing(m)), _ranges(m, totals)]
    if m.drawn is not None and m.drawn.error_propagation:
        blocks.append(Paragraph(_beside(m)))
    if m.drawn is not None and m.drawn.drivers:
        caption = m.say("Spread of the totals, and what drives it", "总量的分布及其主要来源")
        names = m.join(m.word(one.label) for one in m.drawn.drivers)
        blocks += [
            _drivers(m),
            Figure("uncertainty", caption, m.say(f"What drives it: {names}.", f"来源：{names}。")),
        ]
    return Section("uncertainty", m.say("Uncertainty", "不确定性"), tuple(blocks))


def _totals(m: Matter) -> list[tuple[str, Total]]:
    base = m.answer.baseline
    found = [(m.say("Baseline", "基准排放"), base.total)]
    if m.with_measures():
        found += [
            (m.say("After the measures", "措施后排放"), m.answer.residual.total),
            (m.say("Saving", "减排量"), m.answer.measures.total),
        ]
    return found + [(m.source(name), total) for name, total in base.by_source.items()]


def _drawing(m: Matter) -> str:
    missing = m.answer.boundary.factors_without_range
    text = m.say(
        "Ranges are 95 % intervals from drawing all inputs that have a range, each by its own "
        f"stream. {missing} of {m.answer.boundary.factors} factors have no range and stay "
        "fixed, so the ranges are rather too narrow.",
        "区间为95%区间，由所有给出区间的输入各自独立抽样得到。"
        f"{m.answer.boundary.factors}个因子中有{missing}个没有区间，取固定值，故区间偏窄。",
    )
    known = m.drawn
    if known is None:
        return text
    seed, draws = known.seed, f"{known.draws:,}"
    text += m.say(f" Seed {seed}, {draws} draws.", f"随机种子{seed}，抽样{draws}次。")
    least = known.shapley_draws
    if m.with_measures() and least < known.draws:
        text += m.say(
            f" Ranges of Shapley values and areas rest on the first {least:,} draws.",
            f"沙普利值与各领域减排量的区间取前{least:,}次抽样。",
        )
    return text


def _ranges(m: Matter, totals: list[tuple[str, Total]]) -> Table:
    bands = m.range_columns(total for _, total in totals)
    drawn = () if m.drawn is None else (m.drawn.baseline, m.drawn.residual, m.drawn.saving)
    errors = [one.monte_carlo_error for one in drawn]
    if not m.with_measures():
        errors = errors[:1]
    known = bool(errors)
    rows = []
    for place, (name, total) in enumerate(totals):
        row: list[Cell] = [name, total.value, *m.ends(total, bands)]
        if known:
            error = errors[place] if place < len(errors) else None
            row += [error.low, error.high] if error else [None, None]
        rows.append(tuple(row))
    columns = [C(m.say("Total", "总量"), wide=2.4), C(m.say("Value", "数值"), "tonnes"), *bands]
    if known:
        columns += [
            C(m.say("Error of low", "下限抽样误差"), "tonnes"),
            C(m.say("Error of high", "上限抽样误差"), "tonnes"),
        ]
    caption = m.say("Totals with their 95 % ranges (t CO2e)", "总量及其95%区间（t CO2e）")
    if known:
        caption += m.say(
            "; the errors are standard errors of drawing a finite number of times",
            "，误差为有限次抽样的标准误",
        )
    return Table("ranges", caption, tuple(columns), tuple(rows))


def _beside(m: Matter) -> str:
    names = {"baseline": m.say("baseline", "基准排放")}
    if m.with_measures():
        names["residual"] = m.say("after the measures", "措施后排放")
    known = {} if m.drawn is None else m.drawn.error_propagation
    parts = [
        m.say(
            f"{name} {shown(one.low)} to {shown(one.high)} t CO2e",
            f"{name}{shown(one.low)}至{shown(one.high)} t CO2e",
        )
        for key, name in names.items()
        if (one := known.get(key)) and one.low is not None and one.high is not None
    ]
    return m.say(
        f"By error propagation (approach 1 of the IPCC), which is symmetric: {m.join(parts)}. "
        "Where the two differ the draws count.",
        f"按误差传播法（IPCC方法1，对称区间）：{m.join(parts)}。二者不一致时以抽样为准。",
    )


def _drivers(m: Matter) -> Table:
    places = {one.id: one.called(m.lang) for one in m.workings.model.inputs}
    rows = tuple(
        (
            m.word(one.label),
            places.get(one.input, one.input),
            m.word(EVIDENCE.get(one.evidence, NAMELESS)),
            *(one.share, one.low, one.high),
        )
        for one in (() if m.drawn is None else m.drawn.drivers)
    )
    columns = (
        C(m.say("Input", "输入"), wide=2.6),
        C(m.say("Where", "位置"), "code", 2.2),
        C(m.say("Evidence", "依据")),
        C(m.say("Share", "占比"), "share", 0.8),
        C(m.say("At its low", "取低值"), "tonnes"),
        C(m.say("At its high", "取高值"), "tonnes"),
    )
    caption = m.say(
        "What drives the range of what remains: share of the variance by rank correlation, and "
        "the total with the input at either end of its range (t CO2e)",
        "剩余排放区间的主要来源：按秩相关的方差占比，以及该输入取区间两端时的总量（t CO2e）",
    )
    return Table("drivers", caption, columns, rows)
