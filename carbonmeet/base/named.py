"""`NamedTuple` of the standard library, whose making is written when the first tuple is made.

The library turns the type of every field into an object and compiles one or two texts a class, when
the module of the class is imported; a command imports a hundred such classes and makes tuples of
half of them. Here types stay the texts that they are, what all classes do alike is one function,
and ``__new__`` is compiled when it is first called. Type checkers see the library's own.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

__all__ = ["NamedTuple"]

#: Reads a field by its number, as fast as the library: the kind of reader that it makes itself.
_getter: Any = type(vars(namedtuple("_One", "only"))["only"])


class _Shared(tuple[Any, ...]):
    """What every class can do, as the library words it."""

    __slots__ = ()
    if TYPE_CHECKING:
        _fields: tuple[str, ...]

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Any:
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self, /, **changes: Any) -> Any:
        made = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise TypeError(f"Got unexpected field names: {list(changes)!r}")
        return made

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        told = ", ".join(
            f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True)
        )
        return f"{self.__class__.__name__}({told})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


class _Unwritten:
    """Stands for ``__new__`` until it is asked for."""

    def __init__(self, names: Sequence[str], defaults: Sequence[Any]) -> None:
        self._names, self._defaults = names, defaults

    def __get__(self, made: Any, kind: Any) -> Any:
        kind = next(one for one in kind.__mro__ if vars(one).get("__new__") is self)
        told = "".join(f"{name}, " for name in self._names)
        known: dict[str, Any] = {"put": tuple.__new__}
        exec(f"def __new__(_cls, {told}): return put(_cls, ({told}))", known)
        written = known["__new__"]
        written.__defaults__ = tuple(self._defaults)
        written.__annotations__ = dict(kind.__annotations__)
        written.__module__, written.__qualname__ = kind.__module__, f"{kind.__qualname__}.__new__"
        kind.__new__ = staticmethod(written)
        return written


class _Kind(type):
    """Makes a class of fields, which then is of the ordinary kind."""

    def __new__(mcs, name: str, bases: tuple[type, ...], own: dict[str, Any]) -> Any:
        if not bases:
            return super().__new__(mcs, name, bases, own)
        names = tuple(own.get("__annotations__", ()))
        defaults = {one: own[one] for one in names if one in own}
        if names[len(names) - len(defaults) :] != tuple(defaults):
            raise TypeError(f"{name}: a field without a default follows one with a default")
        own |= {one: _getter(spot, f"Field {one}") for spot, one in enumerate(names)}
        own |= {"__slots__": (), "__match_args__": names, "_fields": names}
        own |= {"_field_defaults": defaults, "__new__": _Unwritten(names, (*defaults.values(),))}
        own.setdefault("__doc__", f"{name}({', '.join(names)})")
        return type(name, (_Shared,), own)


class _NamedTuple(metaclass=_Kind):
    """A tuple whose values have names; the classes made of it mean what they mean in the library.

    Examples
    --------
    >>> class Trip(_NamedTuple):
    ...     km: float
    ...     mode: str = "rail"
    >>> Trip(2760), Trip(5) == (5, "rail"), Trip(5)._replace(mode="air")
    (Trip(km=2760, mode='rail'), True, Trip(km=5, mode='air'))
    """


if TYPE_CHECKING:
    from typing import NamedTuple
else:
    NamedTuple = _NamedTuple
