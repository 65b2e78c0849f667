"""Carbon against age: growth functions, stands, and the stands of the catalogue."""

from carbonmeet.forest.stand import Stand
from carbonmeet.forest.stands import find_stand, read_stands

__all__ = ["Stand", "find_stand", "read_stands"]
