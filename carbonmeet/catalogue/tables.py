"""Reads ``factors/`` and a user's own tables."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import (
    FactorError,
    Fault,
    InputError,
    did_you_mean,
)
from carbonmeet.base.files import read_whole
from carbonmeet.base.text import Label
from carbonmeet.catalogue.lookup import Catalogue, Source
from carbonmeet.catalogue.service import Part, Service
from carbonmeet.catalogue.shelf import Shelf
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.numbers.factor import COLUMNS, GASES, NEEDED, Factor, read_factor
from carbonmeet.reading.yamlfile import read_yaml_file
from carbonmeet.units import parse_unit

__all__ = ["load_catalogue", "preferred_publishers"]

#: No key, name or note needs more.
_LONGEST = 10_000
#: Nobody keeps a larger table by hand, in bytes.
_LARGEST = 50_000_000


def read_factors(path: Path) -> tuple[list[tuple[int, Factor]], list[Fault]]:
    """Read one factor table of a user: every row with its line, every fault with its own."""
    rows: list[tuple[int, Factor]] = []
    faults: list[Fault] = []
    line = 0
    try:
        data = read_whole(path, _LARGEST)
        if len(data) > _LARGEST:
            return [], [Fault(path.name, 0, 0, "", f"is larger than {_LARGEST // 10**6} MB")]
        text = data.decode("utf-8-sig")
        with io.StringIO(text, newline="") as file:
            table = csv.reader(file, strict=True)
            head = [name.strip() for name in next(table, [])]
            wrong = _wrong_head(head)
            if wrong:
                return [], [Fault(path.name, 1, 1, "", wrong)]
            for cells in table:
                line = table.line_num
                if not any(cells):
                    continue
                if max(map(len, cells)) > _LONGEST:
                    problem = f"a field is longer than {_LONGEST:,} characters"
                    faults.append(Fault(path.name, line, 1, "", problem))
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
    known = [*COLUMNS, *GASES]
    missing = [name for name in NEEDED if name not in head]
    if missing:
        return f"columns are missing: {', '.join(missing)}"
    for name in head:
        if name not in known:
            return f"no column '{name}'.{did_you_mean(name, known)} Columns: {', '.join(known)}"
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
                    Part(
                        tuple(part["chain"]),
                        Label(**part.get("name", {})),
                        part.get("when", {}),
                        part.get("within", ""),
                        part.get("outside", ""),
                        tuple(part.get("or", ())),
                    )
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
            if file.readline().strip().split(",")[: len(COLUMNS)] == COLUMNS:
                found.append(path)
    return found


def preferred_publishers() -> list[str]:
    """Whose numbers to take where several answer and no scenario says, best first.

    Examples
    --------
    >>> preferred_publishers()[0]
    'mee'
    """
    return list(load_catalogue().preferences)


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

    Examples
    --------
    >>> catalogue = load_catalogue()
    >>> [row.key for row in catalogue.matching("taxi china average")]
    ['taxi']
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
        digest.update(read_whole(path, _LARGEST))
    return replace(shipped.extended(own), hash=digest.hexdigest())


@lru_cache(maxsize=1)
def _shipped() -> Catalogue:
    """The catalogue of this installation, read once; its hash covers every table and list."""
    home = data_dir("factors")
    digest = hashlib.sha256()
    for path in sorted(home.iterdir()):
        if path.suffix in (".csv", ".yaml"):
            digest.update(read_whole(path, _LARGEST))
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
