"""Figures for planning papers, in Chinese and English: Answer in, matplotlib Figure out.

Importing this package loads no matplotlib; drawing does. The style and the font travel with a
figure, so that it can be saved anywhere::

    cm.charts.waterfall(result, lang="zh").savefig("waterfall.pdf")

Every kind is called alike: the result, and by name ``lang``, ``width`` ("single", "double" or mm),
``title`` and what its own file says.
"""

from __future__ import annotations

from carbonmeet.view.figures.files import FORMATS, write
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.registry import KINDS, PAIR_KINDS, SITE_KINDS, kind_of

__all__ = ["FORMATS", "KINDS", "PAIR_KINDS", "SITE_KINDS", "Kind", "kind_of", "write"]
__all__ += [name.replace("-", "_") for name in (*KINDS, *SITE_KINDS, *PAIR_KINDS)]


def __getattr__(name: str) -> Kind:
    """A kind by its name, underscores for dashes."""
    found = {**KINDS, **SITE_KINDS, **PAIR_KINDS}.get(name.replace("_", "-"))
    if found is None:
        raise AttributeError(f"module 'carbonmeet.view.figures' has no attribute '{name}'")
    return found
