"""Kill a program again and again while it writes, and see what is left: the old file or the new.

``python tests/killed.py [TIMES]``; it takes half a second a time, and is no part of the tests. A
child writes files of some megabytes one over the other, the way every command does, and is killed
at a random moment by a signal that no program can heed.
"""

from __future__ import annotations

import hashlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

#: Bytes of a file; so long, in seconds, a child may write before it is killed.
SIZE, LONGEST = 3_000_000, 0.3
CHILD = """
import hashlib, random, sys
from pathlib import Path
from carbonmeet.base.files import write_whole
targets = [Path(one) for one in sys.argv[1:]]
print("ready", flush=True)
while True:
    body = random.randbytes({size})
    whole = hashlib.sha256(body).digest() + body
    write_whole({{one: whole for one in targets}})
"""


def is_whole(data: bytes) -> bool:
    return len(data) == SIZE + 32 and hashlib.sha256(data[32:]).digest() == data[:32]


def killed_once(folder: Path, names: list[str]) -> int:
    """How many writes were done before the child was killed; every file is whole."""
    targets = [folder / name for name in names]
    before = [one.read_bytes() for one in targets]
    with subprocess.Popen(
        [sys.executable, "-c", CHILD.format(size=SIZE), *map(str, targets)],
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(random.uniform(0, LONGEST))
        child.send_signal(signal.SIGKILL)
    after = [one.read_bytes() for one in targets]
    assert all(map(is_whole, after)), "half a file"
    strays = sorted(one.name for one in folder.iterdir() if one.name not in names)
    assert not strays, f"left behind: {strays}"
    return sum(one != other for one, other in zip(before, after, strict=True))


def main(times: int) -> None:
    names = ["report.html", "report.csv"]
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        for name in names:
            body = bytes(SIZE)
            (folder / name).write_bytes(hashlib.sha256(body).digest() + body)
        new = [killed_once(folder, names) for _ in range(times)]
    told = ", ".join(f"{new.count(n)} with {n} new" for n in range(len(names) + 1))
    print(f"{times} kills, every file whole and none beside them: {told} of {len(names)} files")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
