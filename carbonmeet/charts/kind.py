"""What a kind of figure is: how it finds its numbers, draws them and says what it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbonmeet.charts.style import Width
from carbonmeet.charts.table import Table
from carbonmeet.text import Label, Lang

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Kind"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of figure.

    Attributes
    ----------
    title : Label
        What the caption begins with.
    collect : callable
        Estimate → the numbers.
    draw : callable
        Numbers, language, width, title → figure; inside `print_style`.
    shows : callable
        Numbers, language → what the caption says.
    width : str or float
        The width that suits it.
    """

    title: Label
    collect: Callable[..., Table]
    draw: Callable[[Table, Lang, Width, str | None], Figure]
    shows: Callable[[Table, Lang], str]
    width: Width = "single"
