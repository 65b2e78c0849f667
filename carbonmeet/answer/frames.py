"""A result in the categories of the frames that people report in, as records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from carbonmeet.answer.records import Records
from carbonmeet.answer.shown import Shown
from carbonmeet.base.frozen import Later
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Control", "Framed", "FramedCategory", "Frames", "Reason"]


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

    def __post_init__(self) -> None:
        for name in ("categories", "memo", "control"):
            object.__setattr__(self, name, Records(getattr(self, name)))

    def to_frame(self) -> pd.DataFrame:
        """Its categories as a pandas table, t CO2e; of the earlier years of a city too.

        Examples
        --------
        >>> import carbonmeet as cm
        >>> table = cm.estimate("forum-1500").frames["ghg-protocol"].to_frame()
        >>> table.index.name, table.loc["1", "why_empty"]
        ('category', 'No line of this scenario belongs here')
        """
        return _table(self._rows(), ["category"])

    def _rows(self) -> Iterator[dict[str, Any]]:
        for one in (*self.others, self):
            for category in one.categories:
                yield {
                    **({} if one.period is None else {"period": one.period}),
                    "category": category.id,
                    "name": str(category.name),
                    "t_co2e": category.t_co2e,
                    "residual_t_co2e": category.residual_t_co2e,
                    "why_empty": "" if category.why_empty is None else str(category.why_empty),
                }


class Frames(Later[str, Framed]):
    """The frames by their ids, worked out when first asked for.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> table = cm.estimate("forum-1500").frames.to_frame()
    >>> table.index.names, table.columns.to_list()
    (FrozenList(['frame', 'category']), ['name', 't_co2e', 'residual_t_co2e', 'why_empty'])
    """

    def to_frame(self) -> pd.DataFrame:
        """The categories of all frames as a pandas table, t CO2e."""
        rows = ({"frame": name, **row} for name, one in self.items() for row in one._rows())
        return _table(rows, ["frame", "category"])

    def _repr_html_(self) -> str:
        table: str = self.to_frame().to_html(max_rows=60)
        return table


_COLUMNS = ["name", "t_co2e", "residual_t_co2e", "why_empty"]


def _table(rows: Iterator[dict[str, Any]], index: list[str]) -> pd.DataFrame:
    """Categories under the names that tell them apart, the years of a city among these."""
    import pandas as pd

    listed = list(rows)
    if any("period" in row for row in listed):
        index = [*index[:-1], "period", index[-1]]
    return pd.DataFrame(listed, columns=[*index, *_COLUMNS]).set_index(index)
