"""The shipped scenarios, each kept as it was read, beside the program like its byte code.

To read one, to check it and to type every value takes as long as to price it. What was read is used
again as long as the bytes of the file and the program that read them are the same (`stored`).
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable
from pathlib import Path

from carbonmeet.base.data import data_dir
from carbonmeet.base.kept import Kept
from carbonmeet.base.stored import program, stored
from carbonmeet.scenario.scenario import Scenario

__all__ = ["read_shipped", "shipped"]

#: Rooms whose classes and rules are in what is kept.
_ROOMS = (
    *("base", "rows", "units", "travel", "numbers", "reading", "catalogue", "forest", "offset"),
    *("bench", "people", "meeting", "meeting/sections", "city", "scenario"),
)


def shipped() -> dict[str, Path]:
    """The files of the shipped scenarios, by name."""
    return {one.stem: one for one in data_dir("scenarios").glob("*.yaml")}


def read_shipped(path: Path, read: Callable[[], Scenario]) -> Scenario:
    """A shipped scenario, which may extend others that are shipped.

    Parameters
    ----------
    path : Path
        Of the file.
    read : callable
        Reads and checks it; not called where what was read is kept.
    """
    beside = sorted(
        (one.name, one.stat().st_size, one.stat().st_mtime_ns) for one in os.scandir(path.parent)
    )
    key = hashlib.sha256(path.read_bytes() + f"{path} {beside}".encode()).hexdigest()

    def made() -> Scenario:
        fresh: list[Scenario] = []

        def packed() -> bytes:
            fresh.append(read())
            return pickle.dumps(fresh[0], pickle.HIGHEST_PROTOCOL)

        data = stored(f"scenario-{path.stem}", f"{key} {program(_ROOMS)}", packed)
        if data is None or fresh:
            return fresh[0] if fresh else read()
        try:
            found: Scenario = pickle.loads(data)
        except Exception:  # broken: as good as none
            return read()
        return found

    return _KEPT.get(key, made)


_KEPT = Kept[Scenario](16)
