"""The formats of a report by the suffix of its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from carbonmeet.errors import CarbonmeetError, did_you_mean
from carbonmeet.report.answer import answer
from carbonmeet.report.build import build
from carbonmeet.report.figures import drawer
from carbonmeet.text import Lang, check_lang

if TYPE_CHECKING:
    from carbonmeet.estimation import Estimate
    from carbonmeet.uncertainty import Uncertainty

__all__ = ["FORMATS", "check_suffix", "render"]

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
            f"no report of format '{suffix}'.{did_you_mean(small, FORMATS)} Known: {known}"
        )
    return small


def render(
    result: Estimate,
    suffix: str,
    lang: Lang = "en",
    found: Uncertainty | None = None,
) -> bytes:
    """A report as the bytes of a file; the same result gives the same bytes.

    Parameters
    ----------
    result : Estimate
    suffix : str
        One of `FORMATS`.
    lang : {"en", "zh"}
    found : Uncertainty, optional
        From `carbonmeet.simulate`: the report then gives ranges, in words, tables and figures.

    Raises
    ------
    CarbonmeetError
        If there is no such format or language.
    MissingExtra
        If the library behind a format is not installed.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> result = cm.estimate("forum-1500")
    >>> page = cm.report.render(result, ".md", found=cm.simulate(result, 100)).decode()
    >>> "95 % range" in page
    True
    """
    form = check_suffix(suffix)
    check_lang(lang)
    report = build(result, lang, answer(result, found))
    if form == ".bib":
        from carbonmeet.report.bibtex import to_bibtex

        return to_bibtex(report)
    if form == ".md":
        from carbonmeet.report.markdown import to_markdown

        return to_markdown(report)
    draw = drawer(result, lang, found)
    if form == ".html":
        from carbonmeet.report.html import to_html

        return to_html(report, draw)
    if form == ".docx":
        from carbonmeet.report.docx import to_docx

        return to_docx(report, draw)
    from carbonmeet.report.xlsx import to_xlsx

    return to_xlsx(report, result, draw)
