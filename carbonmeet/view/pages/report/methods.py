"""The methods paragraph, written from what was really done."""

from __future__ import annotations

from carbonmeet.answer import Total
from carbonmeet.base.text import NAMELESS, _, joined
from carbonmeet.questions.single_year import chosen_year
from carbonmeet.view.blocks import Block, Cell, Figure, Paragraph, Section, Table, shown
from carbonmeet.view.blocks import Column as C
from carbonmeet.view.matter import EVIDENCE, Matter
from carbonmeet.view.numerals import known_share, three
from carbonmeet.view.pages.cityhead import drawn_year
from carbonmeet.view.tables.growth import growth

__all__ = ["methods", "methods_text", "uncertainty"]

_SHORT = 12


def methods(m: Matter) -> Section:
    """How the numbers came about."""
    blocks = tuple(Paragraph(text) for text in methods_text(m))
    return Section("methods", m.say("Methods"), blocks)


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
        "Emissions are the sum over {lines} lines of an amount of activity "
        "times a chain of emission factors and parameters. {count} factors "
        "from {origins} sources are used; each is listed with its unit, "
        "year, region, locator and grade of evidence. Factors are looked "
        "up from the smallest region outwards, and of several editions the "
        "one nearest to and not after the year of the activity is taken.",
        lines=lines,
        count=count,
        origins=origins,
    )


def _choices(m: Matter) -> str:
    chosen = m.answer.scenario.methods
    first, both = m.answer.baseline.electricity, m.answer.residual.electricity
    assert first is not None and both is not None  # every answer has both
    market = chosen["electricity"] == "market"
    electricity = m.say(
        "Electricity is accounted by {what} (GHG Protocol Scope 2). By "
        "location the total{year} is {shown} t CO2e before and {shown2} t CO2e "
        "after the measures; by market {shown3} and {shown4} t CO2e{power}.",
        what=_("market") if market else _("location"),
        shown=shown(first.location.value),
        shown2=shown(both.location.value),
        shown3=shown(first.market.value),
        shown4=shown(both.market.value),
        year=_of_year(m),
        power=_power(m),
    )
    air = m.say(
        "The effects of aviation beyond CO2 are {what}",
        what=_("counted.") if chosen["aviation_non_co2"] else _("not counted."),
    )
    fuel = m.say(
        "The supply of fuels (well to tank) is {what}",
        what=_("counted.") if chosen["upstream"] else _("not counted unless a factor contains it."),
    )
    sphere = chosen["distance"] == "sphere"
    if "transport.air" not in m.answer.boundary.included:
        return m.say(" ").join((electricity, fuel))
    way = m.say(
        "Flight distances are great circles on {what}.",
        what=_("a sphere") if sphere else _("the WGS 84 ellipsoid"),
    )
    return m.say(" ").join((electricity, air, fuel, way))


def _of_year(m: Matter) -> str:
    """Which year of a city a total is of."""
    year = chosen_year(m.answer)
    return m.say(" in {year}", year=year) if year else ""


def _power(m: Matter) -> str:
    """What by market stands for the power: only what is really there."""
    power = m.workings.power
    parts = []
    if power.residual:
        places = m.join(power.residual)
        parts.append(
            m.say("power without a contract at the residual mix of {places}", places=places)
        )
    if power.average:
        places = m.join(power.average)
        parts.append(
            m.say(
                "power without a contract at the average grid of {places}, for which the "
                "catalogue has no residual mix",
                places=places,
            )
        )
    if power.contracts:
        parts.append(m.say("{factors} taken for a contract", factors=m.join(power.contracts)))
    return m.say(": {parts}", parts=m.say("; ").join(parts)) if parts else ""


def _gases(m: Matter) -> str:
    co2_only = len(m.answer.boundary.co2_only)
    sets = dict(m.answer.boundary.gwp)
    silent = sets.pop("unknown", 0)
    told = joined(_("{name}: {count}", name=name, count=count) for name, count in sets.items())
    chosen = m.workings.scenario.methods["gwp"]
    kept = m.say(
        "The factors keep the global warming potentials of their "
        "publishers, which differ between reports of the IPCC; they are "
        "not converted. "
    )
    converted = m.say(
        "Methane and nitrous oxide are weighed by {chosen} in every factor "
        "whose publisher gives the gases apart; the other factors keep the "
        "potentials of their publishers. ",
        chosen=chosen,
    )
    weighing = kept if chosen == "as-published" else converted
    return m.say(
        "Results are in CO2 equivalent over 100 years. "
        "{weighing}{co2_only} of the factors count CO2 only and enter as "
        "they are. {what}Of {silent} factors the source does not say which "
        "report it used.",
        weighing=weighing,
        co2_only=co2_only,
        what=_("By assessment report: {told}. ", told=told) if told else "",
        silent=silent,
    )


def _measures(m: Matter) -> str:
    if not m.with_measures():
        return m.say("No measures are carried out.")
    expected = m.workings.scenario.content.realisation == "expected"
    return m.say(
        "Measures act on the amounts and chains of the ledger in fixed "
        "stages, so that no tonne is saved twice; shares that draw on the "
        "same trips never exceed the whole. Savings are attributed by the "
        "exact Shapley value (Shapley 1953). Uptakes are {what}",
        what=_("planned times the share usually achieved.") if expected else _("as planned."),
    )


def _repeat(m: Matter) -> str:
    data = m.answer
    scenario, catalogue = data.scenario.hash[:_SHORT], data.catalogue.hash[:_SHORT]
    return m.say(
        "Computed with carbonmeet {carbonmeet}, catalogue {version} "
        "({catalogue}), scenario {scenario}. The same scenario and "
        "catalogue give the same numbers.",
        carbonmeet=data.carbonmeet,
        version=data.catalogue.version,
        catalogue=catalogue,
        scenario=scenario,
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
        caption = m.say("Spread of the totals, and what drives it")
        names = m.join(m.word(one.label) for one in m.drawn.drivers)
        words = m.say("What drives it: {names}.", names=names) + drawn_year(m, m.answer)
        blocks += [
            _drivers(m),
            Figure("uncertainty", caption, words),
        ]
    return Section("uncertainty", m.say("Uncertainty"), tuple(blocks))


def _totals(m: Matter) -> list[tuple[str, Total]]:
    base = m.answer.baseline
    found = [(m.say("Baseline"), base.total)]
    if m.with_measures():
        found += [
            (m.say("After the measures"), m.answer.residual.total),
            (m.say("Saving"), m.answer.measures.total),
        ]
    return found + [(m.source(name), total) for name, total in base.by_source.items()]


def _drawing(m: Matter) -> str:
    missing = m.answer.boundary.factors_without_range
    text = m.say(
        "Ranges are 95% intervals from drawing all inputs that have a range, each by its own "
        "stream."
    )
    if missing:
        text += m.say(
            " {missing} of {factors} factors have no range and stay fixed, so the ranges are "
            "probably too narrow.",
            missing=missing,
            factors=m.answer.boundary.factors,
        )
    known = m.drawn
    if known is None:
        return text
    text += m.say(" Seed {seed}, {draws:,} draws.", seed=known.seed, draws=known.draws)
    least = known.shapley_draws
    if m.with_measures() and least < known.draws:
        text += m.say(
            " Ranges of Shapley values and areas rest on the first {least:,} draws.", least=least
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
    columns = [C(m.say("Total"), wide=2.4), C(m.say("Value"), "tonnes"), *bands]
    if known:
        columns += [
            C(m.say("Error of low"), "tonnes"),
            C(m.say("Error of high"), "tonnes"),
        ]
    caption = m.say("Totals with their 95% ranges (t CO2e)") + _of_year(m)
    if known:
        caption += m.say("; the errors are standard errors of drawing a finite number of times")
    return Table("ranges", caption, tuple(columns), tuple(rows))


def _beside(m: Matter) -> str:
    names = {"baseline": m.say("baseline")}
    if m.with_measures():
        names["residual"] = m.say("after the measures")
    known = {} if m.drawn is None else m.drawn.error_propagation
    parts = [
        m.say(
            "{name} {shown} to {shown2} t CO2e",
            name=name,
            shown=three(one.low),
            shown2=three(one.high),
        )
        for key, name in names.items()
        if (one := known.get(key)) and one.low is not None and one.high is not None
    ]
    return m.say(
        "By error propagation (approach 1 of the IPCC), which is symmetric: {join}. Where the "
        "two differ, the range of the draws applies.",
        join=m.join(parts),
    )


def _drivers(m: Matter) -> Table:
    places = {one.id: one.called(m.lang) for one in m.workings.model.inputs}
    return Table.of(
        "drivers",
        m.say(
            "What drives the range of what remains: share of the variance by "
            "ranks, and the total with the input at either end of "
            "its range (t CO2e)"
        ),
        () if m.drawn is None else m.drawn.drivers,
        (C(m.say("Input"), wide=2.6), lambda one: m.word(one.label)),
        (C(m.say("Where"), "code", 2.2), lambda one: places.get(one.input, one.input)),
        (C(m.say("Evidence")), lambda one: m.word(EVIDENCE.get(one.evidence, NAMELESS))),
        (C(m.say("Share"), "share", 1.1), lambda one: known_share(one.share, one.share_error)),
        (C(m.say("At its low"), "tonnes"), lambda one: one.low),
        (C(m.say("At its high"), "tonnes"), lambda one: one.high),
    )
