"""Words in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carbonmeet.base.errors import CarbonmeetError, did_you_mean

__all__ = ["NAMELESS", "Label", "Lang", "check_lang"]

Lang = Literal["en", "zh"]
_KNOWN: tuple[Lang, ...] = ("en", "zh")


def check_lang(lang: str) -> Lang:
    """The language, if results can be told in it.

    Parameters
    ----------
    lang : str
        What a caller asked for.

    Raises
    ------
    CarbonmeetError
        If it is none of those known, with the nearest.

    Examples
    --------
    >>> check_lang("zh")
    'zh'
    >>> check_lang("fr")
    Traceback (most recent call last):
    carbonmeet.base.errors.CarbonmeetError: no language 'fr'. Known: en, zh
    """
    for known in _KNOWN:
        if lang == known:
            return known
    listed = ", ".join(_KNOWN)
    raise CarbonmeetError(f"no language '{lang}'.{did_you_mean(str(lang), _KNOWN)} Known: {listed}")


@dataclass(frozen=True, slots=True)
class Label:
    """A name in English and Chinese; either may be missing, not both.

    Examples
    --------
    >>> Label("Taxi", "出租车").get("zh")
    '出租车'
    >>> Label("Taxi").get("zh")
    'Taxi'
    """

    en: str = ""
    zh: str = ""

    def get(self, lang: Lang) -> str:
        """The name in `lang`, or in the other language where that is missing."""
        return (self.zh or self.en) if lang == "zh" else (self.en or self.zh)

    def __str__(self) -> str:
        return self.get("en")


NAMELESS = Label()
