"""One entry of a key."""

from __future__ import annotations

from typing import Any

from carbonmeet.base.record import dataclass
from carbonmeet.view.figures import style

__all__ = ["Entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing and its name, in one line or more: a patch, a marker of matplotlib, or a line."""

    label: str
    colour: str = "white"
    hatch: str = ""
    marker: str = ""
    edge: str = style.INK
    line: Any = None
    thick: float = 1.2
