"""One scenario at the values of a table: a row of inputs an event, one run of the kernel."""

from carbonmeet.questions.sweeping.columns import TableLike
from carbonmeet.questions.sweeping.run import sweep

__all__ = ["TableLike", "sweep"]
