"""Long lists tell how far they are, to who looks; who stops them leaves nothing."""

import os
import pty
import signal
import subprocess
import sys
import time

import pytest

from carbonmeet.base.progress import WATCHER, polled
from carbonmeet.people.engines import local, share_done


@pytest.mark.heavy
def test_the_watcher_is_told_the_share():
    told = []
    token = WATCHER.set(lambda share, rows: told.append((share, rows)))
    try:
        shares = iter([-1.0, 0.25, 1.5, *[1.0] * 100])
        with polled(lambda: next(shares), 8):
            time.sleep(1.7)
    finally:
        WATCHER.reset(token)
    assert told[:2] == [(0.25, 8), (1.0, 8)]


def test_an_engine_says_nothing_while_it_rests():
    assert share_done(local()) < 0


@pytest.fixture
def long_list(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    duckdb.sql(
        "copy (select 'City ' || (hash(range) % 300000) as city, 'France' as country, "
        "'train' as mode from range(12000000)) to '" + str(tmp_path / "l.parquet") + "'"
    )
    return tmp_path / "l.parquet"


@pytest.mark.heavy
def test_a_stopped_count_leaves_nothing(long_list, tmp_path):
    """Ctrl-C while the engine counts; the rows done are told on the terminal."""
    ours, theirs = pty.openpty()
    out = tmp_path / "report.json"
    command = [sys.executable, "-m", "carbonmeet", "attendees", str(long_list), "--format", "json"]
    process = subprocess.Popen(
        [*command, "-o", str(out)],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        # whoever runs the tests in the background ignores Ctrl-C for all that they start
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    os.close(theirs)
    said = b""
    until = time.monotonic() + 60
    while b"rows" not in said and time.monotonic() < until and process.poll() is None:
        said += os.read(ours, 4096)
    process.send_signal(signal.SIGINT)
    code = process.wait(60)
    assert b"of 12,000,000 rows" in said
    assert code == 130 and not out.exists()
    assert [one.name for one in tmp_path.iterdir()] == ["l.parquet"]
