"""Count own lines of code: without blanks, comments, docstrings and imports.

python tools/count_code.py [FOLDER ...]      every file, its room, and the total
"""

from __future__ import annotations

import ast
import sys
import tokenize
from collections import Counter
from pathlib import Path

_SPACE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


def own_lines(path: Path) -> int:
    """Lines of `path` that hold code."""
    with tokenize.open(path) as file:
        found = {
            line
            for token in tokenize.generate_tokens(file.readline)
            if token.type not in _SPACE
            for line in range(token.start[0], token.end[0] + 1)
        }
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        if isinstance(
            node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        ) and ast.get_docstring(node, clean=False):
            said = node.body[0]
            found -= set(range(said.lineno, (said.end_lineno or said.lineno) + 1))
    return len(found)


def main(folders: list[str]) -> None:
    """Print the lines of every file below `folders`, of every room, and all of them."""
    rooms: Counter[str] = Counter()
    for folder in folders or ["carbonmeet"]:
        for path in sorted(Path(folder).rglob("*.py")):
            lines = own_lines(path)
            rooms[str(path.parent)] += lines
            print(f"{lines:6,}  {path}")
    print()
    for room, lines in rooms.items():
        print(f"{lines:6,}  {room}/")
    print(f"{sum(rooms.values()):6,}  in all")


if __name__ == "__main__":
    main(sys.argv[1:])
