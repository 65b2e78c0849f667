"""The page's own JavaScript, in the order in which its files build on each other."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

__all__ = ["ARITHMETIC", "FACE", "RECORD", "joined"]

#: What computes, and knows nothing of a page: it runs in any engine.
ARITHMETIC = ("random", "distribution", "vector", "kernel", "attribution", "forest", "world")
#: What remembers and writes what was moved: of no page either.
RECORD = ("state", "patch", "check")
#: What is seen.
FACE = ("dom", "figures", "controls", "sections", "page")


def joined(names: Iterable[str] = ARITHMETIC) -> str:
    """Files of the package as one strict script."""
    home = files("carbonmeet.view.page").joinpath("js")
    parts = (home.joinpath(f"{name}.js").read_text("utf-8") for name in names)
    return "'use strict';\n" + "\n".join(parts)
