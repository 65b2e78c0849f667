"""The report as one HTML file that needs nothing else.

No script, no network: a content security policy says so to the browser. All text passes the
template engine's escaping; figures are SVG images in data addresses, where no text of theirs can
become markup of the page.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from carbonmeet.base.errors import MissingExtra
from carbonmeet.base.text import _
from carbonmeet.view.blocks import (
    Bullets,
    Document,
    Drawer,
    Facts,
    Figure,
    Heading,
    Note,
    Paragraph,
    Table,
)
from carbonmeet.view.faces.webfont import font_face
from carbonmeet.view.typography import bound, typography

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

__all__ = ["to_html"]

_KINDS = {
    Bullets: "bullets",
    Facts: "facts",
    Figure: "figure",
    Heading: "heading",
    Note: "note",
    Paragraph: "paragraph",
    Table: "table",
}
#: Columns beyond this number are set smaller.
_WIDE = 7
#: So many columns fit a telephone, and are not scrolled.
_FEW = 3
#: A code of so many characters stays on one line.
_BRIEF = 8


def to_html(report: Document, draw: Drawer) -> bytes:
    """Render a report as HTML.

    Parameters
    ----------
    report : Document
    draw : Drawer
        Gives the figures as SVG; those it has none of are left out.

    Returns
    -------
    bytes
        UTF-8; the same report gives the same bytes.

    Raises
    ------
    MissingExtra
        If jinja2 is not installed.
    """
    page = _template()
    style = files("carbonmeet.view.faces").joinpath("templates/report.css").read_text("utf-8")
    style += font_face(_all_text(report))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    text = page.render(
        report=report,
        numbers=_numbered(report, draw),
        style=_trusted(style),
        digest=digest,
        language=typography(report.lang).page,
        words={
            "contents": _("Contents").get(report.lang),
            "table": _("Table").get(report.lang),
            "figure": _("Figure").get(report.lang),
        },
    )
    return text.encode()


def _all_text(report: Document) -> str:
    """Everything that the page may show, in no order that matters."""
    return repr(report) + "目录表图"


@cache
def _template() -> Template:
    try:
        import jinja2
    except ImportError:
        raise MissingExtra(
            _("an HTML report needs jinja2: pip install 'carbonmeet[report]'")
        ) from None
    source = files("carbonmeet.view.faces").joinpath("templates/report.html.j2").read_text("utf-8")
    room = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    room.filters |= {"sub": _subscripts, "address": _address, "width": _width}
    room.tests["wide"] = lambda table: len(table.columns) > _WIDE
    room.tests["brief"] = lambda cell: isinstance(cell, str) and len(cell) <= _BRIEF
    room.tests["few"] = lambda table: len(table.columns) <= _FEW
    room.globals |= {"id": id, "kind": lambda block: _KINDS[type(block)]}
    return room.from_string(source)


def _trusted(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(text)  # our own style sheet, without any text of a user


def _subscripts(text: str) -> Markup:
    """Escaped text with the 2 of CO2 set low; no number is parted from its unit."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"CO2", "CO<sub>2</sub>", bound(str(escape(text)))))


def _address(text: str) -> str:
    """`text` where it is a plain web address, else nothing: other schemes are never linked."""
    return text if re.fullmatch(r"https?://[^\s\"'<>`\\]+", text) else ""


def _width(table: Table, index: int) -> str:
    """The step of the style sheet nearest to the relative width of a column."""
    whole = sum(column.wide for column in table.columns)
    return f"w{max(1, min(24, round(40 * table.columns[index].wide / whole)))}"


def _numbered(report: Document, draw: Drawer) -> dict[int, tuple[int, str, str, str]]:
    """Number, images and marks of every table and figure, by the identity of the block."""
    found: dict[int, tuple[int, str, str, str]] = {}
    tables = figures = 0
    for block in report.blocks():
        if isinstance(block, Table):
            tables += 1
            found[id(block)] = (tables, "", "", "")
        elif isinstance(block, Figure):
            drawn, narrow = draw(block.kind, "svg"), draw(block.kind, "narrow")
            if drawn is not None and narrow is not None:
                figures += 1
                marks = (draw(block.kind, "marks") or b"").decode()
                found[id(block)] = (figures, _image(drawn), _image(narrow), marks)
    return found


def _image(drawn: bytes) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(drawn).decode()
