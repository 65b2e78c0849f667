"""Questions put to a city's estimate, and to a meeting within its host city."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from os import PathLike

from carbonmeet.catalogue import Catalogue, load_catalogue
from carbonmeet.city import CityForest, city_forest, read_as_all_trips
from carbonmeet.city.lmdi import decompose
from carbonmeet.city.scenario import CityScenario
from carbonmeet.errors import CarbonmeetError, Fault
from carbonmeet.estimation import Estimate, Ledger, estimate
from carbonmeet.scenario import Scenario, load_scenario

__all__ = [
    "EnergyCheck",
    "HostShare",
    "YearRow",
    "both_readings",
    "by_scope",
    "city_of",
    "double_claims",
    "energy_check",
    "forest_of",
    "host_of",
    "kaya",
    "share_of_city",
    "yearly",
]

_KG_PER_T = 1000.0
_T_PER_MT = 1e6


def city_of(scenario: Scenario) -> CityScenario:
    """The content of a city file.

    Raises
    ------
    CarbonmeetError
        If it is a meeting.
    """
    if not isinstance(scenario.content, CityScenario):
        raise CarbonmeetError(f"{scenario.name} is a {scenario.kind} file, not a city")
    return scenario.content


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year of a city, t CO2e."""

    year: int
    baseline: float
    residual: float
    by_source: dict[str, float]

    @property
    def saving(self) -> float:
        """What the measures take off."""
        return self.baseline - self.residual


def yearly(result: Estimate) -> list[YearRow]:
    """The years of a city one by one; `by_source` after the measures."""
    before, after = result.baseline.sums("period"), result.residual.sums("period")
    rows = []
    for name, span in result.scenario.spans.items():
        sources: dict[str, float] = {}
        for line, kg in zip(result.model.lines, result.residual.kg, strict=True):
            if line.activity.period == name:
                source = line.activity.source
                sources[source] = sources.get(source, 0.0) + float(kg) / _KG_PER_T
        rows.append(YearRow(span.year, before[name], after[name], sources))
    return rows


def by_scope(result: Estimate, year: int) -> dict[str, float]:
    """t CO2e of a year before measures by scope and reporting level of the GPC.

    ``gpc:scope-1``, ``-2`` and ``-3`` sum to the year; so do ``gpc:basic`` and ``gpc:other``.
    """
    found: dict[str, float] = {}
    for line, kg in zip(result.model.lines, result.baseline.kg, strict=True):
        if line.activity.period == str(year):
            for tag in sorted(line.activity.tags):
                if tag.startswith("gpc:"):
                    found[tag] = found.get(tag, 0.0) + float(kg) / _KG_PER_T
    return found


def both_readings(
    scenario: str | PathLike[str] | Scenario, *, catalogue: Catalogue | None = None
) -> dict[str, Estimate]:
    """A city under both readings of its public-transport share.

    Returns
    -------
    dict
        ``motorised_trips``: as the file declares; ``all_trips``: the same figure read as a share
        of all trips, the other modes sharing what is left.

    Raises
    ------
    CarbonmeetError
        If the file does not declare shares of motorised trips: there is no second reading.
    """
    read = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    city = city_of(read)
    if city.transport is None or city.transport.denominator != "motorised_trips":
        raise CarbonmeetError(
            f"{read.name}: only shares of motorised trips have a second reading, as all trips"
        )
    other = city.model_copy(update={"transport": read_as_all_trips(city.transport)})
    return {
        "motorised_trips": estimate(read, catalogue=catalogue),
        "all_trips": estimate(replace(read, content=other), catalogue=catalogue),
    }


def kaya(result: Estimate, before: int, after: int) -> dict[str, float]:
    """Split the change between two years into activity, structure and intensity, t CO2e.

    Every line emits ``A * (a / A) * (kg / a)``: `A` is the amount of its section in its own unit,
    such as all passenger-kilometres, `a` the line's. ``measures`` is the change in what the
    measures save. The parts sum to the change of the residual.

    Raises
    ------
    CarbonmeetError
        If a year is not worked out.
    """
    terms = [_terms(result, _period(result, year)) for year in (before, after)]
    parts = decompose(terms[0], terms[1], ("activity", "structure", "intensity"))
    rows = {row.year: row for row in yearly(result)}
    return {**parts, "measures": rows[before].saving - rows[after].saving}


def _period(result: Estimate, year: int) -> str:
    if str(year) not in result.scenario.spans:
        known = ", ".join(result.scenario.spans)
        raise CarbonmeetError(f"{result.scenario.name} does not work out {year}: it has {known}")
    return str(year)


def _terms(result: Estimate, period: str) -> dict[str, tuple[float, float, float]]:
    """Activity, structure and intensity of every line of a period, t CO2e."""
    amounts = result.model.quantities()[0]
    kg = result.baseline.kg
    mine = [i for i in result.lines if result.model.lines[i].activity.period == period]
    whole: dict[object, float] = {}
    for i in mine:
        activity = result.model.lines[i].activity
        if activity.part == 0:
            whole[_section(result, i)] = whole.get(_section(result, i), 0.0) + float(amounts[i])
    terms: dict[str, tuple[float, float, float]] = {}
    for i in mine:
        activity, amount = result.model.lines[i].activity, float(amounts[i])
        name = f"{activity.source} {activity.label} {activity.service} {activity.part}"
        while name in terms:
            name += "'"
        total = whole.get(_section(result, i), 0.0)
        if amount > 0 and total > 0:
            terms[name] = (total, amount / total, float(kg[i]) / _KG_PER_T / amount)
    return terms


def _section(result: Estimate, line: int) -> object:
    activity = result.model.lines[line].activity
    return activity.source.split(".")[0], activity.unit.text


@dataclass(frozen=True, slots=True)
class HostShare:
    """A meeting in its host city's year, t CO2e.

    Attributes
    ----------
    event : float
        The meeting's periods of that year, travel to the city included.
    inside : float
        What of it happens in the city.
    overlap : float
        What of that the city's year counts too.
    city : float
        The city's year, as estimated: a slice.
    """

    year: int
    event: float
    inside: float
    overlap: float
    city: float

    @property
    def share(self) -> float:
        """The meeting's part in the city, over the city's year."""
        return self.inside / self.city

    @property
    def rest_of_city(self) -> float:
        """The city's year without the meeting."""
        return self.city - self.overlap

    @property
    def together(self) -> float:
        """Rest of the city and the meeting: the overlap counts once."""
        return self.rest_of_city + self.event


def host_of(event: Estimate, city: Scenario, *, catalogue: Catalogue | None = None) -> Estimate:
    """A city estimated for the years in which a meeting was held.

    Other years than the city's base year grow from it, or are those observed.
    """
    years = {span.year for span in event.scenario.spans.values() if not span.counterfactual}
    content = city_of(city).model_copy(update={"years": sorted(years)})
    return estimate(replace(city, content=content), catalogue=catalogue)


def share_of_city(event: Estimate, city: Estimate) -> list[HostShare]:
    """What a meeting is in its host city's years; one row for every year it touches.

    The city counts everybody's hotel nights, public buildings and municipal waste, a meeting's
    among them: these overlap. It counts trips and meals of residents only, so those of delegates
    do not, unless the city counts by vehicles or by meals sold. Periods that were never held are
    left out.

    Raises
    ------
    CarbonmeetError
        If the files belong to different regions, or the city lacks a year of the meeting.
    """
    city_of(city.scenario)
    years: dict[int, set[str]] = {}
    for name, span in event.scenario.spans.items():
        if not span.counterfactual:
            years.setdefault(span.year, set()).add(name)
            _same_place(span.region, city.scenario.content.place.region)
    rows = []
    for year, periods in sorted(years.items()):
        _period(city, year)
        shared = {
            line.activity.source
            for line in city.model.lines
            if line.activity.period == str(year) and "everybody" in line.activity.tags
        }
        rows.append(
            HostShare(
                year=year,
                event=_sum(event.residual, periods),
                inside=_sum(event.residual, periods, travel=False),
                overlap=_sum(event.residual, periods, travel=False, sources=shared),
                city=_sum(city.residual, {str(year)}),
            )
        )
    return rows


def _same_place(first: str, second: str) -> None:
    short, long = sorted((first, second), key=len)
    if not f"{long}-".startswith(f"{short}-"):
        raise CarbonmeetError(f"the meeting is in {first} and the city in {second}")


def _sum(
    ledger: Ledger,
    periods: set[str],
    *,
    travel: bool = True,
    sources: set[str] | None = None,
) -> float:
    kept = [
        float(kg)
        for line, kg in zip(ledger.model.lines, ledger.kg, strict=True)
        if line.activity.period in periods
        and (travel or "travel" not in line.activity.tags)
        and (sources is None or line.activity.source in sources)
    ]
    return sum(kept) / _KG_PER_T


def double_claims(scenarios: Iterable[Scenario]) -> list[Fault]:
    """Parcels of forest that several files, or one file twice, lay claim to.

    A city's programme and a meeting's offset cannot both use the same land.
    """
    first: dict[str, str] = {}
    faults = []
    for scenario in scenarios:
        for path, parcel in _parcels(scenario):
            if parcel in first:
                message = f"parcel '{parcel}' is already claimed in {first[parcel]}"
                where = f"{path[0]}.parcels[{path[2]}].id"
                faults.append(scenario.document.fault((*path, "id"), where, message))
            first.setdefault(parcel, scenario.name)
    return faults


def _parcels(scenario: Scenario) -> list[tuple[tuple[str | int, ...], str]]:
    content = scenario.content
    if isinstance(content, CityScenario):
        name, ids = "forest", [one.id for one in (content.forest.parcels if content.forest else ())]
    else:
        name, ids = "offset", [one.id for one in (content.offset.parcels if content.offset else ())]
    return [((name, "parcels", index), one) for index, one in enumerate(ids)]


def forest_of(scenario: Scenario, *, catalogue: Catalogue | None = None) -> CityForest | None:
    """The forest of a city, to be shown beside its emissions; None if the file has none."""
    city = city_of(scenario)
    if city.forest is None:
        return None
    return city_forest(city.forest, catalogue or load_catalogue(), city.place.region)


@dataclass(frozen=True, slots=True)
class EnergyCheck:
    """A city's CO2 from its energy use, Mt a year: an order of magnitude."""

    low: float
    value: float
    high: float


def energy_check(catalogue: Catalogue | None = None, region: str = "CN-YN-KMG") -> EnergyCheck:
    """CO2 from the city's energy total: two half-years x fossil share x t CO2 per tce.

    The total is in equivalent value (等价值), which counts power at its fuel in a power station;
    the product is a check of order, never a line.

    Examples
    --------
    >>> check = energy_check()
    >>> round(check.low), round(check.high)
    (36, 42)
    """
    found = catalogue or load_catalogue()
    half = found.find("city.energy.half-year", region, 2024).value
    fossil = found.find("city.energy.fossil-share", region, 2024).value
    factor = found.find("energy.tce.fossil-co2", region, 2024)
    energy = 2 * half * fossil / _T_PER_MT
    low, high = factor.low or factor.value, factor.high or factor.value
    return EnergyCheck(energy * low, energy * factor.value, energy * high)
