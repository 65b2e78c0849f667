"""Numbers and where they stand."""

__all__ = ["LEAST_DRAWS"]

#: Of so many draws one, as a mean, lies beyond either end of a 95% range; fewer have no such range.
LEAST_DRAWS = 40
