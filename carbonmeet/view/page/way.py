"""How a number is written back into the file it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.record import NamedTuple

if TYPE_CHECKING:
    from carbonmeet.numbers.path import Path

__all__ = ["Way"]


class Way(NamedTuple):
    """How a number is written into a file, or why it is not moved.

    Attributes
    ----------
    kind : {"place", "factor", "measure", "list", ""}
        At a place of the file; as a row of its own; as an uptake; in the sums of a list of people;
        not at all.
    place : tuple
        In the file, by positions; of a factor its year and boundary, of a measure its id.
    why : str
        Word for the reason where it is not moved.
    written : str
        Name of the distribution that the file writes out for it, else empty.
    unit : str
        Unit in which the file gives it, where that is not the number's own.
    """

    kind: str
    place: Path = ()
    why: str = ""
    written: str = ""
    unit: str = ""
