"""Two results or more side by side: what changed, and what every change comes to."""

from carbonmeet.questions.variance.answer import CAUSES, Comparison, Step, compare, diff
from carbonmeet.questions.variance.changes import Change

__all__ = ["CAUSES", "Change", "Comparison", "Step", "compare", "diff"]
