"""What takes long to make and follows from files, kept beside the program like its byte code.

A thing is used again as long as its key is the same: a hash of all that it was made from. What is
missing, of another key or broken is as good as none; where byte code is not written, nothing is,
and a folder that may not be written to stays as it is.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

__all__ = ["program", "stored"]

_PACKAGE = Path(__file__).resolve().parents[1]
_MARK = b"carbonmeet 1 "
#: Bytes of the length, which tells whether all of it is there.
_SIZE = 8


def stored(name: str, key: str, make: Callable[[], bytes]) -> bytes | None:
    """What was kept under a name; made and kept where nothing was with this key.

    Parameters
    ----------
    name : str
        Of the file, without ending.
    key : str
        Hash of everything that it follows from, the program included.
    make : callable
        Makes it; not called where nothing may be kept.

    Returns
    -------
    bytes or None
        None where nothing is kept and nothing may be.
    """
    path = Path(cache_from_source(str(_PACKAGE / f"{name}.py"))).with_suffix(".bin")
    mark = _MARK + key.encode() + b"\n"
    with suppress(OSError):
        data = path.read_bytes()
        size = len(mark) + _SIZE
        if data.startswith(mark) and int.from_bytes(data[len(mark) : size]) == len(data) - size:
            return data[size:]
    if sys.dont_write_bytecode:
        return None
    made = make()
    _write(path, mark + len(made).to_bytes(_SIZE) + made)
    return made


def program(rooms: Iterable[str]) -> str:
    """State of the program that reads: its Python, and every module of some rooms.

    Parameters
    ----------
    rooms : iterable of str
        Folders of the package.
    """
    told = hashlib.sha256(f"{sys.version} {marshal.version}".encode())
    for room in rooms:
        told.update(_room(room))
    return told.hexdigest()


def _room(room: str) -> bytes:
    """Name, size and time of its modules."""
    with os.scandir(_PACKAGE / room) as files:
        found = sorted(
            (file.name, file.stat().st_size, file.stat().st_mtime_ns)
            for file in files
            if file.name.endswith(".py")
        )
    return f"{room} {found}".encode()


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all; whoever may not write goes without."""
    passing = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        try:
            with passing.open("xb") as file:
                file.write(data)
            os.replace(passing, path)
        except OSError:
            with suppress(OSError):
                passing.unlink()
