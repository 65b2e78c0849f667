"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from carbonmeet.errors import CarbonmeetError

__all__ = ["write_whole"]


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
    CarbonmeetError
        If one of them cannot be written; no file has changed then, unless a disk fails while the
        names are changed.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     here = Path(folder)
    ...     write_whole({here / "a.svg": b"<svg/>", here / "a.csv": b"x"})
    ...     sorted(path.name for path in here.iterdir())
    ['a.csv', 'a.svg']
    """
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
        raise CarbonmeetError(f"cannot write {here}: {error.strerror or error}") from None
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
