"""The streams of the terminal: any encoding, full disks and readers that hang up."""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from contextvars import ContextVar
from typing import TextIO

from carbonmeet.base.text import Label, Lang, _

__all__ = [
    "ASKED",
    "LANG",
    "coloured",
    "columns",
    "flush",
    "is_unicode",
    "lost",
    "prepare",
    "silence",
]

#: The language in which the command that runs was asked to speak.
LANG: ContextVar[Lang] = ContextVar("lang", default="en")
#: The language that a call asks for anywhere in it; none while no call is read.
ASKED: ContextVar[Lang | None] = ContextVar("asked", default=None)

_HANDLER = "carbonmeet-plain"
#: What stands for a character in an alphabet that lacks it. No digit may come from a raised one.
_PLAIN = {
    "→": "->", "–": "-", "—": "-", "−": "-", "…": "...", "×": "x", "·": ".", "•": "*",
    "≥": ">=", "≤": "<=", "≈": "~", "±": "+/-", "µ": "u", "μ": "u", "²": "^2", "³": "^3",
    "₂": "2", "°": "deg", "‘": "'", "’": "'", "“": '"', "”": '"', "\u2009": " ", "\u202f": " ",
    "\u00a0": " ",
}  # fmt: skip
_lost = 0


def prepare() -> None:
    """Make the streams print what their encoding lacks in a plainer form, not fail.

    A Chinese Windows writes redirected output in GBK, which has no ``ô``; an English one in
    cp1252, which has no arrow.
    """
    global _lost
    _lost = 0
    _replace_closed()
    codecs.register_error(_HANDLER, _plainer)
    for stream in (sys.stdout, sys.stderr):
        change = getattr(stream, "reconfigure", None)
        if change is not None and getattr(stream, "errors", "") in ("strict", "backslashreplace"):
            change(errors=_HANDLER)
            if not _forgiving(stream.encoding):
                change(encoding="utf-8")


def _forgiving(encoding: str) -> bool:
    """Whether an encoding takes a plainer form of what it lacks: that of host names does not."""
    try:
        codecs.getincrementalencoder(encoding)(_HANDLER).encode("\u4e2d")
    except (LookupError, UnicodeError):
        return False
    return True


def _replace_closed() -> None:
    """Put streams where a shell has closed them (``>&-``): one that fails when it is written to."""
    for name, mode, way in (
        ("stdin", "r", os.O_RDONLY),
        ("stdout", "w", os.O_RDONLY),  # so that writing fails, and the loss is told
        ("stderr", "w", os.O_WRONLY),
    ):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, way), mode, encoding="utf-8"))


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """What to write in place of characters that an encoding lacks."""
    global _lost
    if not isinstance(error, UnicodeEncodeError):
        raise error
    done = []
    for letter in error.object[error.start : error.end]:
        base = unicodedata.normalize("NFD", letter)[0]  # ô is o with a hat
        plain = _PLAIN.get(letter, base if base.isascii() and base.isalpha() else "?")
        _lost += plain == "?"
        done.append(plain)
    return "".join(done), error.end


def lost() -> Label | None:
    """What to tell of characters that had to be printed as '?'; None if there were none."""
    if not _lost:
        return None
    name = getattr(sys.stdout, "encoding", None) or "?"
    return _(
        "{lost} characters are not in the encoding {name} of this output "
        "and were printed as '?': write a file with -o, or set "
        "PYTHONIOENCODING=utf-8",
        lost=_lost,
        name=name,
    )


def is_unicode() -> bool:
    """Whether the output takes every character."""
    name = getattr(sys.stdout, "encoding", None) or "utf-8"
    return codecs.lookup(name).name.startswith("utf")


def columns(of_pipe: int | None = 80) -> int | None:
    """Width of the screen in characters; `of_pipe` where no screen is there."""
    if sys.stdout.isatty() or "COLUMNS" in os.environ:
        import shutil

        return max(40, shutil.get_terminal_size((80, 24)).columns)
    return of_pipe


def coloured() -> bool:
    """Whether the output is a terminal that may be sent colours (https://no-color.org)."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not plain and sys.stdout.isatty()


def flush() -> None:
    """Write out what is still held back, so that a full disk is noticed while it can be told.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    if sys.stdout is not None:
        sys.stdout.flush()


def silence(stream: TextIO | None) -> None:
    """Let the interpreter's last flush of a stream that fails go nowhere."""
    try:
        assert stream is not None
        hole = os.open(os.devnull, os.O_WRONLY)
        os.dup2(hole, stream.fileno())
        os.close(hole)
    except (AssertionError, OSError, ValueError):
        pass  # closed, or not a stream of the system
