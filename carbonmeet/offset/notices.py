"""What a reader must know about a forest's numbers."""

from __future__ import annotations

from carbonmeet.forest.stand import Stand
from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.offset.case import Case, Terms
from carbonmeet.offset.forest import KINDS, Forest
from carbonmeet.offset.prices import read_prices
from carbonmeet.offset.result import Credit

__all__ = ["notices"]


def notices(case: Case, removal: float) -> tuple[str, ...]:
    """What a reader of the result must know."""
    said: list[str] = []
    if not (case.unmet or case.rules.refuses_unstated):
        said += _unstated(case.terms)
    said += [
        f"rules '{case.rules.key}' count nothing of this forest: it is not {name}"
        for name in case.unmet
    ]
    said += [
        f"parcel '{parcel.id}' is {parcel.kind} and counts nothing: the city's greening is "
        "not an offset of a meeting"
        for parcel in case.forest.parcels
        if parcel.kind != KINDS[0]
    ]
    for stand in case.forest.stands:
        said += _about(stand)
    said += _unranged(case)
    said += _age_notices(case.forest, case.horizon_year)
    said += _order_notices(case)
    if case.rules.assumed:
        assumed = ", ".join(case.rules.assumed)
        said.append(f"rules '{case.rules.key}' rest on assumed values: {assumed}")
    if case.discount:
        said.append(f"{case.discount:.1%} taken off for the uncertainty of the curve")
    said += _rate_notice(case, removal)
    if case.terms.confidence is not None and case.terms.kappa is None and removal > 0:
        said.append(
            "the confidence covers the mean curve and survival, not one unknown site and not the "
            "range of the emissions"
        )
    said += [_unpriced(credit) for credit in case.terms.credits if credit.price is None]
    return tuple(dict.fromkeys(said))


def _order_notices(case: Case) -> list[str]:
    """What was planted before the meeting, or after the day by which it is to have paid."""
    if not case.forest.planted:
        return []
    said = []
    early = [one for one in case.forest.counting if one.planted < case.event_year]
    late = [one for one in case.forest.counting if one.planted >= case.horizon_year]
    if early:
        first = min(one.planted for one in early)
        said.append(
            f"planted in {first}, before the meeting of {case.event_year}: what grew before the "
            "meeting is counted too"
        )
    if late:
        first = min(one.planted for one in late)
        said.append(f"planted in {first}: nothing has grown by the horizon of {case.horizon_year}")
    return said


def _rate_notice(case: Case, removal: float) -> list[str]:
    years = case.horizon_year - case.forest.planted
    gross = float(case.forest.curves(case.values, [case.horizon_year]).gross[0, 0])
    if years <= 0 or removal <= 0:
        return []
    rate = gross / (case.forest.area_ha * MU_PER_HA) / years
    if case.book.plausible_low <= rate <= case.book.plausible_high:
        return []
    return [
        f"{rate:.2g} t CO2e per mu and year (gross) lies outside the plausible "
        f"{case.book.plausible_low:g} to {case.book.plausible_high:g}"
    ]


def _unpriced(credit: Credit) -> str:
    known = [row for row in read_prices() if row.kind == credit.kind]
    said = f"credits '{credit.kind}' have no price: their cost is left out, not counted as 0"
    if not known:
        return said
    seen = "; ".join(f"{row.price:g} {row.unit} on {row.date} ({row.region})" for row in known)
    return f"{said}. Published: {seen}"


def _unstated(terms: Terms) -> list[str]:
    said = []
    if terms.additional is None:
        said.append("additionality is not stated: would the forest be planted without the meeting?")
    elif not terms.additional:
        said.append(
            "the forest would have been planted anyway: its removals compensate nothing in truth, "
            "and rules 'strict' count them as 0"
        )
    if terms.exclusive is None:
        said.append("an exclusive claim is not stated: the same removals may be counted elsewhere")
    elif terms.exclusive is False:
        said.append("the removals are also claimed elsewhere: they are counted twice")
    return said


def _about(stand: Stand) -> list[str]:
    said = []
    if stand.origin == "natural":
        said.append(f"'{stand.key}' is fitted to natural stands; a plantation may differ")
    if stand.origin in ("default", "project", "rule"):
        said.append(f"'{stand.key}' is a {stand.origin}, for comparison and not for design")
    if stand.assumed:
        said.append(f"'{stand.key}' rests on assumed values: {', '.join(stand.assumed)}")
    return said


def _unranged(case: Case) -> list[str]:
    """Stands whose growth has no range: never the surest ones."""
    if case.terms.kappa is not None or not case.forest.unranged:
        return []
    names = ", ".join(f"'{stand.key}'" for stand in case.forest.unranged)
    none = f"the growth of {names} has no published range"
    if case.forest.growth_ranged:
        said = [f"{none}: the range of the mean curve is too narrow, and probabilities too sure"]
    else:
        said = [f"{none}: no range of the mean curve, no probability and no area at a confidence"]
    if case.rules.uncertainty.method != "none":
        said.append(f"{none}: rules '{case.rules.key}' take off too little for uncertainty")
    return said


def _age_notices(forest: Forest, year: int) -> list[str]:
    said = []
    for parcel in forest.counting:
        for stand, _ in parcel.mixture:
            age = parcel.age(stand) + max(0, year - parcel.planted)
            youngest, oldest = stand.age_range
            if youngest is not None and age < youngest:
                said.append(f"'{stand.key}' has no plot younger than {youngest:g} years")
            if oldest is not None and age > oldest:
                said.append(f"'{stand.key}' has no data beyond {oldest:g} years")
    return said
