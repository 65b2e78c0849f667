"""A scenario file as one typed object; all its faults at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from carbonmeet.activity import Activity
from carbonmeet.catalogue import COLUMNS, Catalogue, read_factor
from carbonmeet.city import City, city_additions, expand_city
from carbonmeet.errors import CarbonmeetError, Fault, InputError, did_you_mean
from carbonmeet.expansion import Expansion, Span
from carbonmeet.factor import Factor
from carbonmeet.fields import Amount, LabelField, Share
from carbonmeet.measure import Measure
from carbonmeet.meeting import Meeting, Period, Place, expand_meeting
from carbonmeet.notices import Notices
from carbonmeet.offset.block import OffsetBlock
from carbonmeet.offset.rules import read_rules
from carbonmeet.schema import Strict, validate, where
from carbonmeet.stands import read_stands
from carbonmeet.text import Label
from carbonmeet.yamlfile import Document, read_yaml_file

__all__ = ["FORMAT", "Methods", "Scenario", "load_scenario"]

#: Version of the scenario format.
FORMAT = 1


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
    """

    electricity: Literal["location", "market"] = "location"
    aviation_non_co2: bool = True
    upstream: bool = False
    distance: Literal["wgs84", "sphere"] = "wgs84"


class Boundary(Strict):
    """What the planner leaves out on purpose, in words."""

    excluded: list[LabelField] = []


class OwnFactor(Strict):
    """A row of the user's own, with the columns of the catalogue."""

    key: str
    value: float
    unit: str
    region: str = "world"
    year: int = 0
    low: float | None = None
    high: float | None = None
    boundary: str = ""
    source: str = "own"
    locator: str = ""
    evidence: Literal["primary", "secondary", "assumed"] = "secondary"
    name_en: str = ""
    name_zh: str = ""
    note: str = ""


class Header(Strict):
    """What every scenario has, whatever its kind."""

    carbonmeet: Literal[1]
    kind: Literal["meeting", "city"]
    extends: str | None = None
    title: LabelField
    place: Place = Place()
    prefer: list[str] = []
    methods: Methods = Methods()
    boundary: Boundary = Boundary()
    factors: list[OwnFactor] = []
    own_measures: list[Measure] = []
    measures: Literal["planned", "none"] | dict[str, Share] = "none"
    realisation: Literal["planned", "expected"] = "planned"
    offset: OffsetBlock | None = None
    notes: str = ""


class MeetingScenario(Header, Meeting):
    """A meeting file."""

    kind: Literal["meeting"]
    periods: dict[str, Period] = Field(min_length=1)

    def expand(self, bench: Expansion, spans: Mapping[str, Span]) -> list[Activity]:
        """The meeting as activities."""
        return expand_meeting(self, bench, spans)

    def additions(self, catalogue: Catalogue) -> tuple[list[Factor], list[Measure]]:
        """Factors and measures that the file brings in by itself: none."""
        return [], []


class CityScenario(Header, City):
    """A city file: its periods are years."""

    kind: Literal["city"]

    @property
    def periods(self) -> dict[str, Period]:
        """The years to work out, as periods."""
        return {str(year): Period(year=year) for year in self.listed_years}

    def expand(self, bench: Expansion, spans: Mapping[str, Span]) -> list[Activity]:
        """The years of the city as activities."""
        return expand_city(self, bench, spans)

    def additions(self, catalogue: Catalogue) -> tuple[list[Factor], list[Measure]]:
        """The factor of the city's own power mix, and measures that come in step by step."""
        own = {measure.id: measure for measure in self.own_measures}
        return city_additions(self, catalogue, self.place.region, own)


#: Levels of `extends` before it is taken for a circle.
_DEEPEST = 5


@dataclass(frozen=True)
class _Layered(Document):
    """A file laid over the one it extends: its top-level keys take the place of the other's."""

    below: Document | None = None

    def fault(
        self, path: tuple[str | int, ...], where: str, message: str, *, at_key: bool = False
    ) -> Fault:
        """A fault in the file that the value comes from."""
        if path and path[:1] in self.marks:
            return super().fault(path, where, message, at_key=at_key)
        assert self.below is not None
        return self.below.fault(path, where, message, at_key=at_key)


@dataclass(frozen=True)
class Scenario:
    """A scenario file, read and checked.

    Attributes
    ----------
    name : str
        The file as the user named it.
    document : Document
        Its text as data, with positions.
    content : MeetingScenario or CityScenario
        Its values, typed.
    hash : str
        SHA-256 of the file and of those it extends.

    Examples
    --------
    >>> scenario = load_scenario("forum-1500")
    >>> scenario.kind
    'meeting'
    """

    name: str
    document: Document
    content: MeetingScenario | CityScenario
    hash: str

    @property
    def kind(self) -> str:
        """``meeting`` or ``city``."""
        return self.content.kind

    @property
    def title(self) -> Label:
        """What the scenario is called."""
        return self.content.title

    @cached_property
    def methods(self) -> dict[str, object]:
        """The accounting methods by name."""
        return self.content.methods.model_dump()

    @cached_property
    def spans(self) -> Mapping[str, Span]:
        """The accounting periods by name, with place and year."""
        spans, faults = {}, []
        for name, period in self.content.periods.items():
            path = ("periods", name)
            place = period.place or self.content.place
            if (period.start is None) != (period.end is None):
                faults.append(self._fault(path, "'start' and 'end' go together"))
            if period.start and period.end and period.end < period.start:
                faults.append(self._fault((*path, "end"), "the end lies before the start"))
            year = period.year or (period.start.year if period.start else None)
            if year is None:
                faults.append(self._fault(path, "a period needs 'year', or 'start' and 'end'"))
                continue
            spans[name] = Span(
                name=name,
                label=period.name or Label(name),
                region=place.region,
                year=year,
                start=period.start,
                end=period.end,
                counterfactual=period.counterfactual,
                airport=place.airport,
            )
        if faults:
            raise InputError(faults)
        return spans

    @cached_property
    def participants(self) -> dict[str, float]:
        """Attendees on site by period."""
        people = dict.fromkeys(self.spans, 0.0)
        groups = self.content.groups if isinstance(self.content, MeetingScenario) else []
        for group in groups:
            if group.role == "attendee" and group.period in people:
                people[group.period] += group.people.value
        return people

    def extend(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue with the scenario's own factors and measures before all others.

        Raises
        ------
        InputError
            If a row of the scenario's own cannot be read.
        """
        rows: list[Factor] = []
        faults: list[Fault] = []
        for index, own in enumerate(self.content.factors):
            cells = {name: _cell(getattr(own, name, "")) for name in COLUMNS}
            cells["year"] = str(own.year or 2000)
            try:
                rows.append(read_factor(cells, own=True))
            except (ValueError, CarbonmeetError) as error:
                faults.append(self._fault(("factors", index), str(error)))
        if faults:
            raise InputError(faults)
        more_rows, more_measures = self.content.additions(catalogue)
        rows, measures = [*rows, *more_rows], [*self.content.own_measures, *more_measures]
        return catalogue.extended(rows, measures) if rows or measures else catalogue

    def activities(self, catalogue: Catalogue, notices: Notices) -> list[Activity]:
        """The scenario as activities.

        Raises
        ------
        InputError
            With every fault.
        """
        bench = Expansion(
            self.document, catalogue, self.content.prefer, self.methods, notices=notices
        )
        return self.content.expand(bench, self.spans)

    def programme(self, catalogue: Catalogue) -> dict[str, Amount]:
        """Uptake of each measure that is carried out, by id.

        Raises
        ------
        InputError
            If a measure is not known.
        """
        chosen = self.content.measures
        if chosen == "none":
            return {}
        if chosen == "planned":
            return {name: one.uptake for name, one in catalogue.measures.items()}
        faults = [
            self._fault(
                ("measures", name),
                f"no measure '{name}'.{did_you_mean(name, catalogue.measures)}",
            )
            for name in chosen
            if name not in catalogue.measures
        ]
        if faults:
            raise InputError(faults)
        return dict(chosen)

    def check_offset(self) -> None:
        """Refuse an ``offset:`` block that names what the catalogue does not know.

        Raises
        ------
        InputError
            With every fault.
        """
        if self.content.offset is not None:
            problems = self.content.offset.problems(read_stands(), read_rules())
            faults = [self._fault(("offset", *path), message) for path, message in problems]
            if faults:
                raise InputError(faults)

    def _fault(self, path: tuple[str | int, ...], message: str) -> Fault:
        return self.document.fault(path, where(path), message)


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def load_scenario(path: str | os.PathLike[str]) -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    path : str or path-like
        A file; or the name of a shipped scenario, such as ``cop15-kunming``.

    Raises
    ------
    InputError
        With every fault, each with file, line and column.
    """
    document, digest = _read(_located(path), str(path), 0)
    data = document.data
    if not isinstance(data, dict):
        raise InputError([document.fault((), "", "a scenario is a mapping of keys to values")])
    kind = data.get("kind")
    model = KINDS.get(kind) if isinstance(kind, str) else None
    if model is None:
        known = ", ".join(KINDS)
        problem = "'kind' is missing" if kind is None else f"no kind '{kind}'"
        raise InputError([document.fault(("kind",), "kind", f"{problem}: give one of {known}")])
    scenario = Scenario(document.name, document, validate(model, document), digest)
    _ = scenario.spans  # faults of the periods belong to reading
    return scenario


KINDS: dict[str, type[MeetingScenario] | type[CityScenario]] = {
    "meeting": MeetingScenario,
    "city": CityScenario,
}


def _located(path: str | os.PathLike[str]) -> Path:
    """The file; or a shipped scenario where a bare name was given."""
    from carbonmeet.paths import data_dir

    bare = str(path)
    if not Path(bare).exists() and "/" not in bare and "\\" not in bare:
        shipped = data_dir("scenarios") / f"{bare.removesuffix('.yaml')}.yaml"
        if shipped.exists():
            return shipped
    return Path(bare)


def _read(path: Path, name: str, depth: int) -> tuple[Document, str]:
    document = read_yaml_file(path)
    digest = hashlib.sha256(path.read_bytes())
    below = document.data.get("extends") if isinstance(document.data, dict) else None
    if not isinstance(below, str):
        return document, digest.hexdigest()
    if depth >= _DEEPEST:
        raise InputError(
            [document.fault(("extends",), "extends", "files extend each other in a circle")]
        )
    other = path.parent / below
    if not other.exists():
        raise InputError([document.fault(("extends",), "extends", f"no file '{below}' beside it")])
    lower, lower_digest = _read(other, str(other), depth + 1)
    digest.update(lower_digest.encode())
    if not isinstance(lower.data, dict):
        raise InputError([lower.fault((), "", "a scenario is a mapping of keys to values")])
    layered = _Layered(
        document.name,
        {**lower.data, **document.data},
        document.marks,
        document.key_marks,
        below=lower,
    )
    return layered, digest.hexdigest()
