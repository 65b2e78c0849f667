"""A report as a file, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from carbonmeet.base.errors import CarbonmeetError, refuse_unknown
from carbonmeet.base.files import write_whole
from carbonmeet.base.given import takes
from carbonmeet.base.text import Lang, _
from carbonmeet.view.faces.formats import check_suffix, format_of, render

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.scenario import ScenarioLike
    from carbonmeet.view.pages.report.build import Part

__all__ = ["annexes_of", "check_annexes", "suffix_of", "write"]


def suffix_of(path: Path) -> str:
    """What the name of a file says of its format.

    Raises
    ------
    CarbonmeetError
        If there is no such format, with the nearest.

    Examples
    --------
    >>> suffix_of(Path("Report.HTML")), suffix_of(Path(".md"))
    ('.html', '.md')
    """
    return check_suffix(path.suffix or path.name)


@takes(path=(str, os.PathLike), lang=str, document=str, annexes=str)
def write(
    answer: Answer | ScenarioLike,
    path: str | os.PathLike[str],
    *,
    lang: Lang = "en",
    document: str = "report",
    annexes: str = "all",
) -> Path:
    """Write a report; the suffix of the file says the format.

    Parameters
    ----------
    answer : Answer, or what `estimate` takes
        From `carbonmeet.estimate`, or with ranges from `carbonmeet.simulate`.
    path : path-like
        Ends in one of `FORMATS`: ``.html``, ``.docx``, ``.xlsx``, ``.md`` or ``.bib``.
    lang : {"en", "zh"}
    document : {"report", "plan", "account", "declaration"}
        The whole report, or one of the documents that are filed.
    annexes : {"all", "separate", "none"}
        Whether the annexes of a report stand behind its text, in a file of their own beside it
        (``report-annexes.docx``), or nowhere.

    Returns
    -------
    Path
        The file; that of the text where there are two.

    Raises
    ------
    CarbonmeetError
        If there is no such format or language, or the file cannot be written. Nothing is written
        then.
    MissingExtra
        If the library behind a format is not installed.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = cm.report.write(cm.estimate("forum-1500"), f"{folder}/forum.md", lang="zh")
    ...     print(path.read_text(encoding="utf-8").splitlines()[0])
    # 昆明1500人三天论坛（2024年）
    """
    target = Path(path)
    form = suffix_of(target)
    check_annexes(annexes, document, form)
    main: Part = "all" if annexes == "all" else "main"
    files = {target: render(answer, form, lang, document, main)}
    if annexes == "separate":
        files[annexes_of(target)] = render(answer, form, lang, document, "annexes")
    write_whole(files)
    return target


def annexes_of(target: Path) -> Path:
    """The file in which the annexes of a report stand, where they have one of their own."""
    return target.with_name(f"{target.stem}-annexes{target.suffix}")


def check_annexes(annexes: str, document: str, form: str) -> None:
    """Refuse a choice that there is none of, or one for what has no annexes.

    Raises
    ------
    CarbonmeetError
        With the choices that there are.
    """
    known = ("all", "separate", "none")
    refuse_unknown(annexes, known, _("no choice of annexes '{name}'.{hint} Known: {known}"))
    if annexes != "all" and (document != "report" or not format_of(form).filed):
        raise CarbonmeetError(
            _("only a report as HTML, Word or Markdown can be without its annexes")
        )
