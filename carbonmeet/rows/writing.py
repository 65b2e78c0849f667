"""CSV that is written: one dialect, and no text that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

__all__ = ["csv_text", "inert"]

_RUN = ("=", "+", "-", "@")


def inert(text: str) -> str:
    """`text` that no spreadsheet takes for a formula.

    Examples
    --------
    >>> inert("=1+1"), inert("Beijing"), inert("-")
    ("'=1+1", 'Beijing', '-')
    """
    risky = text.lstrip()[:1] in _RUN or text[:1] in ("\t", "\r")
    return f"'{text}" if risky and len(text) > 1 else text


def csv_text(
    head: Sequence[str], rows: Iterable[Sequence[Any]], *, end: str = "\n", exact: bool = False
) -> str:
    """Rows under their heads as CSV; what is not known is an empty cell.

    Parameters
    ----------
    head : sequence of str
    rows : iterable of sequence
    end : str
        Of a line.
    exact : bool
        Whether texts stand as they are, for programs that read them back.

    Examples
    --------
    >>> csv_text(["name", "t"], [["=A1", 1.5], ["rail", None]])
    "name,t\\n'=A1,1.5\\nrail,\\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end)
    writer.writerow(head)
    for row in rows:
        writer.writerow(
            row if exact else [inert(one) if isinstance(one, str) else one for one in row]
        )
    return text.getvalue()
