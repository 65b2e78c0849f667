"""An attendee list as a table of text: any dialect, encoding or format, whatever its size.

Small lists of an unusual form (a spreadsheet, an old encoding, a title above the head) are set
right in memory; everything else is read by the engine itself, straight from the file.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import shutil
import tempfile
import weakref
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbonmeet.base.errors import CarbonmeetError, Fault, InputError, MissingExtra, message_of
from carbonmeet.base.files import read_whole
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, _
from carbonmeet.people.engines import connected, is_spark, local
from carbonmeet.people.words import vocabulary
from carbonmeet.travel.countries import named
from carbonmeet.travel.fold import fold

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["Listed", "cells_of", "head_of", "open_list"]

#: Texts above this size are read by the engine from the file.
_SMALL = 30_000_000
_LARGEST_SHEET = 200_000_000
_LARGEST_UNPACKED = 2_000_000_000
_PEEK = 1_000_000
_DELIMITERS = ",;\t|"
#: A head stands among the first rows; what stands above it is a title.
_DEEPEST_HEAD = 12
_SHEETS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
_LINES = (".jsonl", ".ndjson")


class Listed(NamedTuple):
    """A list opened.

    Attributes
    ----------
    name : str
        What it is called in messages.
    table : ibis table
        All cells as text; blank where there is none.
    columns : tuple of str
        Headings as written; ``column 1`` and so on where there is no head.
    head_line : int
        Line of the head in the file; 0 where there is none.
    how : Label
        Format, encoding and delimiter, for the reader.
    sample : tuple of dict
        Some rows, to tell columns by.
    of_columns : bool
        Whether the files know how many rows they have.
    """

    name: str
    table: ir.Table
    columns: tuple[str, ...]
    head_line: int
    how: Label
    sample: tuple[dict[str, str], ...]
    of_columns: bool = False


#: How every database of SQLite begins.
_SQLITE = b"SQLite format 3\0"


def open_list(
    path: str | Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    engine: str = "duckdb",
) -> Listed:
    """Open a list of people.

    Parameters
    ----------
    path : path
        CSV or TSV, Excel or ods, Parquet (also a folder or a pattern of several files), JSON lines,
        or the name of a table where `engine` is Spark or the address of a database.
    sheet : str, optional
        Of a spreadsheet; the first by default.
    encoding : str, optional
        Of a text; found by its bytes by default.
    engine : str
        ``duckdb``, or an address; see `connected`.

    Raises
    ------
    InputError
        If it cannot be read as a table, with the line where one is known.
    MissingExtra
        If the engine is not installed.
    """
    text = str(path)
    suffix = Path(text).suffix.lower()
    folder = Path(text).is_dir() and any(Path(text).glob("*.parquet"))
    if sheet is not None and (engine != "duckdb" or suffix not in _SHEETS):
        raise _fault(Path(text), _("only a spreadsheet has sheets; 'sheet' would change nothing"))
    if engine == "duckdb" and suffix in _SHEETS:
        return _from_rows(text, _sheet(Path(text), sheet), _("spreadsheet"))
    if engine == "duckdb" and not folder and suffix not in (".parquet", *_LINES):
        return _from_text(Path(text), encoding)
    try:
        return _from_engine(text, suffix, folder, engine)
    except CarbonmeetError:
        raise
    except Exception as error:  # each engine has classes of its own
        told = str(error).strip().partition("\n")[0] or type(error).__name__
        raise _fault(Path(text), _("cannot be read: {why}", why=told)) from None


def _from_engine(text: str, suffix: str, folder: bool, engine: str) -> Listed:
    """A list that the engine reads itself: files of columns, or a table of a database."""
    if engine != "duckdb" and not is_spark(engine):
        return _from_table(connected(engine).table(text), text, _("database"))
    here = engine == "duckdb"
    found = local() if here else connected(engine)

    def how(form: Label) -> Label:
        return form if here else _("{form}, read by Spark", form=form)

    if suffix == ".parquet" or folder:
        target = f"{text}/*.parquet" if folder and here else text
        read = _from_table(found.read_parquet(target), text, how(Label("Parquet")))
        return read._replace(of_columns=True)
    if suffix in _LINES:
        return _from_table(found.read_json(text), text, how(_("JSON lines")))
    if suffix in (".csv", ".tsv"):
        plain = found.read_csv(text, header=True, sep="\t" if suffix == ".tsv" else ",")
        return _from_table(plain, text, how(Label("CSV")))
    return _from_table(found.table(text), text, how(_("a table")))


def _from_table(table: Any, name: str, how: Label) -> Listed:
    """A table of the engine, every cell as text."""
    from ibis import ifelse

    cells = {column: table[column].cast("string") for column in table.columns}
    # DuckDB unpacks its dictionaries of words for COALESCE, and not for CASE: half the time
    text = table.select(**{name: ifelse(cell.isnull(), "", cell) for name, cell in cells.items()})
    rows = text.limit(50).to_pyarrow().to_pylist()
    return Listed(name, text, tuple(table.columns), 1, how, tuple(rows))


def _from_text(path: Path, encoding: str | None) -> Listed:
    """A CSV of any dialect."""
    if _size(path) > _SMALL:
        return _from_large_text(path, encoding)
    return _from_rows(str(path), *_text(path, encoding))


def cells_of(path: Path, sheet: str | None = None, encoding: str | None = None) -> list[list[str]]:
    """The cells of a small table: a spreadsheet, or a text of any dialect.

    Raises
    ------
    InputError
        If it cannot be read as a table.
    MissingExtra
        If the reader of spreadsheets is not installed.
    """
    if path.suffix.lower() in _SHEETS:
        return _sheet(path, sheet)
    if _size(path) > _SMALL:
        raise _fault(path, _("is larger than {small} MB", small=_SMALL // 1000000))
    return _text(path, encoding)[0]


def _whole(path: Path, most: int) -> bytes:
    try:
        return read_whole(path, most)
    except OSError as error:
        raise _fault(path, _("cannot be read: {why}", why=message_of(error))) from None


def _text(path: Path, encoding: str | None) -> tuple[list[list[str]], Label]:
    """The cells of a small text, and how they were read."""
    whole = _whole(path, _SMALL)
    if whole.startswith(_SQLITE):
        why = _(
            "is a database: name a table in it, and give as engine 'sqlite://{path}'", path=path
        )
        raise _fault(path, why)
    used = encoding or _encoding(whole[:_PEEK])
    try:
        text = whole.decode(used)
    except LookupError:
        raise _fault(
            path, _("no encoding '{used}': gb18030, cp1252, mac_roman …", used=used)
        ) from None
    except UnicodeDecodeError as error:
        line = whole.count(b"\n", 0, error.start) + 1
        raise _fault(
            path, _("not {used}: name the encoding, e.g. encoding: gb18030", used=used), line
        ) from None
    delimiter = _delimiter(text[:_PEEK])
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise _fault(path, _("not a CSV table: {why}", why=message_of(error))) from None
    shown = {"\t": "tab"}.get(delimiter, delimiter)
    return rows, _("{used}, delimiter {shown}", used=used, shown=shown)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        raise _fault(path, _("no such file")) from None
    except OSError as error:
        raise _fault(path, _("cannot be read: {why}", why=message_of(error))) from None


def _from_large_text(path: Path, encoding: str | None) -> Listed:
    """A large CSV: form and head are told by its first part, the engine reads the rest."""
    with path.open("rb") as file:
        first = file.read(_PEEK)
    used = encoding or _encoding(first)
    engine = local()
    source = path if used in ("utf-8", "utf-8-sig") else _as_utf8(path, used, engine)
    with source.open("rb") as file:
        text = file.read(_PEEK).decode("utf-8-sig", "ignore")
    delimiter = _delimiter(text)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[:-1]
    used = used.replace("utf-8-sig", "utf-8")
    small = _from_rows(
        str(path), rows, _("{used}, delimiter {delimiter}", used=used, delimiter=delimiter)
    )
    read = engine.read_csv(
        str(source),
        delim=delimiter,
        header=False,
        skip=small.head_line,
        columns=dict.fromkeys(small.columns, "VARCHAR"),
        auto_detect=False,
        quote='"',
        null_padding=True,
    )
    table = _from_table(read, str(path), small.how).table
    return small._replace(table=table)


def _as_utf8(path: Path, encoding: str, engine: Any) -> Path:
    """A large text in UTF-8, beside the system's other temporary files while the engine lives."""
    folder = Path(tempfile.mkdtemp(prefix="carbonmeet-"))
    weakref.finalize(engine, shutil.rmtree, folder, ignore_errors=True)
    target = folder / "list.csv"
    try:
        decode = codecs.getincrementaldecoder(encoding)().decode
        with path.open("rb") as read, target.open("w", encoding="utf-8", newline="") as write:
            while block := read.read(_PEEK):
                write.write(decode(block))
            write.write(decode(b"", True))
    except LookupError:
        raise _fault(
            path, _("no encoding '{encoding}': gb18030, cp1252, mac_roman …", encoding=encoding)
        ) from None
    except UnicodeDecodeError:
        raise _fault(
            path, _("not {encoding}: name the encoding, e.g. encoding: gb18030", encoding=encoding)
        ) from None
    return target


def _encoding(head: bytes) -> str:
    """The encoding of a text by its first bytes."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head)  # the peek may end within a character
    except UnicodeDecodeError:
        return _old_encoding(head)
    return "utf-8"


def _old_encoding(head: bytes) -> str:
    """GB 18030, Mac Roman or Latin 1 (cp1252): by what the bytes beyond ASCII would be.

    In Chinese such bytes come in pairs. Letters with accents lie from 0xC0 on in Latin 1, and below
    0xA0 in Mac Roman.
    """
    high = re.findall(rb"[\x80-\xff]+", head)
    count = sum(len(one) for one in high)
    if 2 * sum(len(one) for one in high if len(one) > 1) > count:
        try:
            codecs.getincrementaldecoder("gb18030")().decode(head)
        except UnicodeDecodeError:
            pass
        else:
            return "gb18030"
    low = sum(byte < 0xA0 for one in high for byte in one)
    return "mac_roman" if 2 * low > count else "cp1252"


def _delimiter(text: str) -> str:
    """The delimiter under which the first lines have the most equal number of cells."""

    def fit(delimiter: str) -> tuple[int, int]:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            counts = Counter(len(row) for row, _ in zip(lines, range(60), strict=False) if row)
        except csv.Error:
            return 0, 0
        width, often = max(counts.items(), key=lambda one: (one[0] > 1, one[1]), default=(1, 0))
        return (often, width) if width > 1 else (0, 0)

    return max(_DELIMITERS, key=fit)


def _sheet(path: Path, sheet: str | None) -> list[list[str]]:
    """The cells of a sheet as text."""
    try:
        import python_calamine
    except ImportError:
        raise MissingExtra(
            _("spreadsheets need the extra 'tables': pip install 'carbonmeet[tables]'")
        ) from None
    data = _whole(path, _LARGEST_SHEET)
    try:
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                unpacked = sum(one.file_size for one in archive.infolist())
            if unpacked > _LARGEST_UNPACKED:
                large = _("is larger than {most} MB", most=_LARGEST_UNPACKED // 10**6)
                raise CarbonmeetError(large)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except Exception as error:  # the library has no common class of its own
        raise _fault(
            path, _("not a spreadsheet that can be read: {why}", why=message_of(error))
        ) from None
    if sheet is not None and sheet not in book.sheet_names:
        listed = ", ".join(book.sheet_names)
        raise _fault(path, _("no sheet '{sheet}'. Sheets: {listed}", sheet=sheet, listed=listed))
    found = book.get_sheet_by_name(sheet or book.sheet_names[0])
    return [[_cell(cell) for cell in row] for row in found.to_python(skip_empty_area=True)]


def _cell(cell: object) -> str:
    """A cell of a spreadsheet as a person would type it."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _from_rows(name: str, rows: Sequence[Sequence[str]], how: Label) -> Listed:
    """A table from rows of cells; what stands above its head is left out."""
    filled = [(line, row) for line, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if not filled:
        raise InputError([Fault(name, 0, 0, "", _("the list is empty"))])
    at = head_of(filled, "column")
    width = max(len(row) for _, row in filled)
    if at is None:
        columns = [f"column {i}" for i in range(1, width + 1)]
        body, head_line = filled, 0
    else:
        head_line, head = filled[at]
        width = max(width if len(head) > 1 else 1, len(head))
        columns = _unique([*head, *[""] * (width - len(head))])
        body = filled[at + 1 :]
    if width == 1:  # a place and its country in a list of one column
        body = [(line, [", ".join(filter(None, map(str.strip, row)))]) for line, row in body]
    cells = [[cell.strip() for cell in row] + [""] * (width - len(row)) for _, row in body]
    engine = local()  # before all else: it tells of the extra that lists need
    import pyarrow

    arrays = [pyarrow.array([row[i] for row in cells], pyarrow.string()) for i in range(width)]
    engine.con.register("people", pyarrow.table(arrays, names=columns))
    table = engine.table("people")
    sample = tuple(dict(zip(columns, row, strict=True)) for row in cells[:50])
    return Listed(name, table, tuple(columns), head_line, how, sample)


def head_of(rows: Sequence[tuple[int, Sequence[str]]], kind: str) -> int | None:
    """Which of the first rows is the head; None where the list begins with people.

    Parameters
    ----------
    rows : sequence of (int, sequence of str)
        Lines with their cells.
    kind : str
        Of words in headings: ``column`` of lists of people, ``amount-column`` of amounts.
    """
    known = vocabulary(kind)
    scores = [sum(fold(cell) in known for cell in row) for _, row in rows[:_DEEPEST_HEAD]]
    best = max(range(len(scores)), key=lambda i: (scores[i], -i))
    if scores[best]:
        return best
    first = [cell for cell in rows[0][1] if cell.strip()]
    place = any(len(cell) > 1 and named(cell) for cell in first)
    return None if place or len(rows) == 1 else 0


def _unique(names: Iterable[str]) -> list[str]:
    """Headings, those that are empty or stand twice with their number."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        text = name.strip() or f"column {number}"
        found.append(text if text not in found else f"{text} ({number})")
    return found


def _fault(path: Path, message: str, line: int = 0) -> InputError:
    return InputError([Fault(str(path), line, 1 if line else 0, "", message)])
