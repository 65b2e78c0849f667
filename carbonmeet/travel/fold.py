"""Names of places reduced to what two spellings of one name have in common."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Annotated

from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.rows import Column, Table

__all__ = ["HANZI", "Hanzi", "fold", "fold_lines", "in_simplified", "keys_of"]

#: Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ħ": "h", "ə": "e"}
    | {"þ": "th", "æ": "ae", "œ": "oe"}
)
#: How the same letters are written by those who cannot type them.
_DIGRAPHS = str.maketrans({"ü": "ue", "ö": "oe", "ä": "ae", "å": "aa", "ø": "oe"})
_APOSTROPHES = pattern_of("['’‘`´ʹʻʼʽˈ]")
_MARKS = pattern_of("[\u0300-\u036f]")
_PUNCTUATION = pattern_of("[!-/:-@\\[-`{-~¡-¿‐-⁞、-〿・！-／：-＠［-｀｛-･\u200b-\u200f\ufeff]")
_BLANKS = pattern_of(r"[^\S\n]+")
_WORDS = pattern_of(r"\b(?:ste?|mt|ft)\b")
_LONG = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_CITY = pattern_of(r"(?m)(?<=[\u3400-\u9fff]{2})市$")


@lru_cache(maxsize=4096)  # the words of a cell are looked at several times
def fold(text: str) -> str:
    """Reduce a name: case, accents, punctuation, Chinese characters and short words.

    Parameters
    ----------
    text : str
        A name in any script.

    Returns
    -------
    str
        The same for spellings that differ in no more than that; empty if there is no letter.

    Examples
    --------
    >>> fold("  St. Gallen"), fold("ZÜRICH"), fold("'s-Gravenhage"), fold("臺北市")
    ('saint gallen', 'zurich', 's gravenhage', '台北')
    """
    return fold_lines(text.replace("\n", " "))


def fold_lines(text: str) -> str:
    """Reduce many names at once, one a line; see `fold`."""
    text = text.casefold() if text.isascii() else _fold_letters(text)
    text = _PUNCTUATION.sub(" ", _APOSTROPHES.sub("", text))
    text = _WORDS.sub(lambda found: _LONG[found.group()], text)
    text = _BLANKS.sub(" ", text).replace(" \n", "\n").replace("\n ", "\n")
    return _CITY.sub("", text.strip(" "))


def _fold_letters(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().translate(_simplified())
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.translate(_LETTERS)))
    return unicodedata.normalize("NFC", plain)


class Hanzi(NamedTuple):
    """A traditional character and its simplified form."""

    traditional: Annotated[str, Column("Traditional character.", form=".")]
    simplified: Annotated[str, Column("The simplified one.", form=".")]


HANZI = Table(
    "hanzi",
    "Traditional Chinese characters in names of places, and the simplified ones",
    Hanzi,
    "traditional",
)


@cache
def _simplified() -> dict[int, int]:
    """Traditional characters to simplified ones, those that names of cities contain."""
    return {ord(one.traditional): ord(one.simplified) for one in HANZI.shipped()}


def in_simplified(text: str) -> str:
    """A name in simplified characters.

    Examples
    --------
    >>> in_simplified("東京")
    '东京'
    """
    return text.translate(_simplified())


@lru_cache(maxsize=4096)
def keys_of(text: str) -> tuple[str, ...]:
    """Every key that a name may be found under: as it is, and with ue for ü and the like.

    Examples
    --------
    >>> keys_of("München"), keys_of("Kunming")
    (('munchen', 'muenchen'), ('kunming',))
    """
    plain = fold(text)
    if text.isascii():
        return (plain,)
    spelt = fold(unicodedata.normalize("NFC", text).casefold().translate(_DIGRAPHS))
    return (plain,) if spelt == plain else (plain, spelt)
