"""Activities and measures compiled into arrays, and the kernel that runs over them."""

from carbonmeet.kernel.compiler import compile_model
from carbonmeet.kernel.kernel import Family, Line, Model, sums_over

__all__ = ["Family", "Line", "Model", "compile_model", "sums_over"]
