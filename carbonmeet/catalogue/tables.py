"""Reads ``factors/`` and a user's own tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import Fault, InputError
from carbonmeet.base.files import read_whole
from carbonmeet.base.text import Label
from carbonmeet.catalogue.lookup import Catalogue
from carbonmeet.catalogue.records import lists
from carbonmeet.catalogue.service import Part, Service
from carbonmeet.catalogue.shelf import FactorShelf
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.row import COLUMNS, FactorRow
from carbonmeet.reading.yamlfile import read_yaml_file
from carbonmeet.rows.table import gathered
from carbonmeet.units import parse_unit

__all__ = ["factor_tables", "load_catalogue", "preferred_publishers"]

#: Nobody keeps a larger table by hand, in bytes.
_LARGEST = 50_000_000


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


def factor_tables(folder: Path) -> list[Path]:
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
        rows=FactorShelf(factor_tables(home)),
        services=_read_services(home / "services.yaml"),
        sources={one.key: one for one in lists.SOURCES.shipped()},
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
        found, wrong = gathered(path, FactorRow, path.name)
        faults += wrong
        for at, written in enumerate(found):
            row, place = written.factor(), f"{path.name}:{found.line(at)}"
            problem = shipped.misfit(row)
            if first.setdefault((row.id, row.year), place) != place:
                problem = f"{row.id} of {row.year} stands already at {first[row.id, row.year]}"
            if problem:
                faults.append(found.fault(at, "key", problem))
            rows.append(row)
    if faults:
        raise InputError(faults)
    return rows
