"""Files: read in bounds and remembered, written whole or not at all, and never over what was read.

Whoever reads a file that is not part of the program reads it through `read_whole`, and whoever
writes one writes it through `write_whole`; so no command has to ask whether its output is one of
its inputs.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from carbonmeet.errors import WriteError

__all__ = ["inputs_kept", "read_whole", "refuse_inputs", "write_whole"]

#: Device and number of every file read → a path that led there; None: nobody wants to know.
_READ: ContextVar[dict[tuple[int, int], str] | None] = ContextVar("read", default=None)


@contextmanager
def inputs_kept() -> Iterator[None]:
    """Within it, what was read through `read_whole` is not written over.

    One run of a command is one such span. A session that goes on for days is not: there a file may
    well be read, changed and written again.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder, inputs_kept():
    ...     file = Path(folder, "a.csv")
    ...     write_whole({file: b"x"})
    ...     _ = read_whole(file)
    ...     try:
    ...         write_whole({file: b"y"})
    ...     except WriteError as error:
    ...         print(str(error).partition(": ")[2])
    this file was read, and writing would destroy it. Name another output
    """
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


def read_whole(path: str | os.PathLike[str], most: int = -1) -> bytes:
    """The bytes of a file, which no output may replace from now on; see `inputs_kept`.

    Parameters
    ----------
    path : path-like
    most : int
        Read no more than so many bytes; default: all.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    with open(path, "rb") as file:
        seen = _READ.get()
        if seen is not None:
            about = os.fstat(file.fileno())
            if stat.S_ISREG(about.st_mode):
                seen[about.st_dev, about.st_ino] = os.path.abspath(path)
        return file.read(most)


def refuse_inputs(outputs: Iterable[Path]) -> None:
    """Raise if an output is a file that was read, by whatever name or link.

    Raises
    ------
    WriteError
        Naming the first.
    """
    seen = _READ.get()
    if not seen:
        return
    # an editor may have put a new file in the place of what was read
    places = {os.path.realpath(path) for path in seen.values()}
    for path in outputs:
        try:
            about = os.stat(path)
        except (OSError, ValueError):
            continue  # nothing is there
        if (about.st_dev, about.st_ino) in seen or os.path.realpath(path) in places:
            raise WriteError(
                f"{path}: this file was read, and writing would destroy it. Name another output",
                f"{path}：本次运行读取了该文件，写入会将其覆盖。请另选输出文件",
            )


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write one file or several that belong together, whole or not at all.

    Every file is first written beside its place, under a passing name; only when all are there are
    they moved into place, the first of them last, so that whoever sees it finds its companions.
    What a link points to is replaced, not the link; a pipe or a device is written to.

    Parameters
    ----------
    files : mapping of Path to bytes

    Raises
    ------
    WriteError
        If one of them cannot be written, or was read (see `inputs_kept`); no file has changed then,
        unless a disk fails while the names are changed.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     here = Path(folder)
    ...     write_whole({here / "a.svg": b"<svg/>", here / "a.csv": b"x"})
    ...     sorted(path.name for path in here.iterdir())
    ['a.csv', 'a.svg']
    """
    refuse_inputs(files)
    passing: dict[Path, Path] = {}
    here = Path()
    try:
        for here, data in files.items():
            if here.is_dir():
                raise IsADirectoryError(errno.EISDIR, "there is a folder of that name")
            if not _is_stream(here):
                passing[here] = _beside(_end_of_links(here), data)
        for here, data in reversed(list(files.items())):
            if here in passing:
                os.replace(passing[here], _end_of_links(here))
            else:
                here.write_bytes(data)
    except OSError as error:
        why = error.strerror or str(error)
        raise WriteError(f"cannot write {here}: {why}", f"无法写入 {here}：{why}") from None
    finally:
        for left in passing.values():
            left.unlink(missing_ok=True)


def _is_stream(path: Path) -> bool:
    """Whether a pipe or a device stands there, which nothing may replace."""
    return path.exists() and not path.is_file()


def _end_of_links(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _beside(place: Path, data: bytes) -> Path:
    """A file of these bytes in the folder of `place`, with the rights of any new file."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".carbonmeet.")
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        made.chmod(0o666 & ~mask)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    return made
