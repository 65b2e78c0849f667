"""Places settled by hand: the file that ``carbonmeet attendees`` wrote, corrected."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from carbonmeet.base.errors import Fault, InputError
from carbonmeet.base.files import read_whole
from carbonmeet.people.match import Query

__all__ = ["read_corrections"]

_CITY, _COUNTRY = "read as city", "read as country"
_LARGEST = 50_000_000


def read_corrections(path: Path) -> dict[Query, Query]:
    """What to read in place of the cells of a list.

    Rows without a correction are left out.

    Raises
    ------
    InputError
        If the file lacks a column.
    """
    text = read_whole(path, _LARGEST).decode("utf-8-sig")
    reader = csv.DictReader(io.StringIO(text))
    wanted = [*Query._fields, _CITY, _COUNTRY]
    missing = [name for name in wanted if name not in (reader.fieldnames or ())]
    if missing:
        message = f"columns are missing: {', '.join(missing)}; --unmatched writes such a file"
        raise InputError([Fault(str(path), 1, 1, "", message)])
    found = {}
    for row in reader:
        city, country = (row[_CITY] or "").strip(), (row[_COUNTRY] or "").strip()
        if city or country:
            cells = [(row[name] or "").removeprefix("'") for name in Query._fields]
            found[Query(*cells)] = Query(city, country)
    return found
