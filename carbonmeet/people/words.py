"""What the headings and cells of attendee lists mean, in the languages people write them in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from carbonmeet.catalogue import load_catalogue
from carbonmeet.catalogue.records.lists import LIST_WORDS
from carbonmeet.travel.fold import fold

__all__ = ["VALUED", "is_sum", "meaning", "meanings_of", "totals", "vocabulary"]

#: Columns whose cells are words with a meaning of their own.
VALUED = ("mode", "cabin", "status", "online", "diet", "hotel", "role")
#: Columns whose cells may name a service of the catalogue.
_SERVICES = {"mode": "modes", "hotel": "lodging", "diet": "meals"}


@lru_cache(maxsize=32)
def vocabulary(kind: str) -> Mapping[str, str]:
    """Folded word → what it means, for ``column`` or one of `VALUED`.

    Examples
    --------
    >>> vocabulary("mode")[fold("Flight")], vocabulary("column")[fold("Travel by")]
    ('air', 'mode')
    """
    return {fold(word): value for word, value in _words(kind)}


def _words(kind: str) -> list[tuple[str, str]]:
    """Words of a kind with what they mean, as the table has them."""
    return [
        (word, row.value)
        for row in LIST_WORDS.shipped()
        if row.kind == kind
        for word in (row.value, *row.words)
    ]


def meanings_of(kind: str) -> tuple[str, ...]:
    """What a cell of a column may mean: the words of the table, and services of that kind.

    Examples
    --------
    >>> meanings_of("role"), "coach.bev" in meanings_of("mode")
    (('attendee', 'staff'), True)
    """
    known = dict.fromkeys(vocabulary(kind).values())
    group = _SERVICES.get(kind)
    return (*known, *(load_catalogue().names(group) if group else ()))


def meaning(kind: str, cell: str, own: Mapping[str, str] | None = None) -> str | None:
    """What a cell means; None where nobody knows.

    Parameters
    ----------
    own : mapping of str to str, optional
        The reader's own words, as written in the list; they go before.
    """
    if own and cell in own:
        return own[cell]
    found = vocabulary(kind).get(fold(cell))
    return found if found is not None or not own else _folded(own).get(fold(cell))


def _folded(own: Mapping[str, str]) -> dict[str, str]:
    return {fold(word): value for word, value in own.items()}


@lru_cache(maxsize=1)
def totals() -> tuple[str, ...]:
    """Words, in small letters, that mark a row of sums."""
    return tuple(word.lower() for word, _ in _words("total"))


@lru_cache(maxsize=1)
def _folded_totals() -> frozenset[str]:
    return frozenset(map(fold, totals()))


@lru_cache(maxsize=65536)
def is_sum(city: str, country: str) -> bool:
    """Whether a row is one of sums: a word for it stands for the place, without a country.

    Examples
    --------
    >>> is_sum("Total:", ""), is_sum("", "合计"), is_sum("Total", "55"), is_sum("Total", "Belgium")
    (True, True, True, False)
    """
    words = _folded_totals()
    first, second = ("" if _says_no_place(cell) else fold(cell) for cell in (city, country))
    return (first in words and (not second or second in words)) or (second in words and not first)


def _says_no_place(cell: str) -> bool:
    return not any(letter.isalpha() for letter in cell)
