"""A scenario: one document, typed; all its faults at once."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import CarbonmeetError, Fault, InputError, did_you_mean, message_of
from carbonmeet.base.frozen import Frozen
from carbonmeet.base.given import takes
from carbonmeet.base.notices import Notice, Notices
from carbonmeet.base.reach import reach
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, _, joined
from carbonmeet.bench.expansion import Expansion, Span
from carbonmeet.bench.turnout import Turnout
from carbonmeet.catalogue import Catalogue, region_fault, tell, tell_of_place
from carbonmeet.catalogue.measure import Measure
from carbonmeet.forest.stand import Stand
from carbonmeet.forest.stands import stand_of, stands_of
from carbonmeet.kernel.checks import Setting, effect_faults, measure_faults
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.number import Number
from carbonmeet.numbers.path import own_source
from carbonmeet.numbers.row import COLUMNS, RowError, read_factor
from carbonmeet.offset.faults import block_faults
from carbonmeet.offset.kinds import find_frame, frame_of
from carbonmeet.offset.rules import rules_of
from carbonmeet.reading.amount import Amount
from carbonmeet.reading.schema import where
from carbonmeet.reading.yamlfile import Document
from carbonmeet.scenario import beside
from carbonmeet.scenario.kinds import typed
from carbonmeet.scenario.layers import files_of, notices_of
from carbonmeet.scenario.profiles import profiled
from carbonmeet.scenario.tabled import tabled
from carbonmeet.travel.airports import airports
from carbonmeet.travel.laws import Law
from carbonmeet.travel.located import Located, locate

if TYPE_CHECKING:
    from carbonmeet.bench.header import Place
    from carbonmeet.city.scenario import CityScenario
    from carbonmeet.meeting import MeetingScenario
    from carbonmeet.offset.block import OffsetBlock
    from carbonmeet.scenario.patch import Changes

__all__ = ["Scenario"]


@dataclass(frozen=True, eq=False, repr=False)
class Scenario:
    """A scenario, read and checked; `load_scenario` makes one.

    Everything follows from the document: typed values, hash, names. Change it by `replace`.

    Attributes
    ----------
    document : Document
        What is said, as plain data, with positions; groups have what their profile says.
    written : Document
        The same as it is written, but for a table of activities, whose rows stand as entries.
    content : MeetingScenario or CityScenario
        The same, typed.
    saved : bool
        Whether it is what a result holds: then the files beside it were read when that was made.

    Examples
    --------
    >>> from carbonmeet.scenario import load_scenario
    >>> scenario = load_scenario("forum-1500")
    >>> scenario.kind
    'meeting'
    """

    document: Document
    saved: bool = False
    written: Document = field(init=False)
    content: MeetingScenario | CityScenario = field(init=False)
    _said: str = field(init=False)

    def __post_init__(self) -> None:
        if reach() != "anywhere":
            from carbonmeet.scenario.reach import refuse_beyond

            refuse_beyond(self.document)
        data = self.document.data
        offset = data.get("offset") if isinstance(data, dict) else None
        if not self.saved and isinstance(offset, dict) and offset.get("credits"):
            from carbonmeet.scenario.proofs import without_proofs

            object.__setattr__(self, "document", without_proofs(self.document))
        object.__setattr__(self, "written", tabled(self.document))
        object.__setattr__(self, "document", profiled(self.written))
        object.__setattr__(self, "content", typed(self.document))
        said = {key: one for key, one in self.document.data.items() if key != "extends"}
        object.__setattr__(self, "_said", _digest(said))

    def __repr__(self) -> str:
        return f"<Scenario {self.name}: {self.title}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scenario):
            return NotImplemented
        return self is other or self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._said)

    @property
    def _identity(self) -> tuple[object, ...]:
        return self.name, self._said, self.saved, self.files()

    def replace(self, changes: Changes) -> Scenario:
        """Another scenario, with other values at some places.

        Parameters
        ----------
        changes : mapping of path to value
            Paths as in ``groups["Delegates from Beijing"].people``. A value is what a file would
            hold: 500, ``"500 person"``, ``{"value": 500, "low": 450, "high": 550}``; or an amount
            or model. None takes away what is there.

        Returns
        -------
        Scenario
            Its hash, totals and names follow from the new values.

        Raises
        ------
        InputError
            With every path that leads nowhere and everything that is wrong with the values, each
            at its path, and at its place in the file where there is one.

        Examples
        --------
        >>> from carbonmeet.scenario import load_scenario
        >>> forum = load_scenario("forum-1500")
        >>> other = forum.replace({'groups["From Kunming"].people': 500})
        >>> dict(other.participants), other.hash == forum.hash
        ({'forum': 1600.0}, False)
        """
        from carbonmeet.scenario.patch import patched

        other = Scenario(patched(self.written, changes), self.saved)
        _ = other.spans  # faults of the periods belong to making it
        return other

    @property
    def name(self) -> str:
        """The file as the user named it."""
        return self.document.name

    @property
    def called(self) -> str:
        """What a message calls the file: a shipped one by its bare name, not by where it lies.

        Examples
        --------
        >>> from carbonmeet.scenario import load_scenario
        >>> load_scenario("forum-1500").called
        'forum-1500'
        """
        path = Path(self.document.path)
        shipped = bool(self.document.path) and path.parent == data_dir("scenarios")
        return path.stem if shipped else self.name

    @property
    def kind(self) -> str:
        """``meeting`` or ``city``."""
        return self.content.kind

    @property
    def title(self) -> Label:
        """What the scenario is called."""
        return self.content.title

    @property
    def lineage(self) -> tuple[str, ...]:
        """The file itself, and one after the other those that it extends."""
        return tuple(
            os.path.realpath(one.path) if one.path else f"{self.name} {_digest(one.data)}"
            for one in files_of(self.document)
        )

    @property
    def hash(self) -> str:
        """SHA-256 of what is said, by the files it extends and by those read beside it as well."""
        files = self.files()
        return _digest([self._said, *map(beside.digest, files)]) if files else self._said

    def files(self) -> list[Path]:
        """The files that are read beside the scenario: lists of people, logs of actions, pools.

        Returns
        -------
        list of Path
        """
        block, found = getattr(self.content, "attendees", None), list[Path]()
        if block is not None and block.files:
            folder = Path(self.document.folder(("attendees", "table")))
            found += [folder / name for name in block.files]
        offset = getattr(self.content, "offset", None)
        for i, one in enumerate(() if offset is None else offset.credits):
            for key, name in one.beside:
                found.append(Path(self.document.folder(("offset", "credits", i, key)), name))
        return found

    def beside(self) -> tuple[object, ...]:
        """The state of the files that are read beside the scenario: it changes with them.

        Returns
        -------
        tuple
            Equal as long as none of them is changed.
        """
        block = getattr(self.content, "attendees", None)
        own = () if block is None or block.engine == "duckdb" else (time.monotonic_ns(),)
        return (*map(beside.state, self.files()), *own)

    @cached_property
    def methods(self) -> Mapping[str, object]:
        """The accounting methods by name."""
        methods = self.content.methods
        return Frozen({name: getattr(methods, name) for name in type(methods).model_fields})

    @cached_property
    def spans(self) -> Mapping[str, Span]:
        """The accounting periods by name, with place and year."""
        spans, faults = {}, []
        for name, period in self.content.periods.items():
            path = ("periods", name)
            place = period.place or self.content.place
            if (period.start is None) != (period.end is None):
                faults.append(self._fault(path, _("'start' and 'end' go together")))
            if period.start and period.end and period.end < period.start:
                faults.append(self._fault((*path, "end"), _("the end lies before the start")))
            for end, day in (("start", period.start), ("end", period.end)):
                if day and not 1990 <= day.year <= 2100:
                    faults.append(self._fault((*path, end), _("is outside 1990 to 2100")))
            ends = [one.year for one in (period.start, period.end) if one is not None]
            if ends and period.year is not None and not ends[0] <= period.year <= ends[-1]:
                wrong = _(
                    "the year is {year}, while the period begins {start}",
                    year=period.year,
                    start=period.start,
                )
                faults.append(self._fault((*path, "year"), wrong))
            spot = path if period.place else ()
            faults += self._region_faults(place.region, *spot, "place", "region")
            located, misplaced = self._places[name]
            faults += misplaced
            year = period.year or (period.start.year if period.start else None)
            if year is None:
                faults.append(self._fault(path, _("a period needs 'year', or 'start' and 'end'")))
                continue
            spans[name] = Span(
                name=name,
                label=period.name or Label(name),
                region=located.region,
                year=year,
                start=period.start,
                end=period.end,
                counterfactual=period.counterfactual,
                airport=located.airport,
                city=place.name.get("en") if place.name else "",
            )
        for index, region in enumerate(self.content.fallback):
            faults += self._region_faults(region, "fallback", index)
        if faults:
            raise InputError(faults)
        return Frozen(spans)

    @cached_property
    def participants(self) -> Mapping[str, float]:
        """Attendees on site by period."""
        return Frozen(dict.fromkeys(self.spans, 0.0) | self.content.heads())

    @takes(catalogue="Catalogue")
    def extend(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue with the scenario's own factors and measures before all others.

        Parameters
        ----------
        catalogue : Catalogue

        Returns
        -------
        Catalogue

        Raises
        ------
        InputError
            If a row or a measure of the scenario's own cannot be read.
        """
        rows: list[Factor] = []
        instead: dict[str, Factor] = {}
        known: set[tuple[str, int]] = set()
        faults: list[Fault] = []
        first = min(span.year for span in self.spans.values())
        for index, own in enumerate(self.content.factors):
            if own.law is not None:  # no row: its number is made for every way
                continue
            cells = {name: _cell(getattr(own, name, "")) for name in COLUMNS}
            cells["year"] = str(first if own.year is None else own.year)
            spot: tuple[str | int, ...] = ("factors", index)
            try:
                row = read_factor(cells)
                # it may be the publisher's number, and nobody has looked
                row = replace(row, reference=catalogue.own_name(row.source), stream="")
                problem = catalogue.misfit(row)
                if problem and problem == region_fault(row.region):
                    spot = (*spot, "region")
            except (ValueError, CarbonmeetError) as error:
                problem = message_of(error)
                if isinstance(error, RowError):
                    spot = (*spot, error.column)
            else:
                if (row.id, row.year) in known:
                    problem = _(
                        "{id} is listed twice: give the second another year or source", id=row.id
                    )
                known.add((row.id, row.year))
                if own.replaces:
                    problem = problem or catalogue.no_row(row.key, own.replaces)
                    instead[own.replaces] = row
                else:
                    rows.append(row)
            if problem:
                faults.append(self._fault(spot, problem))
        if faults:  # own measures and plants may name these rows
            raise InputError(faults)
        methods = self.content.methods
        catalogue = catalogue.under(methods.gwp).ahead(methods.future)
        catalogue = catalogue.accounting(methods.electricity)
        catalogue = catalogue.lending(self.content.fallback)
        if instead:
            catalogue = catalogue.replacing(instead)
        more_rows, more_measures = self.content.additions(
            catalogue.extended(rows) if rows else catalogue
        )
        mine = self.content.own_measures
        rows, measures = [*rows, *more_rows], [*mine, *more_measures]
        full = catalogue.extended(rows, measures) if rows or measures else catalogue
        settings = [Setting(span.name, span.region, span.year) for span in self.spans.values()]
        if mine:
            found = measure_faults(mine, catalogue, full, settings, self.content.prefer)
            faults = [self._fault(("own_measures", *path), message) for path, message in found]
        faults += _pack_faults(full, settings, self.content.prefer)
        if faults:
            raise InputError(faults)
        return full.held_in(span.region for span in self.spans.values())

    @takes(sums=Mapping)
    def said(
        self, sums: Mapping[str, Any], credits: Mapping[int, Mapping[str, Any]] | None = None
    ) -> dict[str, Any]:
        """What the scenario says with all that it extends, whole in itself.

        Parameters
        ----------
        sums : mapping of str to mapping
            By section, what stands in place of a table that is read beside it.
        credits : mapping of int to mapping, optional
            By place in the list, credits with what their logs and pools came to.

        Returns
        -------
        dict
            As the YAML of a file would give it.
        """
        said = {key: one for key, one in self.document.data.items() if key != "extends"}
        for section, found in sums.items():
            kept = said[section].items()
            said[section] = {key: one for key, one in kept if key not in _OF_TABLES} | found
        if credits:
            listed = enumerate(said["offset"]["credits"])
            said["offset"] = {
                **said["offset"],
                "credits": [credits.get(i, one) for i, one in listed],
            }
        return said

    @takes(catalogue="Catalogue", notices=Notices)
    def activities(
        self,
        catalogue: Catalogue,
        notices: Notices,
        sums: dict[str, Any] | None = None,
        turnouts: list[Turnout] | None = None,
    ) -> list[Activity]:
        """The scenario as activities.

        Parameters
        ----------
        catalogue : Catalogue
        notices : Notices
            Receives what the reader of the result should know.
        sums : dict, optional
            Receives, by section, what tables that are read beside the scenario came to.
        turnouts : list of Turnout, optional
            Receives the people of a list, and how they are spread.

        Returns
        -------
        list of Activity

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
            laws=self.laws(catalogue),
            notices=notices,
        )
        bench.faults += self._unknown_publishers(catalogue)
        for told in (*notices_of(self.document), *self._taken_from_names(), *self._doubtful()):
            notices.add(told)
        for span in self.spans.values():
            tell_of_place(span.region, span.airport, catalogue.regions, notices, span.city)
        activities = self.content.expand(bench, self.spans)
        if sums is not None:
            sums |= bench.sums
        if turnouts is not None:
            turnouts += bench.turnouts
        if all(one.dormant for one in activities):
            nothing = _(
                "the file contains no activities: nothing in {sections}",
                sections=_sections(self.kind),
            )
            if not self.content.says_more:
                spot = "groups" if "groups" in self.content.model_fields_set else ""
                fault = self.document.fault((spot or "kind",), spot, nothing)
                raise InputError([fault])
            notices.add(Notice("scenario.nothing-counted", {}, nothing))
        tell(activities, catalogue, notices)
        return activities

    @takes(catalogue="Catalogue")
    def programme(self, catalogue: Catalogue) -> dict[str, Amount]:
        """Uptake of each measure that is carried out, by id.

        Parameters
        ----------
        catalogue : Catalogue

        Returns
        -------
        dict of str to Amount

        Raises
        ------
        InputError
            If a measure is not known, or an uptake is none.
        """
        chosen = self.content.measures
        if chosen == "none":
            return {}
        if chosen == "planned":
            return {name: one.uptake for name, one in catalogue.measures.items()}
        faults = [
            self._fault(
                ("measures", name),
                _(
                    "no measure '{name}'.{hint}",
                    name=name,
                    hint=did_you_mean(name, [*catalogue.measures, "others"]),
                ),
            )
            for name in chosen
            if name not in catalogue.measures and name != "others"
        ]
        others = chosen.get("others", "none")
        if others not in ("planned", "none"):
            told: str = _("'others' must be 'planned' or 'none'")
            if others == "parent":
                told += _(": this file extends no other")
            faults.append(self._fault(("measures", "others"), told))
        faults += [
            self._fault(
                ("measures", name),
                _("an uptake is a share, or planned, not {uptake}", uptake=uptake),
            )
            for name, uptake in chosen.items()
            if name != "others" and uptake in ("none", "parent")
        ]
        if faults:
            raise InputError(faults)
        planned = {name: one.uptake for name, one in catalogue.measures.items()}
        named = {
            name: uptake if isinstance(uptake, Amount) else planned[name]
            for name, uptake in chosen.items()
            if name != "others"
        }
        return (planned if others == "planned" else {}) | named

    @takes(catalogue=("Catalogue", None))
    def check_offset(self, catalogue: Catalogue | None = None) -> None:
        """Refuse an ``offset:`` block that names what the catalogue does not know.

        Parameters
        ----------
        catalogue : Catalogue, optional
            The shipped one if not given.

        Raises
        ------
        InputError
            With every fault.
        """
        block = self.content.offset
        if block is not None:
            stands = stands_of(catalogue)
            problems = block_faults(block, stands, rules_of(catalogue))
            faults = [self._fault(("offset", *path), message) for path, message in problems]
            said = "stand" in block.model_fields_set or block.rate or not block.plants
            if not said and not (block.parcels and all(one.stand for one in block.parcels)):
                faults += self._stranger(stands)
            faults += self._pool_faults(block)
            if faults:
                region = max(self.spans.values(), key=lambda one: one.year).region
                frame = find_frame(block.frame) if block.frame else frame_of(region)
                words = tuple(frame.instead.items())
                raise InputError([one._replace(instead=words) for one in faults])

    def _pool_faults(self, block: OffsetBlock) -> list[Fault]:
        """Units of a city's pool that are not there, or are another's."""
        found = []
        for i, one in enumerate(block.credits):
            if one.pool and not one.counted:
                from carbonmeet.offset.pool import pool_faults

                path = ("offset", "credits", i)
                folder = Path(self.document.folder((*path, "pool")))
                if not (folder / one.pool).is_file():
                    found.append(self._fault((*path, "pool"), _("no such file")))
                    continue
                problems = pool_faults(one, folder, self.content.title)
                found += [self._fault((*path, key), said) for key, said in problems]
        return found

    def _stranger(self, stands: Mapping[str, Stand]) -> list[Fault]:
        """A fault where the stand that is taken unasked grows nowhere near the scenario."""
        regions = {span.region for span in self.spans.values()}
        if "world" in regions or any(stand_of(stands, one) for one in regions):
            return []  # who names no place is told of it elsewhere
        message = _(
            "'stand' is missing: no stand of {regions} was measured. Name one of your own ('rate', "
            "'own_stands'), or the IPCC's default for the climate zone: {zones}",
            regions=joined(sorted(regions)),
            zones=joined(one.key for one in stands.values() if one.origin == "default"),
        )
        return [self._fault(("offset",), message)]

    @takes(catalogue="Catalogue")
    def laws(self, catalogue: Catalogue) -> dict[str, Law]:
        """The laws by distance of the file and of a factor pack, by the mode they are called.

        Parameters
        ----------
        catalogue : Catalogue

        Returns
        -------
        dict of str to Law

        Raises
        ------
        InputError
            If a law is called as a mode of the catalogue, or two are called the same.
        """
        laws: dict[str, Law] = dict(catalogue.holdings["laws"])
        named: set[str] = set()
        for index, own in enumerate(self.content.factors):
            law = own.by_distance()
            if law is None:
                continue
            if own.key == "air" or f"modes/{own.key}" in catalogue.services or own.key in named:
                taken = _(
                    "'{key}' is a mode of travel already: call the law otherwise", key=own.key
                )
                raise InputError([self._fault(("factors", index, "key"), taken)])
            laws[own.key] = law
            named.add(own.key)
        return laws

    def faults_about(self, found: Sequence[object], message: str) -> list[Fault]:
        """A fault at the last of those measures and inputs that the file brings in; none without.

        Those before it were right as long as it was not there.

        Parameters
        ----------
        found : sequence
            Measures, factors or numbers.
        message : str
            What is wrong.

        Returns
        -------
        list of Fault
        """
        spots = [spot for spot in map(self._place_of, found) if spot]
        return [self._fault(max(spots), message)] if spots else []

    def _place_of(self, one: object) -> tuple[str | int, ...]:
        """Where an own measure or factor, or a number, stands in the file; empty if it does not."""
        if isinstance(one, Measure):
            own = [measure.id for measure in self.content.own_measures]
            return ("own_measures", own.index(one.id)) if one.id in own else ()
        if isinstance(one, Factor) and one.own:
            wanted = (one.key, own_source(one.source), one.region, one.value)
            rows = [(x.key, own_source(x.source), x.region, x.value) for x in self.content.factors]
            return ("factors", rows.index(wanted), "value") if wanted in rows else ()
        path = one.place if isinstance(one, Number) else ()
        return path if path and path[0] in self.document.data else ()

    def _region_faults(self, region: str, *path: str | int) -> list[Fault]:
        message = region_fault(region)
        return [self._fault(path, message)] if message else []

    @cached_property
    def _places(self) -> dict[str, tuple[Located, list[Fault]]]:
        """Where every period is held, and what is wrong with that."""
        return {
            name: self._located(period.place, ("periods", name, "place"))
            if period.place
            else self._located(self.content.place, ("place",))
            for name, period in self.content.periods.items()
        }

    def _taken_from_names(self) -> Iterator[Notice]:
        """What was taken from the name or the airport of a place."""
        for located, _ in self._places.values():
            args = {"region": located.region, "airport": located.airport}
            for told in located.told:
                yield Notice("place.from-name", args, told)

    def _doubtful(self) -> Iterator[Notice]:
        """What stands under ``offset:`` and may be another meeting's."""
        block = self.content.offset
        if self.kind == "meeting" and block is not None and (block.credits or block.parcels):
            from carbonmeet.scenario.occasions import for_another, shared_offset

            yield from shared_offset(self.document)
            organiser = getattr(self.content, "organiser", None)
            name = None if organiser is None else organiser.name
            yield from for_another(self.title, name, block)

    def _located(self, place: Place, path: tuple[str | int, ...]) -> tuple[Located, list[Fault]]:
        """Where a place is, by its name, airport and region, those that it gives."""
        listed = (place.name.en, place.name.zh) if place.name else ()
        names = tuple(filter(None, listed))
        region = place.region if "region" in place.model_fields_set else ""
        if region_fault(region or place.region):
            return Located(place.region, place.airport), []  # told as the fault that it is
        try:
            flown = self.kind == "meeting"
            return locate(names, place.airport, region, flown=flown), []
        except CarbonmeetError as error:
            spot = "name" if place.airport in {"", *airports()} else "airport"
            return Located(place.region, ""), [self._fault((*path, spot), message_of(error))]

    def _unknown_publishers(self, catalogue: Catalogue) -> list[Fault]:
        """Names in `prefer` that nobody has: a slip there would change whose numbers count."""
        named = {name: i for i, name in enumerate(self.content.prefer)}
        if named.keys() <= catalogue.published:
            return []
        known = catalogue.publishers()
        return [
            self._fault(
                ("prefer", i),
                _("no publisher '{name}'.{hint}", name=name, hint=did_you_mean(name, known)),
            )
            for name, i in named.items()
            if name not in known
        ]

    def _fault(self, path: tuple[str | int, ...], message: str) -> Fault:
        return self.document.fault(path, where(path), message)


#: What a section says of its table alone.
_OF_TABLES = frozenset(
    ("table", "sheet", "encoding", "engine", "columns", "values", "counts", "corrections",
     "unknown", "impossible", "train_below", "residents_within", "days")
)  # fmt: skip


def _sections(kind: str) -> str:
    """What the lines of a scenario come from, for one that has none."""
    if kind == "city":
        parts = "transport operators lodging catering power waste wastewater activities"
        return joined(parts.split())
    from carbonmeet.meeting.sections import SECTIONS

    return joined(("groups", *SECTIONS, "activities"))


def _digest(data: object) -> str:
    canonical = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _pack_faults(
    catalogue: Catalogue, settings: Sequence[Setting], prefer: Sequence[str]
) -> Iterator[Fault]:
    """What is wrong with the measures of a factor pack, in its own file."""
    if catalogue.pack is None:
        return
    document = catalogue.pack
    ids = [entry["id"] for entry in document.data["measures"]]
    mine = [catalogue.measures[name] for name in ids]
    for path, message in effect_faults(mine, catalogue, settings, prefer):
        where = f"measures[{path[0]}]"
        yield document.fault(("measures", *path), where, message)
