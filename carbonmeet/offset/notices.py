"""What a reader must know about a forest's numbers."""

from __future__ import annotations

import math
from dataclasses import replace

from carbonmeet.base.notices import Notice
from carbonmeet.base.numerals import figures
from carbonmeet.base.text import Label, Message, _, _p, inside, joined
from carbonmeet.forest.stand import Stand
from carbonmeet.numbers.number import Number
from carbonmeet.offset.arithmetic import MU_PER_HA, RuleValues, rule_values
from carbonmeet.offset.case import DEMANDED, Case, Terms
from carbonmeet.offset.forest import KINDS, Forest
from carbonmeet.offset.kinds import KNOWN, find_frame
from carbonmeet.offset.rules import RULE_NAMES, OffsetRules, Published, RuleBook, find_rules

__all__ = ["impossible", "lean_conifer", "notices"]

_GUIDE = "event-guide-6-year"
#: What land is that does not count against a meeting.
_LAND = {
    "urban-greening": _p("land", "urban-greening"),
    "city-afforestation": _p("land", "city-afforestation"),
}
#: Genera of conifers, and the source of a carbon fraction that is not theirs.
_CONIFERS = frozenset({"Cunninghamia", "Cupressus", "Larix", "Picea", "Pinus"})
_ALL_WOOD = "ipcc-2006-v4"
#: Land, and the price of planting, so many times that of every known forest is told. Assumed,
#: against slips in a unit or a power of ten; prices differ more than areas are given wrong.
_MUCH_LAND, _DEAR = 10.0, 100.0
#: Where a stand's curve comes from, if not from plots.
_ORIGINS = {
    "default": _p("stand", "default"),
    "project": _p("stand", "project"),
    "rule": _p("stand", "rule"),
}


def notices(case: Case, removal: float, given: bool = False) -> tuple[Notice, ...]:
    """What a reader of the result must know.

    Parameters
    ----------
    case : Case
    removal : float
        Creditable by the horizon, t CO2e.
    given : bool
        Whether the area is one that somebody gave, and was not worked out.
    """
    said: list[Notice] = []
    if not case.forest:
        return ()
    if not (case.unmet or case.rules.refuses_unstated):
        said += _unstated(case.terms)
    said += [_unmet(case.rules, name) for name in case.unmet]
    said += _greening(case.forest)
    for stand in case.forest.stands:
        said += _about(stand, case.book)
    said += _thinned(case)
    said += _unranged(case)
    said += _age_notices(case.forest, case.horizon_year)
    said += _order_notices(case)
    said += _rule_notices(case)
    said += _rate_notice(case, removal)
    said += _outlier(case, removal)
    said += _other_limit(case, removal)
    said += _land_notices(case)
    said += _unpriced(case)
    said += _out_of_scale(case, given)
    if case.terms.confidence is not None and removal > 0:
        said.append(
            Notice(
                "forest.confidence-covers",
                {},
                _(
                    "the confidence covers the mean curve and survival, not "
                    "one unknown site and not the range of the emissions"
                ),
            )
        )
    return tuple(dict.fromkeys(said))


def impossible(why: Message) -> Notice:
    """That no forest of this kind is worked out, and why."""
    return Notice("forest.impossible", {}, _("no forest is worked out: {why}", why=why))


def _known_as(one: Stand | OffsetRules) -> Label:
    """By its key in English, as a file names it; by its name in Chinese."""
    return Label(one.key, one.name.get("zh"))


def _unmet(rules: OffsetRules, demand: str) -> Notice:
    return Notice(
        "forest.unmet",
        {"rules": rules.key, "demand": demand},
        _(
            "rules '{key}' count nothing of this forest: it is not {demand}",
            key=_known_as(rules),
            demand=DEMANDED[demand],
        ),
    )


def _greening(forest: Forest) -> list[Notice]:
    """Parcels that are the city's own and no offset."""
    return [
        Notice(
            "forest.greening",
            {"parcel": parcel.id, "kind": parcel.kind},
            _(
                "parcel '{id}' is {kind} and is not counted: the city's greening is not an "
                "offset of a meeting",
                id=parcel.id,
                kind=_LAND[parcel.kind],
            ),
        )
        for parcel in forest.parcels
        if parcel.kind != KINDS[0]
    ]


def _rule_notices(case: Case) -> list[Notice]:
    """What the rules assume and what they take off."""
    said, rules = [], case.rules
    if rules.assumed:
        said.append(
            Notice(
                "forest.rules-assumed",
                {"rules": rules.key, "numbers": list(rules.assumed)},
                _(
                    "rules '{key}' rest on assumed values: {assumed}",
                    key=_known_as(rules),
                    assumed=joined(inside(RULE_NAMES[name]) for name in rules.assumed),
                ),
            )
        )
    if case.discount:
        said.append(
            Notice(
                "forest.discount",
                {"share": case.discount},
                _(
                    "{discount:.1%} taken off for the uncertainty of the curve",
                    discount=case.discount,
                ),
            )
        )
    return said


def _unpriced(case: Case) -> list[Notice]:
    """What planting costs, where the file does not say; as published, never as a default."""
    if case.terms.planting_cost is not None or not case.forest.counting:
        return []
    seen = joined(
        (
            _(
                "{cost:.0f} CNY/mu ({event})",
                cost=one.cost / one.area_mu,
                event=one.name,
            )
            for one in case.book.events
            if one.cost is not None
        ),
        "; ",
    )
    said = _("the planting has no price ('planting_cost'): its cost is left out, not counted as 0")
    if seen:
        said = _("{said}. Published: {seen}", said=said, seen=seen)
    return [Notice("forest.planting-unpriced", {}, said)]


def _out_of_scale(case: Case, given: bool) -> list[Notice]:
    """More land, or a dearer planting, than any known forest comes near."""
    said, area = [], case.forest.area_ha * MU_PER_HA
    largest = max((one.area_mu for one in case.book.events if one.area_mu), default=math.inf)
    if given and area > _MUCH_LAND * largest:
        said.append(
            Notice(
                "forest.much-land",
                {"area_mu": area, "largest_mu": largest},
                _(
                    "{area:,.0f} mu is {times:,.0f} times the largest published planting: "
                    "are number and unit right?",
                    area=area,
                    times=area / largest,
                ),
            )
        )
    prices = (one.cost / one.area_mu for one in case.book.events if one.cost)
    dearest, cost = max(prices, default=math.inf), case.terms.planting_cost or 0.0
    if case.terms.planting_currency == "CNY" and cost > _DEAR * dearest:
        said.append(
            Notice(
                "forest.dear",
                {"cost": cost, "dearest": dearest},
                _(
                    "{cost:,.0f} CNY/mu is {times:,.0f} times the dearest known planting: are "
                    "number and unit right?",
                    cost=cost,
                    times=cost / dearest,
                ),
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
                _(
                    "planted in {early}, before the meeting of {meeting}: what "
                    "grew before the meeting is counted too",
                    early=min(early),
                    meeting=meeting,
                ),
            )
        )
        said += _grown_longer(case, min(early))
    if late:
        said.append(
            Notice(
                "forest.planted-late",
                {"planted": min(late), "horizon": horizon},
                _(
                    "planted in {late}: nothing has grown by the horizon of {horizon}",
                    late=min(late),
                    horizon=horizon,
                ),
            )
        )
    return said


def _grown_longer(case: Case, planted: int) -> list[Notice]:
    """That the oldest land has grown for more years by the horizon than the rules name."""
    years, named = case.horizon_year - planted, round(case.rules["horizon"])
    if years <= named:
        return []
    if case.rules["crediting"] <= named:
        return [
            Notice(
                "forest.grown-enough",
                {"planted": planted, "horizon": case.horizon_year, "years": named},
                _(
                    "what was planted in {planted} counts with the {named} years of growth that "
                    "the rules name, and with none after them",
                    planted=planted,
                    named=named,
                ),
            )
        ]
    return [
        Notice(
            "forest.grown-longer",
            {"planted": planted, "horizon": case.horizon_year, "years": years, "rules": named},
            _(
                "what was planted in {planted} counts with {years} years of growth by {horizon}, "
                "where the rules name {named}",
                planted=planted,
                years=years,
                horizon=case.horizon_year,
                named=named,
            ),
        )
    ]


def _rate_notice(case: Case, removal: float) -> list[Notice]:
    most = case.rules["crediting"]
    grown = ((x.area_ha, case.horizon_year - x.planted) for x in case.forest.counting)
    hectare_years = sum(area * min(max(years, 0), most) for area, years in grown)
    gross = float(case.forest.curves(case.values, [case.horizon_year]).gross[0, 0])
    if hectare_years <= 0 or removal <= 0:
        return []
    rate = gross / (hectare_years * MU_PER_HA)
    low, high = case.book.plausible_low, case.book.plausible_high
    if low <= rate <= high:
        return []
    return [
        Notice(
            "forest.implausible-rate",
            {"rate": rate, "low": low, "high": high},
            _(
                "{rate:.2g} t CO2e per mu and year (gross) lies outside the "
                "plausible {low:g} to {high:g}",
                rate=rate,
                low=low,
                high=high,
            ),
        )
    ]


def _outlier(case: Case, removal: float) -> list[Notice]:
    """That growth as the file claims it is far from what measured trees do on the same land."""
    stand, years = case.terms.beside, [case.horizon_year]
    if stand is None or removal <= 0 or not all(one.origin == "own" for one in case.forest.stands):
        return []
    practice = find_rules(case.book, _PRACTICE)
    beside, factor = case.forest.with_stand(stand), case.book.outlier
    low = float(beside.curves(rule_values(practice), years).creditable[0, 0])
    high = float(beside.curves(RuleValues(), years).gross[0, 0])
    if low / factor <= removal <= factor * high:
        return []
    more = removal > high
    far = (
        _("more than {factor:g} times", factor=factor)
        if more
        else _("less than 1/{factor:g} of", factor=factor)
    )
    what = _("every tree alive") if more else _("less survival and buffer")
    return [
        Notice(
            "forest.outlier",
            {"removal": removal, "stand": stand.key, "low": low, "high": high},
            _(
                "{removal:,.3g} t CO2e by {year} is {far} what '{key}' would do on the same land: "
                "{beside:,.3g} t CO2e, {what}",
                removal=removal,
                year=case.horizon_year,
                far=far,
                key=_known_as(stand),
                beside=high if more else low,
                what=what,
            ),
        )
    ]


#: Rules under which measured stands are told beside growth that a file claims.
_PRACTICE = "event-practice-20-year"
#: By how much the removals under two rules differ before both are told.
_MUCH = 2.0


def _other_limit(case: Case, removal: float) -> list[Notice]:
    """What the same forest removes within the years that the frame is remembered to give it."""
    frame = find_frame(case.terms.frame)
    if frame.forest_years is None or case.rules.key == _GUIDE or not case.forest.planted:
        return []
    guide = find_rules(case.book, _GUIDE)
    other = Case(case.forest, guide, replace(case.terms, confidence=None), case.book)
    kept = other.creditable(other.horizon_year)
    if other.unmet or removal <= _MUCH * kept:
        return []
    known = KNOWN[frame.forest_years_read]
    return [
        Notice(
            "forest.other-limit",
            {"rules": _GUIDE, "year": case.horizon_year, "removal": kept, "here": removal},
            _(
                "the rules '{rules}' count {years} years of growth less their survival and buffer: "
                "{kept:,.3g} t CO2e of the same forest, and not {here:,.3g} by {year}; {frame} "
                "gives a new forest {years} years{known}",
                year=case.horizon_year,
                years=frame.forest_years,
                kept=kept,
                here=removal,
                frame=frame.name,
                known=known,
                rules=guide.name,
            ),
        )
    ]


def _land_notices(case: Case) -> list[Notice]:
    """Land that nobody can look up, and land that is said to be planted or is not yet."""
    said = []
    if not case.terms.named and case.terms.exclusive is not True:
        said.append(
            Notice(
                "forest.land-unnamed",
                {},
                _(
                    "the land has no parcels with ids: whether it is counted "
                    "in another event's or the city's forest cannot be "
                    "checked. Is it?"
                ),
            )
        )
    planned = [one.id for one in case.forest.counting if one.status == "planned"]
    if planned and case.terms.verified:
        said.append(
            Notice(
                "forest.planned-verified",
                {"parcels": planned},
                _(
                    "removals are said to be verified, while {planned} is only planned",
                    planned=joined(planned),
                ),
            )
        )
    return said


def _unstated(terms: Terms) -> list[Notice]:
    said = []
    if terms.additional is None:
        said.append(
            Notice(
                "forest.additionality-unstated",
                {},
                _("additionality is not stated: would the forest be planted without the meeting?"),
            )
        )
    elif not terms.additional:
        said.append(
            Notice(
                "forest.not-additional",
                {},
                _(
                    "the forest would have been planted anyway: its removals "
                    "compensate nothing in truth, and rules 'strict' count "
                    "them as 0"
                ),
            )
        )
    if terms.exclusive is None:
        said.append(
            Notice(
                "forest.exclusivity-unstated",
                {},
                _("an exclusive claim is not stated: the same removals may be counted elsewhere"),
            )
        )
    elif terms.exclusive is False:
        said.append(
            Notice(
                "forest.claimed-twice",
                {},
                _("the removals are also claimed elsewhere: they are counted twice"),
            )
        )
    return said


def lean_conifer(stand: Stand) -> bool:
    """Whether a conifer is reckoned with the carbon of all wood, and not its own."""
    carbon = stand.parameters.get("CF")
    conifer = stand.species_latin.partition(" ")[0] in _CONIFERS
    return conifer and carbon is not None and carbon.reference == _ALL_WOOD


def _thinned(case: Case) -> list[Notice]:
    """What is cut before the trees are old."""
    return [
        Notice(
            "forest.thinned",
            {"stand": stand.key, "ages": [age for age, __ in stand.cuts]},
            _(
                "'{key}' is thinned at the age of {ages} years, as in its source: the wood taken "
                "out is not counted as stored",
                key=_known_as(stand),
                ages=joined(figures(age) for age, __ in stand.cuts),
            ),
        )
        for stand in case.forest.stands
        if stand.cuts
    ]


def _about(stand: Stand, book: RuleBook) -> list[Notice]:
    said: list[Notice] = []
    if stand.origin == "natural":
        said.append(
            Notice(
                "forest.natural-stand",
                {"stand": stand.key},
                _(
                    "'{key}' is fitted to natural stands; a plantation may differ",
                    key=_known_as(stand),
                ),
            )
        )
    if stand.origin in _ORIGINS:
        said.append(
            Notice(
                "forest.stand-for-comparison",
                {"stand": stand.key, "origin": stand.origin},
                _(
                    "'{key}' is a {origin}, for comparison and not for design",
                    key=_known_as(stand),
                    origin=_ORIGINS[stand.origin],
                ),
            )
        )
    if lean_conifer(stand):
        said.append(_conifer(stand, stand.parameters["CF"], book.conifer))
    if stand.assumed:
        said.append(
            Notice(
                "forest.stand-assumed",
                {"stand": stand.key, "numbers": list(stand.assumed)},
                _(
                    "'{key}' rests on assumed values: {assumed}",
                    key=_known_as(stand),
                    assumed=joined(stand.assumed),
                ),
            )
        )
    return said


def _conifer(stand: Stand, carbon: Number, mean: Published) -> Notice:
    """That the carbon of all wood is taken for a conifer's."""
    return Notice(
        "forest.conifer-carbon",
        {"stand": stand.key, "carbon": carbon.value, "conifer": mean.value, "source": mean.source},
        _(
            "the carbon fraction of '{key}', {carbon:g}, is the default of all wood; conifers "
            "hold {conifer:g} on average, which would add {share:.0%}",
            key=_known_as(stand),
            carbon=carbon.value,
            conifer=mean.value,
            share=mean.value / carbon.value - 1,
        ),
    )


def _unranged(case: Case) -> list[Notice]:
    """Stands whose growth has no range: never the surest ones."""
    stands = case.forest.unranged
    if not stands:
        return []
    keys = joined(_("'{key}'", key=_known_as(stand)) for stand in stands)
    none = _("the growth of {keys} has no published range", keys=keys)
    if case.forest.growth_ranged:
        lacks = _("the range of the mean curve is too narrow, and probabilities too sure")
    else:
        lacks = _("no range of the mean curve, no probability and no area at a confidence")
    said: list[Label] = [lacks]
    if case.rules.uncertainty.method != "none":
        said.append(
            _(
                "rules '{key}' take off too little for uncertainty",
                key=_known_as(case.rules),
            )
        )
    args = {"stands": [stand.key for stand in stands]}
    return [
        Notice("forest.growth-unranged", args, _("{none}: {one}", none=none, one=one))
        for one in said
    ]


def _age_notices(forest: Forest, year: int) -> list[Notice]:
    said = []
    for parcel in forest.counting:
        for stand, __ in parcel.mixture:
            age = parcel.age(stand) + max(0, year - parcel.planted)
            youngest, oldest = stand.age_range
            if youngest is not None and age < youngest:
                said.append(
                    Notice(
                        "forest.younger-than-data",
                        {"stand": stand.key, "age": youngest},
                        _(
                            "'{key}' has no plot younger than {youngest:g} years",
                            key=_known_as(stand),
                            youngest=youngest,
                        ),
                    )
                )
            if oldest is not None and age > oldest:
                said.append(
                    Notice(
                        "forest.older-than-data",
                        {"stand": stand.key, "age": oldest},
                        _(
                            "'{key}' has no data beyond {oldest:g} years",
                            key=_known_as(stand),
                            oldest=oldest,
                        ),
                    )
                )
    return said
