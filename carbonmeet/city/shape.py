"""A city's year as a planner counts it: the sections of a ``kind: city`` file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from carbonmeet.base.frozen import Frozen
from carbonmeet.base.text import _
from carbonmeet.bench.supply import Supply
from carbonmeet.bench.transfers import Transfer
from carbonmeet.city.goals import Goal
from carbonmeet.city.plausibility import Claim
from carbonmeet.city.survey import Entry
from carbonmeet.reading.amount import Amount, AnyAmount, In, People, Share
from carbonmeet.reading.schema import FullMap, Listed, Map, Strict
from carbonmeet.reading.textfields import LabelField, WorkedYear, YearText

__all__ = [
    "Building",
    "Catering",
    "City",
    "DataCentre",
    "Forest",
    "FreeLine",
    "Hotels",
    "Mix",
    "Operator",
    "Section",
    "Sections",
    "Service",
    "Transport",
    "Waste",
    "Wastewater",
]

#: No population and no use of energy goes on growing, or falling, faster than that in a year.
_FASTEST = 0.2


def _slow(rate: Amount) -> Amount:
    """Refuse a change per year that was probably meant as a hundredth of it."""
    if abs(rate.value) > _FASTEST:
        hint = _(" Did you mean {value:g}%?", value=rate.value) if abs(rate.value) <= 5 else ""
        raise ValueError(
            _(
                "{value:.0%} a year is more than {fastest:.0%}, up or down.{hint}",
                value=rate.value,
                fastest=_FASTEST,
                hint=hint,
            )
        )
    return rate


#: A change per year, such as 2% or -0.5%.
Rate = Annotated[Amount, In("1", allow_negative=True, max_value=1), AfterValidator(_slow)]
#: How often a person does something in a day is bounded as it is for the people of a meeting.
TripsPerDay = Annotated[Amount, In("trip / person / day", plain=True, max_value=24)]
#: A trip within the city.
TripLength = Annotated[Amount, In("km", max_value=200)]
Rides = Annotated[Amount, In("trip / day", plain=True)]
VehicleKm = Annotated[Amount, In("vehicle km", plain=False)]
Rooms = Annotated[Amount, In("room", whole=True)]
RoomNights = Annotated[Amount, In("room night")]
GuestNights = Annotated[Amount, In("person night")]
Population = Annotated[Amount, In("person", whole=True, allow_zero=False)]
Sharing = Annotated[Amount, In("person / room", allow_zero=False, min_value=1)]
Meals = Annotated[Amount, In("meal")]
MealsPerHead = Annotated[Amount, In("meal / person / day", plain=True, max_value=24)]
Energy = Annotated[Amount, In("kWh")]
#: Power usage effectiveness: no building uses less than its machines do.
Effectiveness = Annotated[Amount, In("1", allow_zero=False, min_value=1, max_value=4)]
Area = Annotated[Amount, In("m^2")]
Intensity = Annotated[Amount, In("kWh / m^2 / year", plain=False)]
Tonnes = Annotated[Amount, In("t")]
WastePerHead = Annotated[Amount, In("kg / person / day", plain=False)]
Volume = Annotated[Amount, In("m^3")]
Concentration = Annotated[Amount, In("kg / m^3")]
Land = Annotated[Amount, In("ha")]
Trees = Annotated[Amount, In("tree", whole=True)]
Capacity = Annotated[Amount, In("MW")]
Hours = Annotated[Amount, In("h / year", plain=False, max_value=8784)]

Section = Literal[
    "population",
    "transport",
    "lodging",
    "catering",
    "power",
    "data_centres",
    "waste",
    "wastewater",
]


class Target(Strict):
    """Shares to be reached in a year; until then they move in a straight line."""

    year: WorkedYear
    shares: Map[str, Share]


class Transport(Strict):
    """Trips of residents within the city.

    Attributes
    ----------
    denominator : {"all_trips", "motorised_trips"}
        What the shares are shares of. A published share means nothing without it.
    active_share : Share, optional
        Walking and cycling in all trips; needed where the shares are of motorised trips.
    active : mapping of str to Share
        Modes of the active trips; on foot where nothing is said.
    shares : mapping of str to Share
        Modes and their shares of the denominator; they sum to 1.
    lengths : mapping of str to TripLength
        km per trip; else ``city.trip-length.<mode>`` of the catalogue, which knows Kunming's.
    residents : People, optional
        Whose trips these are, if not the whole population's.
    ridership : Rides, optional
        Rides per day that the operators count: a check, never a line.
    """

    denominator: Literal["all_trips", "motorised_trips"]
    residents: People | None = None
    trips: TripsPerDay | None = None
    active_share: Share | None = None
    active: Map[str, Share] = Field(default_factory=Frozen)
    shares: FullMap[str, Share]
    lengths: Map[str, TripLength] = Field(default_factory=Frozen)
    ridership: Rides | None = None
    target: Target | None = None


class Operator(Listed):
    """Vehicle-kilometres in the base year as an operator counts them.

    Attributes
    ----------
    kind : str, optional
        A vehicle of the catalogue; or give `energy` and `chain`.
    energy : amount, optional
        Fuel or power per vehicle-kilometre.
    chain : list of str
        What turns the energy into kg CO2e.
    share : share, or shares by year
        Part of the distance that these vehicles run.
    growth, energy_growth : Rate
        Compound change per year of the distance and of `energy`.
    """

    label: LabelField
    distance: VehicleKm
    kind: str | None = None
    energy: AnyAmount | None = None
    chain: tuple[str, ...] = Field(default_factory=tuple)
    share: Map[WorkedYear, Share] | Share | None = None
    growth: Rate | None = None
    energy_growth: Rate | None = None
    scope: Literal["1", "2", "3"] | None = None


class Hotels(Listed):
    """Hotels of one class: rooms and their occupancy, or the nights sold."""

    label: LabelField
    hotel: str = "hotel.average"
    rooms: Rooms | None = None
    occupancy: Share | None = None
    room_nights: RoomNights | None = None
    guest_nights: GuestNights | None = None
    sharing: Sharing | None = None


class Catering(Listed):
    """Meals away from home."""

    label: LabelField
    meal: str = "restaurant"
    meals: Meals | None = None
    per_head: MealsPerHead | None = None
    food_waste: str | None = None


class Building(Listed):
    """Public buildings: metered, or area times intensity.

    Attributes
    ----------
    solar : Share, optional
        Part of the electricity that panels on the site make and the site uses.
    """

    label: LabelField
    energy: Energy | None = None
    area: Area | None = None
    intensity: Intensity | None = None
    solar: Share | None = None


class DataCentre(Listed):
    """A data centre, or several of one kind.

    Attributes
    ----------
    energy : Energy
        Electricity of the machines in the base year.
    pue : Effectiveness
        Electricity of the building over that of its machines. No source gives one for a place: it
        is the operator's number.
    """

    label: LabelField
    energy: Energy
    pue: Effectiveness


class Waste(Listed):
    """Municipal waste of a year by treatment.

    Attributes
    ----------
    treatment : mapping of str to Share
        ``incineration`` and ``landfill`` follow the provincial guide; others are services of the
        catalogue under ``waste/<stream>.<treatment>``. They sum to 1.
    recovery : Share, optional
        Landfill gas caught.
    energy_recovery : bool
        Whether the incinerators sell power: their CO2 then belongs to stationary energy.
    """

    label: LabelField
    stream: str = "municipal"
    amount: Tonnes | None = None
    per_head: WastePerHead | None = None
    treatment: FullMap[str, Share]
    recovery: Share | None = None
    energy_recovery: bool = False
    target: Target | None = None


class Wastewater(Strict):
    """Municipal waste water: its load by volume and BOD, or by heads.

    Attributes
    ----------
    residents : People, optional
        Whose waste water it is, if not the whole population's: nitrous oxide comes from them.
    """

    volume: Volume | None = None
    bod: Concentration | None = None
    residents: People | None = None
    recovery: Share | None = None


class Mix(Strict):
    """The city's power plants. Capacity is not generation: hours stand between them.

    Attributes
    ----------
    capacity : mapping of str to Capacity
        By technology, in the base year.
    hours : mapping of str to Hours
        Full-load hours; else those of the catalogue.
    total : Capacity, optional
        As published: a check, the plants have to sum to it.
    additions : mapping of year to capacities
        What joins the grid in a year after the base year.
    """

    capacity: FullMap[str, Capacity]
    hours: Map[str, Hours] = Field(default_factory=Frozen)
    total: Capacity | None = None
    additions: Map[WorkedYear, Map[str, Capacity]] = Field(default_factory=Frozen)


class CityParcel(Strict):
    """A piece of the city's own afforestation or greening; its id may be claimed once.

    Attributes
    ----------
    trees : Trees, optional
        Trees planted; shown, for no source gives a rate for a tree in the street.
    """

    id: str = Field(min_length=1)
    label: LabelField
    type: Literal["planting", "closure", "improvement", "restoration", "grassland", "greening"]
    area: Land
    year: int = Field(ge=1950, le=2200)
    trees: Trees | None = None


class Forest(Strict):
    """The city's forest: growing stock by year and the programme by type.

    Attributes
    ----------
    definitions : mapping of year to str
        What was counted anew from a year on: a stock across it is of low confidence.
    """

    stock: Map[YearText, Volume] = Field(default_factory=Frozen)
    definitions: Map[YearText, str] = Field(default_factory=Frozen)
    parcels: tuple[CityParcel, ...] = Field(default_factory=tuple)
    programme_total: Land | None = None


class Service(Strict):
    """The share of normal service that a city ran for some days of its base year.

    Attributes
    ----------
    days : Days
        How long.
    shares : mapping of str to Share
        By section (`transport`, `lodging`, `catering`, `power`, `data_centres`, `waste`) or by
        mode of travel, which goes before its section.
    """

    days: Annotated[Amount, In("day", max_value=365)]
    shares: FullMap[str, Share]


class FreeLine(Listed):
    """Anything else: an amount of the base year and the chain that prices it."""

    source: str
    label: LabelField
    amount: AnyAmount
    chain: tuple[str, ...]
    tags: tuple[str, ...] = Field(default_factory=tuple)
    growth: Rate | None = None


class Sections(Strict):
    """What may be counted anew for a year."""

    population: Population | None = None
    transport: Transport | None = None
    operators: tuple[Operator, ...] = Field(default_factory=tuple)
    lodging: tuple[Hotels, ...] = Field(default_factory=tuple)
    catering: tuple[Catering, ...] = Field(default_factory=tuple)
    power: tuple[Building, ...] = Field(default_factory=tuple)
    data_centres: tuple[DataCentre, ...] = Field(default_factory=tuple)
    waste: tuple[Waste, ...] = Field(default_factory=tuple)
    wastewater: Wastewater | None = None


class City(Sections):
    """The sections of a city.

    Attributes
    ----------
    year : int
        Base year: that of the sections.
    years : list of int
        Years to work out; the base year alone where nothing is said.
    growth : mapping of section to rate
        Compound change per year; or rates by year, each up to the year that it names and the last
        one on. That of the population moves whatever is counted per head.
    observed : mapping of year to sections
        Sections counted anew for a year go before those that grew.
    grid : {"official", "mix"}
        The published factor of the province, or that of the plants under `mix`.
    targets : list of Goal
        What a year's emissions are not to exceed; shown beside them.
    indicators : list of mappings
        The plan's indicators, with the columns of ``indicators.csv``; else the shipped ones.
    register_ : list of mappings
        ``register`` in a file: what documents name and nobody prices, with the columns of
        ``register.csv``.
    asset_survey, claims
        The carbon-asset survey, and published figures to be checked.
    supply, transfers, service
        A shock to demand in the base year, shown beside the year without it; never a measure.
    phase_in : mapping of measure to shares by year
        Part of the uptake that is in place in a year; straight lines between the years given.
    """

    year: int = Field(ge=1990, le=2100)
    years: tuple[Annotated[int, Field(ge=1990, le=2100)], ...] = Field(default_factory=tuple)
    growth: Map[Section, Map[WorkedYear, Rate] | Rate] = Field(default_factory=Frozen)
    observed: Map[WorkedYear, Sections] = Field(default_factory=Frozen)
    grid: Literal["official", "mix"] = "official"
    mix: Mix | None = None
    forest: Forest | None = None
    phase_in: Map[str, Map[WorkedYear, Share]] = Field(default_factory=Frozen)
    activities: tuple[FreeLine, ...] = Field(default_factory=tuple)
    supply: tuple[Supply, ...] = Field(default_factory=tuple)
    transfers: tuple[Transfer, ...] = Field(default_factory=tuple)
    service: Service | None = None
    targets: tuple[Goal, ...] = Field(default_factory=tuple)
    indicators: tuple[Map[str, str | int | float], ...] = Field(default_factory=tuple)
    # a class has a method of the name that the section bears in a file
    register_: tuple[Map[str, str | int | float], ...] = Field(
        default_factory=tuple, alias="register"
    )
    asset_survey: tuple[Entry, ...] = Field(default_factory=tuple)
    claims: tuple[Claim, ...] = Field(default_factory=tuple)

    @property
    def listed_years(self) -> list[int]:
        """The years to work out, ascending."""
        return sorted(set(self.years or [self.year]))
