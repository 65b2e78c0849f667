"""Numbers that a planner expects to be high or low together."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from carbonmeet.reading.schema import Strict

__all__ = ["Correlation"]


class Correlation(Strict):
    """Two numbers that are drawn together.

    Attributes
    ----------
    between : list of two paths
        As under ``distributions``: paths of numbers, or keys of factors.
    rank : float
        Their rank correlation (Spearman), -1 to 1.
    note : str
        Why: a survey, a common cause.
    """

    between: Annotated[tuple[str, ...], Field(min_length=2, max_length=2)]
    rank: Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]
    note: str = ""
