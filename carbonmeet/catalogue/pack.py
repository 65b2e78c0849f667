"""Factor packs: a folder of tables and lists that is laid over the shipped catalogue.

A pack holds any of the tables of ``factors/`` under their names, ``services.yaml``,
``measures.yaml``, ``offset_rules.yaml`` and ``laws.yaml``; every other CSV file is a table of
factors. A row takes the place of the shipped row of the same key, and other rows are added. All of
it is read before anything is refused, and what the rows name, sources, stands, services, factors,
has to be there, in the pack or in what is shipped.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from carbonmeet.base.errors import Fault, InputError, did_you_mean
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Message, _
from carbonmeet.catalogue.law import LawFile
from carbonmeet.catalogue.lookup import Catalogue
from carbonmeet.catalogue.measure import Measure, MeasureFile
from carbonmeet.catalogue.records.city import GREEN_ACTIONS, INDICATORS, MEETING_CASES
from carbonmeet.catalogue.records.every import PLACES, TABLES
from carbonmeet.catalogue.records.forest import (
    CREDITS,
    STAND_PARAMETERS,
    STANDS,
    StandParameter,
    curve_fault,
)
from carbonmeet.catalogue.records.frames import CONTROL, FRAME_LINES, FRAMES
from carbonmeet.catalogue.records.lists import DECLINED, PREFERENCES, SOURCES, TRENDS
from carbonmeet.catalogue.rulefile import RuleFile
from carbonmeet.catalogue.servicefile import ServiceFile, service_faults
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.row import FactorRow
from carbonmeet.reading.schema import validate
from carbonmeet.reading.yamlfile import Document, read_yaml_file
from carbonmeet.rows import Rows, Table
from carbonmeet.rows.table import fields_of, gathered
from carbonmeet.travel.laws import Law

__all__ = ["Pack", "read_pack"]

#: Tables that a pack may hold beside factors.
_TABLES: Mapping[str, Table[Any]] = {
    table.name: table
    for table in (
        *(SOURCES, PREFERENCES, TRENDS, DECLINED),
        *(STANDS, STAND_PARAMETERS, CREDITS),
        *(FRAMES, FRAME_LINES, CONTROL),
        *(INDICATORS, GREEN_ACTIONS, MEETING_CASES),
    )
}
#: Every table by name: what a row of a pack may point to.
_ALL: Mapping[str, Table[Any]] = {table.name: table for table in TABLES}
_LISTS = ("services", "measures", "offset_rules", "laws")
#: Files that are read past: they describe a pack.
_SILENT = (".md", ".txt", ".rst", ".json", ".toml", ".cff", "")
#: Spreadsheets, which have to be saved as CSV.
_SHEETS = (".xlsx", ".xls", ".xlsm", ".ods", ".tsv", ".numbers")


class Pack(NamedTuple):
    """What a folder lays over the shipped catalogue.

    Attributes
    ----------
    factors : list of Factor
    parts : mapping of str to object
        Of the holdings: lists and tables as they are with the pack.
    measures : Document or None
        The pack's list of measures, whose effects are checked against a scenario.
    files : list of Path
        All that was read.
    """

    factors: list[Factor]
    parts: Mapping[str, Any]
    measures: Document | None
    files: list[Path]


def read_pack(folder: Path, shipped: Catalogue) -> Pack:
    """Read a factor pack.

    Parameters
    ----------
    folder : Path
    shipped : Catalogue
        What it is laid over.

    Raises
    ------
    InputError
        With every fault of every file.
    """
    reader = _Reader(shipped)
    files = _files(folder, reader.faults)
    for path in files:
        reader.read(path)
    reader.check()
    if reader.faults:
        raise InputError(reader.faults)
    documents = reader.documents
    return Pack(reader.factors, reader.parts(), documents.get("measures"), files)


def _files(folder: Path, faults: list[Fault]) -> list[Path]:
    """The files of a pack, and a fault for each that can be none."""
    name = str(folder)
    if not os.path.isdir(folder):
        told = (
            _("is a file; a folder is expected") if os.path.exists(folder) else _("no such folder")
        )
        raise InputError([Fault(name, 0, 0, "", told)])
    found = []
    for path in sorted(folder.iterdir()):
        kind = path.suffix.lower()
        if path.name.startswith((".", "~", "_")) or (path.is_dir() and kind != ".csv"):
            continue
        if kind in (".csv", ".yaml", ".yml"):
            found.append(path)
        elif kind in _SHEETS:
            told = _("is not read: save each table as 'CSV UTF-8'")
            faults.append(Fault(path.name, 0, 0, "", told))
        elif kind not in _SILENT:
            told = _("no part of a factor pack: tables are .csv, lists .yaml")
            faults.append(Fault(path.name, 0, 0, "", told))
    if not found and not faults:
        raise InputError([Fault(name, 0, 0, "", _("no CSV files in this folder"))])
    return found


class _Reader:
    """Reads file after file, and then looks whether they fit together."""

    def __init__(self, shipped: Catalogue) -> None:
        self.shipped = shipped
        self.faults: list[Fault] = []
        self.factors: list[Factor] = []
        self.factor_rows: list[Rows[FactorRow]] = []
        self.tables: dict[str, Rows[Any]] = {}
        self.documents: dict[str, Document] = {}
        self.lists: dict[str, Any] = {}
        self.first: dict[tuple[str, int], str] = {}

    # ---- reading

    def read(self, path: Path) -> None:
        """Read one file."""
        if path.suffix.lower() == ".csv":
            self._table(path)
        else:
            self._list(path)

    def _table(self, path: Path) -> None:
        if path.stem in {*_ALL, *(table.name for table in PLACES)} - set(_TABLES):
            told = _(
                "'{file}' does not belong in a factor pack; besides factors: {known}",
                file=path.name,
                known=sorted(_TABLES),
            )
            self.faults.append(Fault(path.name, 0, 0, "", told))
        elif path.stem in _TABLES:
            found, wrong = _TABLES[path.stem].gathered(path, path.name)
            self.faults += wrong
            self.tables[path.stem] = found
        else:
            self._factors(path)

    def _factors(self, path: Path) -> None:
        found, wrong = gathered(path, FactorRow, path.name)
        self.faults += [self._meant(path, fault) for fault in wrong]
        self.factor_rows.append(found)
        for at, written in enumerate(found):
            row, place = written.factor(), f"{path.name}:{found.line(at)}"
            problem: Message | str = self.shipped.misfit(row)
            if self.first.setdefault((row.id, row.year), place) != place:
                problem = _(
                    "{row} of {year} stands already at {place}",
                    row=row.id,
                    year=str(row.year),
                    place=self.first[row.id, row.year],
                )
            if problem:
                self.faults.append(found.fault(at, "key", problem))
            self.factors.append(row)

    def _meant(self, path: Path, fault: Fault) -> Fault:
        """A fault of the head, with the table that the columns are those of."""
        if fault.line != 1:
            return fault
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            head = {name.strip().strip('"') for name in file.readline().split(",")}
        fits = [
            table.name
            for table in _TABLES.values()
            if {one.columns[0] for one in fields_of(table.model) if one.needed} <= head
            and head <= {column for one in fields_of(table.model) for column in one.columns}
        ]
        if len(fits) != 1:
            return fault
        told = _("these are columns of {name}.csv: name the file so", name=fits[0])
        return Fault(fault.file, 1, 1, "", told)

    def _list(self, path: Path) -> None:
        name = path.stem
        if name not in _LISTS:
            told = _(
                "no list '{name}' in a factor pack.{hint} Lists: {known}",
                name=name,
                hint=did_you_mean(name, _LISTS),
                known=[f"{one}.yaml" for one in _LISTS],
            )
            self.faults.append(Fault(path.name, 0, 0, "", told))
            return
        try:
            document = replace(read_yaml_file(path), name=path.name)
            self.lists[name] = _READ[name](document)
            self.documents[name] = document
        except InputError as error:
            self.faults += [fault._replace(file=path.name) for fault in error.faults]

    # ---- as a whole

    def check(self) -> None:
        """Look for what the rows and lists name, as far as the files that say it could be read."""
        unread = {fault.file for fault in self.faults}
        for name, found in self.tables.items():
            self.faults += self._strangers(found, _TABLES[name].model, unread)
        for rows in self.factor_rows:
            self.faults += self._strangers(rows, FactorRow, unread)
        if not unread:
            self.faults += self._frames()
            self.faults += self._curves()
            catalogue = self.shipped.extended(self.factors)
            if "services" in self.documents:
                document = self.documents["services"]
                self.faults += service_faults(document, self.lists["services"], catalogue)
            self.faults += self._laws_taken()

    def _frames(self) -> Iterator[Fault]:
        """Lines of a frame that is not there, or under a category that it has not."""
        found = self.tables.get(FRAME_LINES.name, ())
        known: dict[str, set[str]] = {}
        for one in self._merged(FRAMES.name):
            known.setdefault(one.frame, {"outside"}).add(one.id)
        for at, line in enumerate(found):
            if line.frame not in known:
                hint = did_you_mean(line.frame, known)
                told = _("no frame '{word}' in frames.csv.{hint}", word=line.frame, hint=hint)
                yield self.tables[FRAME_LINES.name].fault(at, "frame", told)
            elif line.category not in known[line.frame]:
                told = _(
                    "frame '{frame}' has no category '{word}'.{hint}",
                    frame=line.frame,
                    word=line.category,
                    hint=did_you_mean(line.category, known[line.frame]),
                )
                yield self.tables[FRAME_LINES.name].fault(at, "category", told)

    def _curves(self) -> Iterator[Fault]:
        """Stands without the numbers of their curve."""
        if STANDS.name not in self.tables and STAND_PARAMETERS.name not in self.tables:
            return
        numbers: dict[str, list[StandParameter]] = {}
        for number in self._merged(STAND_PARAMETERS.name):
            numbers.setdefault(number.stand, []).append(number)
        mine = self.tables.get(STANDS.name, ())
        lines = {row.key: at for at, row in enumerate(mine)}
        for row in self._merged(STANDS.name):
            told = curve_fault(row, numbers.get(row.key, []))
            if told is None:
                continue
            if row.key in lines:
                yield self.tables[STANDS.name].fault(lines[row.key], "growth", told)
            else:  # a shipped stand, spoilt by a number of the pack
                table = self.tables[STAND_PARAMETERS.name]
                at = next(at for at, one in enumerate(table) if one.stand == row.key)
                yield table.fault(at, "parameter", told)

    def _strangers(
        self, found: Rows[Any], model: type[Any], unread: Collection[str]
    ) -> Iterator[Fault]:
        """Cells that name a row of another table that is not there."""
        for field in fields_of(model):
            to = field.column.to
            if to not in _ALL or f"{to}.csv" in unread or self._untold(to):
                continue  # who tells no sources of his own need not tell any
            table = _ALL[to]
            known = [str(table.key_of(one)[0]) for one in self._merged(to)]
            for at, row in enumerate(found):
                value = getattr(row, field.name)
                for word in value if isinstance(value, tuple | frozenset) else (value,):
                    if word and word not in known:
                        told = _(
                            "no '{word}' in {table}.csv.{hint}",
                            word=word,
                            table=to,
                            hint=did_you_mean(word, known),
                        )
                        yield found.fault(at, field.columns[0], told)

    def _untold(self, to: str) -> bool:
        return to == SOURCES.name and to not in self.tables

    def _laws_taken(self) -> Iterator[Fault]:
        """Laws that are called as a mode of travel is."""
        services = {*self.shipped.services, *self.lists.get("services", ())}
        for at, one in enumerate(self.lists.get("laws", ())):
            if one.key == "air" or f"modes/{one.key}" in services:
                told = _("'{key}' is a mode of travel already: call the law otherwise", key=one.key)
                yield self.documents["laws"].fault(("laws", at, "key"), f"laws[{at}].key", told)

    # ---- what the catalogue holds with it

    def parts(self) -> dict[str, Any]:
        """The parts of the holdings that are others with the pack."""
        parts: dict[str, Any] = {name: self._merged(name) for name in self.tables}
        held = self.shipped.holdings
        if "services" in self.lists:
            own = {key: one.service(key) for key, one in self.lists["services"].items()}
            parts["services"] = {**self.shipped.services, **own}
        if "measures" in self.lists:
            mine: tuple[Measure, ...] = self.lists["measures"]
            by_id = {one.id: one for one in (*held["measures"], *mine)}
            parts["measures"] = tuple(by_id.values())
        if "laws" in self.lists:
            laws: dict[str, Law] = {
                one.key: one.law.made(one.source, one.locator, one.note, one.evidence)
                for one in self.lists["laws"]
            }
            parts["laws"] = {**held["laws"], **laws}
        if "offset_rules" in self.documents:
            rules = held["offset_rules"]
            own_rules = self.documents["offset_rules"].data["rules"]
            parts["offset_rules"] = {**rules, "rules": {**rules["rules"], **own_rules}}
            parts["offset_rules_document"] = self.documents["offset_rules"]
        return parts

    def _merged(self, name: str) -> tuple[Any, ...]:
        """The rows of a table with those of the pack."""
        table = _ALL[name]
        shipped = self.shipped.table(table)
        mine = self.tables.get(name, ())
        if not table.key:  # the first that fits is taken: the pack's own go before
            return (*mine, *shipped)
        own = {table.key_of(one): one for one in mine}
        if table is PREFERENCES:
            return (*mine, *(one for one in shipped if table.key_of(one) not in own))
        old = [own.pop(table.key_of(one), one) for one in shipped]
        return (*old, *own.values())


def _measures(document: Document) -> tuple[Measure, ...]:
    found = validate(MeasureFile, document).measures
    ids = [one.id for one in found]
    faults = [
        document.fault(
            ("measures", at, "id"),
            f"measures[{at}].id",
            _("measure '{id}' is listed twice", id=name),
        )
        for at, name in enumerate(ids)
        if name in ids[:at]
    ]
    if faults:
        raise InputError(faults)
    return found


_READ: Mapping[str, Callable[[Document], Any]] = {
    "services": lambda document: validate(ServiceFile, document).services(),
    "measures": _measures,
    "offset_rules": lambda document: validate(RuleFile, document),
    "laws": lambda document: validate(LawFile, document).laws,
}
