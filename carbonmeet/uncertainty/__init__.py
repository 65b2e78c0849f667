"""How sure is it: draws through the one kernel, ranges, probabilities, and what drives them."""

from carbonmeet.uncertainty.answer import MeasureRanges, Uncertainty
from carbonmeet.uncertainty.pairing import Difference, beats, difference, draws_of
from carbonmeet.uncertainty.ranges import Range
from carbonmeet.uncertainty.simulation import distributions_in, draw, simulate_model

__all__ = [
    "Difference",
    "MeasureRanges",
    "Range",
    "Uncertainty",
    "beats",
    "difference",
    "distributions_in",
    "draw",
    "draws_of",
    "simulate_model",
]
