"""Mappings and lists that nobody can change, for answers that are handed around."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, Generic, NoReturn, TypeVar

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _

__all__ = ["Frozen", "Later", "freeze", "seal", "unfrozen"]

_LEAVES = frozenset((str, float, int, bool, type(None)))
K = TypeVar("K")
V = TypeVar("V")


class Frozen(Mapping[K, V], Generic[K, V]):
    """A mapping that stays as it was made; equal to any mapping that holds the same.

    Examples
    --------
    >>> kept = Frozen({"a": 1})
    >>> kept, kept == {"a": 1}
    (Frozen({'a': 1}), True)
    >>> kept["b"] = 2
    Traceback (most recent call last):
    TypeError: 'Frozen' object does not support item assignment
    """

    __slots__ = ("_data",)

    def __init__(self, data: Mapping[K, V] | None = None) -> None:
        self._data = dict(data or {})

    def __getitem__(self, key: K) -> V:
        return self._data[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __hash__(self) -> int:
        return hash(frozenset(self._data.items()))

    def __repr__(self) -> str:
        return f"Frozen({self._data!r})"


class Later(Mapping[K, V], Generic[K, V]):
    """A mapping that is made when it is first asked for; pickled, it is what was made.

    Parameters
    ----------
    make : callable
        Gives the mapping.

    Examples
    --------
    >>> kept = Later(lambda: {"a": 1})
    >>> kept["a"], kept == Frozen({"a": 1})
    (1, True)
    """

    def __init__(self, make: Callable[[], Mapping[K, V]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Frozen[K, V]:
        return Frozen(self._make())

    def __getitem__(self, key: K) -> V:
        return self._made[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def __hash__(self) -> int:
        return hash(self._made)

    def __repr__(self) -> str:
        return repr(self._made)

    def __reduce__(self) -> tuple[Any, ...]:
        return _remade, (type(self), dict(self._made))


def _refuse(*_args: object, **_keywords: object) -> NoReturn:
    raise CarbonmeetError(
        _("what a file says stays as it was read: 'replace' makes another scenario")
    )


def _remade(kind: type[Later[K, V]], data: Mapping[K, V]) -> Later[K, V]:
    return kind(lambda: data)


class _SealedDict(dict[str, Any]):
    """A dict of plain data that stays as it is; a copy or ``|`` gives a common one."""

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return _SealedDict, (dict(self),)


class _SealedList(list[Any]):
    """A list of plain data that stays as it is; a copy or ``+`` gives a common one."""

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = extend = insert = remove = pop = clear = sort = reverse = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return _SealedList, (list(self),)


def seal(value: Any) -> Any:
    """Plain data that stay as they are, and dicts and lists to whoever only reads them.

    Examples
    --------
    >>> data = seal({"groups": [{"people": 80}]})
    >>> data == {"groups": [{"people": 80}]}, isinstance(data["groups"], list)
    (True, True)
    >>> data["groups"].clear()
    Traceback (most recent call last):
    carbonmeet.base.errors.CarbonmeetError: what a file says stays as it was read: 'replace' \
makes another scenario
    """
    if type(value) is dict:
        return _SealedDict({key: seal(one) for key, one in value.items()})
    if type(value) is list:
        return _SealedList(map(seal, value))
    return value


def freeze(value: Any) -> Any:
    """Plain data without anything that can be changed: mappings `Frozen`, lists tuples.

    Examples
    --------
    >>> freeze({"a": [1, {"b": 2}]})
    Frozen({'a': (1, Frozen({'b': 2}))})
    """
    if type(value) in _LEAVES:  # nearly always
        return value
    if isinstance(value, Mapping):
        return Frozen({key: freeze(one) for key, one in value.items()})
    if isinstance(value, list | tuple):
        return tuple(map(freeze, value))
    return value


def unfrozen(value: Any) -> Any:
    """Frozen data as they were: mappings dicts, tuples lists.

    Examples
    --------
    >>> unfrozen(freeze({"a": [1, {"b": 2}]}))
    {'a': [1, {'b': 2}]}
    """
    if isinstance(value, Mapping):
        return {key: unfrozen(one) for key, one in value.items()}
    return [unfrozen(one) for one in value] if isinstance(value, list | tuple) else value
