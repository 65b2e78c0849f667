"""Records of one kind, one after the other or by their names, that become a table when asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from carbonmeet.answer.total import Total, frame_of
from carbonmeet.base.frozen import Frozen
from carbonmeet.base.text import Label

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Named", "Records"]

T = TypeVar("T")


class Records(tuple[T, ...]):
    """A tuple of records.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> lines = cm.estimate("forum-1500").lines
    >>> lines.to_frame().columns.to_list()[:4]
    ['period', 'source', 'label', 'amount']
    """

    __slots__ = ()

    def to_frame(self) -> pd.DataFrame:
        """As a pandas table, one row a record; names in English.

        Returns
        -------
        pandas.DataFrame
        """
        import pandas as pd

        return pd.DataFrame(_columns(self))

    def _repr_html_(self) -> str:
        table: str = self.to_frame().to_html(index=False, max_rows=60)
        return table


class Named(Frozen[str, T]):
    """Totals, numbers or records by their names; nobody can change it.

    Parameters
    ----------
    data : mapping
    name : str
        What the names are of: the index of the table.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> before = cm.estimate("forum-1500").baseline
    >>> before.by_source.to_frame().index.name, before.by_period.to_frame().columns.to_list()
    ('source', ['t CO2e'])
    """

    __slots__ = ("_name",)

    def __init__(self, data: Mapping[str, T] | None = None, name: str = "name") -> None:
        super().__init__(data)
        self._name = name

    def to_frame(self) -> pd.DataFrame:
        """As a pandas table, one row a name: t CO2e with the ends of ranges, values, or records."""
        import pandas as pd

        listed = list(self.values())
        if listed and all(isinstance(one, Total) for one in listed):
            totals: Any = self
            return frame_of(totals, [self._name])
        index = pd.Index(list(self), name=self._name)
        if listed and all(_is_record(one) for one in listed):
            return pd.DataFrame(_columns(listed), index=index)
        return pd.DataFrame({"value": [_plain(one) for one in listed]}, index=index)

    def _repr_html_(self) -> str:
        table: str = self.to_frame().to_html(max_rows=60)
        return table


def _is_record(one: object) -> bool:
    return isinstance(one, Mapping) or (is_dataclass(one) and not isinstance(one, Label))


def _columns(records: Iterable[Any]) -> dict[str, list[Any]]:
    """Columns of records: a total is a column of values, and of ends where it was drawn."""
    listed = list(records)
    if listed and not all(map(_is_record, listed)):
        return {"value": [_plain(one) for one in listed]}
    rows = [_inside(one) for one in listed]
    found: dict[str, list[Any]] = {}
    for name in dict.fromkeys(name for row in rows for name in row):
        cells = [row.get(name) for row in rows]
        found[name] = [_plain(one) for one in cells]
        totals = [one if isinstance(one, Total) else None for one in cells]
        for end in ("low", "high"):
            ends = [None if one is None else getattr(one, end) for one in totals]
            if any(one is not None for one in ends):
                found[f"{name}_{end}"] = ends
    return found


def _inside(one: Any) -> Mapping[str, Any]:
    return one if isinstance(one, Mapping) else {x.name: getattr(one, x.name) for x in fields(one)}


def _plain(value: Any) -> Any:
    if isinstance(value, Total):
        return value.value
    return str(value) if isinstance(value, Label) else value
