"""Faults that were found once, each with the answer that is right.

A fault is a file of ``tests/corpus/`` with what is wanted beside it, under the same name ending in
``.toml``; a new one needs no line here. `corpus/README.md` says what may be written there.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from carbonmeet.cli import main

CORPUS = Path(__file__).parent / "corpus"
CASES = {str(path.relative_to(CORPUS).with_suffix("")): path for path in CORPUS.rglob("*.toml")}
#: ``{9*5000}`` in a command is 5000 times the 9.
LONG = re.compile(r"\{(.)\*([0-9]+)\}")
KEYS = {"run", "code", "out", "err", "without", "json", "makes", "links", "pipes", "stdout", "why"}


def test_there_is_a_corpus() -> None:
    assert len(CASES) > 10


@pytest.mark.skipif(sys.platform == "win32", reason="devices, pipes and links")
@pytest.mark.parametrize("name", sorted(CASES))
def test_corpus(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    want = tomllib.loads(CASES[name].read_text("utf-8"))
    assert not want.keys() - KEYS, "see corpus/README.md"
    given = prepare(CASES[name], want, tmp_path)
    monkeypatch.chdir(tmp_path)
    before = contents(tmp_path)
    for line in [want["run"]] if isinstance(want["run"], str) else want["run"]:
        code, out, err = run(line.replace("FILE", given), want.get("stdout", ""))
        told = f"carbonmeet {line}\n{out}\n{err}"
        assert code == want.get("code", 0), told
        for text in want.get("out", []):
            assert text in out or text in " ".join(out.split()), told  # a screen is wrapped
        for text in want.get("err", []):
            assert text in err, told
        for text in map(longer, want.get("without", [])):
            assert text not in out + err, told
        assert err or not code, "a failure without a word"
        assert "Traceback" not in err and "Warning" not in err, told
        if "json" in want or ("--format json" in line and not code and out):
            check_json(json.loads(out, parse_constant=no_number), want.get("json", {}))
    after = contents(tmp_path)
    made = after.keys() - before.keys()
    assert made == set(want.get("makes", [])), "other files than wanted"
    assert {path: after.get(path) for path in before} == before, "an input has changed"


def prepare(case: Path, want: dict[str, Any], folder: Path) -> str:
    """Copy the input of a case into a folder, with its links; the name of the input."""
    beside = [one for one in case.parent.iterdir() if one.stem == case.stem and one != case]
    assert len(beside) <= 1, "one input; what belongs together is in a folder"
    given = beside[0] if beside else None
    if given is not None and given.is_dir():
        shutil.copytree(given, folder, dirs_exist_ok=True)
    elif given is not None:
        shutil.copy(given, folder)
    for link, target in want.get("links", {}).items():
        if target.startswith("="):  # the same file under two names
            os.link(folder / target[1:], folder / link)
        else:
            (folder / link).symlink_to(target)
    for name in want.get("pipes", []):
        os.mkfifo(folder / name)
    return "" if given is None else given.name


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def run(line: str, stdout: str) -> tuple[int, str, str]:
    """Run a command in this process: its code, and what it printed."""
    args = [longer(arg) for arg in shlex.split(line)]
    err = io.StringIO()
    with screen(stdout) as out, redirect_stdout(out), redirect_stderr(err):
        with pytest.raises(SystemExit) as ended:
            main(args)
        text = ""
        if isinstance(out, io.StringIO):
            text = out.getvalue()
        elif isinstance(out.buffer, io.BytesIO):
            out.flush()
            text = out.buffer.getvalue().decode(out.encoding)
    return int(ended.value.code or 0), text, err.getvalue()


def longer(text: str) -> str:
    """Write ``{9*5000}`` out."""
    return LONG.sub(lambda many: many[1] * int(many[2]), text)


@contextmanager
def screen(kind: str) -> Iterator[Any]:
    """A stream to print to: of some encoding, ``full``, or with nobody at its ``end``."""
    if kind == "full":
        with open("/dev/full", "w", encoding="utf-8") as full:
            yield full
    elif kind == "end":
        listener, speaker = os.pipe()
        os.close(listener)
        with open(speaker, "w", encoding="utf-8") as pipe:
            yield pipe
    else:
        yield io.TextIOWrapper(io.BytesIO(), encoding=kind) if kind else io.StringIO()


def check_json(data: Any, want: dict[str, Any]) -> None:
    """Values at dotted paths; of a number as many digits count as are written."""
    for path, value in want.items():
        found = data
        for step in path.split("."):
            found = found[int(step) if isinstance(found, list) else step]
        if isinstance(value, str):
            digits = len(value.partition(".")[2])
            assert f"{found:.{digits}f}" == value, path
        else:
            assert found == value, path


def no_number(text: str) -> None:
    """Called for what JSON does not know."""
    raise AssertionError(f"{text} is no JSON")
