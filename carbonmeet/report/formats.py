"""The formats of a report by the suffix of its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from carbonmeet.errors import CarbonmeetError, did_you_mean
from carbonmeet.report.build import build
from carbonmeet.report.figures import drawer
from carbonmeet.text import Lang

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
    data: Mapping[str, Any] | None = None,
    found: Uncertainty | None = None,
) -> bytes:
    """A report as the bytes of a file; the same result gives the same bytes.

    Parameters
    ----------
    result : Estimate
    suffix : str
        One of `FORMATS`.
    lang : {"en", "zh"}
    data : mapping, optional
        `result.to_dict()`, with ranges where they were computed.
    found : Uncertainty, optional
        The draws behind them, for the figures.

    Raises
    ------
    CarbonmeetError
        If there is no such format.
    MissingExtra
        If the library behind a format is not installed.
    """
    form = check_suffix(suffix)
    report = build(result, lang, data)
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
