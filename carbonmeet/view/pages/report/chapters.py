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
from carbonmeet.view.numerals import bounded, share
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
    blocks: list[Block] = [Facts("headline", m.say("Headline numbers"), tuple(facts(m)))]
    by_size = sorted(base.by_source.items(), key=lambda item: -item[1].value)
    whole = base.total.value
    sources = [
        f"{m.source(name)} {shown(total.value / whole, 'share')}"
        for name, total in by_size[:3]
        if whole and total.value > 0
    ]
    who = m.say("the city") if m.is_city else m.say("the meeting")
    text = m.say("Without any measure {who} emits {tonnes}.", who=who, tonnes=m.tonnes(base.total))
    if sources:
        text += m.say(" The largest sources are {join}.", join=m.join(sources))
    blocks.append(Paragraph(text))
    if m.with_measures():
        blocks.append(Paragraph(_programme(m, rest)))
    if m.answer.offset is not None:
        blocks.append(Paragraph(m.word(m.answer.offset.statement) + _chance(m)))
    blocks.append(_first_figure(m))
    blocks.append(Note(_status(m)))
    return Section("summary", m.say("Summary"), tuple(blocks))


def _years_summary(m: Matter) -> Section:
    """The same of a city's years, which are not added up: the base year and the last one."""
    blocks: list[Block] = [
        Facts("headline", m.say("Headline numbers"), tuple(facts(m))),
        *([Paragraph(_acting(m) + _best(m))] if m.with_measures() else []),
        Note(_status(m)),
    ]
    return Section("summary", m.say("Summary"), tuple(blocks))


def _acting(m: Matter) -> str:
    listed, acting = len(m.answer.measures), working(m)
    return m.say("{acting} of the {listed} measures listed act here.", acting=acting, listed=listed)


def _first_figure(m: Matter) -> Figure:
    if not m.with_measures():
        return _sources(m)
    saved = m.tonnes(m.answer.measures.total)
    return Figure(
        "waterfall",
        m.say("From the baseline to what remains"),
        m.say("Savings by area; together {saved}.", saved=saved),
    )


def _sources(m: Matter) -> Figure:
    return Figure(
        "sources",
        m.say("Emissions by source and period"),
        m.say(
            "Emissions by source and period; total {tonnes}. The numbers are in a table.",
            tonnes=m.tonnes(m.answer.baseline.total),
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
        " With growth and residual drawn together, the probability that it has done"
        " so by the end of {year} is {chance}.",
        year=year,
        chance=chance,
    )


def _programme(m: Matter, rest: Footprint) -> str:
    listed, acting = len(m.answer.measures), working(m)
    text = m.say(
        "{acting} of the {listed} measures listed act here; what remains is {tonnes}.",
        acting=acting,
        listed=listed,
        tonnes=m.tonnes(rest.total),
    )
    return text + _best(m)


def _best(m: Matter) -> str:
    """The three measures that save most; nothing where none saves."""
    items = [one for one in m.answer.measures if one.shapley.value > 0]
    best = sorted(items, key=lambda one: -one.shapley.value)[:3]
    # names of measures hold commas of their own
    names = m.say("; ").join(f"{one.id} {m.word(one.name)}" for one in best)
    return m.say(" Those that save most: {names}.", names=names) if best else ""


def _status(m: Matter) -> str:
    found = m.answer.boundary
    assumed, lines = found.lines_with_assumed_values, found.lines
    planned = ""
    if m.with_measures() or m.answer.offset is not None:
        planned = m.say(
            "Savings and removals are planned, not achieved, unless marked as measured. "
        )
    borrowed = m.answer.quality.factor["borrowed"]
    elsewhere = ""
    if borrowed >= 0.0005:
        elsewhere = m.say(
            " {share} of the baseline rests on numbers borrowed from "
            "elsewhere, where the place has none of its own.",
            share=share(borrowed),
        )
    return (
        planned
        + m.say(
            "{assumed} of {lines} lines rest on at least one assumed "
            "value; every assumed value is listed with its reason.",
            assumed=assumed,
            lines=lines,
        )
        + elsewhere
    )


def boundary(m: Matter) -> Section:
    """What is in, what is out."""
    found = m.answer.boundary
    none = m.say("none")
    points = [
        (m.say("Counted"), m.join(map(m.source, found.included))),
        (
            m.say("In scope, no data entered"),
            m.join(map(m.source, found.without_lines)) or none,
        ),
        (
            m.say("Excluded"),
            m.entries(m.word(one) for one in found.excluded) or none,
        ),
        (
            m.say("Factors that count CO2 only"),
            shown(float(len(found.co2_only)), "count"),
        ),
        (m.say("Factors"), _ranged(m, found.factors, found.factors_without_range)),
    ]
    colon = m.say(": ")
    return Section(
        "boundary",
        m.say("Boundary"),
        (Bullets(tuple(f"{name}{colon}{text}" for name, text in points)), periods(m)),
    )


def _ranged(m: Matter, factors: int, without: int) -> str:
    return m.say(
        "{factors} used, {without} of them without a range", factors=factors, without=without
    )


def emissions(m: Matter) -> Section:
    """Tables by source and period, and the largest lines."""
    if several_years(m.answer.city):  # the chapter of years has both, year by year
        return Section("emissions", m.say("Emissions"), (largest(m),))
    blocks: tuple[Block, ...] = (
        by_source(m),
        *([_sources(m)] if m.with_measures() else []),  # else it stands in the summary
        by_period(m),
        *_heads(m),
        largest(m),
    )
    return Section("emissions", m.say("Emissions"), blocks)


def _heads(m: Matter) -> list[Block]:
    """Emissions per head after the measures, by the people whom they leave on site."""
    each = m.answer.residual.per_participant.get("all")
    if each is None or not m.with_measures():
        return []
    people, left = (shown(one["all"], "count") for one in _on_site(m))
    value = shown(each.value)
    text = m.say(
        "Per-participant figures count the people on site: {people} before the measures and "
        "{left} after them ({value} t CO2e each). Online participants are not counted.",
        people=people,
        left=left,
        value=value,
    )
    return [Paragraph(text)]


def _on_site(m: Matter) -> tuple[Mapping[str, float], Mapping[str, float]]:
    return m.answer.baseline.participants, m.answer.residual.participants
