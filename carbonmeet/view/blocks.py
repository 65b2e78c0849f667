"""The report as one small tree, built once and rendered in every format.

A `Document` knows nothing of HTML, Word or spreadsheets; a renderer knows nothing of emissions.
Numbers stay numbers until a renderer shows them, so every format shows the same ones.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal, TypeAlias

from carbonmeet.base.text import Lang
from carbonmeet.catalogue import Source
from carbonmeet.view.faces.grid import number

__all__ = [
    "Block",
    "Bullets",
    "Cell",
    "Column",
    "Document",
    "Drawer",
    "Fact",
    "Facts",
    "Figure",
    "Heading",
    "Kind",
    "Note",
    "Paragraph",
    "Section",
    "Table",
    "clean",
    "cleaned",
    "shown",
]

#: What a column holds. ``number`` is set with four significant digits, ``tonnes`` with the same
#: decimals all over the table, ``change`` is tonnes with their sign, ``share`` in per cent.
Kind = Literal["text", "code", "address", "number", "tonnes", "change", "share", "count"]
Cell: TypeAlias = str | float | None
#: Draws a figure: kind and format ("svg" or "png") in, bytes out; None where it does not apply.
Drawer: TypeAlias = Callable[[str, str], bytes | None]

_TONNES = ("tonnes", "change")
_JOINERS = "\u200c\u200d"
#: Unpaired surrogates and code points that are no characters, beside what `clean` removes.
_NOT_TEXT = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the reader must not miss."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One headline number: its name, value and unit, and a line of detail."""

    name: str
    value: float
    unit: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The headline numbers."""

    id: str
    caption: str
    items: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Head, contents and relative width of a column."""

    head: str
    kind: Kind = "text"
    wide: float = 1.0

    @property
    def numeric(self) -> bool:
        """Whether its cells are numbers, set flush right."""
        return self.kind in ("number", "tonnes", "change", "share", "count")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of typed cells; `foot` holds the totals."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[tuple[Cell, ...], ...] = ()

    def show(self, row: int, index: int) -> str:
        """The text of a cell; rows of the foot follow those of the body."""
        rows = (*self.rows, *self.foot)
        value, kind = rows[row][index], self.columns[index].kind
        if value is None and row >= len(self.rows):
            return ""
        if kind not in _TONNES:
            return shown(value, kind)
        tonnes = [i for i, column in enumerate(self.columns) if column.kind in _TONNES]
        cells = [cell for one in self.rows for i in tonnes if isinstance(cell := one[i], float)]
        largest = max(map(abs, cells), default=0.0)
        return shown(value, kind, sum(largest < step for step in (10_000, 1_000)))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by its kind; `alt` says in words what it shows."""

    kind: str
    caption: str
    alt: str


Block: TypeAlias = Paragraph | Heading | Note | Bullets | Facts | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the report."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report in one language.

    Attributes
    ----------
    imprint : str
        One line that says what made the report from what.
    sources : tuple of Source
        The publications behind the numbers, by key.
    contents : bool
        Whether it is long enough for a table of contents.
    """

    lang: Lang
    title: str
    subtitle: str
    imprint: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...] = ()
    contents: bool = True

    def blocks(self) -> Iterator[Block]:
        """Every block, in order."""
        for section in self.sections:
            yield from section.blocks

    def table(self, name: str) -> Table:
        """The table with this id.

        Raises
        ------
        KeyError
            If there is none.
        """
        for block in self.blocks():
            if isinstance(block, Table) and block.id == name:
                return block
        raise KeyError(name)


def clean(text: str) -> str:
    """`text` on one line, without characters that steer a terminal, a reader or a parser.

    Controls, line ends and marks that turn the direction of writing become spaces or vanish.

    Examples
    --------
    >>> clean("a\\u202eb\\x00c\\nd")
    'abc d'
    """
    if text.isascii() and text.isprintable():
        return text
    kept = []
    for c in text:
        kind = unicodedata.category(c)
        if kind[0] == "Z" or c in "\t\n\r":
            kept.append(" ")
        elif kind not in ("Cc", "Cf", "Cs") or c in _JOINERS:
            kept.append(c)
    return _NOT_TEXT.sub("", "".join(kept))


def cleaned(node: Any) -> Any:
    """The same tree with every text cleaned."""
    if isinstance(node, str):
        return clean(node)
    if isinstance(node, tuple):
        return tuple(cleaned(one) for one in node)
    if is_dataclass(node) and not isinstance(node, type):
        return type(node)(**{f.name: cleaned(getattr(node, f.name)) for f in fields(node)})
    return node


def shown(value: Cell, kind: Kind = "number", decimals: int = 2) -> str:
    """A cell as a reader sees it; tonnes keep two significant digits however few `decimals`.

    Examples
    --------
    >>> shown(12345.6), shown(-0.25, "share"), shown(None), shown(0.0312, "tonnes")
    ('12,346', '−25.0%', '–', '0.031')
    >>> shown(3.0, "change"), shown(-3.0, "change"), shown(0.0, "change")
    ('+3.00', '−3.00', '0.00')
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "–"
    if isinstance(value, str):
        return value
    if kind == "change":
        text = shown(value, "tonnes", decimals)
        return f"+{text}" if value > 0 and re.search("[1-9]", text) else text
    if kind == "share":
        text = f"{value:.1%}"
    elif kind == "count":
        text = f"{value:,.0f}"
    elif kind == "tonnes" and (not value or abs(value) >= 10 ** (1 - decimals)):
        text = f"{value:,.{decimals}f}"
    else:
        text = number(value, 2 if kind == "tonnes" else 4)
    text = text.lstrip("-") if not re.search("[1-9]", text) else text
    return text.replace("-", "−") if text.startswith("-") else text
