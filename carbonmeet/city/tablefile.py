"""A user's CSV table: rows by their line, every fault of its form with file and line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from carbonmeet.errors import Fault, InputError
from carbonmeet.files import read_whole

__all__ = ["Row", "read_table"]

#: Line in the file, and cells by column.
Row = tuple[int, dict[str, str]]
#: Nobody keeps a larger one by hand.
_LARGEST = 50_000_000


def read_table(path: Path, columns: Iterable[str]) -> list[Row]:
    """Rows of a CSV file in UTF-8, cells without blanks around them; empty rows are left out.

    Parameters
    ----------
    path : Path
    columns : iterable of str
        Those that must be there.

    Raises
    ------
    InputError
        If there is no such file, it is no such table, or rows are longer than its head.
    """
    text = _text(path)
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    faults: list[Fault] = []
    try:
        names = [name.strip() for name in reader.fieldnames or ()]
        reader.fieldnames = names
        missing = [name for name in columns if name not in names]
        if missing:
            raise _whole(path, f"columns are missing: {', '.join(missing)}", 1)
        twice = sorted({name for name in names if name and names.count(name) > 1})
        if twice:
            raise _whole(path, f"columns stand twice: {', '.join(twice)}", 1)
        for record in reader:
            line = reader.line_num
            if None in record:
                faults.append(Fault(str(path), line, 1, "", "more cells than the head has columns"))
                continue
            cells = {name: (cell or "").strip() for name, cell in record.items()}
            if any(cells.values()):
                rows.append((line, cells))
    except csv.Error as error:
        raise _whole(path, f"not a CSV table: {error}", reader.line_num or 1) from None
    if faults:
        raise InputError(faults)
    return rows


def _text(path: Path) -> str:
    try:
        data = read_whole(path, _LARGEST)
    except FileNotFoundError:
        raise _whole(path, "no such file") from None
    except OSError as error:
        raise _whole(path, f"cannot be read: {error.strerror}") from None
    if len(data) > _LARGEST:
        raise _whole(path, f"larger than {_LARGEST // 1_000_000} MB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        begin = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[begin : error.start].decode("utf-8-sig")) + 1
        message = "not UTF-8; in a spreadsheet, save as 'CSV UTF-8'"
        raise InputError([Fault(str(path), line, column, "", message)]) from None


def _whole(path: Path, message: str, line: int = 0) -> InputError:
    return InputError([Fault(str(path), line, 1 if line else 0, "", message)])
