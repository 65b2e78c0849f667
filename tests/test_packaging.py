"""The wheel carries the data, and works outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built and unpacked far from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation",
         "-w", str(folder), str(ROOT)],
        check=True, capture_output=True,
    )  # fmt: skip
    [wheel] = folder.glob("*.whl")
    target = folder / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def python(installed: Path, *args: str) -> str:
    done = subprocess.run(
        [sys.executable, *args],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed)},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout


def test_the_wheel_is_what_runs(installed: Path) -> None:
    found = python(installed, "-c", "import carbonmeet; print(carbonmeet.__file__)")
    assert Path(found.strip()).is_relative_to(installed)


def test_an_installed_wheel_estimates(installed: Path) -> None:
    out = python(installed, "-m", "carbonmeet", "estimate", "cop15-kunming")
    assert "Baseline" in out and "Air travel" in out


def test_the_wheel_carries_data_fonts_and_licence(installed: Path) -> None:
    names = {path.relative_to(installed).as_posix() for path in installed.rglob("*")}
    for wanted in (
        "carbonmeet/_data/factors/transport.csv",
        "carbonmeet/_data/factors/measures.yaml",
        "carbonmeet/_data/scenarios/cop15-kunming.yaml",
        "carbonmeet/_data/scenarios/starter-city.yaml",
        "carbonmeet/units/units.txt",
        "carbonmeet/units/units_table.json",
    ):
        assert wanted in names
    assert any(name.endswith(".ttf") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "docs/")) for name in names)


def test_every_dependency_has_a_floor() -> None:
    """Without one the oldest that is allowed would be the first that ever was."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    asked = [*project["dependencies"], *(one for extra in extras for one in extra)]
    bare = [one for one in asked if ">=" not in one and not one.startswith("carbonmeet[")]
    assert asked and not bare
