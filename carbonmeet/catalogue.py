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
from carbonmeet.factor import EVIDENCE, Factor, Reference, publisher
from carbonmeet.measure import Measure, MeasureFile
from carbonmeet.notices import Notices
from carbonmeet.paths import data_dir
from carbonmeet.schema import validate
from carbonmeet.service import Part, Service
from carbonmeet.text import Label
from carbonmeet.units import parse_unit
from carbonmeet.yamlfile import read_yaml_file

__all__ = ["COLUMNS", "Catalogue", "Source", "load_catalogue"]

#: Columns of a factor table, in the order of the files.
COLUMNS = [
    "key",
    "name_en",
    "name_zh",
    "region",
    "year",
    "value",
    "low",
    "high",
    "unit",
    "boundary",
    "source",
    "locator",
    "evidence",
    "note",
]
_NEEDED = ("key", "region", "year", "value", "unit", "source", "evidence")
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
            raise FactorNotFound(
                f"no {_GROUP.get(group, group)} '{name}'.{did_you_mean(name, names)}"
                f" Known: {', '.join(names)}"
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


def read_factors(path: Path) -> tuple[list[Factor], list[Fault]]:
    """Read one factor table of a user; every fault with its line."""
    rows: list[Factor] = []
    faults: list[Fault] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
        if missing:
            return [], [Fault(path.name, 1, 1, "", f"columns are missing: {', '.join(missing)}")]
        for record in reader:
            try:
                rows.append(read_factor(record))
            except (ValueError, FactorError) as error:
                faults.append(
                    Fault(path.name, reader.line_num, 1, record.get("key") or "", str(error))
                )
    return rows, faults


def read_factor(record: Mapping[str, str | None]) -> Factor:
    """Turn the texts of one row into a factor.

    Raises
    ------
    ValueError
        If a cell cannot be read, or the row lacks what makes a number honest.
    """
    cell = {name: (text or "").strip() for name, text in record.items() if name}
    for name in _NEEDED:
        if not cell.get(name):
            raise ValueError(f"'{name}' is empty")
    value = _number(cell, "value")
    low, high = (_number(cell, end) if cell.get(end) else None for end in ("low", "high"))
    assert value is not None
    if (low is not None and low > value) or (high is not None and high < value):
        raise ValueError(f"{low} .. {high} does not contain {value}")
    if cell["evidence"] not in EVIDENCE:
        raise ValueError(f"evidence '{cell['evidence']}' is none of {', '.join(EVIDENCE)}")
    if cell["evidence"] == "assumed" and not cell.get("note"):
        raise ValueError("an assumed number needs its reason in 'note'")
    if value == 0 and not cell.get("note"):
        raise ValueError("a zero needs its reason in 'note'")
    Reference.parse(cell["key"])
    return Factor(
        key=cell["key"],
        region=cell["region"],
        year=int(cell["year"]),
        value=value,
        low=low,
        high=high,
        unit=parse_unit(cell["unit"]),
        source=cell["source"],
        locator=cell.get("locator", ""),
        evidence=cell["evidence"],
        boundary=tuple(cell.get("boundary", "").split()),
        name=Label(cell.get("name_en", ""), cell.get("name_zh", "")),
        note=cell.get("note", ""),
    )


def _number(cell: Mapping[str, str], name: str) -> float | None:
    try:
        value = float(cell[name])
    except ValueError:
        raise ValueError(f"'{name}' is not a number: '{cell[name]}'") from None
    if not abs(value) < 1e15:  # also catches nan
        raise ValueError(f"'{name}' is not a usable number: '{cell[name]}'")
    return value


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


@lru_cache(maxsize=4)
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
    home = data_dir("factors")
    paths = _tables(home)
    digest = hashlib.sha256()
    for path in (*paths, home / "services.yaml", home / "measures.yaml", home / "sources.csv"):
        if path.exists():
            digest.update(path.read_bytes())
    catalogue = Catalogue(
        rows=Shelf(paths),
        services=_read_services(home / "services.yaml"),
        sources=_read_sources(home / "sources.csv"),
        folder=home,
        hash=digest.hexdigest(),
    )
    if folder is not None:
        mine = sorted(Path(folder).glob("*.csv"))
        if not mine:
            raise InputError([Fault(str(folder), 0, 0, "", "no CSV files in this folder")])
        own, faults = _read_tables(mine)
        if faults:
            raise InputError(faults)
        catalogue = catalogue.extended(own)
    return catalogue


def _read_tables(paths: Iterable[Path]) -> tuple[list[Factor], list[Fault]]:
    rows: list[Factor] = []
    faults: list[Fault] = []
    for path in paths:
        found, wrong = read_factors(path)
        rows += found
        faults += wrong
    return rows, faults
