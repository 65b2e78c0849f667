"""Try the package as a stranger gets it, on every Python that pyproject.toml names.

A wheel and a source archive are built, and a second wheel from the archive: both must be equal to
the byte. Then each is installed into an empty environment of every Python, where, far from this
checkout, the commands of the README and its example run, and every public command answers::

    python tools/try_pythons.py [3.12 3.13]

A Python that is neither installed nor to be had is named and skipped. Needs `uv`.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
#: What must answer with the core alone, without any extra.
COMMANDS = (
    "estimate cop15-kunming",
    "init meeting.yaml --place Vienna",
    "check meeting.yaml",
    "estimate meeting.yaml --lang zh",
    "measures",
    "explain meeting.yaml lodging",
    "offset --area '3607 mu'",
    "factors 酒店",
    "places Wien",
    "page meeting.yaml -o meeting.html",
    "chart meeting.yaml --all -o figures",
    "verify --published",
)


def environment() -> dict[str, str]:
    """This one, in which the Pythons that pyenv keeps are found too, and no checkout."""
    kept = sorted(Path.home().glob(".pyenv/versions/*/bin"))
    paths = [str(path) for path in kept] + [os.environ["PATH"]]
    plain = {key: text for key, text in os.environ.items() if key != "PYTHONPATH"}
    return plain | {"PATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}


def run(*words: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a program, and keep what it says."""
    return subprocess.run(
        [str(word) for word in words], cwd=cwd, env=environment(), text=True, capture_output=True
    )


def must(*words: str | Path, cwd: Path = ROOT) -> str:
    """Run a program that may not fail."""
    done = run(*words, cwd=cwd)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
    return done.stdout


def uv() -> str:
    """The program, beside this Python or on the path."""
    beside = Path(sys.executable).parent / "uv"
    return str(beside) if beside.exists() else shutil.which("uv") or "uv"


def built(folder: Path) -> tuple[Path, Path]:
    """A wheel and an archive from which the same wheel comes."""
    must(uv(), "build", "-q", "--sdist", "-o", folder)
    must(uv(), "build", "-q", "--wheel", "-o", folder)
    [archive], [wheel] = folder.glob("*.tar.gz"), folder.glob("*.whl")
    must(uv(), "build", "-q", "--wheel", "-o", folder / "again", archive)
    [again] = (folder / "again").glob("*.whl")
    if hashlib.sha256(wheel.read_bytes()).digest() != hashlib.sha256(again.read_bytes()).digest():
        raise SystemExit("the wheel from the source archive is another one")
    print(f"{wheel.name}: {wheel.stat().st_size:,} bytes, the same from {archive.name}")
    return wheel, archive


def tried(version: str, package: Path, folder: Path) -> None:
    """Install one package into an empty environment of one Python, and use it."""
    begun = time.monotonic()
    place = folder / f"{version}-{package.suffix.strip('.')}"
    made = run(uv(), "venv", "-q", "--no-project", "--python", version, place)
    if made.returncode:
        print(f"Python {version}: skipped, it is not here and cannot be had")
        return
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    must(uv(), "pip", "install", "-q", "--python", programs / "python", package)
    work = place / "work"
    work.mkdir()
    for command in COMMANDS:
        words = [word.strip("'") for word in re.findall(r"'[^']*'|\S+", command)]
        must(programs / "carbonmeet", *words, cwd=work)
    [example] = re.findall(r"```python\n(.*?)```", README, re.S)
    must(programs / "python", "-W", "error", "-c", example, cwd=work)
    spent = time.monotonic() - begun
    print(f"Python {version}: {package.name} installs and answers ({spent:.0f} s)", flush=True)


def supported() -> list[str]:
    """The Pythons that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = (re.fullmatch(r".*:: (3\.\d+)", one) for one in project["classifiers"])
    return [one[1] for one in found if one]


def main(versions: list[str]) -> None:
    """Build, and try each."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        packages = built(folder)
        for version in versions or supported():
            for package in packages:
                tried(version, package, folder)


if __name__ == "__main__":
    main(sys.argv[1:])
