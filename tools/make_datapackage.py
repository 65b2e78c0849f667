"""Write ``factors/datapackage.json``: the tables of the catalogue as a Frictionless data package.

Run after a table or a column was added::

    python tools/make_datapackage.py

The files and their columns are read from the folder. Only what a header cannot say is added: the
titles below, and type, rules and description of the columns in ``datapackage_columns.csv``, where
``table.column`` goes before ``column``. The rules are ``!`` required, ``unique``, ``>=`` and
``<=`` a number, ``~`` the name of a pattern, ``in`` a list of words. A table or a column without a
description is an error, and ``tests/test_factor_rows.py`` compares the file with what this module
would write.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "factors"
TARGET = FOLDER / "datapackage.json"
COLUMNS = Path(__file__).with_name("datapackage_columns.csv")
VERSION = "3.0.0"

# Columns of every table of factors, in the order of the files.
FACTOR_COLUMNS = (
    *("key", "name_en", "name_zh", "region", "year", "value", "low", "high", "unit"),
    *("boundary", "source", "locator", "evidence", "note"),
)

BOUNDARIES = (
    *(
        "amount",
        "at-socket",
        "biogenic",
        "cradle-to-gate",
        "cradle-to-grave",
        "cradle-to-shop",
        "credit",
    ),
    *("direct", "distance-uplift", "end-of-life", "fossil-co2", "gate-to-gate", "gate-to-grave"),
    *("life-cycle", "location-based", "manufacture", "market-based", "non-co2", "operation"),
    *("parameter", "per-room", "spend", "transport-only", "upstream"),
)

# Title of every table; the name is that of the file.
TITLES = {
    "transport": "Passenger transport",
    "lodging": "Hotels",
    "catering": "Meals, food, drinks and vessels",
    "energy": "Electricity, fuels and heat",
    "consumables": "Materials and consumables",
    "waste": "Waste and water",
    "digital": "Remote participation",
    "freight": "Freight",
    "gwp": "Global warming potentials, by set of the IPCC",
    "trends": "Numbers that follow a trend beyond the year that they describe",
    "parameters": "Shares, occupancies, loads and amounts per head",
    "list_words": "Headings and words of attendee lists",
    "measure_parameters": "Parameters of the 25 reduction measures",
    "city_parameters": "Parameters of a host city",
    "airports": "Airports with an IATA code",
    "large_airports": "Airports with scheduled service of the largest class",
    "airports_retired": "Codes of airports no longer in use",
    "city_names": "Chinese names of cities that have several",
    "countries": "Countries and territories, and what people call them",
    "regions": "First-level divisions of countries",
    "hanzi": "Traditional Chinese characters in names of places, and the simplified ones",
    "words": "Words of every day, and the services and factors they stand for",
    "credits": "Prices of allowances and credits",
    "credit_kinds": "Kinds of credits that events are offset with",
    "offset_frames": "Rules under which events are offset, and how well each is known",
    "control": "What no scenario tells by itself: who controls, owns, employs and pays",
    "forest_events": "Events and projects whose emissions a forest was to compensate",
    "frame_lines": "Which lines belong under which category of a reporting frame",
    "frames": "Reporting frames and their categories",
    "green_actions": "Actions that a personal carbon account counts",
    "indicators": "Indicators of Kunming's plan for ecological civilisation",
    "meeting_cases": "Published footprints of meetings, for comparison",
    "mode_reach": "How far modes of travel reach, and by which factor their ways are longer",
    "mode_rule": "Mode of travel by distance",
    "trip_modes": "Modes that take anyone across a city, and what the distance rule calls them",
    "flights": "Hauls of flights, by the bounds of the publishers",
    "declined": "Numbers that were found and not taken, and what nobody publishes",
    "preferences": "Publishers, best first, where nothing else decides",
    "stands": "Forest stands",
    "stand_parameters": "Parameters of the growth of forest stands",
    "sources": "Publications that the numbers come from",
}


PATTERNS = {
    "key": r"[a-z][a-z0-9]*([.-][a-z0-9]+)*",
    "region": r"world|[A-Z]{2}(-[A-Z]+){0,2}",
    "boundary": "({0})( ({0}))*".format("|".join(BOUNDARIES)),
    "source": r"[a-z0-9][a-z0-9.-]*",
    "iata": r"[A-Z]{3}",
    "country": r"[A-Z]{2}",
    "division": r"[A-Z]{2}-[A-Z0-9]{1,3}",
    "date": r"\d{4}(-\d{2}-\d{2})?",
}

# Foreign keys beside that of `source`: table.column and the table it points to.
LINKS = {"stand_parameters.stand": "stands", "forest_events.stand": "stands"}


def described() -> dict[str, tuple[str, dict[str, Any], str]]:
    """Return type, constraints and description of every column in ``datapackage_columns.csv``."""
    with COLUMNS.open(encoding="utf-8", newline="") as file:
        return {
            row["column"]: (row["type"], _constraints(row["rules"]), row["description"])
            for row in csv.DictReader(file)
        }


def _constraints(rules: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for rule in filter(None, (one.strip() for one in rules.split(";"))):
        if rule == "!":
            made["required"] = True
        elif rule == "unique":
            made["unique"] = True
        elif rule.startswith(">="):
            made["minimum"] = int(rule[2:])
        elif rule.startswith("<="):
            made["maximum"] = int(rule[2:])
        elif rule.startswith("~"):
            made["pattern"] = PATTERNS[rule[1:]]
        elif rule.startswith("in "):
            made["enum"] = rule[3:].split()
        else:
            raise ValueError(f"rule '{rule}' is not understood")
    return made


def header(path: Path) -> list[str]:
    """Return the columns of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def resource(name: str) -> dict[str, Any]:
    """Describe one table."""
    columns, texts = header(FOLDER / f"{name}.csv"), described()
    fields = []
    for column in columns:
        known = texts.get(f"{name}.{column}") or texts.get(column)
        if known is None:
            raise KeyError(f"{name}.csv: column '{column}' has no line in {COLUMNS.name}")
        kind, constraints, text = known
        field: dict[str, Any] = {"name": column, "type": kind, "description": text}
        fields.append({**field, "constraints": constraints} if constraints else field)
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if tuple(columns[: len(FACTOR_COLUMNS)]) == FACTOR_COLUMNS:
        schema["primaryKey"] = ["key", "source", "region"]
    else:
        alone = [f["name"] for f in fields if f.get("constraints", {}).get("unique")]
        if alone:
            schema["primaryKey"] = alone[:1]
    links = [(c, LINKS.get(f"{name}.{c}", "")) for c in columns]
    foreign = [("source", "sources")] if "source" in columns else []
    foreign += [(column, table) for column, table in links if table]
    if foreign:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": table, "fields": ["key"]}}
            for column, table in foreign
        ]
    return {
        "name": name,
        "title": TITLES[name],
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def package() -> dict[str, Any]:
    """Describe the folder.

    Raises
    ------
    KeyError
        If a table or a column has no description, or a described table is missing.
    """
    odd = {path.stem for path in FOLDER.glob("*.csv")} ^ set(TITLES)
    if odd:
        raise KeyError(f"in TITLES or in the folder, but not in both: {', '.join(sorted(odd))}")
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
        "resources": [resource(name) for name in TITLES],
    }


def text() -> str:
    """Return the package as it is written."""
    return json.dumps(package(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
    print(f"{TARGET.name}: {len(TITLES)} tables")
