"""Words in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["NAMELESS", "Label", "Lang"]

Lang = Literal["en", "zh"]


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
