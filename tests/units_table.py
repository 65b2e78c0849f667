"""Writes units_table.json: what pint says of every word of units.txt."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from carbonmeet import units

HOME = Path(units.__file__).parent
WORD = re.compile(r"°?[^\W\d_][^\W_]*|%")
_MERE_PRODUCT = re.compile(r"[a-zA-Z]\w*(?: \*\*? (?:[a-zA-Z]\w*|\d))+")


def definitions() -> dict[str, tuple[str, list[str]]]:
    """Name: (definition, every other spelling) as written in units.txt."""
    found = {}
    for line in (HOME / "units.txt").read_text(encoding="utf-8").splitlines():
        parts = [part.strip() for part in line.partition("#")[0].split("=")]
        if len(parts) > 1:
            found[parts[0]] = (parts[1], parts[2:])
    return found


def build() -> dict[str, Any]:
    """The table: units with their size and dimensions, and spellings with what they stand for."""
    pints = units.registry()
    defined = definitions()
    shown = {
        name: spellings[0] if spellings and spellings[0] != "_" else name
        for name, (_, spellings) in defined.items()
    }
    table: dict[str, Any] = {"units": {}, "spellings": {}}
    for name, (definition, spellings) in defined.items():
        if _MERE_PRODUCT.fullmatch(definition):
            text = definition.replace(" ** ", "^").replace(" * ", " ")
            text = " ".join(shown.get(w, w) for w in re.split(r" ", text))
            text = re.sub(r"^(\w+)\^", lambda m: f"{shown[m[1]]}^", text)
        else:
            text = shown[name]
            one = pints.UnitsContainer({name: 1})
            scale, _ = pints.get_base_units(one)
            dims = pints.get_dimensionality(one)
            table["units"][text] = [
                float(str(scale)),
                {base.strip("[]"): int(str(dims[base])) for base in sorted(dims)},
            ]
        for word in (name, *spellings):
            if word not in (text, "_") and WORD.fullmatch(word):
                table["spellings"][word] = text
    return table


def text() -> str:
    """The table as JSON, one word a line."""
    parts = []
    for part, words in build().items():
        rows = ",\n".join(
            f"  {json.dumps(word, ensure_ascii=False)}: {json.dumps(row, ensure_ascii=False)}"
            for word, row in words.items()
        )
        parts.append(f' "{part}": {{\n{rows}\n }}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    (HOME / "units_table.json").write_text(text(), encoding="utf-8")
