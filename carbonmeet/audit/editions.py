"""Another version of the catalogue, read from its folder, and what lies between two versions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from carbonmeet.base.errors import CarbonmeetError, Fault, InputError
from carbonmeet.catalogue import Catalogue, by_key, load_catalogue
from carbonmeet.catalogue.tables import factor_tables
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.row import FactorRow
from carbonmeet.rows.table import gathered

__all__ = ["SHIPPED", "RowChange", "catalogue_at", "row_changes"]

#: The name of the catalogue of this installation.
SHIPPED = "shipped"


class RowChange(NamedTuple):
    """A row that two versions of the catalogue do not share; None where one has none."""

    id: str
    year: int
    before: Factor | None
    after: Factor | None

    @property
    def kind(self) -> str:
        """``added``, ``removed``, ``value``, ``range`` or ``note``."""
        if self.before is None or self.after is None:
            return "added" if self.before is None else "removed"
        a, b = self.before, self.after
        if (a.value, a.unit.text) != (b.value, b.unit.text):
            return "value"
        return "range" if (a.low, a.high) != (b.low, b.high) else "note"


def catalogue_at(place: str | Path) -> Catalogue:
    """The catalogue of a folder ``factors/`` of some version; ``shipped`` is that of this one.

    Raises
    ------
    CarbonmeetError
        If the folder is no whole catalogue.
    InputError
        If a row cannot be read: every fault.

    Examples
    --------
    >>> from carbonmeet.base.data import data_dir
    >>> found = catalogue_at(data_dir("factors"))
    >>> found.hash == catalogue_at("shipped").hash, found.version == catalogue_at("shipped").version
    (True, True)
    """
    shipped = load_catalogue()
    if str(place) == SHIPPED:
        return shipped
    folder = Path(place)
    for name in ("sources.csv", "measures.yaml", "datapackage.json"):
        if not (folder / name).is_file():
            raise CarbonmeetError(
                f"{place}: this is no whole catalogue: it has no {name}. Give the folder 'factors' "
                f"of another version, or '{SHIPPED}'; own tables go with --factors"
            )
    rows = by_key(_rows(folder))
    return replace(shipped, rows=rows, folder=folder, hash=_hash(folder))


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in (".csv", ".yaml"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _rows(folder: Path) -> list[Factor]:
    rows: list[Factor] = []
    faults: list[Fault] = []
    for path in factor_tables(folder):
        found, wrong = gathered(path, FactorRow, path.name)
        faults += wrong
        rows += (row.factor() for row in found)
    if faults:
        raise InputError(faults)
    return rows


def row_changes(a: Catalogue, b: Catalogue) -> Iterator[RowChange]:
    """Every row that two versions do not share, by key.

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> list(row_changes(load_catalogue(), load_catalogue()))
    []
    """
    left, right = ({(one.id, one.year): one for one in side.factors} for side in (a, b))
    for name in sorted({*left, *right}):
        before, after = left.get(name), right.get(name)
        if before is None or after is None or _said(before) != _said(after):
            yield RowChange(*name, before, after)


def _said(row: Factor) -> tuple[object, ...]:
    names = ("value", "low", "high", "boundary", "evidence", "locator", "name", "note", "gwp")
    return (row.unit.text, *(getattr(row, name) for name in names))
