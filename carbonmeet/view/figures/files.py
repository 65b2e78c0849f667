"""Figures as files, each with its data and its caption; whole or not at all."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from carbonmeet.answer.offset import frame_words
from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.files import write_whole
from carbonmeet.base.given import takes
from carbonmeet.base.language import check_lang
from carbonmeet.base.text import Lang, _, joined
from carbonmeet.view.figures.caption import caption
from carbonmeet.view.figures.kind import LOOKS, dressed
from carbonmeet.view.figures.registry import SITE_KINDS, kind_of
from carbonmeet.view.figures.style import Width

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.questions.events import EventYear
    from carbonmeet.questions.site.sites import Sites
    from carbonmeet.questions.variance.answer import Comparison
    from carbonmeet.view.figures.canvas import Sheet

__all__ = ["FORMATS", "together", "write"]

#: Endings of file names that a figure can be written to.
FORMATS = ("pdf", "svg", "png")


def together(target: Path) -> tuple[Path, Path, Path]:
    """A figure's file, that of its data and that of its caption.

    Examples
    --------
    >>> [path.name for path in together(Path("shares.svg"))]
    ['shares.svg', 'shares.csv', 'shares.txt']
    """
    return target, target.with_suffix(".csv"), target.with_suffix(".txt")


@takes(kind=str, path=(str, os.PathLike), dpi=(float, None), svg_text=bool, **LOOKS)
def write(
    result: Answer | Sites | EventYear | Comparison,
    kind: str,
    path: str | os.PathLike[str],
    *,
    lang: Lang = "en",
    width: Width | None = None,
    title: str | None = None,
    style: str | None = None,
    font: str | None = None,
    dpi: int | None = None,
    svg_text: bool = False,
    **options: Any,
) -> tuple[Path, Path, Path]:
    """Write a figure, the CSV of its data, and the text of its caption beside it.

    Parameters
    ----------
    result : Answer or Sites
    kind : str
        One of `KINDS`; of `SITE_KINDS` for an answer of `site`.
    path : path-like
        Ends in ``.pdf``, ``.svg`` or ``.png``.
    lang : {"en", "zh"}
    width : {"single", "double"} or float, optional
        84 mm, 174 mm, or any number of mm; default: what suits the kind.
    title : str, optional
        A line above the figure; papers put it into the caption instead.
    style : str, optional
        A journal whose widths, sizes of type and resolution hold; see `Kind`.
    font : str, optional
        A font file that goes before the package's own.
    dpi : int, optional
        Dots an inch of a PNG; 300, or what the journal asks for.
    svg_text : bool
        Whether an SVG holds its text as text instead of outlines.
    **options
        Further parameters of the kind, e.g. ``ranges`` of ``ranking``; ``year``, which of the
        years of a city to draw: else the last.

    Returns
    -------
    tuple of Path
        The figure, the CSV and the caption.

    Raises
    ------
    CarbonmeetError
        If there is no such kind, format or language, the result cannot be drawn so, or a file
        cannot be written. Nothing is written then.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     made = cm.charts.write(cm.estimate("forum-1500"), "shares", f"{folder}/shares.svg")
    >>> [path.name for path in made]
    ['shares.svg', 'shares.csv', 'shares.txt']
    """
    target, chosen = Path(path), kind_of(kind)
    check_lang(lang)
    form = target.suffix.removeprefix(".").lower()
    if form not in FORMATS:
        raise CarbonmeetError(
            _(
                "a figure is written as {formats}, not '{name}'.{hint}",
                formats=joined(FORMATS),
                name=target.name,
                hint=did_you_mean(form, FORMATS),
            )
        )
    if dpi is not None and not 72 <= dpi <= 2400:
        raise CarbonmeetError(_("a picture has 72 to 2400 dots an inch, not {dpi}", dpi=dpi))
    dress = dressed(style, font)
    estimated = _estimate_of(result, kind)
    if estimated is result:
        result, options = chosen.chosen(result, **options)
        estimated = cast("Answer", result)
    buffer = io.BytesIO()
    with frame_words(estimated):
        table = chosen.collected(result, **options)
        figure = cast("Sheet", chosen.drawn(table, lang, width, title, dress))
        dots = {} if dpi is None else {"dpi": dpi}
        figure.savefig(buffer, format=form, svg_text=svg_text, **dots)
        text = caption(estimated, chosen.title, chosen.shows(table, lang), table, lang)
    files = together(target)
    # the mark at the head tells spreadsheets that the Chinese names are UTF-8
    data = (buffer.getvalue(), table.csv().encode("utf-8-sig"), text.encode("utf-8"))
    write_whole(dict(zip(files, data, strict=True)))
    return files


def _estimate_of(result: Answer | Sites | EventYear | Comparison, kind: str) -> Answer:
    """What the caption tells about: the estimate, or that behind a comparison of places."""
    answers: tuple[Answer, ...] = getattr(result, "answers", ())
    if kind_of(kind).of == "comparison":
        if not answers:
            raise CarbonmeetError(
                _(
                    "'{kind}' shows scenarios beside each other: give it the answer of compare",
                    kind=kind,
                )
            )
        return answers[-1]
    behind: Answer | None = getattr(result, "estimate", None)
    if kind_of(kind).of == "events" and behind is not None:
        return behind
    if kind in SITE_KINDS:
        if behind is None:
            raise CarbonmeetError(
                _("'{kind}' shows places to meet: give it the answer of site", kind=kind)
            )
        return behind
    if behind is not None:
        raise CarbonmeetError(
            _(
                "'{kind}' shows one estimate, not places: {site_kinds} do",
                kind=kind,
                site_kinds=joined(SITE_KINDS),
            )
        )
    return cast("Answer", result)
