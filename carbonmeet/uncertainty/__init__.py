"""How sure is it: draws through the one kernel, ranges, probabilities, and what drives them."""

from carbonmeet.uncertainty.ranges import Range
from carbonmeet.uncertainty.simulation import (
    MeasureRanges,
    Uncertainty,
    beats,
    ranges_into,
    simulate,
    simulate_model,
)

__all__ = [
    "MeasureRanges",
    "Range",
    "Uncertainty",
    "beats",
    "ranges_into",
    "simulate",
    "simulate_model",
]
