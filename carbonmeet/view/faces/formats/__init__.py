"""The formats of a report by the suffix of its file."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from typing import TYPE_CHECKING

from carbonmeet.answer.offset import frame_words
from carbonmeet.base.errors import CarbonmeetError, refuse_unknown
from carbonmeet.base.given import takes
from carbonmeet.base.language import check_lang
from carbonmeet.base.text import Lang, _, joined
from carbonmeet.estimation import answer_from
from carbonmeet.view.faces.figures import drawer
from carbonmeet.view.faces.format import Format
from carbonmeet.view.pages.documents import DOCUMENTS, build_document
from carbonmeet.view.pages.report.build import Part, build

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.scenario import ScenarioLike

__all__ = ["FORMATS", "check_document", "check_suffix", "format_of", "render"]


def _found() -> dict[str, Format]:
    names = (one.name for one in pkgutil.iter_modules(__path__))
    made = [importlib.import_module(f"{__name__}.{name}").FORMAT for name in names]
    return {one.suffix: one for one in sorted(made, key=lambda one: one.rank)}


#: Every format by its suffix: one file each in this folder, found by being there.
_ALL: Mapping[str, Format] = _found()
#: Suffix → what it is.
FORMATS: Mapping[str, str] = {suffix: str(one.title) for suffix, one in _ALL.items()}


def check_suffix(suffix: str) -> str:
    """The suffix in lower case.

    Raises
    ------
    CarbonmeetError
        If there is no such format, with the nearest.
    """
    small = suffix.lower()
    refuse_unknown(small, FORMATS, _("no report of format '{name}'.{hint} Known: {known}"))
    return small


def format_of(suffix: str) -> Format:
    """The format behind a suffix that `check_suffix` took.

    Examples
    --------
    >>> format_of(".html").filed, format_of(".xlsx").unused
    (True, ('font',))
    """
    return _ALL[suffix]


def check_document(document: str, suffix: str) -> None:
    """Refuse a document that there is none of, or a format that it is not filed in.

    Raises
    ------
    CarbonmeetError
        If there is no such document, with the nearest, or its format is another.
    """
    known = ("report", *DOCUMENTS)
    refuse_unknown(document, known, _("no document '{name}'.{hint} Known: {known}"))
    if document != "report" and not _ALL[check_suffix(suffix)].filed:
        filed = [name for name, one in _ALL.items() if one.filed]
        raise CarbonmeetError(
            _(
                "a {document} is written as {filed}, not as '{suffix}'",
                document=document,
                filed=joined(filed),
                suffix=suffix,
            )
        )


@takes(suffix=str, lang=str, document=str, part=str)
def render(
    answer: Answer | ScenarioLike,
    suffix: str,
    lang: Lang = "en",
    document: str = "report",
    part: Part = "all",
) -> bytes:
    """A report as the bytes of a file; the same answer gives the same bytes.

    Parameters
    ----------
    answer : Answer, or what `estimate` takes
        With ranges, in words, tables and figures, where it comes from `carbonmeet.simulate`.
    suffix : str
        One of `FORMATS`.
    lang : {"en", "zh"}
    document : {"report", "plan", "account", "declaration"}
        The whole report, or one of the documents that are filed, as HTML, Word or Markdown.
    part : {"all", "main", "annexes"}
        Of a report as HTML, Word or Markdown.

    Returns
    -------
    bytes

    Raises
    ------
    CarbonmeetError
        If there is no such format, document or language.
    MissingExtra
        If the library behind a format is not installed.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> page = cm.report.render(cm.estimate("forum-1500", draws=100), ".md").decode()
    >>> "95% range" in page
    True
    """
    answer = answer_from(answer)
    form = check_suffix(suffix)
    check_lang(lang)
    check_document(document, form)
    with frame_words(answer):
        if document == "report":
            report = build(answer, lang, part)
        else:
            report = build_document(answer, document, lang)
        return _ALL[form].write(report, answer, drawer(answer, lang))
