"""Signals stop a command at any moment: one line, the usual exit code, nothing half written."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from carbonmeet.base import signals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
USUAL = (signal.default_int_handler, signal.SIG_DFL, signal.SIG_DFL)


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    """Whoever started the tests may have signals ignored, as nohup does."""
    numbers = [getattr(signal, name) for name in ENDING]
    before = [signal.signal(*pair) for pair in zip(numbers, USUAL, strict=True)]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("name", ENDING)
def test_what_comes_while_modules_are_imported_is_met_when_the_command_begins(name: str) -> None:
    number = getattr(signal, name)
    signals.noted()
    signal.raise_signal(number)  # nothing happens yet
    with pytest.raises(KeyboardInterrupt), signals.heeded():
        pytest.fail("the command began")
    assert signals.stopped() and signals.status() == 128 + number
    signal.raise_signal(number)  # and nothing any more, once it has ended


@pytest.mark.parametrize("kind", [RuntimeError, ValueError, KeyboardInterrupt])
def test_a_stop_stays_one_whatever_a_library_makes_of_it(kind: type[BaseException]) -> None:
    with pytest.raises(KeyboardInterrupt), signals.heeded():
        try:
            signal.raise_signal(signal.SIGTERM)
        except KeyboardInterrupt:
            raise kind("interrupted") from None
    assert signals.status() == 143


def test_a_stop_that_ends_in_a_callback_is_asked_for_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Thing:
        pass

    until = time.monotonic() + 10
    with pytest.raises(KeyboardInterrupt), signals.heeded():
        thing = Thing()
        seen = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGTERM))
        del thing  # Python would tell of the exception, and go on
        while time.monotonic() < until:
            time.sleep(0.001)
    assert seen() is None and signals.status() == 143
    assert capsys.readouterr() == ("", "")


def test_no_signal_is_no_stop() -> None:
    with pytest.raises(ValueError, match="wrong"), signals.heeded():
        raise ValueError("wrong")
    assert not signals.stopped()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_what_a_parent_ignores_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signals.noted()
    with signals.heeded():
        signal.raise_signal(signal.SIGHUP)
    assert not signals.stopped()


#: Commands that take a while.
LONG = {
    "chart": ("chart", "cop15-kunming", "--kind", "sources", "-o", "a.pdf"),
    "report": ("report", "forum-1500", "-o", "r.html"),
    "page": ("page", "forum-1500", "-o", "p.html"),
    "site": ("site", "forum-1500", "VIE", "PEK", "SIN", "--hubs", "1..2", "-o", "s.txt"),
    "simulate": ("estimate", "forum-1500", "--draws", "100000", "--format", "json", "-o", "e.json"),
}


def started(args: tuple[str, ...], folder: Path) -> subprocess.Popen[str]:
    folder.mkdir()
    return subprocess.Popen(
        [sys.executable, "-m", "carbonmeet", *args],
        cwd=folder, start_new_session=True, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.heavy
@pytest.mark.parametrize("name", LONG)
def test_a_stopped_command_leaves_all_or_nothing(name: str, tmp_path: Path) -> None:
    """Once Python itself is up; in its last moments a signal ends it like any program."""
    begun = time.monotonic()
    _, told = (whole := started(LONG[name], tmp_path / "whole")).communicate()
    took, wanted = time.monotonic() - begun, sizes(tmp_path / "whole")
    assert not whole.returncode and not told and wanted
    dice = random.Random(name)
    for turn in range(6):
        number = (signal.SIGINT, signal.SIGTERM)[turn % 2]
        process = started(LONG[name], tmp_path / str(turn))
        time.sleep(dice.uniform(0.1, 0.9) * took)
        if process.poll() is None:
            os.killpg(process.pid, number)
        _, told = process.communicate(timeout=30)
        if process.returncode == 128 + number:
            assert told == "stopped\n"
            assert not sizes(tmp_path / str(turn)) or sizes(tmp_path / str(turn)) == wanted
        else:  # it had done its work
            assert sizes(tmp_path / str(turn)) == wanted and "Traceback" not in told


def sizes(folder: Path) -> dict[str, int]:
    return {one.name: one.stat().st_size for one in folder.iterdir()}
