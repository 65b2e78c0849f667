"""Plain text tables that line up in Chinese and English."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence

__all__ = ["grid", "number", "safe", "width"]


def safe(text: str) -> str:
    """`text` without what could steer a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def width(text: str) -> int:
    """Columns that `text` takes on a screen.

    Examples
    --------
    >>> width("ab"), width("航空")
    (2, 4)
    """
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def number(value: float | None, digits: int = 4) -> str:
    """A number with `digits` significant digits, thousands set apart, no idle zeros.

    Examples
    --------
    >>> number(12345.678), number(1.2345), number(36000.0), number(0.00012345), number(None)
    ('12,346', '1.234', '36,000', '0.0001234', '')
    """
    if value is None:
        return ""
    if value == 0:
        return "0"
    decimals = digits - 1 - math.floor(math.log10(abs(value)))
    if decimals > 9:
        return f"{value:.{digits}g}"
    text = f"{value:,.{max(decimals, 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def grid(
    rows: Iterable[Sequence[str]], right: Iterable[int] = (), gap: int = 2, indent: int = 2
) -> str:
    """Rows of cells in columns; `right` names the columns set flush right."""
    table = [[safe(cell) for cell in row] for row in rows]
    if not table:
        return ""
    flush = set(right)
    widths = [max(width(row[i]) for row in table) for i in range(len(table[0]))]
    lines = []
    for row in table:
        cells = []
        for i, cell in enumerate(row):
            fill = " " * (widths[i] - width(cell))
            cells.append(fill + cell if i in flush else cell + fill)
        lines.append((" " * indent + (" " * gap).join(cells)).rstrip())
    return "\n".join(lines)
