"""What a format of a report is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.view.blocks import Document, Drawer

__all__ = ["Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format by the suffix of its files.

    Attributes
    ----------
    suffix : str
        Such as ``.html``.
    title : Label
        What it is.
    write : callable
        Document, answer behind it, drawer of figures → bytes.
    rank : int
        Its place among the others.
    filed : bool
        Whether it is a text: documents that are filed are written in it, and a report with or
        without its annexes.
    unused : tuple of str
        Options of ``carbonmeet report`` that would change nothing in it.
    """

    suffix: str
    title: Label
    write: Callable[[Document, Answer, Drawer], bytes]
    rank: int = 99
    filed: bool = False
    unused: tuple[str, ...] = ()
