"""Activities and measures compiled into arrays, and the kernel that runs over them."""

from carbonmeet.model.compiler import compile_model
from carbonmeet.model.kernel import Family, Line, Model, sums_over

__all__ = ["Family", "Line", "Model", "compile_model", "sums_over"]
