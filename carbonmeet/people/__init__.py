"""Lists of people: who comes from where."""

from carbonmeet.people.match import Match, Query, match

__all__ = ["Match", "Query", "match"]
