"""The characters of a page as a font inside it: Chinese is read where no Chinese font is."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from importlib.resources import files

from carbonmeet.base.errors import MissingExtra
from carbonmeet.base.text import _

__all__ = ["FAMILY", "font_face"]

#: Stands last but one in the style sheet's lists: a system's own fonts go before it.
FAMILY = "Carbonmeet Sans"
#: From here on scripts begin that a browser may have no font for.
_FAR = 0x2E80


def font_face(text: str) -> str:
    """A ``@font-face`` rule with the far characters of `text`; empty where it has none.

    The font is cut down to what the page shows, some tens of kilobytes. The same characters give
    the same bytes.

    Raises
    ------
    MissingExtra
        If fontTools is not installed.
    """
    wanted = frozenset(c for c in text if ord(c) >= _FAR)
    if not wanted:
        return ""
    data = base64.b64encode(_cut(wanted)).decode()
    return (
        f'@font-face{{font-family:"{FAMILY}";'
        f'src:url("data:font/woff;base64,{data}") format("woff")}}'
    )


@lru_cache(maxsize=8)
def _cut(characters: frozenset[str]) -> bytes:
    try:
        from fontTools import subset, ttLib
    except ImportError:
        raise MissingExtra(
            _("a page in Chinese needs fontTools: pip install 'carbonmeet[report]'")
        ) from None
    source = files("carbonmeet").joinpath("_fonts/CarbonmeetSans-Regular.ttf").read_bytes()
    font = ttLib.TTFont(io.BytesIO(source), recalcTimestamp=False)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(map(ord, characters)))
    cutter.subset(font)
    font.flavor = "woff"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
