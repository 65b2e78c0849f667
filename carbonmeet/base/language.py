"""The languages that results can be told in."""

from __future__ import annotations

from carbonmeet.base.errors import refuse_unknown
from carbonmeet.base.given import refuse_other
from carbonmeet.base.text import Lang, _
from carbonmeet.base.wordbook import languages

__all__ = ["check_lang"]


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
    refuse_other(lang, str, "lang")
    known = languages()
    refuse_unknown(lang, known, _("no language '{name}'.{hint} Known: {known}"))
    return lang
