"""CSV tables read by a model: one reader for every table, and one place for its rules."""

from carbonmeet.rows.column import Column
from carbonmeet.rows.table import Rows, Table, rows

__all__ = ["Column", "Rows", "Table", "rows"]
