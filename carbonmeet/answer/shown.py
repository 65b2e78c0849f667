"""Records as tables of what they say: a row for every value, by its place in the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Shown"]


class _Cell(NamedTuple):
    """A value, with the ends of its range and its unit where it has these."""

    value: Any
    low: float | None = None
    high: float | None = None
    unit: str = ""


class Shown:
    """A record that becomes a table when asked.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> answer = cm.estimate("forum-1500")
    >>> answer.quality.to_frame().index[0]
    'amount.measured'
    >>> answer.saving.to_frame().columns.to_list()
    ['value', 'unit']
    """

    __slots__ = ()

    def to_frame(self) -> pd.DataFrame:
        """What it says as a pandas table, one row a value, with the ends of ranges where drawn.

        Lists of records within it are tables of their own, and are left out.

        Returns
        -------
        pandas.DataFrame
        """
        import pandas as pd

        rows = dict(_cells(self, ""))
        ranged = any(one.low is not None for one in rows.values())
        names = ("value", "low", "high", "unit") if ranged else ("value", "unit")
        data = {name: [getattr(one, name) for one in rows.values()] for name in names}
        return pd.DataFrame(data, index=pd.Index(list(rows), name="field"))

    def _repr_html_(self) -> str:
        table: str = self.to_frame().to_html(na_rep="", max_rows=60, escape=True)
        return table


def _cells(value: Any, path: str, unit: str = "") -> Iterator[tuple[str, _Cell]]:
    """Values in a record by their places; what stands beside a total has its unit."""
    if value is None or isinstance(value, Label | str | int | float):
        shown = str(value) if isinstance(value, Label) else "" if value is None else value
        yield path, _Cell(shown, unit=unit if isinstance(value, float) else "")
        return
    if isinstance(value, tuple | list):
        if all(isinstance(one, Label | str | int | float) for one in value):
            yield path, _Cell(", ".join(map(str, value)))
        return
    inner = _inside(value)
    total = {"value", "unit"} <= inner.keys()
    if total:
        unit = inner["unit"]
        yield path or "total", _Cell(inner["value"], inner.get("low"), inner.get("high"), unit)
    for key, one in inner.items():
        if not total or key not in _Cell._fields:
            yield from _cells(one, f"{path}.{key}" if path else str(key), unit)


def _inside(value: Any) -> dict[str, Any]:
    if is_dataclass(value):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return dict(value) if isinstance(value, Mapping) else {}
