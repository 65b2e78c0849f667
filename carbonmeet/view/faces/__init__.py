"""Answer in, tables and documents out: a page, a Word file, a workbook, Markdown, BibTeX.

Importing this package loads no library of any format; writing does::

    cm.report.write(cm.simulate(answer), "report.html", lang="zh")
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from carbonmeet.view.faces.files import write
    from carbonmeet.view.faces.formats import FORMATS, render

__all__ = ["FORMATS", "render", "write"]

_HOME = {"FORMATS": "formats", "render": "formats", "write": "files"}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: a printed table needs no document."""
    if name in _HOME:
        return getattr(importlib.import_module(f"carbonmeet.view.faces.{_HOME[name]}"), name)
    raise AttributeError(f"module 'carbonmeet.view.faces' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
