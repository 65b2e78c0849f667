"""Another version of the catalogue, read from its folder, and what lies between two versions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from carbonmeet.base.errors import CarbonmeetError, Fault, InputError, did_you_mean
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _, joined
from carbonmeet.catalogue import Catalogue, by_key, load_catalogue
from carbonmeet.catalogue.records.changes import CHANGES, Former
from carbonmeet.catalogue.tables import factor_tables
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.row import FactorRow
from carbonmeet.rows.table import gathered
from carbonmeet.units import parse_unit

__all__ = ["SHIPPED", "RowChange", "catalogue_at", "row_changes", "versions"]

#: The name of the catalogue of this installation.
SHIPPED = "shipped"
#: The first version; every other one has its changes.
_FIRST = "1.0.0"
_VERSION = pattern_of(r"[0-9]+(\.[0-9]+){2}")


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


def versions() -> tuple[str, ...]:
    """The versions of the catalogue that changed a row, and the first; the oldest first.

    Examples
    --------
    >>> versions()[:2], versions()[-1] == catalogue_at("shipped").version
    (('1.0.0', '1.1.0'), True)
    """
    named = dict.fromkeys(one.version for one in CHANGES.shipped())
    return (_FIRST, *named, *([here] if (here := load_catalogue().version) not in named else ()))


def catalogue_at(place: str | Path) -> Catalogue:
    """A version of the catalogue: its folder ``factors/``, its number, or ``shipped``, this one.

    Of a former version by its number the rows are as they were; services, measures and whatever
    has a key that it had not are those of this one.

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
    if str(place) in (SHIPPED, shipped.version):
        return shipped
    if _VERSION.fullmatch(str(place)) and not Path(place).exists():
        return _former(str(place), shipped)
    folder = Path(place)
    if not folder.is_dir():
        raise CarbonmeetError(
            _(
                "{place}: no such folder; a version of the catalogue is "
                "{versions}, '{shipped}', or a folder 'factors'",
                place=place,
                versions=joined(versions()),
                shipped=SHIPPED,
            )
        )
    for name in ("sources.csv", "measures.yaml", "datapackage.json"):
        if not (folder / name).is_file():
            raise CarbonmeetError(
                _(
                    "{place}: this is no whole catalogue: it has no "
                    "{name}. Give the folder 'factors' of another version, "
                    "its number, or '{shipped}'; own tables go with "
                    "--factors",
                    place=place,
                    name=name,
                    shipped=SHIPPED,
                )
            )
    rows = by_key(_rows(folder))
    return replace(shipped, rows=rows, folder=folder, hash=_hash(folder))


def _former(version: str, shipped: Catalogue) -> Catalogue:
    """The rows of a former version: what came after it undone, the latest first."""
    known = versions()
    if not _order(known[0]) <= _order(version) <= _order(known[-1]):
        raise CarbonmeetError(
            _(
                "no version '{version}' of the catalogue.{hint} Versions: {known}",
                version=version,
                hint=did_you_mean(version, known),
                known=joined(known),
            )
        )
    # a version that changed no row is that before it
    later = {one for one in known if _order(one) > _order(version)}
    rows = {(one.id, one.year): one for one in shipped.factors}
    for change in reversed([one for one in CHANGES.shipped() if one.version in later]):
        name = (change.row, change.year)
        if change.kind == "added":
            rows.pop(name, None)
        elif change.value is not None:
            rows[name] = _undone(change, rows.get(name))
    found = by_key(rows.values())
    kept = {key: mine for key, mine in shipped.rows.items() if key not in found}
    digest = hashlib.sha256(f"{version} {shipped.hash}".encode()).hexdigest()
    return replace(shipped, rows={**kept, **found}, hash=digest, edition=version)


def _order(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _undone(change: Former, row: Factor | None) -> Factor:
    """A row as it was before a change."""
    value = change.value or 0.0
    if row is not None:
        return replace(row, value=value, low=change.low, high=change.high)
    key, source, region, _ = change.reference
    return Factor.of(
        key,
        value,
        parse_unit(change.unit),
        source=source,
        region=region,
        year=change.year,
        low=change.low,
        high=change.high,
        note="row of a former version",
    )


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
