"""What a caller gives to a public function: told in one line where it is of a wrong type."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import wraps
from numbers import Integral, Real
from typing import Any, ParamSpec, TypeAlias, TypeVar

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _

__all__ = ["Each", "refuse_other", "takes"]

P = ParamSpec("P")
R = TypeVar("R")


class Each(NamedTuple):
    """Several values of one type, in anything that can be gone through but a text."""

    kinds: Any


#: A type, the name of one that is not imported for this, None, `Each` of a type, or a tuple of
#: these; an abstract type is no `type` to mypy.
Kinds: TypeAlias = Any

#: What else is taken for a number: those of NumPy, and an int for a float.
_NUMBERS: dict[type, type] = {int: Integral, float: Real}


def takes(**kinds: Kinds) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A function that refuses arguments of other types before it does anything.

    Parameters
    ----------
    **kinds
        What an argument may be, by its name.

    Examples
    --------
    >>> @takes(draws=int, names=Each(str))
    ... def count(draws, names=()):
    ...     return draws + len(names)
    >>> count(1, ["a", "b"])
    3
    >>> count(1, "ab")
    Traceback (most recent call last):
    carbonmeet.base.errors.CarbonmeetError: 'names' is of type Iterable, not str
    """

    def checked(function: Callable[P, R]) -> Callable[P, R]:
        code = getattr(function, "__wrapped__", function).__code__  # a wrapper has no names
        names = code.co_varnames[: code.co_argcount]

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            for name, value in (*zip(names, args, strict=False), *kwargs.items()):
                if name in kinds:
                    refuse_other(value, kinds[name], name)
            return function(*args, **kwargs)

        return call

    return checked


def refuse_other(value: object, kinds: Kinds, name: str) -> None:
    """Raise where an argument is of another type than its function takes.

    Parameters
    ----------
    value : object
    kinds : type, name of a type, None, Each, or tuple of these
        What is taken. A bool is no number.
    name : str
        Of the argument.

    Raises
    ------
    CarbonmeetError
        Naming the argument, what it may be, and what it is.

    Examples
    --------
    >>> refuse_other(7, int, "draws")
    >>> try:
    ...     refuse_other("many", int, "draws")
    ... except CarbonmeetError as error:
    ...     print(error)
    'draws' is of type int, not str
    """
    several = kinds if type(kinds) is tuple else (kinds,)
    if type(value) in several and type(value) not in _NUMBERS:  # nearly always
        return
    if any(_is(value, one, name) for one in several):
        return
    wanted = " / ".join(_called(one) for one in several if one is not None)
    got = type(value).__name__
    raise CarbonmeetError(
        _("'{name}' is of type {wanted}, not {got}", name=name, wanted=wanted, got=got)
    )


def _is(value: object, kind: Any, name: str) -> bool:
    if kind is None:
        return value is None
    if isinstance(kind, str):
        return type(value).__name__ == kind
    if isinstance(kind, Each):
        if not isinstance(value, (tuple, list)):
            if isinstance(value, str | bytes) or not isinstance(value, Iterable):
                return False
            if getattr(value, "ndim", 1) != 1:  # a whole table is no list of its titles
                return False
            if hasattr(value, "__next__"):  # what can be gone through once is left as it is
                return True
        for one in value:
            if type(one) is not kind.kinds or type(one) in _NUMBERS:
                refuse_other(one, kind.kinds, name)
        return True
    if isinstance(value, bool):
        return kind is bool
    if isinstance(value, int) and kind in _NUMBERS and abs(value) > sys.float_info.max:
        raise CarbonmeetError(_("'{name}' is too large a number", name=name))
    return isinstance(value, _NUMBERS.get(kind, kind))


def _called(kind: Any) -> str:
    if isinstance(kind, Each):
        return "Iterable"
    if isinstance(kind, str):
        return kind
    called: str = kind.__name__
    return called
