"""Reads ``factors/`` and a user's own tables."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from carbonmeet.base.data import data_dir
from carbonmeet.base.files import read_whole
from carbonmeet.base.given import refuse_other
from carbonmeet.catalogue.compiled import REGIONS, compiled
from carbonmeet.catalogue.holdings import Holdings, shipped_part
from carbonmeet.catalogue.lookup import Catalogue
from carbonmeet.catalogue.records.lists import SOURCES
from carbonmeet.catalogue.shelf import FactorShelf
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.row import COLUMNS
from carbonmeet.rows import Table

__all__ = ["factor_tables", "load_catalogue", "preferred_publishers"]

#: Nobody keeps a larger table by hand, in bytes.
_LARGEST = 50_000_000


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
    """Load the shipped catalogue, with a factor pack laid over it where given.

    Parameters
    ----------
    folder : str or Path, optional
        A factor pack: a folder with any of the tables and lists of ``factors/``.

    Returns
    -------
    Catalogue

    Raises
    ------
    InputError
        If the pack is not sound: every fault with file, line and column.

    Examples
    --------
    >>> catalogue = load_catalogue()
    >>> [row.key for row in catalogue.matching("taxi china average")]
    ['taxi']
    """
    shipped = _shipped()
    if folder is None:
        return shipped
    refuse_other(folder, (str, os.PathLike), "folder")
    from carbonmeet.catalogue.pack import read_pack

    pack = read_pack(Path(folder), shipped)
    digest = hashlib.sha256(shipped.hash.encode())
    for path in pack.files:
        digest.update(read_whole(path, _LARGEST))
    laid = shipped.laid(pack.factors, pack.parts)
    return replace(laid, hash=digest.hexdigest(), pack=pack.measures)


@lru_cache(maxsize=1)
def _shipped() -> Catalogue:
    """The catalogue of this installation, read once; its hash covers every table and list."""
    home = data_dir("factors")
    digest = hashlib.sha256()
    for path in sorted(home.iterdir()):
        if path.suffix in (".csv", ".yaml"):
            digest.update(read_whole(path, _LARGEST))
    key = digest.hexdigest()
    kept = compiled(key, partial(_parts, home))
    if kept is None:
        rows: Mapping[str, tuple[Factor, ...]] = FactorShelf(factor_tables(home))
        holdings = Holdings(shipped_part)
    else:
        rows, holdings = kept.rows(), Holdings(kept.__getitem__)
        Table.kept = kept.__getitem__
    sources = {one.key: one for one in holdings.table(SOURCES)}
    return Catalogue(rows, holdings["services"], sources, home, key, holdings)


def _parts(home: Path) -> dict[str, Any]:
    """All that is shipped, read."""
    from carbonmeet.catalogue.records.every import PLACES, TABLES

    rows = FactorShelf(factor_tables(home))
    lists = ("services", "measures", "offset_rules", "offset_rules_document", "laws")
    parts = {name: shipped_part(name) for name in (*lists, *(table.name for table in TABLES))}
    places = {table.name: table.shipped() for table in PLACES}
    return {"rows": rows, REGIONS: rows.regions(), **parts, **places}
