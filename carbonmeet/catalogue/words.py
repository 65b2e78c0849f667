"""Words of every day, in English and Chinese, and what they stand for in the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from carbonmeet.catalogue.records.lists import WORDS
from carbonmeet.travel.fold import fold

__all__ = ["everyday", "holds", "meant"]

#: A Latin word so short is looked for as a whole.
_SHORT = 3


@cache
def everyday() -> dict[str, tuple[str, ...]]:
    """Words, folded, and the services (``meals/banquet``) or factors (``grid``) they stand for.

    Examples
    --------
    >>> everyday()["lanyard"]
    ('items/badge-set',)
    """
    found: dict[str, list[str]] = {}
    for row in WORDS.shipped():
        for word in (*row.en, *row.zh):
            names = found.setdefault(fold(word), [])
            if row.name not in names:
                names.append(row.name)
    return {word: tuple(names) for word, names in found.items()}


def meant(word: str, among: Iterable[str] = ()) -> list[str]:
    """What a word stands for; the plural of a word is the word.

    Parameters
    ----------
    word : str
        As somebody wrote it.
    among : iterable of str, optional
        Only names that begin with one of these.

    Examples
    --------
    >>> meant("Lunch"), meant("地铁"), meant("lorries"), meant("electricity", among=["venue/"])
    (['meals/restaurant'], ['modes/metro'], ['freight/truck'], ['venue/power'])
    """
    words, beginnings = everyday(), tuple(among)
    key = fold(word)
    for form in (key, key.removesuffix("s"), key.removesuffix("es"), _singular(key)):
        if form in words:
            return [n for n in words[form] if not beginnings or n.startswith(beginnings)]
    return []


def holds(word: str, text: str) -> bool:
    """Whether a text holds a word: Latin words from their beginning, short ones as a whole.

    Examples
    --------
    >>> holds("cab", "Flight, average cabin"), holds("tea", "Cup of tea"), holds("铁", "地铁")
    (False, True, True)
    """
    word, text = word.casefold(), text.casefold()
    if not word.isascii():
        return word in text
    end = r"(?![a-z0-9])" if len(word) <= _SHORT else ""
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}{end}", text) is not None


def _singular(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word
