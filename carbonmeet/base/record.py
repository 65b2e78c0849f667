"""`dataclass` and `NamedTuple` of the standard library, whose methods are written when first used.

The library writes and compiles ``__init__``, ``__eq__``, ``__hash__`` and four more of every class
when its module is imported; a command imports two hundred classes and makes objects of a few of
them. Here comparing, hashing and showing are one function for all classes, and what makes an object
is compiled when the first one is made. Type checkers see the library's own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from operator import attrgetter, itemgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

__all__ = ["NamedTuple", "dataclass"]


class _Factory:
    """Stands for a default that is made anew for every object."""

    def __repr__(self) -> str:
        return "<factory>"


_FACTORY = _Factory()


def _dataclass(
    kind: Any = None,
    /,
    *,
    frozen: bool = False,
    eq: bool = True,
    repr: bool = True,
    slots: bool = False,
) -> Any:
    """A class of fields; the arguments mean what they mean in the standard library.

    Examples
    --------
    >>> @dataclass(frozen=True)
    ... class Trip:
    ...     km: float
    ...     mode: str = "rail"
    >>> Trip(2760), Trip(5) == Trip(5.0), hash(Trip(5)) == hash(Trip(5))
    (Trip(km=2760, mode='rail'), True, True)
    >>> Trip(5).km = 6
    Traceback (most recent call last):
    dataclasses.FrozenInstanceError: cannot assign to field 'km'
    """

    def made(kind: Any) -> Any:
        # the library words a signature for a class without a text, which takes longer than all else
        bare, kind.__doc__ = kind.__doc__ is None, kind.__doc__ or kind.__name__
        own = frozenset(vars(kind))
        if "__eq__" in own and vars(kind)["__hash__"] is None:
            own -= {"__hash__"}
        kind = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(kind)
        if bare:
            kind.__doc__ = None
        for name, method in _methods(kind, frozen, eq, repr, slots):
            if name not in own:
                setattr(kind, name, method)
        return kind

    return made if kind is None else made(kind)


class _Tuples(type):
    """Makes a class of tuples out of one that says `NamedTuple`."""

    def __new__(mcs, name: str, bases: tuple[Any, ...], namespace: dict[str, Any]) -> Any:
        if not bases:
            return super().__new__(mcs, name, bases, namespace)
        names = tuple(namespace.get("__annotations__", ()))
        defaults = {one: namespace.pop(one) for one in names if one in namespace}
        if list(defaults) != list(names[len(names) - len(defaults) :]):
            raise TypeError(f"a field without default follows one with a default: {name}")
        kind: Any = type(name, (tuple,), _tuple_methods(names, defaults) | namespace)
        kind.__new__ = _Unwritten(kind, "__new__", lambda: _new(kind))
        return kind


class _NamedTuple(metaclass=_Tuples):
    """A tuple whose values have names, as in the standard library.

    Examples
    --------
    >>> class Leg(NamedTuple):
    ...     km: float
    ...     mode: str = "rail"
    >>> km, mode = Leg(2760)
    >>> mode, Leg(5)._replace(mode="air"), Leg(5) == (5, "rail")
    ('rail', Leg(km=5, mode='air'), True)
    """


if TYPE_CHECKING:
    from dataclasses import dataclass
    from typing import NamedTuple
else:
    dataclass = _dataclass
    NamedTuple = _NamedTuple


def _tuple_methods(names: tuple[str, ...], defaults: dict[str, Any]) -> dict[str, Any]:
    """What a class of tuples has besides ``__new__``."""
    return {
        "__slots__": (),
        "_fields": names,
        "_field_defaults": defaults,
        "__match_args__": names,
        "_make": classmethod(tuple.__new__),
        "_replace": _replaced,
        "_asdict": _as_dict,
        "__repr__": _shown(names),
        "__getnewargs__": lambda self: tuple(self),
        **{name: property(itemgetter(at)) for at, name in enumerate(names)},
    }


def _replaced(self: Any, /, **values: Any) -> Any:
    made = tuple.__new__(type(self), [values.pop(k, v) for k, v in _as_dict(self).items()])
    if values:
        raise TypeError(f"Got unexpected field names: {[*values]!r}")
    return made


def _as_dict(self: Any) -> dict[str, Any]:
    return dict(zip(self._fields, self, strict=True))


def _new(kind: Any) -> Any:
    """``__new__`` of a class of tuples."""
    known = {"_made": tuple.__new__} | {f"default_{k}": v for k, v in kind._field_defaults.items()}
    asked = [f"{one}=default_{one}" if one in kind._field_defaults else one for one in kind._fields]
    values = "".join(f"{one}, " for one in kind._fields)
    exec(f"def __new__(_cls, {', '.join(asked)}): return _made(_cls, ({values}))", known)
    return _named(known["__new__"], kind, dict(kind.__annotations__))


def _methods(kind: Any, frozen: bool, eq: bool, repr: bool, slots: bool) -> list[tuple[str, Any]]:
    """What a class gets, unless it has its own."""
    fields = dataclasses.fields(kind)
    found: list[tuple[str, Any]] = [
        ("__init__", _Unwritten(kind, "__init__", lambda: _init(kind, frozen)))
    ]
    if repr:
        found.append(("__repr__", _shown([one.name for one in fields if one.repr])))
    if eq:
        hashed = [one.name for one in fields if (one.compare if one.hash is None else one.hash)]
        found.append(("__eq__", _equal([one.name for one in fields if one.compare])))
        found.append(("__hash__", _hashed(hashed) if frozen else None))
    if frozen:
        found += _frozen(kind, frozenset(one.name for one in fields))
        if slots:
            found += [("__getstate__", _state), ("__setstate__", _set_state)]
    return found


class _Unwritten:
    """Stands for ``__init__`` or ``__new__`` until it is asked for."""

    def __init__(self, kind: Any, name: str, write: Callable[[], Any]) -> None:
        self._kind, self._name, self._write = kind, name, write

    def __get__(self, made: Any, kind: Any = None) -> Any:
        written = self._write()
        setattr(self._kind, self._name, written)
        return written.__get__(None if self._name == "__new__" else made, kind)


def _named(written: Any, kind: Any, annotations: dict[str, Any]) -> Any:
    """A method that was compiled, as if it stood in its class."""
    written.__module__, name = kind.__module__, written.__name__
    written.__qualname__, written.__annotations__ = f"{kind.__qualname__}.{name}", annotations
    return written


def _init(kind: Any, frozen: bool) -> Any:
    """``__init__`` of a class: one assignment a field."""
    known: dict[str, Any] = {"FACTORY": _FACTORY, "put": object.__setattr__}
    asked: list[str] = []
    named: list[str] = []
    body = []
    for field in dataclasses.fields(kind):
        name, value = field.name, field.name
        if field.default_factory is not dataclasses.MISSING:
            known[f"made_{name}"] = field.default_factory
            value = (
                f"made_{name}() if {name} is FACTORY else {name}"
                if field.init
                else f"made_{name}()"
            )
        elif not field.init:
            if field.default is dataclasses.MISSING:
                continue
            known[f"default_{name}"], value = field.default, f"default_{name}"
        if field.init:
            (named if field.kw_only else asked).append(name + _default(field, known))
        if not frozen:
            body.append(f"self.{name} = {value}")
        elif hasattr(getattr(kind, name, None), "__set__"):  # a slot
            body.append(f"put(self, {name!r}, {value})")
        else:
            body.append(f"held[{name!r}] = {value}")
    if hasattr(kind, "__post_init__"):
        body.append("self.__post_init__()")
    if any(line.startswith("held") for line in body):
        body.insert(0, "held = self.__dict__")  # half the time of `put`, thousands of times
    told = ", ".join(["self", *asked, *(["*", *named] if named else [])])
    exec(f"def __init__({told}):\n " + "\n ".join(body or ["pass"]), known)
    types = {one.name: one.type for one in dataclasses.fields(kind) if one.init}
    return _named(known["__init__"], kind, types | {"return": None})


def _default(field: dataclasses.Field[Any], known: dict[str, Any]) -> str:
    if field.default_factory is not dataclasses.MISSING:
        return "=FACTORY"
    if field.default is dataclasses.MISSING:
        return ""
    known[f"default_{field.name}"] = field.default
    return f"=default_{field.name}"


def _values(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


def _equal(names: Sequence[str]) -> Any:
    values = _values(names)

    def __eq__(self: Any, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self is other or values(self) == values(other)

    return __eq__


def _hashed(names: Sequence[str]) -> Any:
    values = _values(names)

    def __hash__(self: Any) -> int:
        return hash(values(self))

    return __hash__


def _shown(names: Sequence[str]) -> Any:
    @recursive_repr()
    def __repr__(self: Any) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({told})"

    return __repr__


def _frozen(kind: Any, names: frozenset[str]) -> list[tuple[str, Any]]:
    def __setattr__(self: Any, name: str, value: Any) -> None:
        if type(self) is kind or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(kind, self).__setattr__(name, value)

    def __delattr__(self: Any, name: str) -> None:
        if type(self) is kind or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(kind, self).__delattr__(name)

    return [("__setattr__", __setattr__), ("__delattr__", __delattr__)]


def _state(self: Any) -> list[Any]:
    """What is pickled of a frozen record with slots, whose fields may not be set one by one."""
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
