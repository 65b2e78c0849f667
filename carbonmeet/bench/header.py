"""What every scenario file has, whatever its kind."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from carbonmeet.base.errors import ModelError, message_of
from carbonmeet.base.frozen import Frozen, freeze
from carbonmeet.base.text import Label, _
from carbonmeet.bench.caps import Cap
from carbonmeet.bench.correlations import Correlation
from carbonmeet.bench.exclusions import Excluded
from carbonmeet.bench.money import Money
from carbonmeet.bench.signed import Checked, Day, Prepared
from carbonmeet.catalogue.law import LawBlock
from carbonmeet.catalogue.measure import Measure
from carbonmeet.numbers.distribution import Distribution, read_distribution
from carbonmeet.offset.block import OffsetBlock
from carbonmeet.reading.amount import Share
from carbonmeet.reading.schema import FullMap, Map, Strict
from carbonmeet.reading.textfields import LabelField
from carbonmeet.travel.laws import Law

__all__ = [
    "Boundary",
    "Control",
    "DistributionBlock",
    "Header",
    "Methods",
    "OwnFactor",
    "Period",
    "Place",
]


class Place(Strict):
    """Where a period is held: the region decides which factors are found."""

    name: LabelField | None = None
    airport: str = ""
    region: str = "world"


class Period(Strict):
    """An accounting period: by its year, or by its first and last day."""

    name: LabelField | None = None
    year: int | None = Field(default=None, ge=1990, le=2100)
    start: Day | None = None
    end: Day | None = None
    counterfactual: bool = False
    place: Place | None = None


class Methods(Strict):
    """How to account where accountants differ.

    Attributes
    ----------
    electricity : {"location", "market"}
        Average grid, or contracts for green power (GHG Protocol Scope 2).
    aviation_non_co2 : bool
        Whether the effects of flying high beyond CO2 count.
    upstream : bool
        Whether the supply of fuels counts (well to tank).
    distance : {"wgs84", "sphere"}
        Great circle on the ellipsoid, or on a sphere of 6371.0088 km.
    gwp : {"as-published", "AR4", "AR5", "AR6"}
        Warming potentials of methane and nitrous oxide: those of each publisher, or one set for
        every row whose gases are apart.
    future : {"newest", "trend"}
        What a number says of a year after its own: the same, or what the trend of grids, aircraft
        and cars leaves of it (``factors/trends.csv``).
    """

    electricity: Literal["location", "market"] = "location"
    aviation_non_co2: bool = True
    upstream: bool = False
    distance: Literal["wgs84", "sphere"] = "wgs84"
    gwp: Literal["as-published", "AR4", "AR5", "AR6"] = "as-published"
    future: Literal["newest", "trend"] = "newest"


class Control(Strict):
    """What no line of a file tells, and what reporting frames ask: see ``factors/control.csv``.

    Attributes
    ----------
    hall : {"hired", "controlled"}
        Whether the organiser controls the hall and its energy.
    fleet : {"hired", "controlled"}
        The same of the vehicles of the event.
    staff : {"others", "employed"}
        Whether people with the role of staff are employed by the organiser.
    freight : {"organiser", "exhibitors"}
        Who pays for the freight.
    """

    hall: Literal["hired", "controlled"] | None = None
    fleet: Literal["hired", "controlled"] | None = None
    staff: Literal["others", "employed"] | None = None
    freight: Literal["organiser", "exhibitors"] | None = None


class Boundary(Strict):
    """What the planner leaves out on purpose: in words, with its size where one is estimated."""

    excluded: tuple[Excluded, ...] = ()


class OwnFactor(Strict):
    """A row of the user's own, with the columns of the catalogue; or a law by distance.

    Without a year it holds from the first year of the scenario on. A law has no value and no unit:
    its key is a mode of travel. One that `replaces` a row of the catalogue is taken wherever that
    row would be, and nowhere else.
    """

    key: str
    value: float | None = None
    unit: str = ""
    law: LawBlock | None = None
    region: str = "world"
    year: int | None = None
    low: float | None = None
    high: float | None = None
    boundary: str = ""
    source: str = "own"
    replaces: str = ""
    locator: str = ""
    evidence: Literal["primary", "secondary", "assumed"] = "secondary"
    name_en: str = ""
    name_zh: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _number_or_law(self) -> OwnFactor:
        if self.law is None:
            for name in ("value", "unit"):
                if name not in self.model_fields_set or getattr(self, name) is None:
                    raise ValueError(_("'{name}' is missing", name=name))
            return self
        for name in ("value", "unit", "low", "high", "region", "year", "boundary", "replaces"):
            if name in self.model_fields_set:
                raise ValueError(_("'{name}' does not apply to a law", name=name))
        return self

    def by_distance(self) -> Law | None:
        """The law, if it is one."""
        if self.law is None:
            return None
        return self.law.made(self.source, self.locator, self.note, self.evidence)


class DistributionBlock(Strict):
    """A distribution written out, in the unit of the number; see `read_distribution`.

    The 95 % range of a lognormal with a `gsd2` runs from median / gsd2 to median * gsd2.
    """

    form: Literal["fixed", "lognormal", "normal", "uniform", "triangular", "pert", "beta"]
    value: float | None = None
    median: float | None = None
    gsd2: float | None = None
    mean: float | None = None
    sd: float | None = None
    low: float | None = None
    mode: float | None = None
    high: float | None = None
    a: float | None = None
    b: float | None = None

    @model_validator(mode="after")
    def _possible(self) -> DistributionBlock:
        try:
            self.distribution()
        except ModelError as error:
            raise ValueError(message_of(error)) from None
        return self

    def distribution(self) -> Distribution:
        """The distribution itself."""
        return read_distribution(self.model_dump(exclude_none=True))


#: Scores of a factor without a published range: reliability, completeness, temporal,
#: geographical and technological fit, from 1 (best) to 5.
Scores = Annotated[tuple[Annotated[int, Field(ge=1, le=5)], ...], Field(min_length=5, max_length=5)]


#: An uptake in a word; `none` and `parent` are said of the measures not named, `others`.
Uptake = Literal["planned", "none", "parent"]


class PageVariant(Strict):
    """The scenario with other values at some paths, to choose on a what-if page.

    Attributes
    ----------
    set : mapping of path to value
        Such as ``place: CTU``, ``methods.aviation_non_co2: false`` or ``offset.stand: fir``; null
        takes away what is there.
    """

    name: LabelField
    set: FullMap[str, Annotated[Any, AfterValidator(freeze)]]


class PageBlock(Strict):
    """What ``carbonmeet page`` prepares beside the scenario itself.

    A page moves numbers; what changes which numbers count, another host, another species, has to
    be worked out beforehand.
    """

    variants: tuple[PageVariant, ...] = Field(default=(), max_length=4)


class Header(Strict):
    """What every scenario has, whatever its kind."""

    carbonmeet: Literal[2]
    kind: Literal["meeting", "city"]
    extends: str | None = None
    title: LabelField
    place: Place = Place.model_construct()
    prefer: tuple[str, ...] = ()
    fallback: tuple[str, ...] = ()
    methods: Methods = Methods.model_construct()
    boundary: Boundary = Boundary.model_construct()
    control: Control = Control.model_construct()
    prepared: Prepared | None = None
    checked: Checked | None = None
    factors: tuple[OwnFactor, ...] = ()
    own_measures: tuple[Measure, ...] = ()
    measures: Literal["planned", "none"] | Map[str, Share | Uptake] = "none"
    caps: tuple[Cap, ...] = ()
    money: Money | None = None
    realisation: Literal["planned", "expected"] = "planned"
    offset: OffsetBlock | None = None
    distributions: Map[str, DistributionBlock] = Frozen()
    correlations: tuple[Correlation, ...] = ()
    pedigree: Map[str, Scores] = Frozen()
    page: PageBlock = PageBlock.model_construct()
    notes: str = ""

    @property
    def says_more(self) -> bool:
        """Whether the file is of use even where nothing in it emits."""
        return False

    @property
    def statement(self) -> Label | None:
        """What has to be said with every total; None where nothing has."""
        return None
