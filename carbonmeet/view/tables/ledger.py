"""The ledger as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.rows.writing import csv_text

if TYPE_CHECKING:
    from carbonmeet.answer import Answer

__all__ = ["COLUMNS", "as_csv"]

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


def as_csv(answer: Answer) -> str:
    """The lines of an answer, one row each."""
    rows = []
    for line in answer.lines:
        cells = {name: getattr(line, name) for name in COLUMNS if name != "label_zh"}
        cells |= {"label": line.label.get("en"), "label_zh": line.label.get("zh")}
        cells |= {"chain": " * ".join(line.chain), "tags": " ".join(line.tags)}
        rows.append([cells[name] for name in COLUMNS])
    return csv_text(COLUMNS, rows)
