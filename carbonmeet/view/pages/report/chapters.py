"""The parts that everybody reads: summary, boundary, emissions."""

from __future__ import annotations

from collections.abc import Mapping

from carbonmeet.answer import Footprint
from carbonmeet.view.blocks import (
    Block,
    Bullets,
    Facts,
    Figure,
    Note,
    Paragraph,
    Section,
    shown,
)
from carbonmeet.view.matter import Matter
from carbonmeet.view.numerals import bounded
from carbonmeet.view.pages.cityhead import several_years
from carbonmeet.view.pages.headline import facts
from carbonmeet.view.tables.emissions import by_period, by_source, largest, periods
from carbonmeet.view.tables.measures import working

__all__ = ["boundary", "emissions", "summary"]


def summary(m: Matter) -> Section:
    """One page that a mayor can read."""
    if several_years(m.answer.city):
        return _years_summary(m)
    base, rest = m.answer.baseline, m.answer.residual
    blocks: list[Block] = [
        Facts("headline", m.say("Headline numbers", "主要结果"), tuple(facts(m)))
    ]
    by_size = sorted(base.by_source.items(), key=lambda item: -item[1].value)
    whole = base.total.value
    sources = [
        f"{m.source(name)} {shown(total.value / whole, 'share')}"
        for name, total in by_size[:3]
        if whole and total.value > 0
    ]
    who = m.say("the city", "全市") if m.is_city else m.say("the meeting", "本次会议")
    text = m.say(
        f"Without any measure {who} emits {m.tonnes(base.total)}.",
        f"不采取任何措施时，{who}排放{m.tonnes(base.total)}。",
    )
    if sources:
        text += m.say(
            f" The largest sources are {m.join(sources)}.", f"最大的排放源为{m.join(sources)}。"
        )
    blocks.append(Paragraph(text))
    if m.with_measures():
        blocks.append(Paragraph(_programme(m, rest)))
    if m.answer.offset is not None:
        blocks.append(Paragraph(m.word(m.answer.offset.statement) + _chance(m)))
    blocks.append(_first_figure(m))
    blocks.append(Note(_status(m)))
    return Section("summary", m.say("Summary", "摘要"), tuple(blocks))


def _years_summary(m: Matter) -> Section:
    """The same of a city's years, which are not added up: the base year and the last one."""
    blocks: list[Block] = [
        Facts("headline", m.say("Headline numbers", "主要结果"), tuple(facts(m))),
        *([Paragraph(_acting(m))] if m.with_measures() else []),
        Note(_status(m)),
    ]
    return Section("summary", m.say("Summary", "摘要"), tuple(blocks))


def _acting(m: Matter) -> str:
    listed, acting = len(m.answer.measures), working(m)
    return m.say(
        f"{acting} of the {listed} measures listed act here.",
        f"所列{listed}项措施中有{acting}项起作用。",
    )


def _first_figure(m: Matter) -> Figure:
    if not m.with_measures():
        return _sources(m)
    saved = m.tonnes(m.answer.measures.total)
    return Figure(
        "waterfall",
        m.say("From the baseline to what remains", "从基准排放到剩余排放"),
        m.say(f"Savings by area; together {saved}.", f"各领域减排量，合计{saved}。"),
    )


def _sources(m: Matter) -> Figure:
    return Figure(
        "sources",
        m.say("Emissions by source and period", "各排放源与阶段的排放量"),
        m.say(
            f"Emissions by source and period; total {m.tonnes(m.answer.baseline.total)}. "
            "The numbers are in a table.",
            f"各排放源与阶段的排放量，合计{m.tonnes(m.answer.baseline.total)}，数值见表。",
        ),
    )


def _chance(m: Matter) -> str:
    """How likely the forest is to compensate in time, where it was drawn."""
    found = m.drawn_forest
    if found is None:
        return ""
    assert m.drawn is not None
    year = found["horizon_year"]
    chance = bounded(found["compensated_by_horizon"], m.drawn.draws, m.lang)
    return m.say(
        f" Growth and residual drawn together, the probability that it has done so by the end of "
        f"{year} is {chance}.",
        f"生长量与剩余排放一并抽样，到{year}年底完成抵消的概率为{chance}。",
    )


def _programme(m: Matter, rest: Footprint) -> str:
    items = [one for one in m.answer.measures if one.shapley.value > 0]
    best = sorted(items, key=lambda one: -one.shapley.value)[:3]
    # names of measures hold commas of their own
    names = m.say("; ", "；").join(f"{one.id} {m.word(one.name)}" for one in best)
    listed, acting = len(m.answer.measures), working(m)
    text = m.say(
        f"{acting} of the {listed} measures listed act here; what remains is "
        f"{m.tonnes(rest.total)}.",
        f"所列{listed}项措施中有{acting}项起作用，实施后剩余排放为{m.tonnes(rest.total)}。",
    )
    if best:
        text += m.say(f" Those that save most: {names}.", f"减排最多的措施：{names}。")
    return text


def _status(m: Matter) -> str:
    found = m.answer.boundary
    assumed, lines = found.lines_with_assumed_values, found.lines
    planned = ""
    if m.with_measures() or m.answer.offset is not None:
        planned = m.say(
            "Savings and removals are planned, not achieved, unless marked as measured. ",
            "除注明为实测者外，减排量与清除量均为计划值，并非已实现值。",
        )
    borrowed = m.answer.quality.factor["borrowed"]
    elsewhere = ""
    if borrowed >= 0.0005:
        share = f"{borrowed:.1%}"
        elsewhere = m.say(
            f" {share} of the baseline rests on numbers borrowed from elsewhere, where the place "
            "has none of its own.",
            f"基准排放的{share}依据借用其他地区的因子，当地没有自己的数据。",
        )
    return (
        planned
        + m.say(
            f"{assumed} of {lines} lines rest on at least one assumed value; "
            "every assumed value is listed with its reason.",
            f"{lines}个分项中有{assumed}个至少含一个假设值；所有假设值及其理由均已列出。",
        )
        + elsewhere
    )


def boundary(m: Matter) -> Section:
    """What is in, what is out."""
    found = m.answer.boundary
    none = m.say("none", "无")
    points = [
        (m.say("Counted", "计入"), m.join(map(m.source, found.included))),
        (
            m.say("Sources without lines", "未列分项的排放源"),
            m.join(map(m.source, found.without_lines)) or none,
        ),
        (
            m.say("Left out on purpose", "有意不计"),
            m.join(m.word(one) for one in found.excluded) or none,
        ),
        (
            m.say("Factors that count CO2 only", "仅含CO2的因子"),
            shown(float(len(found.co2_only)), "count"),
        ),
        (m.say("Factors", "因子"), _ranged(m, found.factors, found.factors_without_range)),
    ]
    colon = m.say(": ", "：")
    return Section(
        "boundary",
        m.say("Boundary", "核算边界"),
        (Bullets(tuple(f"{name}{colon}{text}" for name, text in points)), periods(m)),
    )


def _ranged(m: Matter, factors: int, without: int) -> str:
    return m.say(
        f"{factors} used, {without} of them without a range",
        f"共用{factors}个因子，其中{without}个没有区间",
    )


def emissions(m: Matter) -> Section:
    """Tables by source and period, and the largest lines."""
    if several_years(m.answer.city):  # the chapter of years has both, year by year
        return Section("emissions", m.say("Emissions", "排放量"), (largest(m),))
    blocks: tuple[Block, ...] = (
        by_source(m),
        *([_sources(m)] if m.with_measures() else []),  # else it stands in the summary
        by_period(m),
        *_heads(m),
        largest(m),
    )
    return Section("emissions", m.say("Emissions", "排放量"), blocks)


def _heads(m: Matter) -> list[Block]:
    """Emissions per head after the measures, by the people whom they leave on site."""
    each = m.answer.residual.per_participant.get("all")
    if each is None or not m.with_measures():
        return []
    people, left = (shown(one["all"], "count") for one in _on_site(m))
    value = shown(each.value)
    text = m.say(
        f"Per head is told of those on site: {people} before the measures and {left} after them, "
        f"when it is {value} t CO2e. Who takes part online is no head.",
        f"人均按现场参会人次计：措施前{people}人次，措施后{left}人次，措施后人均{value} t CO2e；"
        "线上参会者不计入人次。",
    )
    return [Paragraph(text)]


def _on_site(m: Matter) -> tuple[Mapping[str, float], Mapping[str, float]]:
    return m.answer.baseline.participants, m.answer.residual.participants
