"""What journals ask of a figure: the rows of `journals.csv`, each with the place it was read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from carbonmeet.base.errors import refuse_unknown
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, _
from carbonmeet.rows import Column, rows

__all__ = ["Journal", "journal_of", "journals"]

_FILE = Path(__file__).with_name("journals.csv")


class Journal(NamedTuple):
    """One set of rules.

    Attributes
    ----------
    single_mm, double_mm : float
        Widths of one and of two columns.
    high_mm : float or None
        Most height that a figure may have.
    least_pt, most_pt : float
        Smallest and largest type.
    hatch : {"yes", "no"}
        Whether fills may be hatched.
    dpi : int
        Resolution of a PNG.
    """

    key: Annotated[str, Column("Name of the rules.", form="[a-z0-9]+")]
    name: Annotated[Label, Column("Publisher or standard.")]
    single_mm: Annotated[float, Column("Width of one column.", least=80, most=420)]
    double_mm: Annotated[float, Column("Width of two columns.", least=80, most=420)]
    least_pt: Annotated[float, Column("Smallest type.", least=4, most=14)]
    most_pt: Annotated[float, Column("Largest type.", least=4, most=14)]
    hatch: Annotated[Literal["yes", "no"], Column("Whether fills may be hatched.")]
    dpi: Annotated[int, Column("Resolution of a PNG.", least=72, most=2400)]
    url: Annotated[str, Column("Where the rules stand.")]
    locator: Annotated[str, Column("Where on those pages.")]
    high_mm: Annotated[float | None, Column("Most height.", least=60, most=600)] = None
    note: Annotated[str, Column("What was not found there, or is a rule of thumb.")] = ""


@cache
def journals() -> Mapping[str, Journal]:
    """Every set of rules by its name."""
    return MappingProxyType({one.key: one for one in rows(_FILE, Journal, "journals.csv")})


def journal_of(name: str) -> Journal:
    """The rules of that name.

    Raises
    ------
    CarbonmeetError
        If there are none, with the nearest name.

    Examples
    --------
    >>> journal_of("nature").single_mm, journal_of("ieee").double_mm
    (89.0, 182.0)
    """
    known = journals()
    refuse_unknown(name, known, _("no style '{name}'.{hint} Known: {known}"))
    return known[name]
