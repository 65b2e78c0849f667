"""Reads ``factors/`` and finds exactly one factor, or says why not."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from carbonmeet.activity import SOURCES, Link
from carbonmeet.errors import (
    FactorAmbiguous,
    FactorError,
    FactorNotFound,
    Fault,
    InputError,
    did_you_mean,
)
from carbonmeet.factor import COLUMNS, NEEDED, Factor, Reference, publisher, read_factor
from carbonmeet.measure import Measure, MeasureFile
from carbonmeet.notices import Notices
from carbonmeet.paths import data_dir
from carbonmeet.schema import validate
from carbonmeet.service import Part, Service
from carbonmeet.text import Label
from carbonmeet.units import parse_unit
from carbonmeet.yamlfile import read_yaml_file

__all__ = ["COLUMNS", "Catalogue", "Source", "load_catalogue"]

#: Properties that a chain may hold once only: twice would count the same thing twice.
_ONCE = {
    "non-co2": "non-CO2 effects of aviation",
    "distance-uplift": "the great-circle uplift",
    "upstream": "the upstream part",
    "at-socket": "charging losses",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A publication that numbers are taken from."""

    key: str
    publisher: str
    title: str
    year: str
    url: str
    licence: str
    accessed: str
    note: str = ""


@dataclass(frozen=True)
class Catalogue:
    """The factors, services, measures and sources of ``factors/``.

    Examples
    --------
    >>> catalogue = load_catalogue()
    >>> catalogue.find("grid", "CN-YN", 2021, ("mee",)).value
    0.1235
    """

    rows: Mapping[str, list[Factor]]
    services: Mapping[str, Service]
    sources: Mapping[str, Source]
    folder: Path
    hash: str
    own_measures: tuple[Measure, ...] = ()

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """Every row, rivals on adjacent places."""
        return tuple(row for rivals in self.rows.values() for row in rivals)

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """The reduction measures by id, in the order of the file."""
        shipped = validate(MeasureFile, read_yaml_file(self.folder / "measures.yaml"))
        listed = (*shipped.measures, *self.own_measures)
        return {measure.id: measure for measure in listed}

    def rivals(self, key: str) -> list[Factor]:
        """All rows of one key, in the order of the file.

        Raises
        ------
        FactorNotFound
            If there are none.
        """
        if key not in self.rows:
            hint = did_you_mean(key, self.rows)
            raise FactorNotFound(f"the catalogue has no factor '{key}'.{hint}")
        return self.rows[key]

    def find(
        self,
        reference: str | Reference,
        region: str = "world",
        year: int | None = None,
        prefer: Sequence[str] = (),
        notices: Notices | None = None,
    ) -> Factor:
        """Find exactly one factor.

        Parameters
        ----------
        reference : str or Reference
            ``key``, ``key@source`` (a pin), ``key[region]``.
        region : str
            Searched from the smallest outwards: ``CN-YN``, ``CN``, ``world``.
        year : int, optional
            Year of the activity. Of several editions the one nearest to it and not after it is
            taken; a later one only where there is no other, and with a notice.
        prefer : sequence of str
            Publishers, best first, where several answer.
        notices : Notices, optional
            Receives what the reader of the result should know.

        Raises
        ------
        FactorNotFound
            If no row answers.
        FactorAmbiguous
            If several publishers do and `prefer` does not decide.
        """
        wanted = Reference.parse(reference) if isinstance(reference, str) else reference
        rows = self.rivals(wanted.key)
        if wanted.source:
            rows = [row for row in rows if row.source == wanted.source]
            if not rows:
                raise FactorNotFound(
                    f"'{wanted.key}' has no row from '{wanted.source}'; "
                    f"its rows: {_listed(self.rivals(wanted.key))}"
                )
        own = [row for row in rows if row.own]
        for pool in (own, rows) if own else (rows,):
            for place in _outwards(wanted.region or region):
                here = [row for row in pool if row.region == place]
                if here:
                    return self._edition(self._publisher(here, prefer, wanted), year, notices)
        raise FactorNotFound(
            f"'{wanted.key}' has no row for {wanted.region or region}; it has "
            f"{_listed(rows)}. Name the region, e.g. '{wanted.key}[{rows[0].region}]', to use one"
        )

    def _publisher(
        self, rows: list[Factor], prefer: Sequence[str], wanted: Reference
    ) -> list[Factor]:
        by_publisher: dict[str, list[Factor]] = {}
        for row in rows:
            by_publisher.setdefault(publisher(row.source), []).append(row)
        if len(by_publisher) == 1:
            return rows
        for name in prefer:
            for known, found in by_publisher.items():
                if name in (known, *(row.source for row in found)):
                    return [row for row in found if name == known or row.source == name]
        raise FactorAmbiguous(
            f"'{wanted.key}' has rival numbers for {rows[0].region}: {_listed(rows)}. "
            f"Say whose to take: 'prefer: [{next(iter(by_publisher))}]', "
            f"or pin one: '{rows[0].key}@{rows[0].source}'"
        )

    @staticmethod
    def _edition(rows: list[Factor], year: int | None, notices: Notices | None) -> Factor:
        in_time = [row for row in rows if year is None or row.year <= year]
        best = max(in_time, key=lambda row: row.year) if in_time else min(rows, key=_year)
        twins = [row for row in rows if row.year == best.year]
        if len(twins) > 1:
            raise FactorAmbiguous(
                f"'{best.key}' has several rows for {best.region} {best.year}: {_listed(twins)}. "
                f"Pin one: '{best.key}@{best.source}'"
            )
        if not in_time and notices is not None:
            notices.later(best.id, year or 0)
        return best

    def chain(
        self,
        references: Iterable[str],
        region: str = "world",
        year: int | None = None,
        prefer: Sequence[str] = (),
        notices: Notices | None = None,
    ) -> tuple[Link, ...]:
        """Find every factor of a chain and check that it counts nothing twice.

        Raises
        ------
        FactorError
            If two links contain the same thing (see ``boundary``).
        """
        links: list[Link] = []
        for text in references:
            wanted = Reference.parse(text)
            factor = self.find(wanted, region, year, prefer, notices)
            links.append((factor, -1 if wanted.inverse else 1))
        for tag, meaning in _ONCE.items():
            double = [number.id for number, _ in links if tag in getattr(number, "boundary", ())]
            if len(double) > 1:
                raise FactorError(f"{meaning} would be counted twice: {' and '.join(double)}")
        for number, _ in links:
            if "credit" in getattr(number, "boundary", ()):
                raise FactorError(
                    f"{number.id} contains a credit for displaced power; "
                    "an inventory total never does"
                )
        return tuple(links)

    def service(self, group: str, name: str) -> Service:
        """The service that a planner named.

        Raises
        ------
        FactorNotFound
            If there is none, with the nearest name.
        """
        found = self.services.get(f"{group}/{name}")
        if found is None:
            names = self.names(group)
            hint = did_you_mean(name, names)
            raise FactorNotFound(
                f"no {_GROUP.get(group, group)} '{name}'.{hint or ' Known: ' + ', '.join(names)}"
            )
        return found

    def names(self, group: str) -> list[str]:
        """Names of the services of a group, in the order of the file."""
        return [key.split("/", 1)[1] for key in self.services if key.startswith(group + "/")]

    def search(self, text: str) -> list[Factor]:
        """Rows whose key or name, in English or Chinese, contains every word of `text`."""
        words = text.lower().split()
        return [
            row
            for row in self.factors
            if all(
                w in f"{row.key} {row.name.en} {row.name.zh} {row.source}".lower() for w in words
            )
        ]

    @cached_property
    def regions(self) -> frozenset[str]:
        """Every region that a row is for."""
        if isinstance(self.rows, Shelf):
            return self.rows.regions()
        return frozenset(row.region for row in self.factors)

    def publishers(self) -> set[str]:
        """Whom ``prefer`` may name: publishers, and sources with their edition."""
        listed = {*self.sources, *(row.source for row in self.factors if row.own)}
        return listed | {publisher(source) for source in listed}

    def misfit(self, row: Factor) -> str:
        """Why a row of the user's own cannot stand beside those shipped; empty if it can."""
        rivals = self.rows.get(row.key, ())
        for shipped in rivals[:1]:
            if shipped.unit.dims != row.unit.dims:
                return f"'{row.key}' is a number in {shipped.unit.text}, not in {row.unit.text}"
        if row.boundary:
            known = dict.fromkeys(word for one in self.factors for word in one.boundary)
            for word in row.boundary:
                if word not in known:
                    return f"no boundary word '{word}'.{did_you_mean(word, known)}"
        return ""

    def extended(self, rows: Iterable[Factor], measures: Iterable[Measure] = ()) -> Catalogue:
        """A catalogue in which the user's own `rows` rank first."""
        own = by_key(replace(row, own=True) for row in rows)
        return replace(
            self,
            rows={**self.rows, **{key: [*new, *self.rows.get(key, ())] for key, new in own.items()}}
            if own
            else self.rows,
            own_measures=(*self.own_measures, *measures),
        )


def by_key(factors: Iterable[Factor]) -> dict[str, list[Factor]]:
    """Rows sorted into rivals, in the order of their first appearance."""
    rows: dict[str, list[Factor]] = {}
    for factor in factors:
        rows.setdefault(factor.key, []).append(factor)
    return rows


class Shelf(Mapping[str, list[Factor]]):
    """The rows of the shipped tables, each key read when it is asked for.

    A scenario needs some hundred of a thousand rows; the tests read them all.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._cells: dict[str, list[dict[str, str]]] = {}
        self._read: dict[str, list[Factor]] = {}
        for path in paths:
            with path.open(encoding="utf-8-sig", newline="") as file:
                table = csv.reader(file)
                head = next(table)
                for cells in table:
                    record = dict(zip(head, cells, strict=True))
                    self._cells.setdefault(record["key"], []).append(record)

    def __getitem__(self, key: str) -> list[Factor]:
        if key not in self._read:
            self._read[key] = [read_factor(record) for record in self._cells[key]]
        return self._read[key]

    def regions(self) -> frozenset[str]:
        """The regions of all rows, without reading the rows."""
        return frozenset(one["region"] for rows in self._cells.values() for one in rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)


_GROUP = {
    "modes": "mode of travel",
    "vehicles": "kind of vehicle",
    "lodging": "hotel",
    "meals": "meal",
    "items": "item",
    "waste": "waste treatment",
    "freight": "mode of freight",
}


def _year(row: Factor) -> int:
    return row.year


def _listed(rows: Sequence[Factor], most: int = 8) -> str:
    shown = ", ".join(f"{row.id} = {row.value:g}" for row in rows[:most])
    return shown + (f" and {len(rows) - most} more" if len(rows) > most else "")


def _outwards(region: str) -> Iterator[str]:
    """``CN-YN-KMG`` → itself, ``CN-YN``, ``CN``, ``world``."""
    parts = region.split("-")
    for length in range(len(parts), 0, -1):
        yield "-".join(parts[:length])
    if region != "world":
        yield "world"


def read_factors(path: Path) -> tuple[list[tuple[int, Factor]], list[Fault]]:
    """Read one factor table of a user: every row with its line, every fault with its own."""
    rows: list[tuple[int, Factor]] = []
    faults: list[Fault] = []
    line = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.reader(file, strict=True)
            head = [name.strip() for name in next(table, [])]
            wrong = _wrong_head(head)
            if wrong:
                return [], [Fault(path.name, 1, 1, "", wrong)]
            for cells in table:
                line = table.line_num
                if not any(cells):
                    continue
                try:
                    rows.append((line, read_factor(_record(head, cells))))
                except (ValueError, FactorError) as error:
                    key = dict(zip(head, cells, strict=False)).get("key", "")
                    faults.append(Fault(path.name, line, 1, key, str(error)))
    except UnicodeDecodeError:
        problem = "is not UTF-8: save it as 'CSV UTF-8'"
        return [], [Fault(path.name, 0, 0, "", problem)]
    except csv.Error as error:
        problem = "a quote is not closed" if "end of data" in str(error) else str(error)
        faults.append(Fault(path.name, line + 1, 1, "", f"not CSV from here on: {problem}"))
    except OSError as error:
        return [], [Fault(path.name, 0, 0, "", f"cannot be read: {error.strerror}")]
    return rows, faults


def _wrong_head(head: Sequence[str]) -> str:
    """What is wrong with the first line of a factor table; empty if nothing is."""
    for mark, name in ((";", "';'"), ("\t", "tabs")):
        if len(head) == 1 and mark in head[0]:
            return f"the cells are set apart by {name}: save the table with commas"
    missing = [name for name in NEEDED if name not in head]
    if missing:
        return f"columns are missing: {', '.join(missing)}"
    for name in head:
        if name not in COLUMNS:
            return f"no column '{name}'.{did_you_mean(name, COLUMNS)} Columns: {', '.join(COLUMNS)}"
        if head.count(name) > 1:
            return f"column '{name}' stands twice"
    return ""


def _record(head: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if len(cells) > len(head):
        raise ValueError(
            f"{len(cells)} cells stand under {len(head)} columns: put a text with commas in "
            "quotes, and write decimals with a point"
        )
    return dict(zip(head, cells, strict=False))


def _read_services(path: Path) -> dict[str, Service]:
    document = read_yaml_file(path)
    services: dict[str, Service] = {}
    for group, members in document.data.items():
        for name, entry in members.items():
            key = f"{group}/{name}"
            if entry["source"] not in SOURCES:
                raise InputError(
                    [Fault(path.name, *document.mark((group, name)), key, "unknown source")]
                )
            services[key] = Service(
                id=key,
                name=Label(entry["name"].get("en", ""), entry["name"].get("zh", "")),
                unit=parse_unit(entry["unit"]),
                source=entry["source"],
                parts=tuple(
                    Part(tuple(part["chain"]), Label(**part.get("name", {})), part.get("when", {}))
                    for part in entry["parts"]
                ),
            )
    return services


def _read_sources(path: Path) -> dict[str, Source]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {record["key"]: Source(**record) for record in csv.DictReader(file)}


def _tables(folder: Path) -> list[Path]:
    """The files of a folder that hold factors: those with the columns of one."""
    found = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig") as file:
            if file.readline().strip() == ",".join(COLUMNS):
                found.append(path)
    return found


def load_catalogue(folder: str | Path | None = None) -> Catalogue:
    """Load the shipped catalogue, with the tables of `folder` ranking first where given.

    Parameters
    ----------
    folder : str or Path, optional
        A folder of CSV files with the same columns as ``factors/``, the user's own numbers.

    Raises
    ------
    InputError
        If a table cannot be read: every fault with file and line.
    """
    shipped = _shipped()
    if folder is None:
        return shipped
    mine = sorted(Path(folder).glob("*.csv"))
    if not mine:
        raise InputError([Fault(str(folder), 0, 0, "", "no CSV files in this folder")])
    own = _read_tables(mine, shipped)
    digest = hashlib.sha256(shipped.hash.encode())
    for path in mine:
        digest.update(path.read_bytes())
    return replace(shipped.extended(own), hash=digest.hexdigest())


@lru_cache(maxsize=1)
def _shipped() -> Catalogue:
    """The catalogue of this installation, read once; its hash covers every table and list."""
    home = data_dir("factors")
    digest = hashlib.sha256()
    for path in sorted(home.iterdir()):
        if path.suffix in (".csv", ".yaml"):
            digest.update(path.read_bytes())
    return Catalogue(
        rows=Shelf(_tables(home)),
        services=_read_services(home / "services.yaml"),
        sources=_read_sources(home / "sources.csv"),
        folder=home,
        hash=digest.hexdigest(),
    )


def _read_tables(paths: Iterable[Path], shipped: Catalogue) -> list[Factor]:
    """The rows of a user's tables.

    Raises
    ------
    InputError
        With every fault.
    """
    rows: list[Factor] = []
    faults: list[Fault] = []
    first: dict[tuple[str, int], str] = {}
    for path in paths:
        found, wrong = read_factors(path)
        faults += wrong
        for line, row in found:
            place = f"{path.name}:{line}"
            problem = shipped.misfit(row)
            if first.setdefault((row.id, row.year), place) != place:
                problem = f"{row.id} of {row.year} stands already at {first[row.id, row.year]}"
            if problem:
                faults.append(Fault(path.name, line, 1, row.key, problem))
            rows.append(row)
    if faults:
        raise InputError(faults)
    return rows
