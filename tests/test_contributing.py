"""The recipes of CONTRIBUTING.md, followed word for word in a copy that is thrown away."""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")

pytestmark = pytest.mark.heavy


def blocks(heading: str, language: str) -> list[str]:
    """The blocks of one recipe, without the indent of its list."""
    recipe = re.split(r"^## ", TEXT, flags=re.M)
    [part] = [one for one in recipe if one.startswith(heading)]
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", part, re.M | re.S)
    return [re.sub(rf"^{indent}", "", text, flags=re.M) for indent, text in found]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program and its tools, somewhere else."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("carbonmeet", "factors", "scenarios", "tools", "docs", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "README.zh.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, folder)
    return folder


def add(path: Path, text: str) -> None:
    """Put rows in their place: behind the last that sorts before them."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    head = next(csv.reader(lines[:1]))
    order = [head.index(name) for name in ("key", "region", "year") if name in head[:6]]
    order = order if "region" in head else order[:1]

    def key(line: str) -> list[str]:
        cells = next(csv.reader([line]))
        return [cells[column] for column in order]

    for line in text.splitlines(keepends=True):
        at = [i for i, one in enumerate(lines) if i and key(one) <= key(line)]
        lines.insert(max(at, default=0) + 1, line)
    path.write_text("".join(lines), "utf-8")


def run(copy: Path, line: str) -> str:
    """One command of a recipe, in the copy."""
    program, *words = shlex.split(line)
    module = [] if program == "python" else ["-m", program]
    done = subprocess.run(
        [sys.executable, *module, *words],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": f"{copy}:{copy / 'tools'}", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, (line, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


def generate(copy: Path) -> None:
    """What `poe generate` runs."""
    for name in ("words", "datapackage", "reference", "coverage"):
        run(copy, f"python tools/make_{name}.py")


def test_a_factor_and_a_frame(copy: Path) -> None:
    source, row = blocks("Add a factor", "csv")
    add(copy / "factors/sources.csv", source)
    add(copy / "factors/catering.csv", row)
    for name, text in zip(("frames", "frame_lines"), blocks("Add a frame", "csv"), strict=True):
        path = copy / f"factors/{name}.csv"
        path.write_text(path.read_text("utf-8") + text, "utf-8")
    generate(copy)
    told = [
        run(copy, line)
        for heading in ("Add a factor", "Add a frame")
        for line in "".join(blocks(heading, "sh")).splitlines()
        if line.startswith("carbonmeet")
    ]
    assert "caterer-2026" in told[0] and "All the rest" in told[1]
    run(
        copy,
        "python -m pytest -q -p no:cacheprovider tests/test_factor_rows.py tests/test_frames.py",
    )


def test_a_section_a_figure_and_a_measure(copy: Path) -> None:
    [section], [figure] = blocks("Add a section", "python"), blocks("Add a figure", "python")
    for text in (section, figure):
        [name] = re.findall(r"`(carbonmeet/.*\.py)`", text.splitlines()[0])
        (copy / name).write_text(text, "utf-8")
    for name, language in (("measures.yaml", "yaml"), ("measure_parameters.csv", "csv")):
        path = copy / "factors" / name
        [text] = blocks("Add a measure", language)
        path.write_text(path.read_text("utf-8") + text, "utf-8")
    generate(copy)
    assert "V6" in run(copy, "carbonmeet measures") and run(copy, "carbonmeet explain starter V6")
    run(copy, "carbonmeet init meeting.yaml")
    [line] = re.findall(r'^echo "(badges: .*)" >>', TEXT, re.M)
    meeting = copy / "meeting.yaml"
    meeting.write_text(meeting.read_text("utf-8") + line + "\n", "utf-8")
    assert "badge-set" in run(copy, "carbonmeet explain meeting.yaml Badges")
    run(copy, "carbonmeet chart cop15-kunming --kind periods")
    assert (copy / "periods.csv").read_text("utf-8").count("\n") > 2
    run(copy, "python -m pytest -q -p no:cacheprovider tests/test_charts.py -k periods")


def test_a_language(copy: Path) -> None:
    run(copy, "python tools/make_words.py fr")
    assert "V1" in run(copy, "carbonmeet measures --lang fr")
