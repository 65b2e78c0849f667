"""What only a city has, and a meeting in its host city: years, targets, causes, forest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from carbonmeet.answer.measures import Measures
from carbonmeet.answer.records import Named, Records
from carbonmeet.answer.shown import Shown
from carbonmeet.answer.total import Total
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label
from carbonmeet.units import T_CO2E

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "BothSides",
    "Change",
    "City",
    "CityForest",
    "Energy",
    "HostShare",
    "Plants",
    "PowerMix",
    "Reading",
    "Target",
    "Year",
]


@dataclass(frozen=True, slots=True)
class BothSides:
    """t CO2e before the measures and after them."""

    baseline: float
    residual: float


@dataclass(frozen=True, slots=True)
class Energy(Shown):
    """What a year uses of one carrier, before the measures and after them.

    Attributes
    ----------
    unit : str
        Of `baseline` and `residual`, such as kWh.
    """

    name: Label
    unit: str
    baseline: float
    residual: float


@dataclass(frozen=True, slots=True)
class Year(Shown):
    """One year of a city, t CO2e.

    Attributes
    ----------
    by_source : mapping of str to BothSides
    by_scope : mapping of str to float
        Before the measures, by scope and reporting level of the GPC.
    basic : BothSides
        The reporting level BASIC of the GPC: what cities compare.
    energy : tuple of Energy
        Electricity and fuels that lines are priced by.
    untold : float
        t CO2e before the measures whose published numbers tell no energy.
    """

    year: int
    baseline: float
    residual: float
    saving: float
    by_source: Mapping[str, BothSides]
    by_scope: Mapping[str, float]
    basic: BothSides = BothSides(0.0, 0.0)
    energy: tuple[Energy, ...] = ()
    untold: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_source", Named(self.by_source, "source"))
        object.__setattr__(self, "by_scope", Named(self.by_scope, "scope"))


@dataclass(frozen=True, slots=True)
class Target(Shown):
    """A target and how the plan stands to it, t CO2e after the measures.

    Attributes
    ----------
    source : str or None
        A source or the first part of one; None for the whole slice.
    most : float
        What the target allows.
    expected : float
        What the plan comes to.
    gap : float
        What is missing; negative where the target is met with room to spare.
    """

    year: int
    source: str | None
    label: Label
    most: float
    expected: float
    gap: float
    basis: str
    note: str


@dataclass(frozen=True, slots=True)
class Change(Shown):
    """Why a year emits more or less than another, t CO2e.

    Attributes
    ----------
    since, until : int
        The years.
    activity, structure, intensity, measures : float
        The causes; they add up to `total`.
    """

    since: int
    until: int
    activity: float
    structure: float
    intensity: float
    measures: float
    total: float


@dataclass(frozen=True, slots=True)
class Reading(Shown):
    """What one reading of the public-transport share comes to in the base year.

    Attributes
    ----------
    of : {"motorised_trips", "all_trips"}
        What the share is taken to be a share of.
    stated : float
        The share as the file gives it.
    of_all_trips : float
        Public transport in all trips.
    transport, total : float
        t CO2e of the trips, and of the slice, before measures.
    """

    of: str
    year: int
    stated: float
    of_all_trips: float
    transport: float
    total: float


@dataclass(frozen=True, slots=True)
class CityForest(Shown):
    """The forest of a city: beside its emissions, in no total.

    Attributes
    ----------
    removal : Total or None
        t CO2 a year, over the years `since` to `until`.
    programme_ha : mapping of str to float
        Areas of the programme by kind, ha.
    unlisted_ha : float or None
        Of the total given, what no kind is named for.
    uptake : mapping of str to Total
        t CO2 a year by kind, where a source gives a rate; of low confidence.
    trees : mapping of str to float
        Trees planted by kind, where they were counted.
    breaks : tuple of str
        Years between `since` and `until` in which the definition of the stock changed.
    """

    removal: Total | None
    since: int | None
    until: int | None
    programme_ha: Mapping[str, float]
    unlisted_ha: float | None
    uptake: Mapping[str, Total] = field(default_factory=dict)
    trees: Mapping[str, float] = field(default_factory=dict)
    breaks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("programme_ha", "uptake", "trees"):
            object.__setattr__(self, name, Named(getattr(self, name), "kind"))


@dataclass(frozen=True, slots=True)
class Plants:
    """The plants of one technology in a year.

    Attributes
    ----------
    capacity_share, share : float
        Of all capacity, and of all generation: hours stand between them.
    """

    name: Label
    megawatts: float
    gigawatt_hours: float
    capacity_share: float
    share: float


@dataclass(frozen=True, slots=True)
class PowerMix(Shown):
    """A city's own plants in a year, and two views of a kilowatt-hour.

    Attributes
    ----------
    average : float
        kg CO2 per kWh of what the plants make.
    official : float
        The published factor of the place, kg CO2 per kWh.
    marginal : float or None
        kg CO2 of a kWh of thermal power, which one kWh more or less of use or of new plants moves;
        None where there is none.
    added : float
        GWh a year of the plants that were added since the base year.
    displaced : float
        t CO2 a year if they take the place of thermal power, as far as there is any.
    """

    year: int
    plants: tuple[Plants, ...]
    average: float
    official: float
    marginal: float | None
    added: float
    displaced: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "plants", Records(self.plants))


@dataclass(frozen=True, slots=True)
class HostShare(Shown):
    """A meeting in its host city's year, t CO2e.

    Attributes
    ----------
    event : float
        The meeting's periods of that year, travel to the city included.
    inside : float
        What of it happens in the city.
    overlap : float
        What of that the city's year counts too.
    of_residents : float
        What of the overlap are trips and meals of groups that live in the city.
    city : float
        The city's year, as estimated: a slice.
    share : float
        `inside` over `city`.
    rest_of_city : float
        The city's year without the meeting.
    """

    year: int
    event: float
    inside: float
    overlap: float
    city: float
    share: float
    rest_of_city: float
    of_residents: float = 0.0

    @property
    def together(self) -> float:
        """Rest of the city and the meeting: the overlap counts once."""
        return self.rest_of_city + self.event


@dataclass(frozen=True, slots=True)
class City(Shown):
    """The years of a city; of a meeting, its share in those of its host city.

    Attributes
    ----------
    years : tuple of Year
    targets : tuple of Target
    changes : tuple of Change
        From year to year, and the whole way where that is another.
    readings : tuple of Reading
        Both readings of the public-transport share in the base year, where it has two.
    forest : CityForest or None
    mix : tuple of PowerMix
        Of the base year, and of every year in which plants are added; where the file lists plants.
    last : Measures or None
        What the measures save in the last year, where several are worked out.
    base_year : int or None
        That of the file's own numbers.
    shares : tuple of HostShare
        Of a meeting.
    """

    years: tuple[Year, ...] = ()
    targets: tuple[Target, ...] = ()
    changes: tuple[Change, ...] = ()
    readings: tuple[Reading, ...] = ()
    forest: CityForest | None = None
    mix: tuple[PowerMix, ...] = ()
    last: Measures | None = None
    base_year: int | None = None
    shares: tuple[HostShare, ...] = ()
    unit: str = field(default=T_CO2E)

    def __post_init__(self) -> None:
        for name in ("years", "targets", "changes", "readings", "mix", "shares"):
            object.__setattr__(self, name, Records(getattr(self, name)))

    def to_frame(self) -> pd.DataFrame:
        """The years, or the meeting's shares in them, as a pandas table; t CO2e.

        Returns
        -------
        pandas.DataFrame
        """
        table = self.years or self.shares
        return table.to_frame() if isinstance(table, Records) else Records(table).to_frame()
