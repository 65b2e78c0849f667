"""Method spread: the same scenario under rival choices, one at a time.

What accountants differ on is not an error with a distribution, so it has a table of its own and
never enters the draws. The choices are rows of ``factors/rivals.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import CarbonmeetError, ModelError, message_of
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import Label, _, both
from carbonmeet.catalogue import Catalogue, outwards
from carbonmeet.draws.simulation import draw
from carbonmeet.numbers.factor import Factor, publisher
from carbonmeet.pricing.workings import Workings, work_out
from carbonmeet.reading.schema import Strict, validate
from carbonmeet.reading.textfields import LabelField
from carbonmeet.reading.yamlfile import read_yaml_file
from carbonmeet.scenario import load_scenario

if TYPE_CHECKING:
    from carbonmeet.draws.ranges import Range
    from carbonmeet.scenario import Scenario, ScenarioLike

__all__ = ["Missed", "Rival", "RivalRow", "RivalTable", "read_rivals", "rival_table"]

#: Rivals describe years so near to each other.
_YEARS = 5
_PIN = pattern_of(r"@(?P<source>[a-z0-9][a-z0-9.-]*)(?:\[(?P<region>[A-Za-z-]+)\])?")


class Rival(Strict):
    """One choice.

    Attributes
    ----------
    id : str
    group : str
        What it is about: choices of one group exclude each other.
    methods : mapping
        Accounting methods that it sets.
    pins : mapping of str to str
        Key or glob to ``@source[region]``: rows that rank first.
    services : mapping of str to str
        Service or glob to the service whose chains it takes.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    group: str
    name: LabelField
    methods: dict[str, str | bool] = {}
    pins: dict[str, str] = {}
    services: dict[str, str] = {}


class RivalFile(Strict):
    """A file of choices."""

    rivals: list[Rival]


@dataclass(frozen=True, slots=True)
class RivalRow:
    """The scenario under one choice, t CO2e.

    Attributes
    ----------
    baseline, residual : float
        Totals under the choice.
    difference, residual_difference : float
        Those less the totals of the scenario as it stands.
    method : bool
        Whether it counts by another method; else it takes numbers of another publisher, year or
        place.
    """

    id: str
    group: str
    name: Label
    baseline: float
    residual: float
    difference: float
    residual_difference: float
    method: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "id": self.id,
            "group": self.group,
            "name": both(self.name),
            "baseline": self.baseline,
            "residual": self.residual,
            "difference": self.difference,
            "residual_difference": self.residual_difference,
            "unit": "t CO2e",
        }


class Missed(NamedTuple):
    """A factor with a range that holds no rival: the same quantity by other publishers."""

    factor: Factor
    rivals: tuple[Factor, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        one = self.factor
        return {
            **{"factor": one.id, "value": one.value, "low": one.low, "high": one.high},
            **{"unit": one.unit.text, "rivals": {row.id: row.value for row in self.rivals}},
        }


@dataclass(frozen=True, slots=True)
class RivalTable:
    """A scenario beside its rivals.

    Attributes
    ----------
    chosen : Workings
        The scenario as it stands.
    rows : tuple of RivalRow
        Choices that change a number of it.
    same : tuple of Rival
        Choices that change nothing: those it already makes, and those about what it lacks.
    failed : tuple of (Rival, str)
        Choices that cannot be made here, and why.
    ranges : tuple of Range
        Of baseline and residual as the scenario stands; empty where nothing was drawn.
    missed : tuple of Missed
        Factors whose range holds no rival.
    """

    chosen: Workings
    rows: tuple[RivalRow, ...]
    same: tuple[Rival, ...]
    failed: tuple[tuple[Rival, str], ...]
    ranges: tuple[Range, ...] = ()
    missed: tuple[Missed, ...] = ()

    @property
    def outside(self) -> tuple[RivalRow, ...]:
        """Choices whose baseline or residual lies outside of its range."""
        return tuple(row for row in self.rows if not self.holds(row))

    def holds(self, row: RivalRow) -> bool:
        """Whether the ranges hold both totals of a choice."""
        totals = (row.baseline, row.residual)
        pairs = zip(self.ranges, totals, strict=False)
        return all(one.low <= total <= one.high for one, total in pairs)

    @property
    def year(self) -> int | None:
        """The year of a city that it is about; None for a meeting, and for several years."""
        scenario = self.chosen.scenario
        years = [span.year for span in scenario.spans.values()]
        return years[0] if scenario.kind == "city" and len(years) == 1 else None

    @property
    def spread(self) -> tuple[float, float]:
        """Lowest and highest baseline among the choices and the scenario as it stands."""
        totals = [self.chosen.baseline.total, *(row.baseline for row in self.rows)]
        return min(totals), max(totals)

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        low, high = self.spread
        return {
            "year": self.year,
            "chosen": {
                "baseline": self.chosen.baseline.total,
                "residual": self.chosen.residual.total,
                "unit": "t CO2e",
            },
            "spread": {"low": low, "high": high, "unit": "t CO2e"},
            "ranges": {
                name: {"low": one.low, "high": one.high, "unit": one.unit}
                for name, one in zip(("baseline", "residual"), self.ranges, strict=False)
            },
            "rows": [
                row.to_dict() | ({"within": self.holds(row)} if self.ranges else {})
                for row in self.rows
            ],
            "missed": [one.to_dict() for one in self.missed],
            "same": [one.id for one in self.same],
            "failed": [{"id": one.id, "reason": reason} for one, reason in self.failed],
        }


def read_rivals(path: Path | None = None) -> list[Rival]:
    """The choices of a file; the shipped ones if none is given.

    Raises
    ------
    InputError
        With every fault.
    """
    document = read_yaml_file(path or data_dir("factors") / "rivals.yaml")
    return validate(RivalFile, document).rivals


def rival_table(
    scenario: ScenarioLike,
    catalogue: Catalogue,
    rivals: Iterable[Rival] | None = None,
    *,
    draws: int = 0,
) -> RivalTable:
    """Estimate a scenario under every choice.

    Parameters
    ----------
    scenario : path, mapping or Scenario
        The years of a city are added up: give one of them.
    catalogue : Catalogue
        As the scenario would be estimated with.
    rivals : iterable of Rival, optional
        Default: those of ``factors/rivals.yaml``.
    draws : int
        Monte Carlo draws behind the ranges that the choices are compared with; 0 for none.

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> choices = [one for one in read_rivals() if one.id == "non-co2-without"]
    >>> table = rival_table("cop15-kunming", load_catalogue(), choices)
    >>> table.rows[0].difference < 0
    True
    """
    read = load_scenario(scenario)
    chosen = work_out(read, catalogue)
    before = (chosen.baseline.total, chosen.residual.total)
    rows: list[RivalRow] = []
    same: list[Rival] = []
    failed: list[tuple[Rival, str]] = []
    for one in read_rivals() if rivals is None else rivals:
        if _elsewhere(read, one):
            same.append(one)
            continue
        try:
            found = work_out(_under(read, one), _with(catalogue, one))
        except CarbonmeetError as error:
            failed.append((one, message_of(error)))
            continue
        after = (found.baseline.total, found.residual.total)
        if all(abs(a - b) <= 1e-9 * abs(b) for a, b in zip(after, before, strict=True)):
            same.append(one)
            continue
        off = (after[0] - before[0], after[1] - before[1])
        rows.append(RivalRow(one.id, one.group, one.name, *after, *off, bool(one.methods)))
    sure = draw(chosen, draws) if draws else None
    ranges = () if sure is None else (sure.baseline, sure.residual)
    missed = tuple(_missed(chosen))
    return RivalTable(chosen, tuple(rows), tuple(same), tuple(failed), ranges, missed)


def _missed(chosen: Workings) -> Iterator[Missed]:
    """The factors whose range holds none of their rivals: narrow it may be, sure it is not."""
    for one in chosen.factors:
        if one.low is None or one.high is None or not one.unit.dims:
            continue
        rivals = tuple(_rivals(one, chosen.catalogue))
        values = [row.value * row.unit.scale / one.unit.scale for row in rivals]
        if values and not any(one.low <= value <= one.high for value in values):
            yield Missed(one, rivals)


def _rivals(one: Factor, catalogue: Catalogue) -> Iterator[Factor]:
    """The same quantity of the same place and time by other publishers."""
    for row in catalogue.rows.get(one.key, ()):
        bound = not one.boundary or not row.boundary or set(one.boundary) == set(row.boundary)
        alike = row.region == one.region and row.unit.dims == one.unit.dims and bound
        other = publisher(row.source) != publisher(one.source) and not row.own
        if alike and other and abs(row.year - one.year) <= _YEARS:
            yield row


def _elsewhere(scenario: Scenario, one: Rival) -> bool:
    """Whether a choice puts services by others, for rows of a country where nothing is held."""
    pins = [_PIN.fullmatch(pin) for pin in one.pins.values()]
    regions = {pin["region"] for pin in pins if pin is not None}
    around = {place for span in scenario.spans.values() for place in outwards(span.region)}
    return bool(one.services and regions) and not regions & {*around, "world", None}


def _under(scenario: Scenario, one: Rival) -> Scenario:
    """The scenario with the methods of the choice."""
    unknown = set(one.methods) - set(type(scenario.content.methods).model_fields)
    if unknown:
        raise ModelError(
            _("rival '{id}' sets an unknown method '{unknown}'", id=one.id, unknown=min(unknown))
        )
    return scenario.replace({f"methods.{name}": value for name, value in one.methods.items()})


def _with(catalogue: Catalogue, one: Rival) -> Catalogue:
    """The catalogue in which the rows and services of the choice go first."""
    rows = [row for glob, pin in one.pins.items() for row in _pinned(catalogue, glob, pin, one.id)]
    changed = replace(catalogue, services=_swapped(catalogue, one.services))
    return changed.putting_first(rows)


def _pinned(catalogue: Catalogue, glob: str, pin: str, rival: str) -> list[Factor]:
    wanted = _PIN.fullmatch(pin)
    if wanted is None:
        raise ModelError(
            _("rival '{rival}': a pin reads '@source[region]', not '{pin}'", rival=rival, pin=pin)
        )
    found = [
        row
        for row in catalogue.factors
        if fnmatchcase(row.key, glob)
        and wanted["source"] in (row.source, publisher(row.source))
        and wanted["region"] in (None, row.region)
    ]
    if not found:
        raise ModelError(
            _("rival '{rival}': no row '{glob}' from '{pin}'", rival=rival, glob=glob, pin=pin)
        )
    return found


def _swapped(catalogue: Catalogue, swaps: Mapping[str, str]) -> dict[str, Any]:
    services = dict(catalogue.services)
    for glob, other in swaps.items():
        parts = catalogue.service(*other.split("/", 1)).parts
        for name, service in catalogue.services.items():
            if fnmatchcase(name, glob):
                services[name] = service._replace(parts=parts)
    return services
