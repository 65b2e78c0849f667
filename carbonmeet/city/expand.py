"""A city's years as activities, on the bench that meetings use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from carbonmeet.base.errors import CarbonmeetError, FactorNotFound, did_you_mean
from carbonmeet.base.ids import parts_of
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Expansion, Key, Span
from carbonmeet.bench.solar import own_power
from carbonmeet.bench.supply import supply
from carbonmeet.bench.transfers import transfer
from carbonmeet.city.datacentres import data_centre
from carbonmeet.city.forest import NEEDED
from carbonmeet.city.goals import check_goal
from carbonmeet.city.gpc import FOOD, SLICE, gpc_tags
from carbonmeet.city.moving import operator, transport
from carbonmeet.city.power import mix_faults
from carbonmeet.city.service import at_service, service_parts
from carbonmeet.city.shape import Building, Catering, City, Forest, FreeLine, Hotels
from carbonmeet.city.waste import waste, wastewater
from carbonmeet.city.year import DAYS, NIGHTS, YEAR, CityYear
from carbonmeet.city.years import compound, in_year, phase_fault
from carbonmeet.numbers.activity import SOURCES, Activity
from carbonmeet.numbers.number import Link, Number
from carbonmeet.reading.schema import where

__all__ = ["expand_city"]


def expand_city(
    city: City, bench: Expansion, spans: Mapping[str, Span], measures: Iterable[str] = ()
) -> list[Activity]:
    """Write down the years of a city as activities.

    Parameters
    ----------
    city : City
    bench : Expansion
        Collects the lines and every fault.
    spans : mapping of str to Span
        One for every year, named after it.
    measures : iterable of str
        Those that are carried out.

    Raises
    ------
    InputError
        If the scenario cannot be expanded: all faults at once.
    """
    bench.notices.add(Notice("city.slice", {}, SLICE))
    if city.catering:
        bench.notices.add(Notice("city.meals", {}, FOOD))
    if len(spans) > 1:
        bench.notices.add(_adds_up(len(spans)))
    for index, goal in enumerate(city.targets):
        with bench.at("targets", index):
            check_goal(goal, (span.year for span in spans.values()), city.year)
    first = next(iter(spans.values()))
    for path, message in mix_faults(city, bench.catalogue, first.region):
        bench.fault(path, message)
    _check_land(city.forest, bench, first)
    _check_names(city, bench, [span.year for span in spans.values()], frozenset(measures))
    for span in spans.values():
        _expand(CityYear(city, bench, span))
    steps = {
        (measure, span.year): in_year(bench, ("phase_in", measure), shares, span.year, early=0.0)
        for measure, shares in city.phase_in.items()
        for span in spans.values()
    }
    _check_bases(city, bench, steps, frozenset(measures))
    parts = service_parts(city, bench)
    bench.activities[:] = [
        _finished(at_service(one, city, parts), city.phase_in, steps) for one in bench.activities
    ]
    return bench.finish()


def _adds_up(years: int) -> Notice:
    return Notice(
        "city.years-added",
        {"years": years},
        _(
            "The total in the data of the result adds up {years} years and is for "
            "internal use only: quote single years.",
            years=years,
        ),
    )


def _check_bases(
    city: City,
    bench: Expansion,
    steps: Mapping[tuple[str, int], Number],
    measures: frozenset[str],
) -> None:
    """Refuse a measure that acts in a year from which a target measures a change."""
    bases = {goal.since or city.year: goal.year for goal in city.targets if goal.change is not None}
    for (name, year), step in steps.items():
        if year in bases and name in measures and step.value > 0:
            said = _(
                "{name} acts in {year}, from which the target for {bases} is measured",
                name=name,
                year=year,
                bases=bases[year],
            )
            bench.fault(
                ("phase_in", name), _("{said}: a base year is one without measures", said=said)
            )


def _check_land(forest: Forest | None, bench: Expansion, span: Span) -> None:
    """A parcel counts once, and its stock turns into tonnes by numbers of the place."""
    seen = set[tuple[str, ...]]()
    for index, parcel in enumerate(forest.parcels if forest else ()):
        if parts_of(parcel.id) in seen:
            path = ("forest", "parcels", index, "id")
            bench.fault(path, _("parcel '{id}' is listed twice: land counts once", id=parcel.id))
        seen.add(parts_of(parcel.id))
    for key in NEEDED if forest and len(forest.stock) > 1 else ():
        try:
            bench.catalogue.find(key, span.region, span.year)
        except FactorNotFound:
            message = _(
                "no '{key}' is known for {region}: give it under 'factors'",
                key=key,
                region=span.region,
            )
            bench.fault(("forest", "stock"), message)


def _check_names(city: City, bench: Expansion, years: list[int], measures: frozenset[str]) -> None:
    """Refuse what is said of a measure that is not carried out, or of a year not worked out."""
    # what a file takes over from another may be left without use: it was right there
    if bench.document.writes(("phase_in",)):
        for name in city.phase_in:
            problem = phase_fault(name, bench.catalogue.measures, measures)
            if problem:
                bench.fault(("phase_in", name), problem)
    if bench.document.writes(("observed",)):
        for name in city.observed:
            if int(name) not in years:
                listed = ", ".join(map(str, years))
                message = _(
                    "{name} is not among the years worked out: {listed}", name=name, listed=listed
                )
                bench.fault(("observed", name), message)


#: A section that lists entries → what writes one of them down.
_Writer = Callable[[CityYear, Any, Key], None]


def _expand(year: CityYear) -> None:
    transport(year)
    writers: dict[str, _Writer] = {
        "lodging": _hotels,
        "catering": _catering,
        "power": _building,
        "data_centres": data_centre,
        "waste": waste,
        "operators": operator,
    }
    for name, write in writers.items():
        root = year.root(name)
        entries = getattr(year.seen, name) or getattr(year.city, name)
        for path, entry in year.bench.entries(root, entries):
            with year.bench.at(*path):
                write(year, entry, path)
    found = year.seen.wastewater or year.city.wastewater
    if found is not None:
        with year.bench.at(*year.root("wastewater")):
            wastewater(year, found, year.root("wastewater"))
    if year.span.year == year.city.year:
        _shock(year)
    for path, line in year.bench.entries(("activities",), year.city.activities):
        with year.bench.at(*path):
            _free(year, line, path)


def _shock(year: CityYear) -> None:
    """Goods brought and people moved in the base year."""
    for path, goods in year.bench.entries(("supply",), year.city.supply):
        with year.bench.at(*path):
            supply(year.bench, goods, year.span, path)
    for path, moved in year.bench.entries(("transfers",), year.city.transfers):
        with year.bench.at(*path):
            transfer(year.bench, moved, year.span, path)


def _finished(
    activity: Activity, phased: Iterable[str], steps: Mapping[tuple[str, int], Number]
) -> Activity:
    known = {f"phase.{name.lower()}": steps[name, activity.year] for name in phased}
    return replace(
        activity,
        tags=activity.tags | gpc_tags(activity),
        known={**activity.known, **known},
    )


def _hotels(year: CityYear, entry: Hotels, path: Key) -> None:
    bench = year.bench
    before: tuple[Link, ...] = ()
    if entry.room_nights is not None:
        nights: tuple[Link, ...] = ((bench.number((*path, "room_nights"), entry.room_nights), 1),)
    elif entry.rooms is not None and entry.occupancy is not None:
        nights = (
            (bench.number((*path, "rooms"), entry.rooms), 1),
            (bench.number((*path, "occupancy"), entry.occupancy), 1),
            (NIGHTS, 1),
        )
    elif entry.guest_nights is not None:
        nights = ((bench.number((*path, "guest_nights"), entry.guest_nights), 1),)
        sharing: Number = (
            bench.number((*path, "sharing"), entry.sharing)
            if entry.sharing is not None
            else bench.parameter(
                "guests-per-room",
                year.span,
                _("{key}, e.g. {example}", key=where((*path, "sharing")), example="1.5"),
            )
        )
        before = ((sharing, -1),)
    else:
        raise CarbonmeetError(_("give 'rooms' and 'occupancy', 'room_nights' or 'guest_nights'"))
    links = (*nights, *year.growth("lodging"))
    bench.add_service(
        f"lodging/{entry.hotel}",
        links,
        year.span,
        entry.label,
        before=before,
        tags=("everybody",),
    )


def _catering(year: CityYear, entry: Catering, path: Key) -> None:
    bench = year.bench
    if (entry.meals is None) == (entry.per_head is None):
        raise CarbonmeetError(_("give 'meals' or 'per_head'"))
    if entry.meals is not None:
        meals: tuple[Link, ...] = ((bench.number((*path, "meals"), entry.meals), 1),)
    else:
        assert entry.per_head is not None
        rate = bench.number((*path, "per_head"), entry.per_head)
        meals = (*year.people(), (rate, 1), (DAYS, 1))
    meals = (*meals, *year.growth("catering"))
    tags = ("residents",) if entry.meals is None else ("everybody",)
    bench.add_service(f"meals/{entry.meal}", meals, year.span, entry.label, tags=tags)
    if entry.food_waste is not None:
        if year.seen.waste or year.city.waste:
            raise CarbonmeetError(
                _("'food_waste' is already within the municipal waste of 'waste'")
            )
        left = (bench.parameter("food-waste.per-meal", year.span), 1)
        bench.add_service(f"waste/food.{entry.food_waste}", (*meals, left), year.span, entry.label)


def _building(year: CityYear, entry: Building, path: Key) -> None:
    bench = year.bench
    if entry.energy is not None:
        links: tuple[Link, ...] = ((bench.number((*path, "energy"), entry.energy), 1),)
    elif entry.area is not None and entry.intensity is not None:
        links = (
            (bench.number((*path, "area"), entry.area), 1),
            (bench.number((*path, "intensity"), entry.intensity), 1),
            (YEAR, 1),
        )
    else:
        raise CarbonmeetError(_("give 'energy', or 'area' and 'intensity'"))
    links = (*links, *year.growth("power"))
    tags = ("everybody", "public-buildings")
    bought = own_power(bench, (*path, "solar"), entry.solar, links, year.span, entry.label, tags)
    bench.add_service("venue/power", bought, year.span, entry.label, tags=tags)


def _free(year: CityYear, entry: FreeLine, path: Key) -> None:
    if entry.source not in SOURCES:
        hint = did_you_mean(entry.source, SOURCES)
        raise CarbonmeetError(_("no source '{source}'.{hint}", source=entry.source, hint=hint))
    amount = year.bench.number((*path, "amount"), entry.amount)
    links: tuple[Link, ...] = ((amount, 1),)
    if entry.growth is not None:
        rate = year.bench.number((*path, "growth"), entry.growth, domain="signed")
        links = (*links, *compound(rate, year.span.year - year.city.year))
    chain = year.bench.chain(entry.chain, year.span, (*path, "chain"))
    year.line(entry.source, entry.label, links, amount.unit.text, chain, entry.tags)
