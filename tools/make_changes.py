"""Writes ``factors/changes.csv``: what every version of the catalogue added, changed and took away.

The versions are read from the history of the repository, the last state of each. Numbers that were
taken away because of their licence are not repeated. Run it before a release:
``PYTHONPATH=.:tools python tools/make_changes.py``
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "factors" / "changes.csv"
HEAD = ("version", "kind", "row", "year", "value", "low", "high", "unit")
#: Share-alike: what was in a former version may not be carried on.
BARRED = ("electricity-maps",)
NEEDED = {"key", "value", "low", "high", "unit", "source", "locator", "evidence"}

Rows = dict[tuple[str, str, str, str], dict[str, str]]


def git(*words: str) -> str:
    """What git answers."""
    done = subprocess.run(["git", *words], capture_output=True, text=True, cwd=ROOT, check=True)
    return done.stdout


def versions() -> dict[str, str]:
    """Version → the last commit that has it, in the order of time."""
    found: dict[str, str] = {}
    for commit in git("log", "--format=%h", "--reverse", "--", "factors").split():
        try:
            data = json.loads(git("show", f"{commit}:factors/datapackage.json"))
        except (subprocess.CalledProcessError, ValueError):
            continue
        found[data["version"]] = commit
    return found


def rows_of(text: str) -> Rows:
    """The rows of a table of factors; none of another table."""
    table = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    if not set(table.fieldnames or ()) >= NEEDED:
        return {}
    return {(x["key"], x["source"], x["region"], x["year"]): x for x in table}


def rows_at(commit: str) -> Rows:
    """All rows of a commit."""
    found: Rows = {}
    for name in git("ls-tree", "--name-only", commit, "factors/").split():
        if name.endswith(".csv"):
            found |= rows_of(git("show", f"{commit}:{name}"))
    return found


def rows_here() -> Rows:
    """All rows as they stand."""
    found: Rows = {}
    for path in sorted((ROOT / "factors").glob("*.csv")):
        found |= rows_of(path.read_text(encoding="utf-8"))
    return found


def changes(version: str, before: Rows, after: Rows) -> list[list[str]]:
    """What a version changed: the numbers before, none where the row is new."""
    listed = []
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        key, source, region, year = name
        row = (f"{key}@{source}[{region}]", year)
        if old is None:
            listed.append([version, "added", *row, "", "", "", ""])
            continue
        barred = source.startswith(BARRED)
        numbers = ["", "", "", ""] if barred else [old[x] for x in ("value", "low", "high", "unit")]
        if new is None:
            listed.append([version, "removed", *row, *numbers])
        elif (float(old["value"]), old["unit"]) != (float(new["value"]), new["unit"]):
            listed.append([version, "value", *row, *numbers])
        elif (old["low"], old["high"]) != (new["low"], new["high"]):
            listed.append([version, "range", *row, *numbers])
    return listed


def main() -> None:
    """Write the table."""
    known = versions()
    current = json.loads((ROOT / "factors" / "datapackage.json").read_text())["version"]
    states = [(name, rows_at(commit)) for name, commit in known.items() if name != current]
    states.append((current, rows_here()))
    listed: list[list[str]] = []
    for (_, before), (name, after) in itertools.pairwise(states):
        listed += changes(name, before, after)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEAD, *listed])
    print(f"changes.csv: {len(listed)} changes in {len(states)} versions")


if __name__ == "__main__":
    main()
