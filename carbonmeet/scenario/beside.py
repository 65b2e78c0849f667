"""Files that are read beside a scenario, such as a list of people: their state and their bytes."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from carbonmeet.base.kept import Kept

__all__ = ["digest", "files_at", "state"]

#: Digests by the state of their file: a list of some gigabytes takes seconds to read.
_DIGESTS = Kept[str](16)


def state(path: Path) -> tuple[object, ...]:
    """What changes when a file does; of a folder or pattern, the state of all its files.

    What is no file here, such as a table of a database, may have changed whenever it is asked.
    """
    files = files_at(path)
    if not files:
        return (str(path), time.monotonic_ns())
    about = [one.stat() for one in files]
    return tuple(
        (str(one), it.st_mtime_ns, it.st_size, it.st_ino)
        for one, it in zip(files, about, strict=True)
    )


def digest(path: Path) -> str:
    """SHA-256 of the bytes of a file, or of all files of a folder or pattern; empty without."""
    files = files_at(path)
    return _DIGESTS.get(state(path), lambda: _digest(files)) if files else ""


def files_at(path: Path) -> list[Path]:
    """The file at a path; of a folder or pattern, all its files."""
    if path.is_file():
        return [path]
    # Parquet may lie in several files: a folder of them, or a pattern
    from glob import glob

    return sorted(map(Path, glob(str(path / "*.parquet") if path.is_dir() else str(path))))


def _digest(files: list[Path]) -> str:
    found = hashlib.sha256()
    for one in files:
        with one.open("rb") as file:
            found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()
