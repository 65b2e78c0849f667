"""The collector of cycles, held while much is made that is kept.

Python looks through all objects whenever a quarter more of them have come to stay. An estimate
makes a few hundred for every group of people and drops hardly a cycle, so that those of a large
file would be looked through again and again: four times the groups cost six times as much.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

__all__ = ["uncollected"]

_LOCK = Lock()
_inside = 0


@contextmanager
def uncollected() -> Iterator[None]:
    """Do something without looking for cycles; afterwards all is as the caller had it.

    Calls may be inside each other, and in several threads: the last to leave lets the collector
    work again, if it did before.

    Examples
    --------
    >>> with uncollected():
    ...     print(gc.isenabled())
    False
    >>> gc.isenabled()
    True
    """
    global _inside
    with _LOCK:
        held = _inside or gc.isenabled()
        if held:
            gc.disable()
            _inside += 1
    try:
        yield
    finally:
        if held:
            with _LOCK:
                _inside -= 1
                if not _inside:
                    gc.enable()
