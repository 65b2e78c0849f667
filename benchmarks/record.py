"""Measures the ratios that docs/explanation/speed.md speaks of, and adds them to results.csv.

A ratio is the time of what is measured over the time of the floor beside it in the same group, so
it says the same on a fast machine and on a slow one; seconds do not. Whatever else the machine does
is met by both where they are measured within the same seconds: so the least times of a short round
are divided, and the median of several rounds counts (until 2026-11-28: medians of one long
round)::

    python benchmarks/record.py

Rows are never changed: date, version, machine, what, beside what, ratio.
"""

from __future__ import annotations

import csv
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import start

import carbonmeet as cm

HERE = Path(__file__).parent
RESULTS = HERE / "results.csv"
#: Files of benchmarks, and the member of a group that is the floor of the others.
FILES = ("test_kernel.py", "test_distance.py", "test_sweep.py")
FLOORS = ("floor", "arithmetic", "geographiclib", "haversine")
#: How often a ratio is measured.
ROUNDS = 7
HEAD = ("date", "version", "machine", "what", "beside", "ratio")


def machine() -> str:
    """Processor, cores and Python, as far as the system tells."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    processor = names[0] if names else platform.processor() or platform.machine()
    return f"{processor}, {os.cpu_count()} cores, Python {platform.python_version()}"


def least() -> dict[str, dict[str, float]]:
    """Group → benchmark → least time of one short round, s."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "benchmark.json"
        words = [sys.executable, "-m", "pytest", "-q", "--benchmark-only", "--benchmark-quiet"]
        words += ["--benchmark-max-time=0.2", "--benchmark-min-rounds=3"]
        files = [str(HERE / name) for name in FILES]
        subprocess.run([*words, f"--benchmark-json={target}", *files], check=True)
        found: dict[str, dict[str, float]] = {}
        for one in json.loads(target.read_text("utf-8"))["benchmarks"]:
            group = found.setdefault(one["group"], {})
            group[one["name"].removeprefix("test_")] = one["stats"]["min"]
    return found


def ratios() -> Iterator[tuple[str, str, float]]:
    """What, beside what, and the ratio."""
    found: dict[tuple[str, str], list[float]] = {}
    for _round in range(ROUNDS):
        for group, members in least().items():
            floors = [name for name in members if any(word in name for word in FLOORS)]
            for name, seconds in members.items():
                for floor in floors[:1]:
                    if name != floor:
                        ratio = seconds / members[floor]
                        found.setdefault((f"{group}: {name}", floor), []).append(ratio)
    start.seconds(*start.BARE), start.seconds(*start.COMMAND)
    for _round in range(ROUNDS):
        ratio = start.seconds(*start.COMMAND) / start.seconds(*start.BARE)
        at = "start: estimate cop15-kunming --draws 0", "bare imports"
        found.setdefault(at, []).append(ratio)
    for (what, beside), listed in found.items():
        yield what, beside, statistics.median(listed)


def main() -> None:
    """Measure, and add the rows."""
    today, here, new = date.today().isoformat(), machine(), not RESULTS.exists()
    rows = [(today, cm.__version__, here, *one[:2], f"{one[2]:.3g}") for one in ratios()]
    with RESULTS.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([HEAD, *rows] if new else rows)
    for row in rows:
        print(row[-1], *row[3:5], sep="\t")


if __name__ == "__main__":
    main()
