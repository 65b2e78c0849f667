"""The ledger as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carbonmeet.answer import Answer

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


def as_csv(answer: Answer) -> str:
    """The lines of an answer, one row each."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in answer.lines:
        cells = {name: getattr(line, name) for name in COLUMNS if name != "label_zh"}
        cells |= {"label": line.label.get("en"), "label_zh": line.label.get("zh")}
        cells |= {"chain": " * ".join(line.chain), "tags": " ".join(line.tags)}
        writer.writerow(
            inert(cell) if isinstance(cell := cells[name], str) else repr(cell) for name in COLUMNS
        )
    return buffer.getvalue()
