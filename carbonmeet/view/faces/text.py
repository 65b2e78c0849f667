"""Blocks as plain text for a terminal: wrapped to its width, aligned in Chinese and English."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from carbonmeet.view.blocks import (
    Block,
    Bullets,
    Facts,
    Figure,
    Heading,
    Lines,
    Note,
    Paragraph,
    Table,
)
from carbonmeet.view.typography import bound

__all__ = ["safe", "to_text", "width", "wrapped"]

#: What may not begin a line of Chinese.
_CLOSING = "，。、；：！？）》”’%"
#: What may not end one.
_OPENING = "（《“‘"
#: A space that does not break: between the ends of a range, and before a unit.
_FIRM = "\u00a0"
#: A column of text is made no narrower than its longest word, up to the second, or the first.
_NARROW, _WORD = 10, 20
#: A column of codes that is wider goes below its row where a table is too wide.
_CODE = 16
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def safe(text: str) -> str:
    """`text` without what could steer a terminal."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


def width(text: str) -> int:
    """Columns that `text` takes on a screen.

    Examples
    --------
    >>> width("ab"), width("航空")
    (2, 4)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _pieces(text: str) -> list[str]:
    """What a line may be broken between: words with the space behind them, Chinese characters."""
    found: list[str] = []
    glued = False
    for c in text:
        wide = unicodedata.east_asian_width(c) in "WF"
        if (glued and not wide) or (found and (c in _CLOSING or found[-1][-1] in _OPENING)):
            found[-1] += c
        else:
            found.append(c)
        glued = not wide and c != " "
    return found


def _firm(text: str) -> str:
    """`text` with spaces at which no line ends."""
    return bound(text.replace(" – ", f"{_FIRM}–{_FIRM}"))


def wrapped(text: str, columns: int, hang: str = "") -> list[str]:
    """`text` in lines of at most that many columns; later lines begin with `hang`.

    Examples
    --------
    >>> wrapped("the quick brown fox", 10), wrapped("航空排放，最大的来源", 12)
    (['the quick', 'brown fox'], ['航空排放，最', '大的来源'])
    """
    if width(text) <= columns:
        return [text]
    lines, line = [], ""
    for piece in _pieces(_firm(text)):
        while line.strip() and width((line + piece).rstrip()) > columns:
            lines.append(line.rstrip())
            line = hang
        line += piece
        while width(line.rstrip()) > columns:  # a word longer than the line
            keep = len(line)
            while width(line[:keep]) > columns:
                keep -= 1
            lines.append(line[: max(keep, len(hang) + 1)])
            line = hang + line[max(keep, len(hang) + 1) :]
    if line.strip():
        lines.append(line.rstrip())
    return [one.replace(_FIRM, " ") for one in lines]


def _longest_word(text: str) -> int:
    pieces = _pieces(_firm(text))
    return max((width(piece.rstrip()) for piece in pieces), default=0)


def _limits(
    table: Sequence[Sequence[str]], right: set[int], heads: bool
) -> tuple[list[int], list[int]]:
    """Width of each column with its head wrapped, and the least that its words can do with."""
    body = table[1:] if heads else table
    found, least = [], []
    for i in range(len(table[0])):
        cells = max((width(row[i]) for row in body), default=0)
        words = max(_longest_word(table[0][i]), min(width(table[0][i]), 8)) if heads else 0
        found.append(max(cells, words))
        longest = max((_longest_word(row[i]) for row in body), default=0)
        narrow = 0 if i in right else _NARROW  # a number is never broken, words among numbers are
        most = longest if i in right else min(longest, _WORD)
        least.append(min(max(words, narrow, most), found[-1]))
    return found, least


def _widths(table: Sequence[Sequence[str]], right: set[int], room: int, heads: bool) -> list[int]:
    """Width of each column; where there is too little room heads wrap first, then texts."""
    full = [max(width(row[i]) for row in table) for i in range(len(table[0]))]
    if sum(full) <= room:
        return full
    found, least = _limits(table, right, heads)
    while sum(found) > room:
        places = [i for i in range(len(found)) if found[i] > least[i]]
        if not places:
            break
        found[max(places, key=lambda i: found[i])] -= 1
    return found


def grid_rows(
    rows: Iterable[Sequence[str]],
    right: Iterable[int] = (),
    gap: int = 2,
    *,
    columns: int | None = None,
    heads: bool = False,
) -> list[list[str]]:
    """Rows of cells in columns, each as its lines; `right` names the columns set flush right.

    Parameters
    ----------
    columns : int, optional
        Of the screen: what is wider wraps in its cell.
    heads : bool
        Whether the first row holds heads, set at the bottom of their lines.
    """
    table = [[safe(cell) for cell in row] for row in rows]
    if not table:
        return []
    flush = set(right)
    room = 10**6 if columns is None else columns - gap * (len(table[0]) - 1)
    widths = _widths(table, flush, room, heads)
    found = []
    for place, row in enumerate(table):
        cells = [wrapped(cell, wide) for cell, wide in zip(row, widths, strict=True)]
        high = max(map(len, cells))
        for cell in cells:
            fill = [""] * (high - len(cell))
            cell[:] = fill + cell if heads and not place else cell + fill
        lines = []
        for parts in zip(*cells, strict=True):
            padded = []
            for i, part in enumerate(parts):
                space = " " * (widths[i] - width(part))
                padded.append(space + part if i in flush else part + space)
            lines.append((" " * gap).join(padded).rstrip())
        found.append(lines)
    return found


def _below(
    table: Table, rows: Sequence[Sequence[str]], kept: Sequence[int], columns: int
) -> list[int]:
    """Columns that go below their rows where there is no room.

    Remarks, and long codes such as keys; and the last columns, texts before numbers, until even the
    narrowest table fits.
    """
    wide = {i: max(width(row[i]) for row in rows) for i in kept}
    if sum(wide.values()) + 2 * (len(kept) - 1) <= columns:
        return []
    of = table.columns
    below = [i for i in kept if of[i].aside or (of[i].kind == "code" and wide[i] > _CODE)]
    while True:
        left = [i for i in kept if i not in below]
        flush = {place for place, i in enumerate(left) if of[i].numeric}
        __, least = _limits([[row[i] for i in left] for row in rows], flush, any(rows[0]))
        if sum(least) + 2 * (len(left) - 1) <= columns or len(left) < 3:
            return sorted(below)
        below.append(next((i for i in reversed(left[1:]) if not of[i].numeric), left[-1]))


def _remark(table: Table, i: int, text: str, columns: int, colour: bool) -> list[str]:
    """A cell below its row; a remark says what it is."""
    head = table.columns[i].head
    if table.columns[i].kind == "code":
        # whole, to be copied; of several each
        lines = wrapped(safe(text), columns - 4, "  ") if ", " in text else [safe(text)]
    else:
        lines = wrapped(safe(f"{head} · {text}" if head else text), columns - 4, "  ")
    return [_strong(f"    {line}", colour, _DIM) for line in lines]


def to_text(blocks: Iterable[Block], columns: int | None = 80, *, colour: bool = False) -> str:
    """Blocks as text.

    Parameters
    ----------
    blocks : iterable of Block
        Figures are left out: a terminal holds none.
    columns : int, optional
        Of the screen; None wraps nothing.
    colour : bool
        Whether headings are set apart by escape sequences.
    """
    parts: list[str] = []
    close = False
    for block in blocks:
        if isinstance(block, Figure):
            continue
        text = _block(block, columns or 10**6, colour)
        if close and parts:
            parts[-1] += "\n" + text
        else:
            parts.append(text)
        close = isinstance(block, Heading)
    return "\n\n".join(part for part in parts if part)


def _strong(text: str, colour: bool, how: str = _BOLD) -> str:
    return "\n".join(f"{how}{line}{_PLAIN}" for line in text.split("\n")) if colour else text


def _block(block: Block, columns: int, colour: bool) -> str:
    match block:
        case Paragraph(text):
            return "\n".join(wrapped(safe(text), columns))
        case Heading(text):
            return _strong("\n".join(wrapped(safe(text), columns)), colour)
        case Note(text):
            return _strong("\n".join(wrapped(safe(text), columns)), colour, _DIM)
        case Bullets(items):
            return "\n".join(
                line for one in items for line in wrapped(f"- {safe(one)}", columns, "  ")
            )
        case Lines(text):
            return "\n".join(line for one in text.split("\n") for line in _hung(one, columns))
        case Facts():
            return _facts(block, columns)
        case Table():
            return _table(block, columns, colour)
    return ""


def _hung(line: str, columns: int) -> list[str]:
    """A line that is indented, what goes beyond the screen two columns further in."""
    indent = " " * (len(line) - len(line.lstrip()))
    rows = wrapped(safe(line.lstrip()), columns - len(indent), "  ")
    return [(indent + row).rstrip() for row in rows] or [""]


def _facts(block: Facts, columns: int) -> str:
    """Name, value and what is to be said of it, which hangs under itself."""
    names = [safe(one.name) for one in block.items]
    left = max(map(width, names), default=0) + 2
    lines = []
    for name, one in zip(names, block.items, strict=True):
        value = f"{one.shown} {one.unit}".strip()
        said = safe(f"{value} · {one.detail}" if value and one.detail else value or one.detail)
        rows = wrapped(said, columns - left)
        lines += [
            (name + " " * (left - width(name)) if not place else " " * left) + row
            for place, row in enumerate(rows)
        ]
    return "\n".join(lines)


def _table(table: Table, columns: int, colour: bool) -> str:
    heads = [column.head for column in table.columns]
    headed = any(heads)
    rows = [*([heads] if headed else []), *table.texts()]
    right = [i for i, column in enumerate(table.columns) if column.numeric]
    kept = [i for i in range(len(heads)) if heads[i] or any(row[i] for row in rows)]
    below = _below(table, rows, kept, columns) if rows else []
    kept = [i for i in kept if i not in below]
    blocks = grid_rows(
        [[row[i] for i in kept] for row in rows],
        right=[place for place, i in enumerate(kept) if i in right],
        columns=columns,
        heads=headed,
    )
    for place, (lines, row) in enumerate(zip(blocks, rows, strict=True)):
        if place >= headed:
            for i in below:
                lines += _remark(table, i, row[i], columns, colour) if row[i] else []
    text = "\n".join(line for lines in blocks for line in lines)
    caption = "\n".join(wrapped(safe(table.caption), columns))
    return "\n".join(part for part in (_strong(caption, colour) if caption else "", text) if part)
