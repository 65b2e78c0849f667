"""What every version of the catalogue added, changed and took away."""

from __future__ import annotations

from typing import Annotated, Literal

from carbonmeet.base.record import dataclass
from carbonmeet.numbers.factor import Reference
from carbonmeet.rows import Column, Table

__all__ = ["CHANGES", "Former"]


@dataclass(frozen=True, slots=True)
class Former:
    """A row as it was before a version.

    Attributes
    ----------
    version : str
        The version that changed it.
    kind : {"added", "removed", "value", "range"}
        What happened to it.
    value, low, high : float or None
        Before that version; None where the row is new, or its licence does not allow to repeat it.
    """

    version: Annotated[str, Column("Version of the catalogue that made the change.")]
    kind: Annotated[
        Literal["added", "removed", "value", "range"], Column("What happened to the row.")
    ]
    row: Annotated[str, Column("The row as chains name it, key@source[region].")]
    year: Annotated[int, Column("Year of the row.")]
    value: Annotated[float | None, Column("Value before the version; empty for a new row.")] = None
    low: Annotated[float | None, Column("Low end before the version.")] = None
    high: Annotated[float | None, Column("High end before the version.")] = None
    unit: Annotated[str, Column("Unit before the version.")] = ""

    @property
    def reference(self) -> Reference:
        """Key, source and region of the row."""
        return Reference.parse(self.row)


CHANGES = Table(
    "changes",
    "Changes of rows from version to version",
    Former,
    "version row year",
)
