"""Words of every day, in English and Chinese, and what they stand for in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from carbonmeet.catalogue.records.lists import WORDS
from carbonmeet.travel.fold import fold

__all__ = ["everyday", "meant"]


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


def _singular(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word
