"""Long work that tells how far it is, to whoever looks at it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

__all__ = ["WATCHER", "Watcher", "polled"]

#: Told the share done, 0 to 1, and of how many rows; 0 where nobody has counted them.
Watcher: TypeAlias = Callable[[float, int], None]
#: Who is told; nobody where no person looks at a screen.
WATCHER: ContextVar[Watcher | None] = ContextVar("WATCHER", default=None)
#: Seconds between two looks.
_PAUSE = 0.5


@contextmanager
def polled(share: Callable[[], float], rows: int) -> Iterator[None]:
    """Within it, the watcher is told how much is done of work that runs meanwhile.

    Parameters
    ----------
    share : callable
        Answers the share done, 0 to 1; less than 0 where it is not known.
    rows : int
        Rows that are read.

    Examples
    --------
    >>> with polled(lambda: 0.5, 100):
    ...     pass  # nobody watches
    """
    tell = WATCHER.get()
    if tell is None:
        yield
        return
    done = threading.Event()

    def look() -> None:
        while not done.wait(_PAUSE):
            found = share()
            if found >= 0:
                tell(min(found, 1.0), rows)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        done.set()
        looking.join()
