"""What stands beside a city's emissions: its forest, its indicators, an order of magnitude."""

from __future__ import annotations

from carbonmeet.base.errors import Fault, InputError
from carbonmeet.base.given import refuse_other, takes
from carbonmeet.base.record import dataclass
from carbonmeet.catalogue import Catalogue, load_catalogue
from carbonmeet.catalogue.records.city import INDICATORS
from carbonmeet.catalogue.records.registers import Registered
from carbonmeet.city import CityForest, city_forest
from carbonmeet.city.indicators import Indicator, indicators_of
from carbonmeet.city.register import register_of, registered_for
from carbonmeet.hostcity.years import city_of
from carbonmeet.scenario import SCENARIO_LIKE, Scenario, ScenarioLike, load_scenario

__all__ = ["EnergyCheck", "energy_check", "forest_of", "indicators_in", "registered_in"]

_T_PER_MT = 1e6
#: The city whose indicators are shipped.
_SHIPPED_FOR = "CN-YN-KMG"


@takes(scenario=SCENARIO_LIKE, catalogue=(Catalogue, None))
def indicators_in(scenario: ScenarioLike, *, catalogue: Catalogue | None = None) -> list[Indicator]:
    """The indicators of a city file; those of the catalogue for Kunming, if its file has none.

    Parameters
    ----------
    scenario : what `estimate` takes
    catalogue : Catalogue, optional
        The shipped one if not given.

    Returns
    -------
    list of Indicator

    Raises
    ------
    InputError
        With every fault of the block.
    """
    read = load_scenario(scenario)
    city = city_of(read)
    if not city.indicators:
        known = catalogue or load_catalogue()
        return list(known.table(INDICATORS)) if city.place.region == _SHIPPED_FOR else []
    # the place in the list stands for the line until the position is known
    try:
        return indicators_of(enumerate(city.indicators, 1), read.name)
    except InputError as error:
        raise InputError([_placed(read, fault) for fault in error.faults]) from None


@takes(scenario=SCENARIO_LIKE)
def registered_in(scenario: ScenarioLike) -> list[Registered]:
    """The register of a city file; the shipped entries of its place, if the file has none.

    Parameters
    ----------
    scenario : what `estimate` takes

    Returns
    -------
    list of Registered

    Raises
    ------
    InputError
        With every fault of the block.
    """
    read = load_scenario(scenario)
    city = city_of(read)
    if not city.register_:
        return registered_for(city.place.region)
    try:
        return register_of(enumerate(city.register_, 1), read.name)
    except InputError as error:
        raise InputError([_placed(read, fault, "register") for fault in error.faults]) from None


def _placed(scenario: Scenario, fault: Fault, block: str = "indicators") -> Fault:
    path = (block, fault.line - 1)
    return scenario.document.fault(path, f"{block}[{fault.line - 1}]", fault.message)


@takes(scenario=SCENARIO_LIKE, catalogue=(Catalogue, None))
def forest_of(scenario: ScenarioLike, *, catalogue: Catalogue | None = None) -> CityForest | None:
    """The forest of a city, to be shown beside its emissions; None if the file has none.

    Parameters
    ----------
    scenario : what `estimate` takes
    catalogue : Catalogue, optional
        The shipped one if not given.

    Returns
    -------
    CityForest or None

    Raises
    ------
    CarbonmeetError
        If it is a meeting.
    """
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

    Parameters
    ----------
    catalogue : Catalogue, optional
        The shipped one if not given.
    region : str
        The city whose energy the catalogue knows.

    Returns
    -------
    EnergyCheck

    Raises
    ------
    FactorNotFound
        If the catalogue has no total of energy for the region.

    Examples
    --------
    >>> check = energy_check()
    >>> round(check.low), round(check.high)
    (36, 42)
    """
    refuse_other(catalogue, (Catalogue, type(None)), "catalogue")
    refuse_other(region, str, "region")
    found = catalogue or load_catalogue()
    half = found.find("city.energy.half-year", region, 2024).value
    fossil = found.find("city.energy.fossil-share", region, 2024).value
    factor = found.find("energy.tce.fossil-co2", region, 2024)
    energy = 2 * half * fossil / _T_PER_MT
    low = factor.value if factor.low is None else factor.low
    high = factor.value if factor.high is None else factor.high
    return EnergyCheck(energy * low, energy * factor.value, energy * high)
