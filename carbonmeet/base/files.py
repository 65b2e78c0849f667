"""Files: read in bounds and remembered, written whole or not at all, and never over what was read.

Whoever reads a file that is not part of the program reads it through `read_whole`, and whoever
writes one writes it through `write_whole`; so no command has to ask whether its output is one of
its inputs.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO

from carbonmeet.base.errors import WriteError, did_you_mean, message_of
from carbonmeet.base.text import Message, _

__all__ = [
    "inputs_kept",
    "neighbour",
    "read_whole",
    "refuse_inputs",
    "write_whole",
    "written_in_parts",
]

#: Device and number of every file read → a path that led there; None: nobody wants to know.
_READ: ContextVar[dict[tuple[int, int], str] | None] = ContextVar("read", default=None)

#: Where the system shows the open files of a program.
_HANDLES = "/proc/self/fd"
#: So many seconds whoever reads a pipe may come later than we write to it.
_PATIENCE = 2.0
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would else write line ends of its own
#: Where the system shows what a shell has opened already.
_OPENED = ("/proc/", "/dev/fd/")


@contextmanager
def inputs_kept() -> Iterator[None]:
    """Within it, what was read through `read_whole` is not written over.

    One run of a command is one such span. A session that goes on for days is not: there a file may
    well be read, changed and written again.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, inputs_kept():
    ...     file = Path(folder, "a.csv")
    ...     write_whole({file: b"x"})
    ...     _ = read_whole(file, 100)
    ...     try:
    ...         write_whole({file: b"y"})
    ...     except WriteError as error:
    ...         print(str(error).partition(": ")[2])
    this file is an input, and writing would destroy it. Choose another output
    """
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


def read_whole(path: str | os.PathLike[str], most: int) -> bytes:
    """The bytes of a file, which no output may replace from now on; see `inputs_kept`.

    Parameters
    ----------
    path : path-like
        ``-`` is the standard input. A pipe is read where the shell opened it, as for
        ``<(command)``; a named one, which may never end, is not.
    most : int
        Read no more than so many bytes, and one to tell that there are more.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    if os.fspath(path) == "-":
        return _remembered(sys.stdin.buffer, path, most)
    if "\0" in os.fspath(path):
        raise OSError(errno.EINVAL, "embedded null byte")
    if stat.S_ISFIFO(os.stat(path).st_mode) and not os.path.realpath(path).startswith(_OPENED):
        raise OSError(errno.EINVAL, "is a named pipe; a file is expected", os.fspath(path))
    with open(path, "rb") as file:
        return _remembered(file, path, most)


def neighbour(path: str | os.PathLike[str]) -> Message:
    """What to say behind ``no such file``: a file of its folder that may have been meant."""
    folder, base = os.path.split(os.fspath(path))
    if os.path.islink(path):
        return _(": the link leads nowhere")
    try:
        hint = did_you_mean(base, os.listdir(folder or "."))
    except OSError:
        hint = Message("")
    return _(".{hint}", hint=hint) if hint else hint


def _remembered(file: BinaryIO, path: str | os.PathLike[str], most: int) -> bytes:
    seen = _READ.get()
    if seen is not None:
        with suppress(OSError, ValueError):  # a stream of the program's own has no number
            about = os.fstat(file.fileno())
            if stat.S_ISREG(about.st_mode):
                seen[about.st_dev, about.st_ino] = os.path.abspath(path)
    return file.read(most + 1)


def refuse_inputs(outputs: Iterable[Path]) -> None:
    """Raise if an output is a file that was read, by whatever name or link.

    Raises
    ------
    WriteError
        Naming the first.
    """
    outputs = list(outputs)
    if Path("-") in outputs:  # a file of this name is hard to get rid of
        raise WriteError(_("'-' is no file: leave -o out to print"))
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
                _(
                    "{path}: this file is an input, and writing would destroy it. "
                    "Choose another output",
                    path=path,
                )
            )


def write_whole(files: Mapping[Path, bytes], rewritten: Collection[Path] = ()) -> None:
    """Write one file or several that belong together, whole or not at all.

    Every file is first written beside its place, under a passing name; only when all are there are
    they moved into place, the first of them last, so that whoever sees it finds its companions.
    What a link points to is replaced, not the link; a pipe or a device is written to.

    Parameters
    ----------
    files : mapping of Path to bytes
    rewritten : collection of Path
        Those that may take the place of what was read, because they are made of it.

    Raises
    ------
    WriteError
        If one of them cannot be written, or was read (see `inputs_kept`); no file has changed then,
        unless a disk fails while the names are changed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     here = Path(folder)
    ...     write_whole({here / "a.svg": b"<svg/>", here / "a.csv": b"x"})
    ...     sorted(path.name for path in here.iterdir())
    ['a.csv', 'a.svg']
    """
    passing: dict[Path, _Nameless] = {}
    here = Path()
    try:
        refuse_inputs(path for path in files if path not in rewritten)
        for here, data in files.items():
            if here.is_dir():
                raise IsADirectoryError(errno.EISDIR, _("there is a folder of that name"))
            if not _is_stream(here):
                passing[here] = _Nameless(Path(os.path.realpath(here)))
                passing[here].write(data)
        for here, data in reversed(list(files.items())):
            if here in passing:
                passing[here].put()
            else:
                with _poured(here) as stream:
                    stream.write(data)
    except (OSError, ValueError) as error:  # a name with a zero byte is no value for the system
        why = message_of(error)
        raise WriteError(_("cannot write {here}: {why}", here=here, why=why)) from None
    finally:
        for left in passing.values():
            left.close()


@contextmanager
def written_in_parts(path: Path) -> Iterator[Callable[[bytes], None]]:
    """Write a file that is too long to hold in memory, part by part, whole or not at all.

    Within it the file has no name yet; it gets it at the end, and is gone if anything is raised.

    Raises
    ------
    WriteError
        If it cannot be written, or was read (see `inputs_kept`).

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with written_in_parts(Path(folder, "a.csv")) as write:
    ...         write(b"x\\n")
    ...         write(b"1\\n")
    ...     Path(folder, "a.csv").read_text()
    'x\\n1\\n'
    """
    refuse_inputs([path])
    file: _Nameless | None = None
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, _("there is a folder of that name"))
        if _is_stream(path):
            with _poured(path) as stream:

                def on(data: bytes) -> None:
                    stream.write(data)

                yield on
            return
        file = _Nameless(Path(os.path.realpath(path)))
        yield file.write
        refuse_inputs([path])  # what was read meanwhile
        file.put()
    except OSError as error:
        why = message_of(error)
        raise WriteError(_("cannot write {path}: {why}", path=path, why=why)) from None
    finally:
        if file is not None:
            file.close()


def _is_stream(path: Path) -> bool:
    """Whether a pipe or a device stands there, which nothing may replace."""
    return path.exists() and not path.is_file()


def _poured(path: Path) -> BinaryIO:
    """A pipe or a device to write to; nobody is waited for long to read it."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            handle = os.open(path, os.O_WRONLY | _BINARY | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() > until:
                raise OSError(errno.ENXIO, "nobody reads this pipe") from None
            time.sleep(0.02)
        else:
            os.set_blocking(handle, True)
            return os.fdopen(handle, "wb")


class _Nameless:
    """A file on the disk of a place, which gets a name when it is put there.

    Where the system knows files without a name (Linux), one whose program is killed is gone with
    it; elsewhere it has a passing name from the beginning.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self._name = ""
        try:
            if not os.path.isdir(_HANDLES):
                raise OSError
            self._handle = os.open(place.parent, os.O_TMPFILE | os.O_WRONLY, 0o666)
        except (AttributeError, OSError):
            name = self._passing()
            self._handle = os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o666)
            self._name = name

    def _passing(self) -> str:
        return str(self.place.parent / f".carbonmeet.{os.urandom(6).hex()}")

    def write(self, data: bytes) -> None:
        """Write it whole, with the rights of what it will replace, or of any new file."""
        with suppress(FileNotFoundError):
            os.chmod(self._name or self._handle, stat.S_IMODE(os.stat(self.place).st_mode))
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._handle, rest) :]

    def put(self) -> None:
        """Give it its name, in place of what had it."""
        if self._name:
            self._shut()  # elsewhere an open file cannot be moved
        else:
            try:
                self._link(str(self.place))
                return
            except FileExistsError:  # no call of the system replaces a name by a nameless file
                self._name = self._passing()
                self._link(self._name)
        os.replace(self._name, self.place)
        self._name = ""

    def _link(self, name: str) -> None:
        # a place to start from, or the link that the system shows would be linked, not the file
        os.link(f"{_HANDLES}/{self._handle}", name, src_dir_fd=self._handle)

    def _shut(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def close(self) -> None:
        """Let go of it; it is gone, if it was not put."""
        self._shut()
        if self._name:
            Path(self._name).unlink(missing_ok=True)
