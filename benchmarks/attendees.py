"""How dear is counting a list of people, against reading its columns and doing nothing?

A made-up list is written as Parquet, then both are run in turn, each in a process of its own, and
the ratio is taken within the turn::

    python benchmarks/attendees.py 1e6 1e7 1e8

On 28 November 2026, two shared cores: 10^6 rows 2.2 times, 10^7 0.7 times, 10^8 0.9 times the scan
(0.83 of its processor time), at most 305 MB.

The floor is pyarrow reading all used columns batch by batch: ``count(*)`` comes from the metadata
of a file and is no scan. Needs the extra ``tables``, and the package (``PYTHONPATH=.`` here).
"""

from __future__ import annotations

import hashlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

TURNS = 5
PART = 10_000_000
WRITE = """
copy (
  select
    'City ' || place as city,
    ['Germany', 'France', 'China', 'United States', 'Kenya'][1 + place % 5] as country,
    ['plane', 'train', 'car'][1 + case when random() < 0.9 then place % 3 else 0 end] as mode,
    case when random() < 0.05 then 'Business' when place % 2 = 0 then 'Economy' else '' end
      as class,
    cast(cast(floor(6 * random()) as int) as varchar) as nights,
    ['vegan', 'vegetarian', '', 'halal'][1 + cast(floor(4 * random()) as int)] as diet,
    ['registered', 'checked-in', 'cancelled', 'online'][1 + cast(floor(4 * random()) as int)]
      as status
  from (select cast(floor(5000 * pow(random(), 3)) as int) as place from range({rows}))
) to '{path}' (format parquet)
"""


def write(folder: Path, rows: int) -> None:
    """A list of so many people, in files of ten million."""
    import duckdb

    duckdb.sql("select setseed(0.5)")
    for part in range(0, rows, PART):
        size = min(PART, rows - part)
        duckdb.sql(WRITE.format(rows=size, path=folder / f"{part // PART:03}.parquet"))


def scan(folder: Path) -> object:
    """Read every column, batch by batch."""
    import pyarrow.parquet

    rows = 0
    for path in sorted(folder.glob("*.parquet")):
        for batch in pyarrow.parquet.ParquetFile(path).iter_batches():
            rows += batch.num_rows
    return rows


def count(folder: Path) -> object:
    """Count the list as the product does: sorted, words understood."""
    from carbonmeet.bench.statuses import STATUSES
    from carbonmeet.people.columns import read_columns
    from carbonmeet.people.counting import count_people
    from carbonmeet.people.table import open_list
    from carbonmeet.people.words import VALUED, meaning

    def read(cells: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]]:
        valued = {role: one for role, one in cells.items() if role in VALUED}
        return {
            role: {c: (c and meaning(role, c)) or "" for c in one} for role, one in valued.items()
        }

    listed = open_list(folder)
    where = {name: how for name, how in STATUSES.items() if how}
    found, _ = count_people(listed, read_columns(listed).roles, read, where)
    return found


def told(found: object) -> str:
    """The answer of a run in one line, with the digest of all counts."""
    if not hasattr(found, "ways"):
        return str(found)
    digest = hashlib.sha256(repr((found.ways, found.stays)).encode()).hexdigest()[:16]
    return f"{found.rows} rows, {len(found.ways)} ways, {digest}"


def timed(what: str, folder: Path) -> tuple[float, int, str]:
    """Seconds, peak MB and answer of a run in a process of its own, without its imports."""
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import attendees as a"
    if what == "count":
        code += "; import ibis.backends.duckdb.converter, duckdb, pyarrow.parquet, pandas"
        code += "; import carbonmeet.people.counting, carbonmeet.catalogue"
    else:
        code += "; import pyarrow.parquet"
    code += f"; a.report({what!r}, {str(folder)!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, peak, answer = json.loads(done.stdout)
    return seconds, peak, answer


def report(what: str, folder: str) -> None:
    """Run in the process itself and print what it took."""
    begun = time.perf_counter()
    found = {"scan": scan, "count": count}[what](Path(folder))
    taken = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps([taken, peak, told(found)]))


def main() -> None:
    """Print the ratio for every number of rows given."""
    for rows in map(int, map(float, sys.argv[1:] or ["1e6"])):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write(folder, rows)
            ratios, peaks, answers = [], [], set()
            for _ in range(TURNS if rows <= PART else 2):
                floor, _, _ = timed("scan", folder)
                ours, peak, answer = timed("count", folder)
                ratios.append(ours / floor)
                peaks.append(peak)
                answers.add(answer)
            print(
                f"{rows:.0e} rows: {statistics.median(ratios):.2f} times the scan, "
                f"{max(peaks)} MB, {answers}"
            )


if __name__ == "__main__":
    main()
