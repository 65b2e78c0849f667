"""A result in the categories of the frames that people report in, as records."""

from __future__ import annotations

from carbonmeet.answer.shown import Shown
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label

__all__ = ["Control", "Framed", "FramedCategory", "Reason"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why tonnes stand outside a frame, and how many."""

    reason: Label
    t_co2e: float


@dataclass(frozen=True, slots=True)
class FramedCategory:
    """One category of a frame with its tonnes; nothing under `t_co2e` is not known.

    Attributes
    ----------
    t_co2e, residual_t_co2e : float or None
        t CO2e without and with the measures.
    why_empty : Label or None
        Why nothing stands here, where nothing does.
    notation : str or None
        The key of inventories for that: NE, NO, IE or C.
    name_read : bool
        Whether the name of the category was read in a source.
    mapping : tuple of str
        Whether the rows that put lines here were ``read`` or are ``ours``.
    reasons : tuple of Reason
        Of what stands outside.
    """

    id: str
    name: Label
    t_co2e: float | None
    residual_t_co2e: float | None
    why_empty: Label | None = None
    notation: str | None = None
    name_read: bool = False
    mapping: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Control:
    """What no line tells, such as who controls the hall: as `given`, or by default."""

    key: str
    value: str
    given: bool
    name: Label


@dataclass(frozen=True, slots=True)
class Framed(Shown):
    """A result under the categories of one frame.

    Attributes
    ----------
    frame : str
        A row of ``frames.csv``.
    period : str or None
        The year of a city; None for the whole of a meeting.
    categories : tuple of FramedCategory
        ``outside`` last; they sum to the total.
    memo : tuple of FramedCategory
        Beside the total, or parts of it again; never summed.
    total, residual_total : float
        t CO2e.
    others : tuple of Framed
        The earlier years of a city.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> found = cm.estimate("forum-1500")
    >>> one = found.frames["iso-14064-1"]
    >>> round(one.total - found.baseline.total.value, 6), one.categories[-1].id
    (0.0, 'outside')
    """

    frame: str
    name: Label
    period: str | None
    categories: tuple[FramedCategory, ...]
    memo: tuple[FramedCategory, ...]
    total: float
    residual_total: float
    control: tuple[Control, ...]
    others: tuple[Framed, ...] = ()
