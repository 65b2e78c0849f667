"""What a figure wears beside its language: a journal's rules, a font of the user's, a place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from carbonmeet.view.figures.journals import Journal

__all__ = ["DRESS", "PLAIN", "Dress", "wearing"]


@dataclass(frozen=True)
class Dress:
    """How figures are drawn.

    Attributes
    ----------
    journal : Journal, optional
        Whose widths and sizes of type hold.
    font : str
        A font file that goes before the package's own; empty for none.
    ax : Axes, optional
        A place in a figure of the user's, instead of a sheet.
    scale : float
        A figure is laid out that many times smaller and then enlarged, type and lines with it.
    """

    journal: Journal | None = None
    font: str = ""
    ax: Axes | None = None
    scale: float = 1.0


#: The house's own.
PLAIN = Dress()
#: What is worn where nothing else is said.
DRESS: ContextVar[Dress] = ContextVar("dress", default=PLAIN)


@contextmanager
def wearing(dress: Dress) -> Iterator[Dress]:
    """Draw so for as long as the block lasts; what it does not say stays as it was."""
    worn = DRESS.get()
    made = replace(dress, journal=dress.journal or worn.journal, font=dress.font or worn.font)
    before = DRESS.set(made)
    try:
        yield made
    finally:
        DRESS.reset(before)
