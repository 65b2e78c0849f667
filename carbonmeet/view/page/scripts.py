"""The page's own JavaScript, in the order in which its files build on each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files

__all__ = ["ARITHMETIC", "FACE", "RECORD", "joined", "lean_style"]

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
    return "'use strict';\n" + "\n".join(map(_lean, parts))


def _lean(text: str) -> str:
    """A script without its comments, indentation and needless line ends: a third less to send.

    Comments stand on lines of their own in these files, or end theirs in a letter; no text in them
    goes over a line. A line that ends where no statement can is one with the next.
    """
    bare = re.sub(r"^\s*(?:/\*\*.*?\*/|//[^\n]*)$\n?", "", text, flags=re.M | re.S)
    return re.sub(r"(?<=[;{,(\[])\n", "", _stripped(bare))


def lean_style(text: str) -> str:
    """A style sheet without its indentation and line ends."""
    return re.sub(r"(?<=[;{},])\n", "", _stripped(text))


def _stripped(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
