"""The what-if page as one file that needs nothing else.

Its script and style are the package's own and named by their hashes, so that a browser runs these
and no other. What a scenario says travels packed, where it can be nothing but data, and reaches the
page as text.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import zlib
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from carbonmeet.answer import Answer
from carbonmeet.answer.offset import frame_words
from carbonmeet.base.errors import MissingExtra
from carbonmeet.base.files import write_whole
from carbonmeet.base.given import takes
from carbonmeet.base.language import check_lang
from carbonmeet.base.text import Lang, reworded
from carbonmeet.catalogue import Catalogue
from carbonmeet.estimation import answer_from
from carbonmeet.view.faces.webfont import font_face
from carbonmeet.view.page.bilingual import Both, in_one
from carbonmeet.view.page.contents import contents
from carbonmeet.view.page.scripts import ARITHMETIC, FACE, RECORD, joined, lean_style
from carbonmeet.view.typography import typography

if TYPE_CHECKING:
    from carbonmeet.scenario import ScenarioLike

__all__ = ["page", "page_of"]

_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<noscript>{noscript}</noscript>
<script type="application/octet-stream" id="data">{data}</script>
<script>{script}</script>
</body>
</html>
"""
_NOSCRIPT = (
    "This page works numbers out where it is read, and needs JavaScript for it. It loads and sends "
    "nothing. 本页在浏览器内计算，需要启用 JavaScript；不加载、不发送任何数据。"
)


@takes(
    path=(str, os.PathLike), lang=str, draws=int, seed=int, one_language=bool,
    catalogue=(Catalogue, None),
)  # fmt: skip
def page(
    answer: Answer | ScenarioLike,
    path: str | os.PathLike[str],
    *,
    lang: Lang = "en",
    draws: int = 1000,
    seed: int = 1,
    one_language: bool = False,
    catalogue: Catalogue | None = None,
) -> Path:
    """Write a what-if page: one HTML file in which every measure and number can be moved.

    Parameters
    ----------
    answer : Answer, or what `estimate` takes
        From `carbonmeet.estimate`.
    path : path-like
        The file.
    lang : {"en", "zh"}
        Language in which the page opens; it can be switched there.
    draws, seed : int
        Behind the ranges, which are those of `carbonmeet.simulate` with the same.
    one_language : bool
        Leave the other language out, and the font for whoever has none of Chinese: a smaller file,
        which cannot be switched.
    catalogue : Catalogue, optional
        The one that the answer was worked out with, if not the shipped one.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If a variant under ``page:`` cannot be worked out: every fault.
    CarbonmeetError
        If the page cannot be written.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = cm.page(cm.estimate("forum-1500"), f"{folder}/forum.html", draws=100)
    ...     print(path.stat().st_size < 400_000)
    True
    """
    target = Path(path)
    written = page_of(
        answer, lang=lang, draws=draws, seed=seed, one_language=one_language, catalogue=catalogue
    )
    write_whole({target: written})
    return target


def page_of(
    answer: Answer | ScenarioLike,
    *,
    lang: Lang = "en",
    draws: int = 1000,
    seed: int = 1,
    one_language: bool = False,
    catalogue: Catalogue | None = None,
) -> bytes:
    """The page as bytes: the same answer gives the same."""
    answer = answer_from(answer)
    check_lang(lang)
    home = files("carbonmeet.view.page")
    words = json.loads(home.joinpath("words.json").read_text("utf-8"))
    with frame_words(answer):
        words = {key: Both(reworded(text) for text in one) for key, one in words.items()}
        told = contents(answer, draws, seed, catalogue)
    told |= {"words": words, "lang": lang, "languages": [lang] if one_language else ["en", "zh"]}
    if one_language:
        told = in_one(told, lang)
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    style = lean_style(home.joinpath("page.css").read_text("utf-8"))
    if not one_language:
        style += _font(text)
    script = joined((*ARITHMETIC, *RECORD, *FACE))
    title = answer.workings.scenario.title.get(lang)
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "font-src data:; img-src blob: data:; base-uri 'none'; form-action 'none'"
    )
    return _PAGE.format(
        lang=typography(lang).page,
        policy=policy,
        title=html.escape(title),
        style=style,
        noscript=_NOSCRIPT,
        data=_packed(text),
        script=script,
    ).encode()


def _font(text: str) -> str:
    """The far characters of the page as a font; without fontTools the reader's own serve."""
    try:
        return font_face(text)
    except MissingExtra:
        return ""


def _packed(text: str) -> str:
    """Deflated, and in letters of base 85, none of which can begin markup."""
    data = zlib.compress(text.encode("utf-8", "backslashreplace"), 9)
    return base64.b85encode(data).decode().replace("<", "/")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
