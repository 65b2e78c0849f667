"""Four times the entries at most five times the time: ``pytest benchmarks/test_growth.py -s``.

Time of the processor for `carbonmeet.estimate` of a file that was not read before, the collector of
Python at work as a program has it. What grows with the number of entries is counted by calls in
``tests/test_growth_of_cost.py``; here it is what a user waits for: searches in the C of Python, the
collector and the caches of the processor are in it.
"""

from __future__ import annotations

import json
import sys
import time
from itertools import count
from pathlib import Path

import pytest

import carbonmeet as cm
from carbonmeet.reading.yamlfile import read_yaml

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from test_growth_of_cost import ENTRIES
from worlds import MEETING

FEW, MANY = 1000, 4000
_NUMBERS = count()


def spent(path: Path, kind: str, entries: int) -> float:
    """Seconds of the processor, the least of three."""
    base = read_yaml(MEETING, "m.yaml").data
    data = {"measures": "planned"} | base | ENTRIES[kind](entries)
    found = []
    for _ in range(3):  # another text each time: what was read is kept
        path.write_text(json.dumps(data | {"title": f"M{next(_NUMBERS)}"}, default=str), "utf-8")
        start = time.process_time()
        cm.estimate(path)
        found.append(time.process_time() - start)
    return min(found)


@pytest.mark.parametrize("kind", ENTRIES)
def test_four_times_the_entries_cost_at_most_five_times(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    spent(path, kind, 10)
    few, many = spent(path, kind, FEW), spent(path, kind, MANY)
    print(f"{kind}: {FEW} in {few:.2f} s, {MANY} in {many:.2f} s, {many / few:.2f} times")
    assert many <= 5 * few
