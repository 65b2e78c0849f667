"""The ledger as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

__all__ = ["COLUMNS", "as_csv", "inert"]

COLUMNS = [
    "period",
    "source",
    "label",
    "label_zh",
    "amount",
    "unit",
    "chain",
    "kg_per_unit",
    "kg_co2e",
    "basis",
    "tags",
]


def inert(text: str) -> str:
    """`text` that no spreadsheet takes for a formula.

    Examples
    --------
    >>> inert("=1+1"), inert("Beijing")
    ("'=1+1", 'Beijing')
    """
    return "'" + text if text.lstrip()[:1] in ("=", "+", "-", "@") or text[:1] in "\t\r" else text


def as_csv(data: Mapping[str, Any]) -> str:
    """The lines of the result of `Estimate.to_dict`, one row each."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in data["lines"]:
        cells = {**line, "chain": " * ".join(line["chain"]), "tags": " ".join(line["tags"])}
        writer.writerow(
            inert(cell) if isinstance(cell := cells[name], str) else repr(cell) for name in COLUMNS
        )
    return buffer.getvalue()
