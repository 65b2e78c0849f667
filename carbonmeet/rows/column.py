"""What a column of a table holds: its type, its rules, and how a cell of it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from carbonmeet.base.clock import date_meant
from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, Message, _

__all__ = ["Cell", "Column", "is_label", "is_number", "number", "reader_of"]

#: Reads the text of a cell that is not empty.
Cell = Callable[[str], Any]

_DECIMAL = pattern_of(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_DAY = pattern_of(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Column(NamedTuple):
    """What a table says of one of its columns, beside the type of its values.

    Parameters
    ----------
    text : str
        What it holds, for the description of the tables.
    least, most : float, optional
        Smallest and largest number that makes sense.
    form : str
        Pattern that the whole text has.
    such : str
        What that is in words: ``a code such as CN or CN-YN``.
    to : str
        The table whose keys the cell names.
    split : str
        What separates the words of a list; blanks if not given.
    told : bool
        Whether the shipped tables never leave it blank, though a user's may.
    there : bool
        Whether the column must be there, though its cells may be blank.
    verbatim : bool
        Whether blanks around the text belong to it.
    quantity : bool
        Whether a text begins with a number: a decimal comma is read as one where semicolons set
        the cells apart.
    name : str
        What the column is called, where that is not the name of the field.
    read : callable, optional
        How a text is read that no type tells; see `reader_of` for what it raises.
    kind : str
        Type of the cells in the description of the tables, where that is not the type of the field.
    words : tuple of str
        The words of the shipped table, where a user's may have others.
    """

    text: str
    least: float | None = None
    most: float | None = None
    form: str = ""
    such: Message | str = ""
    to: str = ""
    split: str = ""
    told: bool = False
    there: bool = False
    verbatim: bool = False
    quantity: bool = False
    name: str = ""
    read: Cell | None = None
    kind: str = ""
    words: tuple[str, ...] = ()


def number(text: str, name: str = "value") -> float:
    """A plain number.

    Raises
    ------
    CarbonmeetError
        What is wrong with the column of that name.

    Examples
    --------
    >>> number("0.5"), number("-1e3")
    (0.5, -1000.0)
    >>> number("0,5")
    Traceback (most recent call last):
    carbonmeet.base.errors.CarbonmeetError: 'value' is not a number: '0,5': write decimals with \
a point
    """
    if text.lstrip("+-").lower() in ("nan", "inf", "infinity"):
        raise _unusable(text, name)
    if _DECIMAL.fullmatch(text) is None:
        if "," in text:
            told = _(
                "'{column}' is not a number: '{text}': write decimals with a point",
                column=name,
                text=text,
            )
        else:
            told = _("'{column}' is not a number: '{text}'", column=name, text=text)
        raise CarbonmeetError(told)
    value = float(text)
    if not abs(value) < 1e15:
        raise _unusable(text, name)
    return value


def _unusable(text: str, name: str) -> CarbonmeetError:
    return CarbonmeetError(_("'{column}' is not a usable number: '{text}'", column=name, text=text))


def _whole(name: str) -> Cell:
    def read(text: str) -> int:
        value = number(text, name)
        if not value.is_integer():
            raise CarbonmeetError(
                _("'{column}' is not a whole number: '{text}'", column=name, text=text)
            )
        return int(value)

    return read


def _true_false(name: str) -> Cell:
    def read(text: str) -> bool:
        if text not in ("true", "false"):
            raise CarbonmeetError(
                _("'{column}' is 'true' or 'false', not '{text}'", column=name, text=text)
            )
        return text == "true"

    return read


def _day(name: str) -> Cell:
    def read(text: str) -> date:
        if _DAY.fullmatch(text):  # 20240601 and 2024-W23-6 are a number and a week
            with suppress(ValueError):
                return date.fromisoformat(text)
        raise CarbonmeetError(
            _(
                "'{column}' is a date such as 2024-06-01, not '{text}'{hint}",
                column=name,
                text=text,
                hint=date_meant(text),
            )
        )

    return read


def _choice(options: Sequence[str], name: str) -> Cell:
    known = [one for one in options if one]

    def read(text: str) -> str:
        if text not in known:
            told = _(
                "no {column} '{text}'.{hint} One of: {known}",
                column=name,
                text=text,
                hint=did_you_mean(text, known),
                known=known,
            )
            raise CarbonmeetError(told)
        return text

    return read


_PLAIN: dict[Any, Callable[[str], Cell]] = {
    str: lambda name: str,
    float: lambda name: lambda text: number(text, name),
    int: _whole,
    bool: _true_false,
    date: _day,
}


def reader_of(annotation: Any, column: Column, name: str = "value") -> Cell:
    """How the cells of a column are read, by the type of its field.

    A reader raises CarbonmeetError with what is wrong.

    Examples
    --------
    >>> reader_of(tuple[str, ...], Column("words"))("a b")
    ('a', 'b')
    """
    kind = _inner(annotation)
    if column.read is not None:
        read = column.read
    elif get_origin(kind) is Literal:
        read = _choice(get_args(kind), name)
    elif get_origin(kind) in (tuple, frozenset):
        read = _list(get_origin(kind), column.split or None)
    else:
        read = _PLAIN[kind](name)
    return _bounded(_formed(read, column, name), column, name)


def _list(made: Any, mark: str | None) -> Cell:
    return lambda text: made(filter(None, (word.strip() for word in text.split(mark))))


def _inner(annotation: Any) -> Any:
    """A type without its None."""
    if get_origin(annotation) in (Union, UnionType):
        [annotation] = [one for one in get_args(annotation) if one is not NoneType]
    return annotation


def _formed(read: Cell, column: Column, name: str) -> Cell:
    if not column.form:
        return read
    form = pattern_of(column.form)

    def formed(text: str) -> Any:
        if form.fullmatch(text) is None:
            such = column.such or column.form
            told = _("'{column}' is {such}, not '{text}'", column=name, such=such, text=text)
            raise CarbonmeetError(told)
        return read(text)

    return formed


def _bounded(read: Cell, column: Column, name: str) -> Cell:
    least, most = column.least, column.most
    if least is None and most is None:
        return read

    def bounded(text: str) -> Any:
        value = read(text)
        if least is not None and value < least:
            raise CarbonmeetError(
                _(
                    "'{column}' must be at least {least:g}, not {text}",
                    column=name,
                    least=least,
                    text=text,
                )
            )
        if most is not None and value > most:
            raise CarbonmeetError(
                _(
                    "'{column}' must be at most {most:g}, not {text}",
                    column=name,
                    most=most,
                    text=text,
                )
            )
        return value

    return bounded


def is_number(annotation: Any) -> bool:
    """Whether the cells of a field are numbers."""
    return _inner(annotation) in (int, float)


def is_label(annotation: Any) -> bool:
    """Whether a field takes two columns, in English and Chinese."""
    return annotation is Label
