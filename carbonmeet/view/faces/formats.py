"""The formats of a report by the suffix of its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.language import check_lang
from carbonmeet.base.text import Lang, _, joined
from carbonmeet.view.faces.figures import drawer
from carbonmeet.view.pages.documents import DOCUMENTS, build_document
from carbonmeet.view.pages.report.build import build

if TYPE_CHECKING:
    from carbonmeet.answer import Answer

__all__ = ["FORMATS", "check_document", "check_suffix", "render"]

#: Suffix → what it is.
FORMATS: Mapping[str, str] = {
    ".html": "a page for browser and printer",
    ".docx": "a Word document",
    ".xlsx": "an Excel workbook with formulas",
    ".md": "Markdown",
    ".bib": "the sources as BibTeX",
}


def check_suffix(suffix: str) -> str:
    """The suffix in lower case.

    Raises
    ------
    CarbonmeetError
        If there is no such format, with the nearest.
    """
    small = suffix.lower()
    if small not in FORMATS:
        known = ", ".join(FORMATS)
        raise CarbonmeetError(
            _(
                "no report of format '{suffix}'.{hint} Known: {known}",
                suffix=suffix,
                hint=did_you_mean(small, FORMATS),
                known=known,
            )
        )
    return small


#: Formats of the documents that are filed.
_FILED = (".html", ".docx", ".md")


def check_document(document: str, suffix: str) -> None:
    """Refuse a document that there is none of, or a format that it is not filed in.

    Raises
    ------
    CarbonmeetError
        If there is no such document, with the nearest, or its format is another.
    """
    known = ("report", *DOCUMENTS)
    if document not in known:
        raise CarbonmeetError(
            _(
                "no document '{document}'.{hint} Known: {known}",
                document=document,
                hint=did_you_mean(document, known),
                known=joined(known),
            )
        )
    if document != "report" and check_suffix(suffix) not in _FILED:
        raise CarbonmeetError(
            _(
                "a {document} is written as {filed}, not as '{suffix}'",
                document=document,
                filed=joined(_FILED),
                suffix=suffix,
            )
        )


def render(
    answer: Answer,
    suffix: str,
    lang: Lang = "en",
    document: str = "report",
) -> bytes:
    """A report as the bytes of a file; the same answer gives the same bytes.

    Parameters
    ----------
    answer : Answer
        With ranges, in words, tables and figures, where it comes from `carbonmeet.simulate`.
    suffix : str
        One of `FORMATS`.
    lang : {"en", "zh"}
    document : {"report", "plan", "account", "declaration"}
        The whole report, or one of the documents that are filed, as HTML, Word or Markdown.

    Raises
    ------
    CarbonmeetError
        If there is no such format, document or language, or the answer was loaded from a file.
    MissingExtra
        If the library behind a format is not installed.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> page = cm.report.render(cm.estimate("forum-1500", draws=100), ".md").decode()
    >>> "95 % range" in page
    True
    """
    form = check_suffix(suffix)
    check_lang(lang)
    check_document(document, form)
    report = build(answer, lang) if document == "report" else build_document(answer, document, lang)
    if form == ".bib":
        from carbonmeet.view.faces.bibtex import to_bibtex

        return to_bibtex(report)
    if form == ".md":
        from carbonmeet.view.faces.markdown import to_markdown

        return to_markdown(report)
    draw = drawer(answer, lang)
    if form == ".html":
        from carbonmeet.view.faces.html import to_html

        return to_html(report, draw)
    if form == ".docx":
        from carbonmeet.view.faces.word.docx import to_docx

        return to_docx(report, draw)
    from carbonmeet.view.faces.excel.xlsx import to_xlsx

    return to_xlsx(report, answer.workings, draw)
