"""A user's CSV table: rows by their line, every fault of its form with file and line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from carbonmeet.base.errors import Fault, InputError, did_you_mean
from carbonmeet.base.files import read_whole

__all__ = ["Row", "read_table"]

#: Line in the file, and cells by column.
Row = tuple[int, dict[str, str]]
#: Nobody keeps a larger one by hand.
_LARGEST = 50_000_000


def read_table(path: Path, columns: Iterable[str], others: Iterable[str] = ()) -> list[Row]:
    """Rows of a CSV file in UTF-8, cells without blanks around them; empty rows are left out.

    Cells may be set apart by commas, semicolons or tabs, as spreadsheets of different countries
    write them, and columns be named in capitals.

    Parameters
    ----------
    path : Path
    columns : iterable of str
        Those that must be there.
    others : iterable of str
        Those that may be; any other is a fault.

    Raises
    ------
    InputError
        If there is no such file, it is no such table, or rows are longer than its head.
    """
    text, above = _body(_text(path))
    mark = _separator(text)
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True, delimiter=mark)
    rows: list[Row] = []
    faults: list[Fault] = []
    try:
        reader.fieldnames = _head(path, reader.fieldnames or (), list(columns), list(others))
        for record in reader:
            line = reader.line_num + above
            if None in record:
                faults.append(Fault(str(path), line, 1, "", "more cells than the head has columns"))
                continue
            cells = {name: _cell(cell or "", mark) for name, cell in record.items()}
            if any(cells.values()):
                rows.append((line, cells))
    except csv.Error as error:
        raise _whole(path, f"not a CSV table: {error}", reader.line_num or 1) from None
    if faults:
        raise InputError(faults)
    return rows


def _head(path: Path, given: Iterable[str], columns: list[str], others: list[str]) -> list[str]:
    """The names of the columns, as they are called here."""
    known = {name.casefold(): name for name in (*columns, *others)}
    names = [known.get(name.strip().casefold(), name.strip()) for name in given]
    faults: list[str] = []
    missing = [name for name in columns if name not in names]
    if missing:
        faults.append(f"columns are missing: {', '.join(missing)}")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        faults.append(f"columns stand twice: {', '.join(twice)}")
    faults += [
        f"no column '{name}'.{did_you_mean(name, known.values())} "
        f"Columns: {', '.join(known.values())}"
        for name in dict.fromkeys(names)
        if name and others and name not in known.values()
    ]
    if faults:
        raise InputError([Fault(str(path), 1, 1, "", message) for message in faults])
    return names


def _cell(text: str, mark: str) -> str:
    """A cell; where semicolons set them apart, a comma is the decimal sign of a number.

    With three digits after it, it may set thousands apart all the same: whoever reads the number
    asks.
    """
    if mark == ";":
        text = re.sub(r"^\s*([+-]?[0-9]+),([0-9]{1,2}|[0-9]{4,})(?![0-9.,])", r"\1.\2", text)
    return text.strip()


def _body(text: str) -> tuple[str, int]:
    """The table, without the line in which a spreadsheet names its separator, and lines above."""
    first, _, rest = text.partition("\n")
    return (rest, 1) if re.fullmatch(r"sep=[,;\t]\r?", first) else (text, 0)


def _separator(text: str) -> str:
    """What sets the cells of the first line apart."""
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


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
