"""How sure is it: draws through the one kernel, ranges, probabilities, and what drives them."""

from carbonmeet.draws.answer import MeasureRanges, Uncertainty
from carbonmeet.draws.pairing import Difference, beats, difference, draws_of
from carbonmeet.draws.ranges import Range
from carbonmeet.draws.simulation import distributions_in, draw, simulate_model

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
