"""What an answer rests on: scenario, numbers, factors, boundary, quality."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carbonmeet.answer.records import Named, Records
from carbonmeet.answer.shown import Shown
from carbonmeet.answer.total import Total
from carbonmeet.base.frozen import freeze
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label

__all__ = [
    "Boundary",
    "CatalogueRecord",
    "Input",
    "LeftOut",
    "Line",
    "Period",
    "Quality",
    "Row",
    "Scenario",
]


@dataclass(frozen=True, slots=True)
class Period:
    """An accounting period, with the people who are on site as attendees."""

    label: Label
    year: int
    region: str
    counterfactual: bool
    participants: float


@dataclass(frozen=True, slots=True)
class Input:
    """A number of the scenario.

    Attributes
    ----------
    path : str
        What it is known by in the file, in distributions, in a sweep.
    basis : str
        ``measured``, ``published``, ``given`` or ``assumed``.
    evidence : str or None
        Grade of the document behind it, where one is given.
    document : mapping or None
        The document: kind, number, date, holder, file.
    """

    path: str
    name: Label
    value: float
    low: float | None
    high: float | None
    unit: str
    basis: str
    note: Label
    evidence: str | None = None
    document: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "document", freeze(self.document))


@dataclass(frozen=True, slots=True, repr=False)
class Scenario(Shown):
    """The scenario of an answer, as far as an answer has to name it.

    Attributes
    ----------
    name : str
        Of the file, without its folder.
    hash : str
        SHA-256 of the file, of those it extends, and of those it names, such as a list of people.
    methods : mapping
        Accounting methods by name.
    periods : mapping of str to Period
    inputs : tuple of Input
        Its numbers.
    """

    name: str
    title: Label
    hash: str
    kind: str
    methods: Mapping[str, str | bool]
    periods: Mapping[str, Period]
    inputs: tuple[Input, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "methods", Named(self.methods, "method"))
        object.__setattr__(self, "periods", Named(self.periods, "period"))
        object.__setattr__(self, "inputs", Records(self.inputs))

    def __repr__(self) -> str:
        return f"<Scenario {self.name}: {self.title}>"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the catalogue that the answer rests on."""

    id: str
    key: str
    name: Label
    region: str
    year: int
    value: float
    low: float | None
    high: float | None
    unit: str
    source: str
    locator: str
    evidence: str
    note: str
    boundary: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class CatalogueRecord(Shown):
    """The catalogue of an answer, and the rows of it that the answer rests on."""

    version: str
    hash: str
    sources: tuple[str, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", Records(self.rows))

    def __repr__(self) -> str:
        return f"<Catalogue {self.version}: {len(self.rows)} rows used>"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something left out on purpose, with what it would emit.

    Attributes
    ----------
    share : float
        Of the baseline.
    chain : tuple of str
        Amount and factors that the size is worked out from.
    basis : str
        ``assumed`` where any of them is.
    """

    what: Label
    why: Label
    tonnes: Total
    share: float
    chain: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Boundary(Shown):
    """What is in, what is out, and how much of it is assumed.

    Attributes
    ----------
    lines, lines_with_assumed_values : int
        Lines of the ledger, and those that rest on at least one assumed number.
    co2_only : tuple of str
        Ids of the factors that count CO2 alone.
    gwp : mapping of str to int
        Of the other emission factors, how many were added up with the warming potentials of which
        assessment report (``AR4``, ``AR5``, ``AR6``); ``unknown`` where their source is silent.
    """

    statement: Label | None
    included: tuple[str, ...]
    without_lines: tuple[str, ...]
    excluded: tuple[Label, ...]
    methods: Mapping[str, str | bool]
    lines: int
    lines_with_assumed_values: int
    factors: int
    factors_without_range: int
    co2_only: tuple[str, ...]
    gwp: Mapping[str, int]
    left_out: tuple[LeftOut, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "methods", Named(self.methods, "method"))
        object.__setattr__(self, "gwp", Named(self.gwp, "report"))
        object.__setattr__(self, "left_out", Records(self.left_out))
        object.__setattr__(self, "excluded", Records(self.excluded))


@dataclass(frozen=True, slots=True)
class Quality(Shown):
    """How well the baseline is known, in shares of its tonnes.

    Attributes
    ----------
    amount : mapping of str to float
        By the weakest basis of the numbers behind the amount of a line: ``measured``,
        ``published``, ``given``, ``assumed``. They sum to 1.
    factor : mapping of str to float
        By the weakest factor of its chain: ``primary``, ``secondary``, ``assumed``, ``borrowed``
        (it stands in for one of the place, see `Catalogue.borrowed`). They sum to 1.
    without_range : float
        Share of lines with a factor that has no range.
    """

    amount: Mapping[str, float]
    factor: Mapping[str, float]
    without_range: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", Named(self.amount, "basis"))
        object.__setattr__(self, "factor", Named(self.factor, "grade"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the ledger before the measures.

    Attributes
    ----------
    chain : tuple of str
        The factors that price one unit, after ``/`` where they divide.
    kg_per_unit, kg_co2e : float
        kg CO2e of one unit, and of the whole amount.
    basis : str
        Weakest of the numbers behind it.
    """

    period: str
    source: str
    label: Label
    amount: float
    unit: str
    chain: tuple[str, ...]
    kg_per_unit: float
    kg_co2e: float
    basis: str
    service: str
    region: str
    tags: tuple[str, ...]
