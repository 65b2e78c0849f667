"""One scenario at the values of a table: a row of inputs an event, one run of the kernel."""

from carbonmeet.sweeping.columns import TableLike
from carbonmeet.sweeping.run import sweep

__all__ = ["TableLike", "sweep"]
