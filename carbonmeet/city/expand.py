"""A city's years as activities, on the bench that meetings use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from carbonmeet.activity import SOURCES, Activity, Datum, Input, Link
from carbonmeet.city.gpc import SLICE, gpc_tags
from carbonmeet.city.guide import (
    INCINERATION,
    LANDFILL,
    SEWAGE_CH4,
    SEWAGE_N2O,
    complement,
    equation,
)
from carbonmeet.city.shape import (
    Building,
    Catering,
    City,
    FreeLine,
    Hotels,
    Operator,
    Sections,
    Waste,
    Wastewater,
)
from carbonmeet.city.split import modal_split, public_share
from carbonmeet.city.years import by_year, compound, phase, toward
from carbonmeet.errors import CarbonmeetError, did_you_mean
from carbonmeet.expansion import Expansion, Key, Span
from carbonmeet.fields import Amount
from carbonmeet.text import Label
from carbonmeet.units import parse_unit, reduce_chain

__all__ = ["expand_city"]

_DAYS = Datum("days of the year", 365.0, parse_unit("day"))
_NIGHTS = Datum("nights of the year", 365.0, parse_unit("night"))
_YEAR = Datum("one year", 1.0, parse_unit("year"))


def expand_city(city: City, bench: Expansion, spans: Mapping[str, Span]) -> list[Activity]:
    """Write down the years of a city as activities.

    Parameters
    ----------
    city : City
    bench : Expansion
        Collects the lines and every fault.
    spans : mapping of str to Span
        One for every year, named after it.

    Raises
    ------
    InputError
        If the scenario cannot be expanded: all faults at once.
    """
    bench.notices.add(f"The total is {SLICE}.")
    for span in spans.values():
        _Year(city, bench, span).expand()
    bench.activities[:] = [_finished(city, one) for one in bench.activities]
    return bench.finish()


def _finished(city: City, activity: Activity) -> Activity:
    known: dict[str, Input] = {
        f"phase.{measure.lower()}": phase(measure, steps, activity.year)
        for measure, steps in city.phase_in.items()
    }
    return replace(
        activity,
        tags=activity.tags | gpc_tags(activity),
        known={**activity.known, **known},
    )


class _Year:
    """One year on the bench."""

    def __init__(self, city: City, bench: Expansion, span: Span) -> None:
        self.city, self.bench, self.span = city, bench, span
        self.seen: Sections = city.observed.get(span.name, Sections())

    def expand(self) -> None:
        self.transport()
        sections = {
            "lodging": self.hotels,
            "catering": self.catering,
            "power": self.building,
            "waste": self.waste,
            "operators": self.operator,
        }
        for name, write in sections.items():
            root = self.root(name)
            for index, entry in enumerate(getattr(self.seen, name) or getattr(self.city, name)):
                with self.bench.at(*root, index):
                    write(entry, (*root, index))  # type: ignore[operator]
        found = self.seen.wastewater or self.city.wastewater
        if found is not None:
            with self.bench.at(*self.root("wastewater")):
                self.wastewater(found, self.root("wastewater"))
        for index, line in enumerate(self.city.activities):
            with self.bench.at("activities", index):
                self.free(line, ("activities", index))

    # what sections share

    def root(self, section: str) -> Key:
        """Where a section of this year stands in the file."""
        observed = getattr(self.seen, section)
        return ("observed", self.span.name, section) if observed else (section,)

    def growth(self, section: str) -> tuple[Link, ...]:
        """Change since the base year; none for what was counted in the year itself."""
        rate = self.city.growth.get(section)  # type: ignore[call-overload]
        if rate is None or getattr(self.seen, section):
            return ()
        steps = self.span.year - self.city.year
        return compound(self.bench.datum(("growth", section), rate), steps)

    def people(self, given: Amount | None = None, path: Key = ()) -> tuple[Link, ...]:
        """The residents of the year, or those of a section."""
        if given is not None:
            links: tuple[Link, ...] = ((self.bench.datum(path, given), 1),)
            return links if path[0] == "observed" else (*links, *self.growth("population"))
        whole = self.seen.population or self.city.population
        if whole is None:
            raise CarbonmeetError("'population' is missing")
        return ((self.bench.datum(self.root("population"), whole), 1), *self.growth("population"))

    def line(
        self,
        source: str,
        label: Label,
        amount: Iterable[Link],
        unit: str,
        chain: tuple[Link, ...],
        tags: Iterable[str] = (),
        service: str = "",
    ) -> None:
        """A line that no service of the catalogue prices."""
        activity = Activity(
            source=source,
            period=self.span.name,
            label=label,
            amount=tuple(amount),
            unit=parse_unit(unit),
            chain=chain,
            region=self.span.region,
            year=self.span.year,
            end=self.span.end,
            service=service,
            tags=frozenset(tags),
        )
        reduce_chain(activity.unit, [(n.id, n.unit, power) for n, power in chain])
        self.bench.activities.append(activity)

    # sections

    def transport(self) -> None:
        found, root = self.seen.transport or self.city.transport, self.root("transport")
        if found is None:
            return
        bench, span = self.bench, self.span
        with bench.at(*root):
            people = self.people(found.residents, (*root, "residents"))
            rate: Input = (
                bench.datum((*root, "trips"), found.trips)
                if found.trips is not None
                else bench.parameter("city.trips-per-person-day", span)
            )
            trips = (*people, (rate, 1), (_DAYS, 1), *self.growth("transport"))
            base = self.city.year
            shares = toward(found.shares, found.target, base, span.year)
            split = modal_split(found, shares, bench, root)
            for mode, links in split.items():
                with bench.at(*root, "shares", mode):
                    bench.add_service(
                        f"modes/{mode}",
                        (*trips, *links, (self.length(mode, root), 1)),
                        span,
                        bench.catalogue.service("modes", mode).name,
                        tags=("local", "residents"),
                    )
            if found.ridership is not None:
                self.compare_rides(trips, split, found.ridership)

    def length(self, mode: str, root: Key) -> Input:
        """passenger km per trip."""
        transport = self.seen.transport or self.city.transport
        assert transport is not None
        given = transport.lengths.get(mode)
        if given is None:
            return self.bench.parameter(f"city.trip-length.{mode}", self.span)
        return self.bench.datum((*root, "lengths", mode), given, "passenger km / trip")

    def compare_rides(
        self, trips: tuple[Link, ...], split: Mapping[str, tuple[Link, ...]], counted: Amount
    ) -> None:
        """Say how the shares compare with what the operators count."""
        daily = _value(trips) / _DAYS.value * public_share(split)
        self.bench.notices.add(
            f"{self.span.name}: the shares give {daily:,.0f} trips a day by public transport, "
            f"the operators count {counted.value:,.0f} rides ({daily / counted.value:.2f} to 1)"
        )

    def hotels(self, entry: Hotels, path: Key) -> None:
        bench = self.bench
        before: tuple[Link, ...] = ()
        if entry.room_nights is not None:
            nights: tuple[Link, ...] = (
                (bench.datum((*path, "room_nights"), entry.room_nights), 1),
            )
        elif entry.rooms is not None and entry.occupancy is not None:
            nights = (
                (bench.datum((*path, "rooms"), entry.rooms), 1),
                (bench.datum((*path, "occupancy"), entry.occupancy), 1),
                (_NIGHTS, 1),
            )
        elif entry.guest_nights is not None:
            nights = ((bench.datum((*path, "guest_nights"), entry.guest_nights), 1),)
            sharing: Input = (
                bench.datum((*path, "sharing"), entry.sharing)
                if entry.sharing is not None
                else bench.parameter("guests-per-room", self.span)
            )
            before = ((sharing, -1),)
        else:
            raise CarbonmeetError("give 'rooms' and 'occupancy', 'room_nights' or 'guest_nights'")
        links = (*nights, *self.growth("lodging"))
        bench.add_service(
            f"lodging/{entry.hotel}",
            links,
            self.span,
            entry.label,
            before=before,
            tags=("everybody",),
        )

    def catering(self, entry: Catering, path: Key) -> None:
        bench = self.bench
        if (entry.meals is None) == (entry.per_head is None):
            raise CarbonmeetError("give 'meals' or 'per_head'")
        if entry.meals is not None:
            meals: tuple[Link, ...] = ((bench.datum((*path, "meals"), entry.meals), 1),)
        else:
            assert entry.per_head is not None
            rate = bench.datum((*path, "per_head"), entry.per_head)
            meals = (*self.people(), (rate, 1), (_DAYS, 1))
        meals = (*meals, *self.growth("catering"))
        tags = ("residents",) if entry.meals is None else ("everybody",)
        bench.add_service(f"meals/{entry.meal}", meals, self.span, entry.label, tags=tags)
        if entry.food_waste is not None:
            if self.seen.waste or self.city.waste:
                raise CarbonmeetError(
                    "'food_waste' is already within the municipal waste of 'waste'"
                )
            left = (bench.parameter("food-waste.per-meal", self.span), 1)
            bench.add_service(
                f"waste/food.{entry.food_waste}", (*meals, left), self.span, entry.label
            )

    def building(self, entry: Building, path: Key) -> None:
        bench = self.bench
        if entry.energy is not None:
            links: tuple[Link, ...] = ((bench.datum((*path, "energy"), entry.energy), 1),)
        elif entry.area is not None and entry.intensity is not None:
            links = (
                (bench.datum((*path, "area"), entry.area), 1),
                (bench.datum((*path, "intensity"), entry.intensity), 1),
                (_YEAR, 1),
            )
        else:
            raise CarbonmeetError("give 'energy', or 'area' and 'intensity'")
        links = (*links, *self.growth("power"))
        bench.add_service(
            "venue/power", links, self.span, entry.label, tags=("everybody", "public-buildings")
        )

    def waste(self, entry: Waste, path: Key) -> None:
        bench, span = self.bench, self.span
        if (entry.amount is None) == (entry.per_head is None):
            raise CarbonmeetError("give 'amount' or 'per_head'")
        if entry.amount is not None:
            mass: tuple[Link, ...] = ((bench.datum((*path, "amount"), entry.amount), 1),)
        else:
            assert entry.per_head is not None
            rate = bench.datum((*path, "per_head"), entry.per_head)
            mass = (*self.people(), (rate, 1), (_DAYS, 1))
        mass = (*mass, *self.growth("waste"))
        shares = toward(entry.treatment, entry.target, self.city.year, span.year)
        total = sum(share.value for share in shares.values())
        if abs(total - 1.0) > 1e-9:
            bench.fault((*path, "treatment"), f"the treatments sum to {total:.4g}, not to 1")
        known: dict[str, Input] = {}
        if entry.recovery is not None:
            known["waste.landfill.recovery"] = bench.datum((*path, "recovery"), entry.recovery)
        for treatment, share in shares.items():
            spot = (*path, "treatment", treatment)
            part = (*mass, (bench.datum(_dated(spot, share, entry.treatment, span), share), 1))
            with bench.at(*spot):
                self.treatment(entry, treatment, part, known)

    def treatment(
        self, entry: Waste, treatment: str, mass: tuple[Link, ...], known: Mapping[str, Input]
    ) -> None:
        bench, span = self.bench, self.span
        if entry.stream == "municipal" and treatment == "incineration":
            tags = {"everybody", *({"gpc:stationary-energy"} if entry.energy_recovery else ())}
            label = _joined(entry.label, "incineration, fossil carbon", "焚烧（化石碳）")
            self.line("waste", label, mass, "t", equation(INCINERATION, bench, span), tags)
        elif entry.stream == "municipal" and treatment == "landfill":
            label = _joined(entry.label, "landfill methane", "填埋甲烷")
            chain = equation(LANDFILL, bench, span, known)
            self.line("waste", label, mass, "t", chain, ("everybody",))
        else:
            service = f"waste/{entry.stream}.{treatment}"
            bench.add_service(service, mass, span, entry.label, tags=("everybody",))

    def wastewater(self, entry: Wastewater, path: Key) -> None:
        bench, span = self.bench, self.span
        grown = self.growth("wastewater")
        people = self.people(entry.residents, (*path, "residents"))
        if entry.volume is not None:
            load: Input = (
                bench.datum((*path, "bod"), entry.bod)
                if entry.bod is not None
                else bench.parameter("wastewater.bod-per-volume", span)
            )
            bod: tuple[Link, ...] = (
                (bench.datum((*path, "volume"), entry.volume), 1),
                (load, 1),
            )
        else:
            bod = (*people, (bench.parameter("wastewater.bod-per-person-day", span), 1), (_DAYS, 1))
        chain = equation(SEWAGE_CH4, bench, span)
        if entry.recovery is not None:
            left = complement(bench.datum((*path, "recovery"), entry.recovery))
            chain = (*chain, (left, 1))
        self.line(
            "waste",
            Label("Waste water, methane", "污水甲烷"),
            (*bod, *grown),
            "kg",
            chain,
            ("everybody",),
        )
        protein = (bench.parameter("wastewater.protein", span), 1)
        self.line(
            "waste",
            Label("Waste water, nitrous oxide", "污水氧化亚氮"),
            (*people, protein, (_YEAR, 1), *grown),
            "kg",
            equation(SEWAGE_N2O, bench, span),
            ("everybody",),
        )

    def operator(self, entry: Operator, path: Key) -> None:
        bench, span = self.bench, self.span
        steps = 0 if path[0] == "observed" else span.year - self.city.year
        links: tuple[Link, ...] = ((bench.datum((*path, "distance"), entry.distance), 1),)
        if entry.growth is not None:
            links = (*links, *compound(bench.datum((*path, "growth"), entry.growth), steps))
        share = by_year(entry.share, span.year) if isinstance(entry.share, dict) else entry.share
        if share is not None:
            dated = isinstance(entry.share, dict)
            spot = (*path, "share", span.name) if dated else (*path, "share")
            links = (*links, (bench.datum(spot, share), 1))
        tags = ("everybody", *((f"gpc:scope-{entry.scope}", "gpc:basic") if entry.scope else ()))
        if entry.kind is not None:
            bench.add_service(f"vehicles/{entry.kind}", links, span, entry.label, tags=tags)
            return
        if entry.energy is None or not entry.chain:
            raise CarbonmeetError("give 'kind', or 'energy' and 'chain'")
        chain: tuple[Link, ...] = ((bench.datum((*path, "energy"), entry.energy), 1),)
        if entry.energy_growth is not None:
            rate = bench.datum((*path, "energy_growth"), entry.energy_growth)
            chain = (*chain, *compound(rate, steps))
        chain = (*chain, *bench.chain(entry.chain, span, (*path, "chain")))
        self.line("transport.road", entry.label, links, "vehicle km", chain, tags)

    def free(self, entry: FreeLine, path: Key) -> None:
        if entry.source not in SOURCES:
            hint = did_you_mean(entry.source, SOURCES)
            raise CarbonmeetError(f"no source '{entry.source}'.{hint}")
        amount = self.bench.datum((*path, "amount"), entry.amount)
        links: tuple[Link, ...] = ((amount, 1),)
        if entry.growth is not None:
            rate = self.bench.datum((*path, "growth"), entry.growth)
            links = (*links, *compound(rate, self.span.year - self.city.year))
        chain = self.bench.chain(entry.chain, self.span, (*path, "chain"))
        self.line(entry.source, entry.label, links, amount.unit.text, chain, entry.tags)


def _dated(path: Key, share: Amount, given: Mapping[str, Amount], span: Span) -> Key:
    """A share that moved since the base year is a number of its own."""
    return path if given.get(str(path[-1])) is share else (*path, span.name)


def _joined(label: Label, en: str, zh: str) -> Label:
    return Label(f"{label.get('en')}: {en}", f"{label.get('zh')}：{zh}")


def _value(links: Iterable[Link]) -> float:
    value = 1.0
    for number, power in links:
        value *= (number.value * number.unit.scale) ** power
    return value
