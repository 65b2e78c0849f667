"""The headline numbers of an answer: what it comes to, how sure that is, and of what it is."""

from __future__ import annotations

from collections.abc import Mapping

from carbonmeet.answer import Total
from carbonmeet.answer.draws import Driver
from carbonmeet.units import T_CO2E
from carbonmeet.view.blocks import Fact
from carbonmeet.view.matter import EVIDENCE, Matter
from carbonmeet.view.numerals import area_unit, known_share, per_cent, quantity, share, shown, three

__all__ = ["enough", "facts", "quality"]

#: As many inputs are named as drive most of a range.
_STRONGEST = 3
#: As many regions are named in a line.
_NAMED = 4
#: Standard error from which on a share is told with it.
_BLURRED = 0.05


def facts(m: Matter, *, forest: bool = True) -> list[Fact]:
    """Baseline, saving, what remains, per head, and the forest; of a city its years."""
    base, rest, city = m.answer.baseline, m.answer.residual, m.answer.city
    found: list[Fact] = []
    if city is not None and city.years:
        from carbonmeet.view.pages.cityhead import city_facts, several_years

        found = city_facts(m, city)
        if several_years(city):
            return found
    found += [_tonnes(m, m.say("Baseline"), base.total)]
    if m.with_measures():
        saving = m.answer.saving
        part = per_cent(saving.value / base.total.value if base.total.value else 0.0, m.lang)
        found += [
            _tonnes(
                m,
                m.say("Planned saving"),
                saving,
                m.say("{part} of the baseline", part=part),
            ),
            _tonnes(m, m.say("After the measures"), rest.total),
        ]
    found += _other_electricity(m)
    each = base.per_participant.get("all")
    if each:
        people, left = (shown(one.participants["all"], "count") for one in (base, rest))
        detail = m.say("{people} participants on site", people=people)
        if left != people:
            detail = m.say(
                "{people} on site, {left} after the measures",
                people=people,
                left=left,
            )
        name = m.say("Per participant")
        found.append(Fact(name, each.value, T_CO2E, detail, three(each.value)))
    if forest and m.answer.offset is not None and m.answer.offset.has_forest:
        areas = {"mu": m.answer.offset.area.value, "ha": m.answer.offset.area_ha}
        first = areas.pop(unit := area_unit(m.lang))
        (also,) = (quantity(area, other, m.lang) for other, area in areas.items())
        found.append(Fact(m.say("Forest"), first, m.unit(unit), also))
    return found


def _other_electricity(m: Matter) -> list[Fact]:
    """Both totals under the other accounting of electricity, wherever there is any."""
    first, last = m.answer.baseline.electricity, m.answer.residual.electricity
    assert first is not None and last is not None  # every answer has both
    power = m.workings.power
    if not any(power):
        return []
    other = "market" if first.chosen == "location" else "location"
    before, after = (getattr(one, other).value for one in (first, last))
    market = m.say("Electricity by market")
    name = market if other == "market" else m.say("Electricity by location")
    said = []
    if m.with_measures():
        said.append(m.say("{kept} t after the measures", kept=three(after)))
    if other == "market" and power.average:
        said.append(m.say("no residual mix for {places}", places=_few(m, power.average)))
    if other == "market" and power.contracts:
        said.append(m.say("own grid taken for a contract"))
    return [Fact(name, before, T_CO2E, m.say("; ").join(said), three(before))]


def _few(m: Matter, regions: tuple[str, ...]) -> str:
    """Regions by name, or how many where they would fill the line."""
    few = len(regions) <= _NAMED
    return m.join(regions) if few else m.say("{count} regions", count=len(regions))


def _tonnes(m: Matter, name: str, total: Total, detail: str = "") -> Fact:
    band = m.band(total)
    said = m.say("; ").join(one for one in (detail, band) if one)
    return Fact(name, total.value, T_CO2E, said, three(total.value, whole=True) if band else "")


def quality(m: Matter) -> list[Fact]:
    """What was never held, what the numbers rest on, and what drives the range."""
    found = []
    held, never = m.answer.baseline.held.value, m.answer.baseline.counterfactual.value
    if never:
        part, whole = three(never), per_cent(never / (held + never), m.lang)
        said = m.say(
            "{three} t; never held (counterfactual) {part} t, {whole}",
            three=three(held),
            part=part,
            whole=whole,
        )
        found.append(Fact(m.say("Baseline held"), None, "", said))
    basis = m.answer.quality
    if not any((*basis.amount.values(), *basis.factor.values())):
        return found  # nothing is emitted
    parts = [
        m.say("amounts: {shares}", shares=_shares(m, basis.amount)),
        m.say("factors: {shares}", shares=_shares(m, basis.factor)),
    ]
    if basis.without_range >= 0.0005:
        part = per_cent(basis.without_range, m.lang)
        parts.append(m.say("{part} without a range", part=part))
    name = m.say("Basis, by tonnes")
    found.append(Fact(name, None, "", m.say("; ").join(parts)))
    drivers = () if m.drawn is None else m.drawn.drivers[:_STRONGEST]
    named = [
        m.say("{input} ({part})", input=one.label, part=_driven(one))
        for one in drivers
        if one.share
    ]
    if named:
        name = m.say("Range driven by")
        found.append(Fact(name, None, "", m.say("; ").join(named)))
    return found


def enough(m: Matter) -> str:
    """How likely credits and gifts alone are as much as the emissions, where that was drawn."""
    offset = m.answer.offset
    if offset is None or offset.has_forest or not offset.credits or m.chance is None:
        return ""
    return m.say(
        "Probability that this is as much as the emissions, the residual drawn: {chance}",
        chance=m.chance,
    )


def _driven(one: Driver) -> str:
    """The share of an input, with its error where few draws blur it."""
    if one.share_error < _BLURRED:
        return share(one.share, 0)
    return known_share(one.share, one.share_error)


def _shares(m: Matter, shares: Mapping[str, float]) -> str:
    """Shares above nothing, the largest first."""
    kept = [name for name in sorted(shares, key=lambda one: -shares[one]) if shares[name] >= 0.0005]
    return m.join(f"{m.word(EVIDENCE[name])} {share(shares[name], 0)}" for name in kept)
