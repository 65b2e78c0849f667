"""Signals that end a command: each is met as Ctrl-C is, so that nothing is left half done."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["heeded", "status"]

#: A command that a signal ends has this much more than its number as exit code, as in any shell.
_ENDED = 128
_met = signal.SIGINT


def status() -> int:
    """Exit code of a command that was stopped."""
    return _ENDED + _met


@contextmanager
def heeded() -> Iterator[None]:
    """Within it, a request to end or a closed terminal is a KeyboardInterrupt.

    What a parent process ignores on our behalf, as `nohup` does, stays ignored.
    """
    global _met
    before, _met = {}, signal.SIGINT
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is None or signal.getsignal(number) is not signal.SIG_DFL:
            continue
        try:
            before[number] = signal.signal(number, _stop)
        except ValueError:
            break  # not the main thread: whoever runs us heeds signals
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, __: FrameType | None) -> None:
    global _met
    _met = signal.Signals(number)
    raise KeyboardInterrupt
