"""How the journeys of a list are told: by origin, country, mode, cabin and distance.

A line of the ledger is the sum of many journeys of one kind. Each of these has its part of the
kilometres, and so of the kilograms.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from carbonmeet.answer.attendance import Attendance, Cohort
from carbonmeet.answer.total import Total
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, _
from carbonmeet.numbers.fairness import gini, top_share
from carbonmeet.travel.countries import country_name
from carbonmeet.travel.places import chinese_name
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from carbonmeet.numbers.path import Path
    from carbonmeet.people.roll import Traveller
    from carbonmeet.pricing.workings import Workings

__all__ = ["attendance_of", "kg_of_means"]

#: Ends of the bands of distance, km one way.
_BANDS = (500, 1500, 4000, 8000)
_UNSETTLED = _("place not settled")
_OTHERS = _("others")
_NO_WAY = _("no journey")
_CABINS: Mapping[str, Label] = {
    "economy": _("economy"),
    "premium-economy": _("premium economy"),
    "business": _("business"),
    "first": _("first"),
    "average": _("any cabin"),
}


class _Journey(NamedTuple):
    """The journeys of people who come from one place in one way."""

    who: Traveller
    people: float
    kg: float
    km: float
    mode: str
    cabin: str


class _Sum(NamedTuple):
    key: str
    name: Label
    people: float
    kg: float


def attendance_of(found: Workings) -> Attendance | None:
    """The people of the list of some workings; None where nobody comes by one."""
    turnouts = found.turnouts
    if all(one.online for one in turnouts):
        return None
    block = getattr(found.scenario.content, "attendees", None)
    least = block.min_cell if block is not None else 1
    journeys = list(_journeys(found))
    people = [one.people for one in journeys]
    each = [one.kg / one.people for one in journeys]
    countries = _summed(journeys, _country)
    modes = _merged(_summed(journeys, lambda one: _mode(found, one)), least)
    flown = any(one.key == "air" for one in modes)  # else the cabins would tell what was merged
    whole = math.fsum(one.kg for one in journeys)
    return Attendance(
        on_site=math.fsum(one.counted for one in turnouts if not one.online),
        online=math.fsum(one.counted for one in turnouts if one.online),
        journeys=Total(whole / KG_PER_T),
        by_origin=tuple(_origins(journeys, countries, least)),
        by_country=_cohorts(_merged(countries, least)),
        by_mode=_cohorts(modes),
        by_cabin=_cohorts(_merged(_summed(journeys, _cabin), least) if flown else []),
        by_band=_cohorts(_merged(_summed(journeys, _band), least)),
        top_decile=top_share(each, people) if whole else 0.0,
        gini=gini(each, people),
        min_cell=least,
    )


def kg_of_means(found: Workings) -> dict[Path, float]:
    """kg CO2e before the measures of the lines that hang on a mean of a list, by its path."""
    means = {path for one in found.turnouts for path in one.spreads}
    kg: dict[Path, list[float]] = {path: [] for path in means}
    for i in found.lines:
        activity = found.model.lines[i].activity
        for number, _ in activity.amount:
            if number.place in means and not activity.dormant:
                kg[number.place].append(float(found.baseline.kg[i]))
    return {path: math.fsum(parts) for path, parts in kg.items()}


def _journeys(found: Workings) -> Iterator[_Journey]:
    """Everybody who comes, with the kilograms of the journey."""
    lines = kg_of_means(found)
    for turnout in found.turnouts:
        if turnout.online:
            continue
        settled = math.fsum(n for one, n in _people(turnout.travellers) if one.match.place)
        share = turnout.share
        ways: dict[Traveller, tuple[float, float, str, str]] = {}
        unsettled = 0.0
        for path, parts in turnout.spreads.items():
            if path[3] != "travel":
                continue
            kg, mode = lines[path], str(path[4])
            whole = math.fsum(part.heads * part.weight for part in parts)
            unsettled += kg * (1 - share)
            for part in parts:
                own = kg * share * part.heads * part.weight / whole
                ways[cast("Traveller", part.who)] = (own, part.each / 2, *_kind(mode))
        for one, heads in _people(turnout.travellers):
            if one.match.place is None:
                own = unsettled * heads / (turnout.counted - settled)
                yield _Journey(one, heads, own, math.nan, "?", "")
            else:
                yield _Journey(one, heads, *ways.get(one, (0.0, 0.0, "", "")))


def _people(travellers: Mapping[object, float]) -> Iterator[tuple[Traveller, float]]:
    for one, heads in travellers.items():
        yield cast("Traveller", one), heads


def _kind(mode: str) -> tuple[str, str]:
    """The mode of a service, and the cabin of a flight."""
    parts = mode.split(".")
    return ("air", parts[-1]) if parts[0] == "air" and len(parts) == 3 else (mode, "")


def _summed(
    journeys: Iterable[_Journey], by: Callable[[_Journey], tuple[str, Label] | None]
) -> list[_Sum]:
    """People and kilograms of journeys that have something in common."""
    names: dict[str, Label] = {}
    people: dict[str, list[float]] = defaultdict(list)
    kg: dict[str, list[float]] = defaultdict(list)
    for one in journeys:
        found = by(one)
        if found is not None:
            names[found[0]] = found[1]
            people[found[0]].append(one.people)
            kg[found[0]].append(one.kg)
    sums = [
        _Sum(key, name, math.fsum(people[key]), math.fsum(kg[key])) for key, name in names.items()
    ]
    return sorted(sums, key=lambda one: (-one.kg, -one.people, one.key))


def _country(one: _Journey) -> tuple[str, Label]:
    code = one.who.match.country
    return (code, country_name(code)) if code else ("?", _UNSETTLED)


def _origin(one: _Journey) -> tuple[str, Label]:
    place = one.who.match.place
    if place is None:
        code, called = _country(one)
        if code == "?":
            return code, called
        return f"?, {code}", _("somewhere in {country}", country=called)
    return f"{place.name}, {place.region or place.country}", Label(place.name, chinese_name(place))


def _mode(found: Workings, one: _Journey) -> tuple[str, Label]:
    if one.mode == "air":
        return "air", _("Flight")
    if one.mode == "?":
        return "?", _UNSETTLED
    if not one.mode:
        return "none", _NO_WAY
    known = found.catalogue.services.get(f"modes/{one.mode}")
    return one.mode, Label(one.mode) if known is None else known.name


def _cabin(one: _Journey) -> tuple[str, Label] | None:
    return (one.cabin, _CABINS.get(one.cabin, Label(one.cabin))) if one.cabin else None


def _band(one: _Journey) -> tuple[str, Label]:
    if math.isnan(one.km):
        return "?", _UNSETTLED
    if not one.mode:
        return "none", _NO_WAY
    low = max((end for end in _BANDS if end <= one.km), default=0)
    high = next((end for end in _BANDS if end > one.km), None)
    if high is None:
        return f"{low}-", _("more than {low:,} km", low=low)
    name = _("{low:,} to {high:,} km", low=low, high=high)
    return f"{low}-{high}", name if low else _("up to {high:,} km", high=high)


def _merged(sums: list[_Sum], least: int, name: Label = _OTHERS) -> list[_Sum]:
    """Parts of at least so many people; the others are one, which has as many."""
    kept = [one for one in sums if one.people >= least]
    small = [one for one in sums if one.people < least]
    while small and kept and sum(one.people for one in small) < least:
        # else whoever knows the whole would know those few
        smallest = min(kept, key=lambda one: (one.people, one.key))
        kept.remove(smallest)
        small.append(smallest)
    if not small:
        return kept
    people, kg = (math.fsum(getattr(x, name) for x in small) for name in ("people", "kg"))
    return [*kept, _Sum("", name, people, kg)]


def _origins(journeys: list[_Journey], countries: list[_Sum], least: int) -> Iterator[Cohort]:
    """Places, merged within their country: so no country less its places tells of a few."""
    inside: dict[str, list[_Journey]] = defaultdict(list)
    for one in journeys:
        inside[_country(one)[0]].append(one)
    parts: list[_Sum] = []
    for country in _merged(countries, least):
        if not country.key:
            parts.append(country._replace(name=_("other countries")))
            continue
        called = country.name
        rest = _("elsewhere in {called}", called=called)
        alone = _merged(_summed(inside[country.key], _origin), least, rest)
        parts += [one if one.key else one._replace(key=f", {country.key}") for one in alone]
    ordered = sorted(parts, key=lambda one: (not one.key, -one.kg, -one.people, one.key))
    yield from _cohorts(ordered)


def _cohorts(sums: Iterable[_Sum]) -> tuple[Cohort, ...]:
    return tuple(Cohort(x.key, x.name, x.people, Total(x.kg / KG_PER_T)) for x in sums)
