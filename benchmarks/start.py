"""Processor time of a whole command against a bare Python that imports its four libraries.

Measured in pairs, a bare start before and after every command, so that what else the machine does
meets both alike::

    python benchmarks/start.py [pairs]
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys

BARE = ("-c", "import numpy, click, yaml, pydantic")
COMMAND = ("-m", "carbonmeet", "estimate", "cop15-kunming", "--draws", "0")


def seconds(*args: str) -> float:
    """Processor time of one run, s."""
    # byte code is written once and used: so it is where a package is installed
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *args], check=True, stdout=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(pairs: int) -> None:
    """Print the median of the ratios, and the least of either."""
    seconds(*BARE), seconds(*COMMAND)  # so that byte code and what is kept are there
    ratios, bare, command = [], [], []
    for _pair in range(pairs):
        first, whole, second = seconds(*BARE), seconds(*COMMAND), seconds(*BARE)
        bare.append((first + second) / 2)
        command.append(whole)
        ratios.append(whole / bare[-1])
    print(
        f"ratio {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f}); "
        f"least: {1000 * min(command):.0f} ms over {1000 * min(bare):.0f} ms"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
