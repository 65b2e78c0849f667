"""Write ``factors/datapackage.json``: the tables of the catalogue as a Frictionless data package.

Run after a table or a column was added::

    python tools/make_datapackage.py

Titles, types, rules and descriptions are those of the models that read the tables
(``carbonmeet/catalogue/records/``, ``carbonmeet/travel/``, ``carbonmeet/numbers/row.py``); the
order of the columns is that of the files. ``tests/test_factor_rows.py`` compares the file with
what this module would write.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from carbonmeet.catalogue.records.every import FACTORS, PLACES, TABLES
from carbonmeet.rows import Table
from carbonmeet.rows.table import Field, fields_of

FOLDER = Path(__file__).resolve().parents[1] / "factors"
TARGET = FOLDER / "datapackage.json"
VERSION = "3.0.0"

#: Words of the column `boundary` of factors.
BOUNDARIES = (
    *("amount", "at-socket", "biogenic", "cradle-to-gate", "cradle-to-grave", "cradle-to-shop"),
    *("credit", "direct", "distance-uplift", "end-of-life", "fossil-co2", "gate-to-gate"),
    *("gate-to-grave", "life-cycle", "location-based", "manufacture", "market-based", "non-co2"),
    *("operation", "parameter", "per-room", "spend", "transport-only", "upstream"),
)
_TYPES = {int: "integer", float: "number", bool: "boolean"}


def field(one: Field, column: str, table: Table[Any]) -> dict[str, Any]:
    """Describe one column."""
    about, kind = one.column, one.annotation
    text = about.text
    if len(one.columns) > 1:
        text = "The same in Chinese." if column == one.columns[1] else f"{text}, in English."
    if get_origin(kind) in (Union, UnionType):
        [kind] = [part for part in get_args(kind) if part is not type(None)]
    told: dict[str, Any] = {
        "name": column,
        "type": about.kind or _TYPES.get(kind, "string"),
        "description": text,
    }
    rules: dict[str, Any] = {}
    if one.needed or about.told:
        rules["required"] = True
    if table.key == (column,):
        rules["unique"] = True
    for name, bound in (("minimum", about.least), ("maximum", about.most)):
        if bound is not None:
            rules[name] = int(bound)
    if about.form and told["type"] == "string" and not about.words:
        rules["pattern"] = about.form
    if column == "boundary":
        rules["pattern"] = "({0})( ({0}))*".format("|".join(BOUNDARIES))
    if get_origin(kind) is Literal:
        rules["enum"] = [word for word in get_args(kind) if word]
    elif about.words:
        rules["enum"] = list(about.words)
    return {**told, "constraints": rules} if rules else told


def header(path: Path) -> list[str]:
    """Return the columns of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def resource(table: Table[Any]) -> dict[str, Any]:
    """Describe one table."""
    of_column = {column: one for one in fields_of(table.model) for column in one.columns}
    columns = header(FOLDER / f"{table.name}.csv")
    fields = [field(of_column[column], column, table) for column in columns]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.key and not any(one.column.split or not one.needed for one in _keys(table)):
        schema["primaryKey"] = list(table.key)
    single = [(c, of_column[c]) for c in columns if get_origin(of_column[c].annotation) is None]
    foreign = [(c, one.column.to) for c, one in single if one.column.to]
    if foreign:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": to, "fields": [_NAMED.get(to, "key")]}}
            for column, to in foreign
        ]
    return {
        "name": table.name,
        "title": table.title,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


_NAMED = {"airports": "iata", "credit_kinds": "kind"}


def _keys(table: Table[Any]) -> list[Field]:
    return [one for one in fields_of(table.model) if set(one.columns) & set(table.key)]


def package() -> dict[str, Any]:
    """Describe the folder.

    Raises
    ------
    KeyError
        If a table or a column has no model, or a table of a model is missing.
    """
    tables = (*FACTORS, *PLACES, *TABLES)
    odd = {path.stem for path in FOLDER.glob("*.csv")} ^ {table.name for table in tables}
    if odd:
        raise KeyError(f"a model without a file, or the other way round: {', '.join(sorted(odd))}")
    return {
        "name": "carbonmeet-factors",
        "title": "Emission factors and parameters for large meetings",
        "description": "Sourced numbers for the carbon footprint of a meeting, with rival values, "
        "ranges and boundaries side by side.",
        "version": VERSION,
        "created": "2026-11-28T00:00:00Z",
        "profile": "tabular-data-package",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "Creative Commons Attribution 4.0, for the compilation and the rows of "
                "carbonmeet; the numbers keep the licences of sources.csv",
            }
        ],
        "sources": [{"title": "see sources.csv"}],
        "keywords": ["greenhouse gas", "emission factors", "events", "China"],
        "resources": [resource(table) for table in tables],
    }


def text() -> str:
    """Return the package as it is written."""
    return json.dumps(package(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
    print(f"{TARGET.name}: {len(FACTORS + PLACES + TABLES)} tables")
