"""Signals that end a command: each is met as Ctrl-C is, so that nothing is left half done.

A process has three times. While its modules are imported a signal is noted, and met when the
command begins; while the command works, a signal stops it; once it has ended, a signal changes
nothing any more. Who calls the command line from Python has the middle one alone.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

__all__ = ["heeded", "leave", "noted", "status", "stopped"]

#: A command that a signal ends has this much more than its number as exit code, as in any shell.
_ENDED = 128
#: What ends a command, and what stands there where neither we nor a parent have a say.
_USUAL = {
    getattr(signal, name): usual
    for name, usual in (
        ("SIGINT", signal.default_int_handler),
        ("SIGTERM", signal.SIG_DFL),
        ("SIGHUP", signal.SIG_DFL),
    )
    if hasattr(signal, name)
}
#: Who sends so many signals while none is met wants an end, whatever is left.
_PATIENCE = 3
#: After so many seconds a stop that somebody swallowed is asked for again.
_AGAIN = 0.02
_met = _unmet = 0


class _Stopped(KeyboardInterrupt):
    """A signal stops the command.

    Python ends a process by SIGINT, whatever its exit code, if a plain KeyboardInterrupt went
    through an `exec` of text on its way, as in a library that writes code.
    """


def stopped() -> bool:
    """Whether a signal has come since the command began."""
    return bool(_met)


def status() -> int:
    """Exit code of a command that was stopped."""
    return _ENDED + (_met or signal.SIGINT)


def noted() -> None:
    """From now on a signal waits for `heeded`; what a parent ignores, as `nohup` does, stays so."""
    for number, usual in _USUAL.items():
        if signal.getsignal(number) is usual:
            signal.signal(number, _note)


@contextmanager
def heeded() -> Iterator[None]:
    """Within it, a request to end or a closed terminal is a KeyboardInterrupt, as Ctrl-C is.

    It stays one if a library makes another exception of it, or swallows it where Python tells of
    exceptions that nobody can catch.
    """
    global _met, _unmet
    now = {number: signal.getsignal(number) for number in _USUAL}
    before = {number: one for number, one in now.items() if one in (_note, _USUAL[number])}
    hook = sys.unraisablehook
    try:
        if _note not in before.values():
            _met = 0  # of an earlier call
        with suppress(ValueError):  # not the main thread: whoever runs us heeds signals
            for number in before:
                signal.signal(number, _stop)
        if _met:
            raise _Stopped
        sys.unraisablehook = _asking_again(hook)
        yield
    except Exception:
        if _met:
            raise _Stopped from None
        raise
    finally:
        sys.unraisablehook = hook
        _unmet = 0
        with suppress(ValueError):
            for number, handler in before.items():
                signal.signal(number, handler)


def leave(code: int) -> None:
    """End the process now: a library stopped halfway may fail when Python takes it down."""
    import atexit

    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _note(number: int, __: FrameType | None) -> None:
    global _met, _unmet
    _met, _unmet = number, _unmet + 1
    if _unmet == _PATIENCE:
        os._exit(_ENDED + number)


def _stop(number: int, __: FrameType | None) -> None:
    global _met
    _met = number
    raise _Stopped


def _asking_again(hook: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What stands for `sys.unraisablehook`: a stop that ended in a callback is sent once more."""

    def told(what: Any) -> None:
        if what.exc_type is not _Stopped:
            hook(what)
            return
        import _thread
        from threading import Timer

        Timer(_AGAIN, _thread.interrupt_main, (_met,)).start()

    return told
