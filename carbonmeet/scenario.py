"""A scenario file as one typed object; all its faults at once."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbonmeet.activity import Activity
from carbonmeet.catalogue import Catalogue
from carbonmeet.errors import CarbonmeetError, Fault, InputError, did_you_mean
from carbonmeet.expansion import Expansion, Span
from carbonmeet.factor import COLUMNS, REGION, Factor, publisher, read_factor
from carbonmeet.fields import Amount
from carbonmeet.forest.stands import read_stands
from carbonmeet.measure import Measure
from carbonmeet.model.checks import Setting, measure_faults
from carbonmeet.notices import Notices
from carbonmeet.numbers.number import Number
from carbonmeet.offset.rules import read_rules
from carbonmeet.schema import json_schema, validate, where
from carbonmeet.text import Label
from carbonmeet.yamlfile import Document, read_yaml_file

if TYPE_CHECKING:
    from carbonmeet.city.scenario import CityScenario
    from carbonmeet.meeting import MeetingScenario

__all__ = ["KINDS", "Scenario", "load_scenario", "scenario_schema", "shape_of"]

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


@dataclass(frozen=True, eq=False, repr=False)
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

    def __repr__(self) -> str:
        return f"<Scenario {self.name}: {self.title}>"

    @property
    def kind(self) -> str:
        """``meeting`` or ``city``."""
        return self.content.kind

    @property
    def title(self) -> Label:
        """What the scenario is called."""
        return self.content.title

    @property
    def root(self) -> str:
        """The file at the end of `extends`: files with one root are versions of one plan."""
        document = self.document
        while isinstance(document, _Layered) and document.below is not None:
            document = document.below
        return os.path.realpath(_located(document.name))

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
            if period.start and not 1990 <= period.start.year <= 2100:
                faults.append(self._fault((*path, "start"), "lies outside 1990 to 2100"))
            ends = [one.year for one in (period.start, period.end) if one is not None]
            if ends and period.year is not None and not ends[0] <= period.year <= ends[-1]:
                wrong = f"the year is {period.year}, while the period begins {period.start}"
                faults.append(self._fault((*path, "year"), wrong))
            faults += self._region_faults(place.region, path if period.place else ())
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
        return dict.fromkeys(self.spans, 0.0) | self.content.attendees()

    def extend(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue with the scenario's own factors and measures before all others.

        Raises
        ------
        InputError
            If a row of the scenario's own cannot be read.
        """
        rows: list[Factor] = []
        faults: list[Fault] = []
        first = min(span.year for span in self.spans.values())
        for index, own in enumerate(self.content.factors):
            cells = {name: _cell(getattr(own, name, "")) for name in COLUMNS}
            cells["year"] = str(first if own.year is None else own.year)
            try:
                row = read_factor(cells)
                problem = catalogue.misfit(row)
            except (ValueError, CarbonmeetError) as error:
                problem = str(error)
            else:
                if any((row.id, row.year) == (one.id, one.year) for one in rows):
                    problem = f"{row.id} stands twice: give the second another year or source"
                rows.append(row)
            if problem:
                faults.append(self._fault(("factors", index), problem))
        if faults:  # own measures and plants may name these rows
            raise InputError(faults)
        more_rows, more_measures = self.content.additions(
            catalogue.extended(rows) if rows else catalogue
        )
        mine = self.content.own_measures
        rows, measures = [*rows, *more_rows], [*mine, *more_measures]
        full = catalogue.extended(rows, measures) if rows or measures else catalogue
        if mine:
            settings = [Setting(span.name, span.region, span.year) for span in self.spans.values()]
            found = measure_faults(mine, catalogue, full, settings, self.content.prefer)
            faults = [self._fault(("own_measures", *path), message) for path, message in found]
        if faults:
            raise InputError(faults)
        return full

    def activities(self, catalogue: Catalogue, notices: Notices) -> list[Activity]:
        """The scenario as activities.

        Raises
        ------
        InputError
            With every fault.
        """
        bench = Expansion(
            self.document,
            catalogue,
            self.content.prefer,
            self.methods,
            self.spans,
            notices=notices,
        )
        bench.faults += self._unknown_publishers(catalogue)
        for region in dict.fromkeys(span.region for span in self.spans.values()):
            nearest = region.split("-")[:2]
            if not any(known.split("-")[:2] == nearest for known in catalogue.regions):
                notices.add(
                    Label(
                        f"no row is for region {region}: wider ones answer for it",
                        f"没有地区{region}的数据，采用更大地区的数据",
                    )
                )
        activities = self.content.expand(bench, self.spans)
        if all(one.dormant for one in activities):
            nothing = Label(
                f"nothing is counted: no line comes of {_SECTIONS[self.kind]}",
                "没有计入任何排放：文件中没有任何活动条目",
            )
            if not self.content.says_more:
                spot = "groups" if "groups" in self.content.model_fields_set else ""
                fault = self.document.fault((spot or "kind",), spot, nothing.get("en"))
                raise InputError([fault])
            notices.add(nothing)
        return activities

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
            if name not in catalogue.measures and name != "others"
        ]
        others = chosen.get("others")
        if others not in (None, "planned"):
            faults.append(
                self._fault(("measures", "others"), "the only word for 'others' is planned")
            )
        if faults:
            raise InputError(faults)
        planned = {name: one.uptake for name, one in catalogue.measures.items()}
        named = {
            name: planned[name] if uptake == "planned" else uptake
            for name, uptake in chosen.items()
            if name != "others"
        }
        return (planned if others else {}) | named

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

    def faults_about(self, found: Sequence[object], message: str) -> list[Fault]:
        """A fault at the last of those measures and inputs that the file brings in; none without.

        Those before it were right as long as it was not there.
        """
        spots = [spot for spot in map(self._place_of, found) if spot]
        return [self._fault(max(spots), message)] if spots else []

    def _place_of(self, one: object) -> tuple[str | int, ...]:
        """Where an own measure or factor, or a number, stands in the file; empty if it does not."""
        if isinstance(one, Measure):
            own = [measure.id for measure in self.content.own_measures]
            return ("own_measures", own.index(one.id)) if one.id in own else ()
        if isinstance(one, Factor) and one.own:
            wanted = (one.key, one.source, one.region, one.value)
            rows = [(x.key, x.source, x.region, x.value) for x in self.content.factors]
            return ("factors", rows.index(wanted), "value") if wanted in rows else ()
        path = one.place if isinstance(one, Number) else ()
        return path if path and path[0] in self.document.data else ()

    def _region_faults(self, region: str, period: tuple[str | int, ...]) -> list[Fault]:
        if REGION.fullmatch(region):
            return []
        message = f"no region '{region}': write a code such as CN, CN-YN or CN-YN-KMG, or world"
        return [self._fault((*period, "place", "region"), message)]

    def _unknown_publishers(self, catalogue: Catalogue) -> list[Fault]:
        """Names in `prefer` that nobody has: a slip there would change whose numbers count."""
        named = {name: i for i, name in enumerate(self.content.prefer)}
        if named.keys() <= {*map(publisher, catalogue.sources), *catalogue.sources}:
            return []
        known = catalogue.publishers()
        return [
            self._fault(("prefer", i), f"no publisher '{name}'.{did_you_mean(name, known)}")
            for name, i in named.items()
            if name not in known
        ]

    def _fault(self, path: tuple[str | int, ...], message: str) -> Fault:
        return self.document.fault(path, where(path), message)


#: What the lines of a scenario come from, for one that has none.
_SECTIONS = {
    "meeting": "groups, online, venue, fleet, shuttles, consumables, waste, freight or activities",
    "city": "transport, operators, lodging, catering, power, waste, wastewater or activities",
}


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

    Examples
    --------
    >>> scenario = load_scenario("forum-1500")
    >>> scenario.title.get("zh"), scenario.participants
    ('昆明1500人三天论坛（2024年）', {'forum': 1500.0})
    """
    document, digest = _read(_located(path), str(path), 0)
    data = document.data
    if not isinstance(data, dict):
        raise InputError([document.fault((), "", "a scenario is a mapping of keys to values")])
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        known = ", ".join(KINDS)
        problem = "'kind' is missing" if kind is None else f"no kind '{kind}'"
        raise InputError([document.fault(("kind",), "kind", f"{problem}: give one of {known}")])
    scenario = Scenario(document.name, document, validate(shape_of(kind), document), digest)
    _ = scenario.spans  # faults of the periods belong to reading
    return scenario


#: Kind of scenario → where its shape is defined; imported when a file of the kind is read.
KINDS = {
    "meeting": "carbonmeet.meeting:MeetingScenario",
    "city": "carbonmeet.city.scenario:CityScenario",
}


def shape_of(kind: str) -> type[MeetingScenario] | type[CityScenario]:
    """The pydantic model of a kind of scenario."""
    module, name = KINDS[kind].split(":")
    found: type[MeetingScenario] | type[CityScenario]
    found = getattr(importlib.import_module(module), name)
    return found


def scenario_schema() -> dict[str, Any]:
    """JSON Schema of all kinds of scenario: editors complete and check a file by it."""
    found: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    found["title"] = "carbonmeet scenario"
    definitions: dict[str, Any] = {}
    kinds = []
    for kind in KINDS:
        # two kinds may use one word for different sections
        text = json.dumps(json_schema(shape_of(kind))).replace("#/$defs/", f"#/$defs/{kind}.")
        one = json.loads(text)
        definitions |= {f"{kind}.{name}": part for name, part in one.pop("$defs", {}).items()}
        definitions[f"{kind}.scenario"] = one
        kinds.append({"$ref": f"#/$defs/{kind}.scenario"})
    # a file that extends another needs none of the other's keys
    definitions["extending"] = {"type": "object", "required": ["extends"]}
    return found | {"anyOf": [*kinds, {"$ref": "#/$defs/extending"}], "$defs": definitions}


def _located(path: str | os.PathLike[str]) -> Path:
    """The file; or a shipped scenario where a bare name was given."""
    from carbonmeet.paths import data_dir

    bare = str(path)
    if "/" in bare or "\\" in bare or os.path.exists(bare):
        return Path(bare)
    shipped = {one.stem: one for one in data_dir("scenarios").glob("*.yaml")}
    name = bare.removesuffix(".yaml")
    if name in shipped:
        return shipped[name]
    hint = did_you_mean(name.lower(), shipped) if name == bare else ""
    if hint:
        raise InputError([Fault(bare, 0, 0, "", f"no such file.{hint}")])
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
    if not os.path.exists(other):
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
