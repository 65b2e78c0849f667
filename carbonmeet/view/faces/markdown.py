"""The report as GitHub-flavoured Markdown, without figures."""

from __future__ import annotations

import re

from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.text import _
from carbonmeet.view.blocks import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Table,
)
from carbonmeet.view.faces.bibtex import to_bibtex

__all__ = ["escape", "to_markdown"]

_MARKUP = pattern_of(r"([\\`*_{}\[\]<>|~$#!&])")
_AT_START = pattern_of(r"^(\s*)([-+=:]|\d+(?=[.)](?:\s|$)))")


def escape(text: str) -> str:
    r"""`text` in which nothing is markup.

    Examples
    --------
    >>> escape("a|b <c> [d](javascript:e) $1$")
    'a\\|b \\<c\\> \\[d\\](javascript:e) \\$1\\$'
    >>> escape("- no list"), escape("1. nor this"), escape("CO2e")
    ('\\- no list', '1\\. nor this', 'CO₂e')
    """
    text = _MARKUP.sub(r"\\\1", text)
    start = _AT_START.match(text)
    if start:
        mark = start[2]
        rest = text[start.end() :]
        text = start[1] + (f"{mark}\\{rest}" if mark[0].isdigit() else f"\\{mark}{rest}")
    return text.replace("CO2", "CO₂")


def to_markdown(report: Document) -> bytes:
    """Render a report as Markdown in UTF-8; where it has sources, as BibTeX at its end."""
    parts = [f"# {escape(report.title)}", escape(report.subtitle), f"*{escape(report.imprint)}*"]
    tables = 0
    for number, section in enumerate(report.sections, 1):
        parts.append(f"## {number} {escape(section.title)}")
        for block in section.blocks:
            tables += isinstance(block, Table)
            parts.append(_block(block, tables, _("Table").get(report.lang)))
    if report.sources:
        bibtex = to_bibtex(report).decode().replace("`", "'")
        parts.append(f"## BibTeX\n\n```bibtex\n{bibtex}```")
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _block(block: Block, number: int, word: str) -> str:
    match block:
        case Paragraph(text):
            return escape(text)
        case Heading(text):
            return f"### {escape(text)}"
        case Note(text):
            return f"> {escape(text)}"
        case Bullets(items):
            return "\n".join(f"- {escape(item)}" for item in items)
        case Facts():
            return "\n".join(
                f"- **{escape(one.name)}** {one.shown} {escape(one.unit)}"
                + (f" · {escape(one.detail)}" if one.detail else "")
                for one in block.items
            )
        case Table():
            return _table(block, number, word)
    return ""  # a figure: a text file holds none


def _table(table: Table, number: int, word: str) -> str:
    head = [escape(column.head) for column in table.columns]
    rule = ["--:" if column.numeric else ":--" for column in table.columns]
    count = len(table.rows)
    kinds = [column.kind for column in table.columns]
    body = [[_cell(*cell) for cell in zip(row, kinds, strict=True)] for row in table.texts()]
    body[count:] = [[f"**{cell}**" if cell else "" for cell in row] for row in body[count:]]
    lines = ["| " + " | ".join(row) + " |" for row in (head, rule, *body)]
    return f"**{word} {number}** {escape(table.caption)}\n\n" + "\n".join(lines)


def _cell(text: str, kind: str) -> str:
    if kind == "address" and re.fullmatch(r"https?://[^\s<>|\\`]+", text):
        return f"<{text}>"
    return escape(text)
