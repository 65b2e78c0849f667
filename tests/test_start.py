"""What a start imports and opens: counted, because times depend on the machine."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache

import pytest

#: As many modules of ours as an estimate may import; the rest wait until they are asked for.
#: Nine of them read the catalogue where nothing of it is kept.
MOST = 230

SCRIPT = """
import json, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from carbonmeet.cli import main
try:
    main(sys.argv[1:])
except SystemExit as done:
    code = done.code
print(json.dumps({"code": code, "modules": sorted(sys.modules), "opened": opened}))
"""


@cache
def started(*args: str) -> dict[str, list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *args], check=True, capture_output=True, text=True
    )
    found: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    assert found["code"] == 0, done.stderr
    return found


def test_an_estimate_imports_few_of_our_modules() -> None:
    ours = [one for one in started("estimate", "cop15-kunming", "--draws", "0")["modules"]]
    assert sum(one.startswith("carbonmeet") for one in ours) <= MOST


@pytest.mark.parametrize(
    "room",
    [
        *("pandas", "matplotlib", "pint", "scipy", "ibis", "duckdb", "pyarrow", "jinja2", "docx"),
        *("numpy.ma", "numpy.typing", "logging", "difflib", "glob"),
        *("carbonmeet.people", "carbonmeet.city.shape", "carbonmeet.hostcity", "carbonmeet.draws"),
        *("carbonmeet.frames", "carbonmeet.questions", "carbonmeet.view.pages.report"),
        *("carbonmeet.view.figures", "carbonmeet.catalogue.pack", "carbonmeet.audit"),
    ],
)
def test_an_estimate_imports_nothing_that_it_does_not_need(room: str) -> None:
    modules = started("estimate", "cop15-kunming", "--draws", "0")["modules"]
    assert [one for one in modules if f"{one}.".startswith(f"{room}.")] == []


def test_the_table_of_places_is_not_opened_where_no_place_needs_it() -> None:
    """170,000 places, packed."""
    opened = started("estimate", "cop15-kunming", "--draws", "0")["opened"]
    assert not [one for one in opened if one.endswith(".xz")]
    assert any(one.endswith("energy.csv") for one in opened)  # the hook does listen


def test_help_imports_no_numbers() -> None:
    modules = started("--help")["modules"]
    assert not {"numpy", "pydantic", "yaml", "carbonmeet.catalogue"} & set(modules)
