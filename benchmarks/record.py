"""Measures the ratios that docs/explanation/speed.md speaks of, and adds them to results.csv.

A ratio is the time of what is measured over the time of the floor beside it in the same group, so
it says the same on a fast machine and on a slow one; seconds do not::

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
HEAD = ("date", "version", "machine", "what", "beside", "ratio")


def machine() -> str:
    """Processor, cores and Python, as far as the system tells."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    processor = names[0] if names else platform.processor() or platform.machine()
    return f"{processor}, {os.cpu_count()} cores, Python {platform.python_version()}"


def medians() -> dict[str, dict[str, float]]:
    """Group → benchmark → median, s."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "benchmark.json"
        words = [sys.executable, "-m", "pytest", "-q", "--benchmark-only"]
        files = [str(HERE / name) for name in FILES]
        subprocess.run([*words, f"--benchmark-json={target}", *files], check=True)
        found: dict[str, dict[str, float]] = {}
        for one in json.loads(target.read_text("utf-8"))["benchmarks"]:
            group = found.setdefault(one["group"], {})
            group[one["name"].removeprefix("test_")] = one["stats"]["median"]
    return found


def ratios() -> Iterator[tuple[str, str, float]]:
    """What, beside what, and the ratio."""
    for group, members in medians().items():
        floors = [name for name in members if any(word in name for word in FLOORS)]
        for name, seconds in members.items():
            for floor in floors[:1]:
                if name != floor:
                    yield f"{group}: {name}", floor, seconds / members[floor]
    start.seconds(*start.BARE), start.seconds(*start.COMMAND)
    pairs = [start.seconds(*start.COMMAND) / start.seconds(*start.BARE) for _ in range(7)]
    yield "start: estimate cop15-kunming --draws 0", "bare imports", statistics.median(pairs)


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
