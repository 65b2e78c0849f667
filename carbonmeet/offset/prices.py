"""Published prices of credits: hints for a planner, never a silent default."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from carbonmeet.base.data import data_dir
from carbonmeet.base.text import Label

__all__ = ["CreditPrice", "read_prices"]


class CreditPrice(NamedTuple):
    """A price that somebody published, in `unit`."""

    kind: str
    name: Label
    region: str
    date: str
    price: float
    low: float | None
    high: float | None
    unit: str
    source: str
    locator: str
    evidence: str
    note: str


@lru_cache(maxsize=4)
def read_prices(folder: Path | None = None) -> tuple[CreditPrice, ...]:
    """Read ``credits.csv``.

    Parameters
    ----------
    folder : Path, optional
        The shipped catalogue if not given.

    Examples
    --------
    >>> read_prices()[0].kind, read_prices()[0].price
    ('national-allowance', 43.43)
    """
    path = (folder or data_dir("factors")) / "credits.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            CreditPrice(
                kind=row["kind"],
                name=Label(row["name_en"], row["name_zh"]),
                region=row["region"],
                date=row["date"],
                price=float(row["price"]),
                low=float(row["low"]) if row["low"] else None,
                high=float(row["high"]) if row["high"] else None,
                unit=row["unit"],
                source=row["source"],
                locator=row["locator"],
                evidence=row["evidence"],
                note=row["note"],
            )
            for row in csv.DictReader(file)
        )
