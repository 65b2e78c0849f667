"""How far a scenario may reach: which files besides itself it can make the program read.

A planner reads what lies on the own machine. A service that takes scenarios of strangers says so
once, for its process, by the environment or for a command.
"""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import Literal, TypeAlias

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _, joined

__all__ = ["REACHES", "REACH_VARIABLE", "Reach", "chosen", "reach"]

Reach: TypeAlias = Literal["anywhere", "folder", "nothing"]
#: Anything that its paths lead to; files in its folder, followed to where links lead; shipped ones.
REACHES: tuple[Reach, ...] = ("anywhere", "folder", "nothing")
#: The variable of the environment that says it where nobody else does.
REACH_VARIABLE = "CARBONMEET_READS"
_CHOSEN: ContextVar[Reach | None] = ContextVar("reach", default=None)


def reach() -> Reach:
    """How far scenarios may reach now.

    Raises
    ------
    CarbonmeetError
        If the environment says what is no reach: nothing is read by a slip of the pen.
    """
    said = _CHOSEN.get() or os.environ.get(REACH_VARIABLE) or REACHES[0]
    if said not in REACHES:
        raise CarbonmeetError(
            _("{name} is '{said}': one of {known}", name=REACH_VARIABLE, said=said[:40],
              known=joined(REACHES))
        )  # fmt: skip
    return said


def chosen(said: Reach | None) -> None:
    """Choose for what follows in this thread; None leaves it to the environment."""
    _CHOSEN.set(said)
