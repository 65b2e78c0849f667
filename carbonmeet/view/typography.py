"""How documents are set in a language: its code for readers of screens, fonts, first lines.

The words themselves stand in the files of words; what is here no translator decides.
"""

from __future__ import annotations

from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Lang

__all__ = ["Typography", "bound", "typography"]

#: A space between a number and its unit, or within "t CO2e": no line ends there.
_BOUND = pattern_of(
    r"(?<=\d) (?=(?:[kMG]?t|[mk]?g|[kMG]?Wh|k?m[²³]?|mu|ha|CNY|USD|EUR)(?![^\W\d_]))"
    r"|(?<=\d) (?=[\u4e00-\u9fff])|(?<=t) (?=CO[2₂]e)"
)


@dataclass(frozen=True)
class Typography:
    """The habits of a language.

    Attributes
    ----------
    page, office : str
        Its code in HTML, and in documents of an office.
    cells : str
        Font of a workbook.
    indent : int
        Characters by which the first line of a paragraph stands in.
    east_asian : bool
        Whether marks that both kinds of fonts have come from the East Asian one.
    """

    page: str
    office: str
    cells: str = "Arial"
    indent: int = 0
    east_asian: bool = False


_OF = {
    "en": Typography("en", "en-GB"),
    "zh": Typography("zh-CN", "zh-CN", "宋体", 2, True),
}


def typography(lang: Lang) -> Typography:
    """The habits of a language; those of English for one that has none of its own.

    Examples
    --------
    >>> typography("zh").office, typography("fr")
    ('zh-CN', Typography(page='fr', office='fr', cells='Arial', indent=0, east_asian=False))
    """
    return _OF.get(lang) or Typography(lang, lang)


def bound(text: str) -> str:
    """`text` with spaces that do not break between a number and its unit.

    Examples
    --------
    >>> bound("saves 931 t CO2e in 3 months").replace("\u00a0", "_")
    'saves 931_t_CO2e in 3 months'
    """
    return _BOUND.sub("\u00a0", text)
