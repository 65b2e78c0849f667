"""What the Tab key completes, asked for as the scripts of the shells ask."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from carbonmeet.cli import COMMANDS, cli


def completed(line: str) -> list[tuple[str, str]]:
    """What a shell is told: what kind of thing, and what it is."""
    *words, begun = line.split(" ")[1:]
    shell = ShellComplete(cli, {}, "carbonmeet", "_CARBONMEET_COMPLETE")
    return [(one.type, one.value) for one in shell.get_completions(words, begun)]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("meeting.yaml", "answer.json", "people.csv", "plans/cop15.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("carbonmeet esti", ["estimate"]),
        ("carbonmeet estimate cop15-k", ["cop15-kunming"]),
        ("carbonmeet estimate m", ["meeting.yaml"]),
        ("carbonmeet check meeting.yaml plans/", ["plans/cop15.yaml"]),
        ("carbonmeet compare answer.json a", ["answer.json"]),
        ("carbonmeet estimate cop15-kunming --in kunming-2023", ["kunming-2023"]),
        ("carbonmeet estimate cop15-kunming --form", ["--format"]),
        ("carbonmeet estimate cop15-kunming --format j", ["json"]),
        ("carbonmeet list sta", ["stands"]),
    ],
)
def test_names_files_and_options(here: Path, line: str, found: list[str]) -> None:
    assert [value for kind, value in completed(line) if kind == "plain"] == found


def test_at_the_beginning_of_a_word_files_come_before_what_is_shipped(here: Path) -> None:
    values = [value for _, value in completed("carbonmeet estimate ")]
    assert values[:3] == ["answer.json", "meeting.yaml", "cop15-ambitious"]
    assert "people.csv" not in values


@pytest.mark.parametrize(
    "line", ["carbonmeet estimate peo", "carbonmeet attendees peo", "carbonmeet verify peo"]
)
def test_where_nothing_is_known_the_shell_looks_for_files(here: Path, line: str) -> None:
    assert completed(line) == [("file", "peo")]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_that_is_a_file_is_completed(here: Path, name: str) -> None:
    found = completed(f"carbonmeet {name} meet")
    none = {"factors", "list", "measures", "offset", "places", "ranges", "trip"}  # words at most
    assert bool(found) is (name not in none)


def test_completing_imports_no_numbers(here: Path) -> None:
    code = (
        "import json, sys\nfrom carbonmeet.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    print(json.dumps(sorted(sys.modules)))"
    )
    asked = {"COMP_WORDS": "carbonmeet estimate cop15-k", "COMP_CWORD": "2"}
    said = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "_CARBONMEET_COMPLETE": "bash_complete", **asked},
    ).stdout.splitlines()
    assert said[0] == "plain,cop15-kunming"
    heavy = {"numpy", "pydantic", "yaml", "carbonmeet.catalogue", "carbonmeet.scenario"}
    assert not heavy & set(json.loads(said[-1]))
