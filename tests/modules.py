"""The modules of the program as trees, which several rules of the house are held against."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import carbonmeet

PACKAGE = Path(carbonmeet.__file__).parent


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of ours, by its path in the package; read once."""
    files = sorted(PACKAGE.rglob("*.py"))
    assert len(files) > 500
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in files
    }
