"""Stands and their parameters, published forests of events, prices of credits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal

from carbonmeet.base.errors import UnitError, message_of
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import Label, Message, _
from carbonmeet.catalogue.records.shared import (
    EVIDENCE,
    KEY,
    LOCATOR,
    NOTE,
    REGION,
    SOURCE,
    Evidence,
)
from carbonmeet.rows import Column, Table
from carbonmeet.units import Unit, parse_unit

__all__ = [
    "CREDITS",
    "FOREST_EVENTS",
    "STANDS",
    "STAND_PARAMETERS",
    "CreditPrice",
    "ForestEvent",
    "StandParameter",
    "StandRow",
]

#: Tonnes of carbon in a tonne of dry matter: a plain share, though carbon is no unit elsewhere.
_CARBON = Unit("t C/t", 1.0, ())

_AGE = Column("Age of the trees when planted, years.", least=0, told=True)

Growth = Literal["chapman-richards", "logistic", "gompertz", "linear", "yield-table"]
Symbol = Literal["A", "k", "m", "b", "rate", "cap", "CAI", "CUT", "D", "BEF", "R", "CF"]
Route = Literal["biomass", "above-ground", "volume", "co2"]


def _unit(text: str) -> Unit:
    return _CARBON if text == _CARBON.text else parse_unit(text)


class StandRow(NamedTuple):
    """A forest stand: one row of ``stands.csv``."""

    key: Annotated[str, KEY]
    name: Annotated[Label, Column("Name")]
    growth: Annotated[Growth, Column("Function of growth.")]
    route: Annotated[
        Route,
        Column(
            "What the function describes: all living biomass, above-ground biomass, stem volume, "
            "CO2."
        ),
    ]
    region: Annotated[str, REGION]
    species_latin: Annotated[str, Column("Species.")] = ""
    origin: Annotated[
        Literal["natural", "plantation", "project", "default", "rule"],
        Column("Where the curve is from.", told=True),
    ] = "project"
    age_at_planting: Annotated[float, _AGE] = 0.0
    correlation: Annotated[
        float, Column("Correlation of ln A and ln k in the fit.", least=-1, most=1)
    ] = 0.0
    rmse: Annotated[
        float | None, Column("Scatter of plots about the curve, in the unit of A.", least=0)
    ] = None
    rmse_young: Annotated[float | None, Column("The same for young plots.", least=0)] = None
    young_until: Annotated[float, Column("Age up to which a plot is young, years.", least=0)] = 0.0
    plots: Annotated[int | None, Column("Number of plots.", least=1)] = None
    age_min: Annotated[float | None, Column("Age of the youngest plot, years.", least=0)] = None
    age_max: Annotated[float | None, Column("Age of the oldest plot, years.", least=0)] = None
    rivals: Annotated[
        tuple[str, ...],
        Column("Keys of stands that could stand in, separated by spaces.", to="stands"),
    ] = ()
    note: Annotated[str, Column("What a reader should know.", told=True)] = ""


class StandParameter(NamedTuple):
    """A number of a stand: one row of ``stand_parameters.csv``."""

    stand: Annotated[str, Column("Key of stands.csv.", to="stands")]
    parameter: Annotated[Symbol, Column("Symbol of the parameter.")]
    value: Annotated[float, Column("The number, in the unit of the row.")]
    unit: Annotated[Unit, Column("The whole unit.", read=_unit)]
    source: Annotated[str, SOURCE]
    evidence: Annotated[Evidence, EVIDENCE]
    age: Annotated[
        float | None,
        Column("Age that the value holds for, years; empty where for all.", least=0),
    ] = None
    low: Annotated[float | None, Column("Lower end of the 95% range.")] = None
    high: Annotated[float | None, Column("Upper end of the 95% range.")] = None
    locator: Annotated[str, Column("Place in the source.")] = ""
    note: Annotated[str, NOTE] = ""

    def problems(self) -> Iterator[tuple[str, str]]:
        """Numbers of growth are above zero."""
        for column, number in (("value", self.value), ("low", self.low)):
            if number is not None and number <= 0:
                yield (
                    column,
                    _(
                        "'{parameter}' is not a positive number: {number:g}",
                        parameter=self.parameter,
                        number=number,
                    ),
                )


#: Numbers that turn a growth curve into CO2, by what the curve describes.
ROUTES: Mapping[str, tuple[str, ...]] = {
    "biomass": ("CF",),  # total living biomass, t d.m./ha
    "above-ground": ("R", "CF"),  # above-ground biomass, t d.m./ha
    "volume": ("D", "BEF", "R", "CF"),  # stem volume over bark, m3/ha
    "co2": (),  # t CO2/ha
}
#: Numbers that a growth function cannot do without; the cap of the linear one may be left out.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "chapman-richards": ("A", "k", "m"),
    "logistic": ("A", "b", "k"),
    "gompertz": ("A", "b", "k"),
    "linear": ("rate",),
    "yield-table": (),
}


def curve_fault(stand: StandRow, numbers: Sequence[StandParameter]) -> Message | None:
    """Why numbers are not those of a stand's curve, or not all of them; None if they are."""
    given = {one.parameter for one in numbers if one.age is None}
    wanted = {*NEEDS[stand.growth], *ROUTES[stand.route]}
    missing, extra = wanted - given, given - wanted - {"cap"}
    if missing:
        return _(
            "numbers of the curve are missing in stand_parameters.csv: {missing}",
            missing=sorted(missing),
        )
    if extra:
        return _("numbers that are not of this curve: {extra}", extra=sorted(extra))
    ages = [one.age for one in numbers if one.age is not None and one.parameter != "CUT"]
    table = stand.growth == "yield-table"
    if table != (len(ages) > 1) or ages != sorted(set(ages)):
        return _("only a yield table has increments, at two or more rising ages")
    cuts = [one for one in numbers if one.age is not None and one.parameter == "CUT"]
    felled = [one.age for one in cuts if one.age is not None]
    if felled and (not table or felled != sorted(set(felled))):
        return _("only a yield table has thinnings (CUT), at rising ages")
    if any(not 0 < one.value < 1 for one in cuts):
        return _("a thinning (CUT) takes a share between 0 and 1 of the stock")
    return None


class CreditPrice(NamedTuple):
    """A price that somebody published, in `unit`."""

    kind: Annotated[
        str,
        Column("Kind of instrument.", to="credit_kinds"),
    ]
    name: Annotated[Label, Column("Name")]
    region: Annotated[str, REGION]
    date: Annotated[
        str,
        Column(
            "Day or year of the price.",
            form="[0-9]{4}(-[0-9]{2}-[0-9]{2})?",
            such=_("a year or a day such as 2024-06-01"),
        ),
    ]
    price: Annotated[float, Column("Price, in the unit of the row.", least=0)]
    unit: Annotated[str, Column("The whole unit, such as CNY/t.")]
    source: Annotated[str, SOURCE]
    evidence: Annotated[Evidence, EVIDENCE]
    low: Annotated[float | None, Column("Lower end of the range.")] = None
    high: Annotated[float | None, Column("Upper end of the range.")] = None
    locator: Annotated[str, LOCATOR] = ""
    note: Annotated[str, NOTE] = ""

    def problems(self) -> Iterator[tuple[str, str]]:
        """The unit can be read."""
        try:
            parse_unit(self.unit)
        except UnitError as error:
            yield "unit", message_of(error)


@dataclass(frozen=True, slots=True)
class ForestEvent:
    """A forest planted for a meeting or a project, as published.

    Attributes
    ----------
    tonnes : float or None
        Claimed over the period, t CO2e.
    area_mu : float
        mu.
    period : float or None
        Years; None where not published.
    cost : float or None
        Given for the planting, CNY.
    stand : str
        Stand of ours with the same or the nearest species; empty if there is none.
    """

    key: Annotated[str, KEY]
    name: Annotated[Label, Column("Event or project", name="event")]
    year: Annotated[int, Column("Year of the event.", least=1990, most=2100)]
    area_mu: Annotated[
        float, Column("Area of the forest in mu, a fifteenth of a hectare.", least=0)
    ]
    species: Annotated[str, Column("Species planted.", name="species_en")]
    site: Annotated[str, Column("Place.")]
    kind: Annotated[
        Literal["event", "monitored", "project"],
        Column(
            "event: announced with an event; monitored: measured afterwards; project: registered."
        ),
    ]
    source: Annotated[str, SOURCE]
    evidence: Annotated[Evidence, EVIDENCE]
    tonnes: Annotated[
        float | None,
        Column(
            "Emissions to be compensated or removal stated, t CO2e; empty where not published.",
            least=0,
        ),
    ] = None
    period: Annotated[
        float | None,
        Column("Years in which the forest is to compensate; empty where not published.", least=0),
    ] = None
    cost: Annotated[
        float | None,
        Column("Money given for the planting, CNY; empty where not published.", least=0),
    ] = None
    stand: Annotated[
        str,
        Column("Key of stands.csv that comes nearest; empty where none does.", to="stands"),
    ] = ""
    age_at_planting: Annotated[float, _AGE] = 0.0
    locator: Annotated[str, LOCATOR] = ""
    note: Annotated[str, NOTE] = ""


STANDS = Table("stands", "Forest stands", StandRow, "key")
STAND_PARAMETERS = Table(
    "stand_parameters",
    "Parameters of the growth of forest stands",
    StandParameter,
    "stand parameter age",
)
FOREST_EVENTS = Table(
    "forest_events",
    "Events and projects whose emissions a forest was to compensate",
    ForestEvent,
    "key",
)
CREDITS = Table(
    "credits", "Prices of allowances and credits", CreditPrice, "kind region date source"
)
