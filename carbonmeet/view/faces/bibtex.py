"""The sources as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable

from carbonmeet.catalogue import Source
from carbonmeet.view.blocks import Document, clean

__all__ = ["entry", "to_bibtex"]

#: LaTeX's own characters as text. One pass, so that no replacement is replaced again.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def to_bibtex(report: Document) -> bytes:
    """The sources of a report as a BibTeX file in UTF-8, by key."""
    return "\n".join(_entries(report.sources)).encode()


def _entries(sources: Iterable[Source]) -> list[str]:
    return [entry(one) for one in sources]


def entry(source: Source) -> str:
    """One entry.

    Examples
    --------
    >>> print(entry(Source("a-2020", "A & B", "On 5 %", "2020", "", "", "2026-11-21")))
    @misc{a-2020,
      author = {{A \\& B}},
      title = {{On 5 \\%}},
      year = {2020},
      urldate = {2026-11-21}
    }
    <BLANKLINE>
    """
    year = re.search(r"\d{4}", source.year)
    fields = {
        "author": f"{{{_tex(source.publisher)}}}",
        "title": f"{{{_tex(source.title)}}}",
        "year": year[0] if year else "",
        "url": re.sub(r"[\s{}\\]", "", source.url),
        "urldate": source.accessed if re.fullmatch(r"[\d-]+", source.accessed) else "",
        "note": _tex(source.note),
    }
    body = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items() if text)
    return f"@misc{{{re.sub(r'[^A-Za-z0-9.:_-]', '-', source.key)},\n{body}\n}}\n"


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(c, c) for c in clean(text))
