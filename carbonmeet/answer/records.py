"""Records of one kind, one after the other, that become a table when asked."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from carbonmeet.base.text import Label

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Records"]

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
        """As a pandas table, one row a record; names in English."""
        import pandas as pd

        first: Any = self[0] if self else None
        names = [] if first is None else [one.name for one in fields(first)]
        columns = {name: [_plain(getattr(one, name)) for one in self] for name in names}
        return pd.DataFrame(columns)

    def _repr_html_(self) -> str:
        table: str = self.to_frame().to_html(index=False, max_rows=60)
        return table


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Label) else value
