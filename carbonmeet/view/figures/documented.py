"""What is said of a kind of figure: its own words, and what holds of every kind."""

from __future__ import annotations

import re
from inspect import cleandoc

__all__ = ["documented"]

_SECTIONS = ("Parameters", "Returns", "Raises", "Examples")


def documented(own: str | None, common: str | None) -> str | None:
    """A docstring with the sections of both; an entry of its own goes before the common one.

    Examples
    --------
    >>> own = "Bars.\\n\\nParameters\\n----------\\na : int\\n    Mine."
    >>> common = "Draw.\\n\\nParameters\\n----------\\na : int\\nb : int\\n    Theirs."
    >>> print(documented(own, common))
    Bars.
    <BLANKLINE>
    Parameters
    ----------
    a : int
        Mine.
    b : int
        Theirs.
    """
    if own is None or common is None:  # python -OO
        return own
    head, mine = _read(own)
    _, every = _read(cleandoc(common))
    parts = [head]
    for name in _SECTIONS:
        ours, theirs = mine.get(name, {}), every.get(name, {})
        first = dict(list(theirs.items())[:1])  # what is drawn
        entries = first | ours | {key: one for key, one in theirs.items() if key not in ours}
        if entries:
            parts.append("\n".join((name, "-" * len(name), *entries.values())))
    return "\n\n".join(parts)


def _read(text: str) -> tuple[str, dict[str, dict[str, str]]]:
    """What comes before the sections; section → name of an entry → entry."""
    head, *rest = re.split(r"^([A-Z][a-z]+)\n-+\n", text.strip(), flags=re.M)
    return head.strip(), {
        name: {_key(name, one): one for one in _entries(name, body.rstrip())}
        for name, body in zip(rest[::2], rest[1::2], strict=True)
    }


def _entries(name: str, body: str) -> list[str]:
    return [body] if name == "Examples" else re.split(r"\n(?=\S)", body)


def _key(name: str, entry: str) -> str:
    """By what an entry is the same: a parameter by its name, a fault by all that is said of it."""
    return entry.split(" :")[0] if name == "Parameters" else entry
