"""``rows(path, Model)``: the rows of a CSV file as records, and every fault at its cell.

A model is a frozen record, a NamedTuple or a dataclass, with ``Annotated[type, Column(...)]`` for
every field. A field with a default may be blank, and its column be left out. A field of type
`Label` takes two columns, ``name_en`` and ``name_zh``. Rules that tie cells of a row together are
told by a method ``problems()`` of the model, as pairs of a column and what is wrong with it; three
of them are the same everywhere and stand here: low and high go together and around the value, an
assumed number has its reason, and so has a zero.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, is_dataclass
from functools import cache, cached_property
from typing import Any, ClassVar, Generic, TypeVar, get_args, get_type_hints, overload

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import CarbonmeetError, Fault, InputError, did_you_mean, message_of
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import NAMELESS, Label, _
from carbonmeet.rows.column import Cell, Column, is_label, is_number, reader_of
from carbonmeet.rows.sheet import Sheet, read_sheet

__all__ = [
    "Field",
    "Rows",
    "Table",
    "as_called",
    "fields_of",
    "gathered",
    "made",
    "reader_for",
    "rows",
    "rules_of",
]

_Model = TypeVar("_Model")
_Made = TypeVar("_Made")
#: A decimal comma; with three digits behind, it may set thousands apart.
_COMMA = pattern_of(r"^([+-]?[0-9]+),([0-9]{1,2}|[0-9]{4,})(?![0-9.,])")
_NEEDED = object()


class Field(NamedTuple):
    """A field of a model: its columns, and how they are read."""

    name: str
    columns: tuple[str, ...]
    annotation: Any
    column: Column
    default: Any
    read: Cell

    @property
    def plain(self) -> str:
        """The name of a text in two languages where a table has it in one only."""
        return self.columns[0].removesuffix("_en")

    @property
    def needed(self) -> bool:
        """Whether a row without it is wrong."""
        return self.default is _NEEDED

    def value(self, cells: Sequence[str], comma: bool) -> Any:
        """The value of its cells; CarbonmeetError with what is wrong."""
        if is_label(self.annotation):
            made = Label(*cells)
            return self.default if made == NAMELESS and not self.needed else made
        [text] = cells
        if not text:
            return self.default
        if comma and (self.column.quantity or is_number(self.annotation)):
            text = _COMMA.sub(r"\1.\2", text)
        return self.read(text)


def _kept(make: Callable[..., _Made]) -> Callable[..., _Made]:
    """Made once; mypy does not let a class be an argument of `functools.cache`."""
    return cache(make)


@_kept
def fields_of(model: type[Any]) -> tuple[Field, ...]:
    """The fields of a model, in the order of its columns.

    Examples
    --------
    >>> from carbonmeet.travel.flights import Haul
    >>> [field.columns[0] for field in fields_of(Haul)]
    ['haul', 'country', 'to_km', 'source', 'locator']
    """
    defaults = _defaults(model)
    made = []
    for name, hint in get_type_hints(model, include_extras=True).items():
        annotation, column = next(
            ((get_args(hint)[0], one) for one in get_args(hint)[1:] if isinstance(one, Column)),
            (None, None),
        )
        if column is None:
            continue
        called = column.name or name
        label = is_label(annotation)
        columns = (f"{called}_en", f"{called}_zh") if label else (called,)
        read = str if label else reader_of(annotation, column, called)
        default = defaults.get(name, _NEEDED)
        made.append(Field(name, columns, annotation, column, default, read))
    return tuple(made)


def _defaults(model: type[Any]) -> dict[str, Any]:
    if is_dataclass(model):
        found = {}
        for name, field in model.__dataclass_fields__.items():
            if field.default is not MISSING:
                found[name] = field.default
            elif field.default_factory is not MISSING:
                found[name] = field.default_factory()
        return found
    return dict(getattr(model, "_field_defaults", {}))


class Rows(Sequence[_Model]):
    """The records of a table, each with its place in the file."""

    def __init__(self, records: Sequence[_Model], sheet: Sheet, at: Sequence[int]) -> None:
        self._records, self._sheet, self._at = tuple(records), sheet, at

    @property
    def name(self) -> str:
        """What the file is called in messages."""
        return self._sheet.name

    @overload
    def __getitem__(self, at: int) -> _Model: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[_Model]: ...
    def __getitem__(self, at: int | slice) -> _Model | Sequence[_Model]:
        return self._records[at]

    def __len__(self) -> int:
        return len(self._records)

    def line(self, at: int) -> int:
        """Line of a record in the file."""
        return self._sheet.lines[self._at[at]]

    def fault(self, at: int, column: str, message: str) -> Fault:
        """A fault at a cell of a record."""
        return _fault(self._sheet, self._at[at], column, message)


def rows(path: str | os.PathLike[str], model: type[_Model], name: str = "") -> Rows[_Model]:
    """Read a CSV file as records.

    Parameters
    ----------
    path : path-like
        A CSV file in UTF-8; see `Sheet` for what it may look like.
    model : type
        A NamedTuple or frozen dataclass whose fields are ``Annotated[type, Column(...)]``.
    name : str, optional
        What to call the file in messages; the path if not given.

    Returns
    -------
    Rows
        A sequence of records that know their lines.

    Raises
    ------
    InputError
        With every fault, each at its line and column.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from carbonmeet.travel.flights import Haul
    >>> with TemporaryDirectory() as folder:
    ...     table = Path(folder, "hauls.csv")
    ...     _ = table.write_text("haul,to_km,source\\nshort,far,me\\n")
    ...     rows(table, Haul, "hauls.csv")
    Traceback (most recent call last):
    carbonmeet.base.errors.InputError: hauls.csv:2:7: short: 'to_km' is not a number: 'far'
    """
    found, faults = gathered(path, model, name)
    if faults:
        raise InputError(faults)
    return found


def gathered(
    path: str | os.PathLike[str], model: type[_Model], name: str = ""
) -> tuple[Rows[_Model], list[Fault]]:
    """The good rows of a file and the faults of the others: for who has more to find fault with."""
    try:
        sheet = read_sheet(path, name)
    except InputError as error:
        return Rows((), Sheet("", name or os.fspath(path)), ()), list(error.faults)
    fields = fields_of(model)
    sheet.head = as_called(sheet.head, fields)
    sheet.names = [one.columns[0] for one in fields if one.annotation is str]
    wrong = _wrong_head(sheet, fields)
    if wrong:
        return Rows((), sheet, ()), [*wrong, *(one for one in sheet.faults if one.line == 1)]
    faults, kept = list(sheet.faults), []
    records: list[_Model] = []
    for at, cells in enumerate(sheet.cells):
        record, problems = made(model, dict(zip(sheet.head, cells, strict=True)), sheet.mark == ";")
        faults += [_fault(sheet, at, *told) for told in problems]
        if record is not None:
            records.append(record)
            kept.append(at)
    return Rows(records, sheet, kept), faults


@_kept
def reader_for(model: type[_Model], head: tuple[str, ...]) -> Callable[[Sequence[str]], _Model]:
    """Reads the cells of a shipped table, which tests have found to be without fault.

    Raises
    ------
    CarbonmeetError
        If a cell is wrong all the same.
    """
    where = {column: at for at, column in enumerate(head)}
    fields = [(one, [where.get(name) for name in one.columns]) for one in fields_of(model)]

    def read(cells: Sequence[str]) -> _Model:
        return model(
            **{
                one.name: one.value(["" if at is None else cells[at] for at in places], False)
                for one, places in fields
            }
        )

    return read


def made(
    model: type[_Model], cells: Mapping[str, str], comma: bool = False
) -> tuple[_Model | None, list[tuple[str, str]]]:
    """A record by the texts of its columns, or every column that is wrong and why."""
    values: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for field in fields_of(model):
        texts = [cells.get(column, "") for column in field.columns]
        if not field.column.verbatim:
            texts = [text.strip() for text in texts]
        name = field.columns[0]
        try:
            if field.needed and not any(texts):
                raise CarbonmeetError(_("'{column}' is empty", column=name))
            values[field.name] = field.value(texts, comma)
        except CarbonmeetError as error:
            wrong.append((name, message_of(error)))
    if wrong:
        return None, wrong
    record = model(**values)
    wrong = list(rules_of(model)(record))
    return (None if wrong else record), wrong


def _fault(sheet: Sheet, at: int, column: str, message: str) -> Fault:
    """A fault at a cell; at the row where it has no such column."""
    line, cells = sheet.lines[at], sheet.cells[at]
    place = sheet.head.index(column) if column in sheet.head else 0
    named = next((one for one in sheet.names if one in sheet.head), None)
    where = cells[sheet.head.index(named) if named else 0].strip()
    return Fault(sheet.name, *sheet.spot(line, place), where[:100], message)


def as_called(head: Sequence[str], fields: Sequence[Field]) -> list[str]:
    """The names of the columns; capitals do not matter."""
    known = {column.casefold(): column for field in fields for column in field.columns}
    names = [known.get(name.casefold(), name) for name in head]
    plain = {field.plain: field.columns[0] for field in fields if len(field.columns) > 1}
    return [
        name if name in known.values() or plain.get(name) in names else plain.get(name, name)
        for name in names
    ]


def _wrong_head(sheet: Sheet, fields: Sequence[Field]) -> list[Fault]:
    """What is wrong with the first line of a table."""
    known = [column for field in fields for column in field.columns]
    head = sheet.head
    faults = []

    def complain(at: int, message: str) -> None:
        faults.append(Fault(sheet.name, *sheet.spot(1, at), "", message))

    missing = [
        " or ".join(one.columns)
        for one in fields
        if (one.needed or one.column.there) and not {*one.columns} & {*head}
    ]
    strange = [
        (at, name) for at, name in enumerate(head) if name not in known and (name or at < len(head))
    ]
    strange = [(at, name) for at, name in strange if name]
    for at, name in strange:
        hint = did_you_mean(name, known)
        complain(
            at,
            _("no column '{column}'.{hint} Columns: {known}", column=name, hint=hint, known=known),
        )
    for at, name in enumerate(head):
        if name and name in head[:at] and head[:at].count(name) == 1:
            complain(at, _("column '{column}' is there twice", column=name))
    # a slip in a name is told once
    guessed = [did_you_mean(name, known) for _, name in strange]
    missing = [one for one in missing if not any(f"'{one}'" in hint for hint in guessed)]
    if missing:
        complain(0, _("columns are missing: {columns}", columns=missing))
    return faults


@_kept
def rules_of(model: type[Any]) -> Callable[[Any], Iterator[tuple[str, str]]]:
    """The rules that tie the cells of a row together."""
    names = {field.name for field in fields_of(model)}
    middle = next((name for name in ("value", "price") if name in names), "")
    own = getattr(model, "problems", None)

    def rules(record: Any) -> Iterator[tuple[str, str]]:
        if middle and {"low", "high"} <= names:
            yield from _around(record.low, getattr(record, middle), record.high)
        if {"evidence", "note"} <= names and not record.note:
            if record.evidence == "assumed":
                yield "evidence", _("an assumed number needs its reason in 'note'")
            if middle and getattr(record, middle) == 0:
                yield middle, _("a zero needs its reason in 'note'")
        if own is not None:
            yield from own(record)

    return rules


def _around(low: float | None, value: float, high: float | None) -> Iterator[tuple[str, str]]:
    if low is None and high is None:
        return
    if low is None or high is None:
        given = "high" if low is None else "low"
        yield given, _("'{column}' is given without the other end", column=given)
    elif not low <= value <= high:
        yield (
            "low",
            _("{low:g} .. {high:g} does not contain {value:g}", low=low, high=high, value=value),
        )


class Table(Generic[_Model]):
    """A table of ``factors/``: its name, its title, the model of its rows and what names one.

    Parameters
    ----------
    name : str
        Of the file, without ``.csv``.
    title : str
        What it holds.
    model : type
        Of its rows.
    key : str
        Columns that name a row, separated by blanks; none may stand twice.

    Examples
    --------
    >>> from carbonmeet.travel.flights import FLIGHTS
    >>> FLIGHTS.shipped()[1].haul
    'short-haul'
    """

    #: Where the shipped rows of every table were kept when they were last read, if they were.
    kept: ClassVar[Callable[[str], Any] | None] = None

    def __init__(self, name: str, title: str, model: type[_Model], key: str = "") -> None:
        self.name, self.title, self.model = name, title, model
        self.key = tuple(key.split())

    def __repr__(self) -> str:
        return f"<Table {self.name}>"

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """Fields behind the columns of the key."""
        return tuple(
            field.name
            for one in self.key
            for field in fields_of(self.model)
            if one in field.columns
        )

    def key_of(self, record: _Model) -> tuple[Any, ...]:
        """What names a row."""
        return tuple(getattr(record, name) for name in self._names)

    def gathered(
        self, path: str | os.PathLike[str], name: str = ""
    ) -> tuple[Rows[_Model], list[Fault]]:
        """The good rows of a file and every fault, rows that stand twice among them."""
        found, faults = gathered(path, self.model, name)
        if self.key:
            faults += self._twice(found)
        return found, faults

    def _twice(self, found: Rows[_Model]) -> Iterator[Fault]:
        first: dict[tuple[Any, ...], int] = {}
        for at, record in enumerate(found):
            key = self.key_of(record)
            if first.setdefault(key, at) != at:
                told = " ".join(str(one) for one in key)
                line = found.line(first[key])
                message = _("'{key}' is already listed on line {line}", key=told, line=line)
                yield found.fault(at, self.key[0], message)

    def read(self, path: str | os.PathLike[str], name: str = "") -> Rows[_Model]:
        """Read a file with these columns.

        Raises
        ------
        InputError
            With every fault.
        """
        found, faults = self.gathered(path, name)
        if faults:
            raise InputError(faults)
        return found

    def shipped(self) -> tuple[_Model, ...]:
        """The rows of this installation, read once."""
        return self._shipped

    @cached_property
    def _shipped(self) -> tuple[_Model, ...]:
        if Table.kept is not None:
            kept: tuple[_Model, ...] = Table.kept(self.name)
            return kept
        path = data_dir("factors") / f"{self.name}.csv"
        return tuple(self.read(path, path.name))
