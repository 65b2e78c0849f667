"""The report as one small tree, built once and rendered in every format.

A `Document` knows nothing of HTML, Word or spreadsheets; a renderer knows nothing of emissions.
Numbers stay numbers until a renderer shows them, so every format shows the same ones.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, TypeAlias, TypeVar

from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Lang
from carbonmeet.catalogue import Source
from carbonmeet.view.numerals import Kind, decimals_for, settled, shown

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
    "Lines",
    "Note",
    "Paragraph",
    "Section",
    "Table",
    "clean",
    "cleaned",
    "shown",
]

Cell: TypeAlias = str | float | None
T = TypeVar("T")
#: Draws a figure: kind and format ("svg" or "png") in, bytes out; None where it does not apply.
Drawer: TypeAlias = Callable[[str, str], bytes | None]

_TONNES = ("tonnes", "change", "end")
_JOINERS = "\u200c\u200d"
#: Unpaired surrogates and code points that are no characters, beside what `clean` removes.
_NOT_TEXT = pattern_of("[\ufdd0-\ufdef\ufffe\uffff]")


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
class Lines:
    """Arithmetic for a terminal: lines that keep their indent; what is too long hangs under it."""

    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One headline number: its name, value and unit, and a line of detail.

    `text` is how the value is written where its range leaves fewer figures of it than it has; one
    without a value is all detail.
    """

    name: str
    value: float | None
    unit: str
    detail: str = ""
    text: str = ""

    @property
    def shown(self) -> str:
        """The value as a reader sees it."""
        return self.text or ("" if self.value is None else shown(self.value))


@dataclass(frozen=True, slots=True)
class Facts:
    """The headline numbers."""

    id: str
    caption: str
    items: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Head, contents and relative width of a column.

    Remarks stand `aside`: on a screen too narrow for the table they go below their row.
    """

    head: str
    kind: Kind = "text"
    wide: float = 1.0
    aside: bool = False

    @property
    def numeric(self) -> bool:
        """Whether its cells are numbers, set flush right."""
        return self.kind not in ("text", "code", "address")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of typed cells; `foot` holds the totals."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[tuple[Cell, ...], ...] = ()

    @classmethod
    def of(
        cls,
        id: str,
        caption: str,
        things: Iterable[T],
        *columns: tuple[Column, Callable[[T], Cell]],
        foot: tuple[tuple[Cell, ...], ...] = (),
    ) -> Table:
        """A row for each thing: every column stands beside what it holds of one.

        Examples
        --------
        >>> Table.of("words", "", ["ab", "c"], (Column("word"), str), (Column("long"), len)).rows
        (('ab', 2), ('c', 1))
        """
        cells = [cell for _head, cell in columns]
        rows = tuple(tuple(cell(one) for cell in cells) for one in things)
        return cls(id, caption, tuple(head for head, _cell in columns), rows, foot)

    def filled(self) -> Table:
        """The table without the columns that no row fills."""
        cells = enumerate(zip(*self.rows, strict=True))
        kept = [i for i, column in cells if any(cell not in ("", None) for cell in column)]
        columns = tuple(self.columns[i] for i in kept)
        rows = tuple(tuple(row[i] for i in kept) for row in self.rows)
        return Table(self.id, self.caption, columns, rows)

    def __post_init__(self) -> None:
        """Make zeros of what is the dust of floating point, for every face at once."""
        places = self._tonnes()
        numbers = [abs(x) for row in self._all() for i in places if isinstance(x := row[i], float)]
        whole = max(numbers, default=0.0)
        if not any(0.0 < one < 1e-12 * whole for one in numbers):
            return

        def clear(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
            return tuple(
                settled(cell, whole) if i in places and isinstance(cell, float) else cell
                for i, cell in enumerate(row)
            )

        object.__setattr__(self, "rows", tuple(map(clear, self.rows)))
        object.__setattr__(self, "foot", tuple(map(clear, self.foot)))

    def _all(self) -> tuple[tuple[Cell, ...], ...]:
        return (*self.rows, *self.foot)

    def _tonnes(self) -> list[int]:
        return [i for i, column in enumerate(self.columns) if column.kind in _TONNES]

    def texts(self) -> list[list[str]]:
        """The cells of every row as a reader sees them, those of the foot last."""
        places = self._tonnes()
        cells = [cell for row in self.rows for i in places if isinstance(cell := row[i], float)]
        decimals = decimals_for(cells)
        found = [
            [
                shown(cell, column.kind, decimals)
                for cell, column in zip(row, self.columns, strict=True)
            ]
            for row in self._all()
        ]
        for row, raw in zip(found[len(self.rows) :], self.foot, strict=True):
            row[:] = ["" if cell is None else text for cell, text in zip(raw, row, strict=True)]
        return found


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by its kind; `alt` says in words what it shows."""

    kind: str
    caption: str
    alt: str


Block: TypeAlias = Paragraph | Heading | Note | Bullets | Lines | Facts | Table | Figure


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
