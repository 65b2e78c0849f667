"""Ids as people write them: the same id with other dashes, blanks, capitals or leading zeros."""

from __future__ import annotations

import unicodedata

from carbonmeet.base.patterns import pattern_of

__all__ = ["parts_of"]

#: Words and numbers; what stands between them says nothing.
_PARTS = pattern_of(r"\d{1,40}|[^\W\d_]+")


def parts_of(text: str) -> tuple[str, ...]:
    """Words and numbers of an id, the same for every way in which it is written.

    Examples
    --------
    >>> parts_of("CN–2024/0017"), parts_of(" cn 2024-17")
    (('cn', '2024', '17'), ('cn', '2024', '17'))
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    found = (str(int(one)) if one.isdecimal() else one for one in _PARTS.findall(plain))
    return tuple(found) or (plain.strip(),)
