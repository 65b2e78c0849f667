"""Ids as people write them: the same id with other dashes, blanks, capitals or leading zeros."""

from __future__ import annotations

import unicodedata

from carbonmeet.base.patterns import pattern_of

__all__ = ["parts_of"]

#: Words and numbers; what stands between them says nothing.
_PARTS = pattern_of(r"\d{1,40}|[^\W\d_]+")
#: What sets the thousands of a number apart, but for blanks.
_THOUSANDS = pattern_of(r"(?<=\d)[,'’](?=\d{3}(?!\d))")


def parts_of(text: str) -> tuple[str, ...]:
    """Words and numbers of an id, the same for every way in which it is written.

    Examples
    --------
    >>> parts_of("CN–2024/0017"), parts_of(" cn 2024-17")
    (('cn', '2024', '17'), ('cn', '2024', '17'))
    >>> parts_of("CN-1,000,017")
    ('cn', '1000017')
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    if not plain.isascii():  # a soft hyphen, a blank of no width
        plain = "".join(one for one in plain if unicodedata.category(one) != "Cf")
    plain = _THOUSANDS.sub("", plain)
    found = (str(int(one)) if one.isdecimal() else one for one in _PARTS.findall(plain))
    return tuple(found) or (plain.strip(),)
