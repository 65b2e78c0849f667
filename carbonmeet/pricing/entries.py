"""Entries of a file that are possible, but not likely: told to the reader, never repaired.

A notice names the places of what it speaks of, as paths; who has the file at hand adds the line.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

from carbonmeet.base.errors import UnitError
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Label, _, joined
from carbonmeet.numbers.path import Names, Path, show
from carbonmeet.reading.amount import Amount
from carbonmeet.reading.schema import Listed
from carbonmeet.units import parse_quantity
from carbonmeet.units.grammar import ambiguous_thousands

if TYPE_CHECKING:
    from carbonmeet.numbers.activity import Activity
    from carbonmeet.scenario import Scenario

__all__ = ["doubtful_entries", "empty_periods"]

#: Keys of texts that are no amounts.
_WORDS = ("title", "name", "label", "note", "id", "document")
#: Entries of a list of the file, each with its place.
_Entries: TypeAlias = list[tuple[Path, Any]]
#: What a meeting hardly has more of, by section and field, in the unit of the field. Assumed, wide
#: of every published meeting of the catalogue: nothing but a question hangs on it.
_MOST = {
    ("groups", "people"): 5e6,
    ("online", "people"): 5e6,
    ("venue", "area"): 5e6,
    ("venue", "water"): 5e6,
    ("venue", "energy"): 1e8,
    ("venue", "intensity"): 50.0,
    ("fleet", "vehicles"): 1e6,
    ("fleet", "distance"): 3000.0,  # 2500 km at a meeting of ten days in Lima, given as of one
    ("fleet", "reserve"): 1e6,
    ("waste", "per_person_day"): 50.0,
    ("consumables", "per_person_day"): 200.0,
    ("consumables", "per_person"): 1e4,
    ("groups", "sharing"): 20.0,
    ("shuttles", "lines"): 1e4,
    ("shuttles", "runs"): 1e4,
    ("shuttles", "length"): 2000.0,
    ("shuttles", "seats"): 300.0,
    ("freight", "distance"): 4e4,
    ("transfers", "distance"): 2000.0,
    ("transfers", "seats"): 300.0,
    ("transfers", "vehicles"): 1e6,
    ("transfers", "per_day"): 2400.0,
}


def doubtful_entries(scenario: Scenario) -> Iterator[Notice]:
    """What a reader should look at again in the entries of the lists of a file."""
    content, names = scenario.content, Names(scenario.document.data)
    for name in type(content).model_fields:
        listed = getattr(content, name)
        if isinstance(listed, tuple) and listed and isinstance(listed[0], Listed):
            yield from _twice(names, [((name, at), one) for at, one in enumerate(listed)])
    for at, group in enumerate(getattr(content, "groups", ())):
        trips = group.local if isinstance(group.local, tuple) else ()
        yield from _twice(
            names, [(("groups", at, "local", number), one) for number, one in enumerate(trips)]
        )
        yield from _stay(group, scenario, _shown(names, [("groups", at)]))
    if scenario.kind == "meeting":
        yield from _long_periods(scenario, names)
        yield from _out_of_scale(scenario, names)
        yield from _long_use(scenario, names)
        yield from _both_ways(scenario, names)
    yield from _pointed(scenario, names)
    yield from _early_credits(scenario, names)


def _shown(names: Names, places: Sequence[Path]) -> list[str]:
    """Places by the names of their entries, which are the same in every file that says so."""
    return [show(names.named(place)) for place in places]


def _twice(names: Names, entries: _Entries) -> Iterator[Notice]:
    """Entries equal in every word; the `id` that tells two of one name apart says nothing else."""
    alike: dict[object, list[tuple[Any, list[Path]]]] = defaultdict(list)
    glances = [_glance(entry) for _place, entry in entries]
    often = Counter(glances)
    for (place, entry), glance in zip(entries, glances, strict=True):
        if often[glance] == 1:
            continue
        bare = entry.model_copy(update={"id": None}) if getattr(entry, "id", None) else entry
        known = alike[_look(bare)]
        places = next((found for one, found in known if one == bare), None)
        if places is None:
            known.append((bare, places := []))
        places.append(place)
    for _entry, places in (pair for known in alike.values() for pair in known):
        if len(places) > 1:
            shown = _shown(names, places)
            yield Notice(
                "entry.twice",
                {"section": str(places[0][0]), "entries": shown},
                _("{entries} are equal in every word, and each counts", entries=joined(shown)),
            )


def _glance(entry: Any) -> object:
    """What is quickest to compare: nearly all entries differ in their names and amounts."""
    said = (getattr(entry, name) for name in type(entry).model_fields if name != "id")
    return tuple(
        one.value if isinstance(one, Amount) else one.get("en") if isinstance(one, Label) else None
        for one in said
    )


def _look(entry: Any) -> object:
    """What is quick to compare of an entry, so that a long list is not compared pair by pair."""
    said = (getattr(entry, name) for name in type(entry).model_fields)
    return tuple(one.value if isinstance(one, Amount) else str(one) for one in said if one)


def _stay(group: Any, scenario: Scenario, places: list[str]) -> Iterator[Notice]:
    """Longer than the period; or in a hotel for no night."""
    name: Label = group.name
    if group.hotel is not None and group.nights is not None and group.nights.value == 0:
        yield Notice(
            "group.no-night",
            {"group": name.get("en"), "hotel": group.hotel, "entries": places},
            _("{name}: a hotel is given with 0 nights: no room is counted", name=name),
        )
    span = scenario.spans.get(group.period)
    days = None if span is None else span.days
    if days is None:
        return
    if group.nights is not None and group.nights.value > days + 1:
        yield Notice(
            "group.long-stay",
            {
                "group": name.get("en"),
                "nights": group.nights.value,
                "days": days,
                "entries": places,
            },
            _(
                "{name}: {nights:g} nights in a period of {days:g} days",
                name=name,
                nights=group.nights.value,
                days=days,
            ),
        )
    elif group.days is not None and group.days.value > days + 2:
        yield Notice(
            "group.long-days",
            {
                "group": name.get("en"),
                "given": group.days.value,
                "days": days,
                "entries": places,
            },
            _(
                "{name}: {given:g} days in a period of {days:g} days",
                name=name,
                given=group.days.value,
                days=days,
            ),
        )


def _long_periods(scenario: Scenario, names: Names) -> Iterator[Notice]:
    """Periods of more than a year: more likely a slip in one of the two days."""
    for name, span in scenario.spans.items():
        if span.days is not None and span.days > 366:
            yield Notice(
                "period.long",
                {"days": span.days, "entries": _shown(names, [("periods", name)])},
                _(
                    "{period} lasts {days:,.0f} days: are its start and end right?",
                    period=scenario.content.periods[name].name or name,
                    days=span.days,
                ),
            )


def empty_periods(scenario: Scenario, activities: Sequence[Activity]) -> Iterator[Notice]:
    """Periods of a meeting in which nothing happens, and which no entry names."""
    counted = {one.period for one in activities}
    rest = [
        (name, span)
        for name, span in scenario.spans.items()
        if name not in counted and not span.counterfactual
    ]
    if scenario.kind != "meeting" or not rest:
        return
    data = scenario.document.data
    said = set(_texts({key: one for key, one in data.items() if key != "periods"}))
    for name, span in rest:
        if name not in said:
            yield Notice(
                "period.empty",
                {"period": name, "entries": [show(("periods", name))]},
                _("nothing happens in the period {period}: no entry names it", period=span.label),
            )


def _texts(data: object) -> Iterator[str]:
    """Every key and every text of plain data."""
    inner: Iterable[object] = ()
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        yield from (str(key) for key in data)
        inner = data.values()
    elif isinstance(data, list | tuple):
        inner = data
    for one in inner:
        yield from _texts(one)


def _out_of_scale(scenario: Scenario, names: Names) -> Iterator[Notice]:
    """Numbers a hundred times what a large meeting has: more likely a slip in the unit."""
    for (section, field), most in _MOST.items():
        listed = getattr(scenario.content, section)
        for at, entry in enumerate(listed if isinstance(listed, tuple) else ()):
            given = getattr(entry, field)
            if given is not None and given.value > most:
                place = _shown(names, [(section, at, field)])
                yield Notice(
                    "entry.out-of-scale",
                    {
                        "field": field,
                        "value": given.value,
                        "unit": str(given.unit),
                        "entries": place,
                    },
                    _(
                        "{entry}: {value:,.10g} {unit} is far beyond a meeting: are number and "
                        "unit right?",
                        entry=getattr(entry, "name", None) or entry.label or joined(place),
                        value=given.value,
                        unit=given.unit,
                    ),
                )


def _long_use(scenario: Scenario, names: Names) -> Iterator[Notice]:
    """Halls and vehicles in use for far longer than their period lasts."""
    for section in type(scenario.content).model_fields:
        listed = getattr(scenario.content, section)
        for at, entry in enumerate(listed if isinstance(listed, tuple) else ()):
            given = getattr(entry, "days", None)
            span = scenario.spans.get(getattr(entry, "period", None) or "")
            days = None if span is None else span.days
            if section == "groups" or given is None or days is None:
                continue
            if given.value > 2 * days + 30:  # building up and taking down may take weeks
                place = _shown(names, [(section, at, "days")])
                yield Notice(
                    "entry.long-use",
                    {"given": given.value, "days": days, "entries": place},
                    _(
                        "{name}: {given:g} days in a period of {days:g} days",
                        name=getattr(entry, "label", None) or joined(place),
                        given=given.value,
                        days=days,
                    ),
                )


def _pointed(scenario: Scenario, names: Names) -> Iterator[Notice]:
    """Amounts such as 3.000 kWh, three of them here and three thousand in half of the world."""
    found = [*_two_ways(scenario.document.data, ())]
    if found:
        places = _shown(names, [place for place, _text in found])
        yield Notice(
            "entry.decimal-point",
            {"amounts": [text for _place, text in found], "entries": places},
            _(
                "a point stands before decimals and never sets thousands apart: is it meant so in "
                "{amounts}?",
                amounts=joined(text for _place, text in found),
            ),
        )


def _two_ways(data: object, place: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, str):
        if ambiguous_thousands(data):
            with suppress(UnitError):
                parse_quantity(data)
                yield place, data
    elif isinstance(data, dict):
        for key, one in data.items():
            if key not in _WORDS:
                yield from _two_ways(one, (*place, key))
    elif isinstance(data, list):
        for at, one in enumerate(data):
            yield from _two_ways(one, (*place, at))


def _both_ways(scenario: Scenario, names: Names) -> Iterator[Notice]:
    """One thing measured and estimated in the same period: it may be counted twice."""
    content: Any = scenario.content
    halls = [(("venue", at), one) for at, one in enumerate(content.venue)]
    power = [
        (("activities", at), one)
        for at, one in enumerate(content.activities)
        if one.source == "venue.power" and one.amount.basis == "measured"
    ]
    for period in scenario.spans:
        metered = [x for x, one in (*halls, *power) if one.period == period and _metered(one)]
        by_area = [x for x, one in halls if one.period == period and one.area is not None]
        if metered and by_area:
            read, guessed = _shown(names, metered), _shown(names, by_area)
            yield Notice(
                "venue.metered-and-by-area",
                {"period": period, "entries": [*read, *guessed]},
                _(
                    "{read}: by a meter, {guessed}: by area, in one period: power that the meter "
                    "has of that area is counted twice",
                    read=joined(read),
                    guessed=joined(guessed),
                ),
            )
    for section, kind in (("waste", "stream"), ("consumables", "item")):
        yield from _by_amount_and_by_head(scenario, names, section, kind)


def _metered(one: Any) -> bool:
    return getattr(one, "energy", None) is not None or hasattr(one, "chain")


def _by_amount_and_by_head(
    scenario: Scenario, names: Names, section: str, kind: str
) -> Iterator[Notice]:
    """One stream or thing as a whole, and so much a head as well."""
    listed: Sequence[Any] = getattr(scenario.content, section)
    found: dict[tuple[str, str], tuple[list[Path], list[Path]]] = defaultdict(lambda: ([], []))
    for at, one in enumerate(listed):
        found[one.period, getattr(one, kind)][one.amount is None].append((section, at))
    for (_period, what), (whole, by_head) in found.items():
        if whole and by_head:
            first, second = _shown(names, whole), _shown(names, by_head)
            yield Notice(
                "entry.whole-and-by-head",
                {"section": section, kind: what, "entries": [*first, *second]},
                _(
                    "{first}: as a whole, {second}: by head, in one period: what is in both is "
                    "counted twice",
                    first=joined(first),
                    second=joined(second),
                ),
            )


def _early_credits(scenario: Scenario, names: Names) -> Iterator[Notice]:
    """Credits of a year after the meeting."""
    block = scenario.content.offset
    last = max(span.year for span in scenario.spans.values())
    for at, credit in enumerate(() if block is None else block.credits):
        if credit.vintage is not None and credit.vintage > last:
            yield Notice(
                "credit.later-vintage",
                {
                    "vintage": credit.vintage,
                    "year": last,
                    "entries": _shown(names, [("offset", "credits", at)]),
                },
                _(
                    "a credit of vintage {vintage} for a meeting of {last}: it did not exist then",
                    vintage=credit.vintage,
                    last=last,
                ),
            )
