"""The shipped tables as they were read before, kept beside the program like its byte code.

Reading a hundred services, twenty-five measures and two thousand rows takes longer than a scenario.
What was read is therefore kept in ``__pycache__``, in parts that are unpacked when they are asked
for, and used again as long as every byte of ``factors/`` and the program that read it are the same:
its key is the SHA-256 of all tables, and name, size and time of every module that has a say in
them. A file that is missing, of another key or broken is as good as none, and a folder that may not
be written to stays as it is.
"""

from __future__ import annotations

import io
import marshal
import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from carbonmeet.base.stored import program, stored
from carbonmeet.numbers.factor import Factor
from carbonmeet.version import __version__

__all__ = ["REGIONS", "Compiled", "CompiledRows", "compiled"]

#: Rooms whose classes and rules are in what is kept.
_ROOMS = ("base", "rows", "units", "travel", "numbers", "reading", "catalogue")
#: Name of the part that holds the regions of all rows; no table has a name with blanks.
REGIONS = "regions of rows"


class Compiled:
    """Parts by name, each packed by itself.

    Parameters
    ----------
    parts : mapping of str to bytes or mapping
        A part that is a mapping is unpacked key by key.
    """

    def __init__(self, parts: Mapping[str, Any]) -> None:
        self._parts = parts

    def __getitem__(self, name: str) -> Any:
        return pickle.loads(self._parts[name])

    def rows(self) -> CompiledRows:
        """The rows of factors, by key."""
        return CompiledRows(self._parts["rows"], self[REGIONS])


class CompiledRows(Mapping[str, tuple[Factor, ...]]):
    """The rows of the shipped tables, each key unpacked when it is asked for."""

    def __init__(self, parts: Mapping[str, bytes], regions: frozenset[str]) -> None:
        self._parts, self._regions = parts, regions
        self._read: dict[str, tuple[Factor, ...]] = {}

    def __getitem__(self, key: str) -> tuple[Factor, ...]:
        if key not in self._read:
            self._read[key] = pickle.loads(self._parts[key])
        return self._read[key]

    def regions(self) -> frozenset[str]:
        """The regions of all rows."""
        return self._regions

    def __contains__(self, key: object) -> bool:
        return key in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


def compiled(digest: str, make: Callable[[], Mapping[str, Any]]) -> Compiled | None:
    """What was kept of tables with that hash; made and kept where nothing was.

    Parameters
    ----------
    digest : str
        SHA-256 of the tables.
    make : callable
        Reads them: parts by name, ``rows`` by key.

    Returns
    -------
    Compiled or None
        None where nothing is kept and nothing may be: byte code is not written either.
    """
    try:
        key = f"{digest} {__version__} {program(_ROOMS)}"
        data = stored("catalogue", key, lambda: _all_packed(make()))
    except _Unfit:
        return None
    if data is None:
        return None
    try:
        parts = marshal.loads(data)
    except (ValueError, EOFError, TypeError):  # broken: as good as none
        return None
    return Compiled(parts)


class _Unfit(Exception):
    """Something does not come out as it went in."""


def _all_packed(parts: Mapping[str, Any]) -> bytes:
    """Every part, packed, once it was seen to come out as it went in."""
    packed: dict[str, Any] = {}
    for name, part in parts.items():
        if name == "rows":
            packed[name] = {key: _seen(value) for key, value in part.items()}
        else:
            packed[name] = _seen(part)
    return marshal.dumps(packed)


def _seen(value: Any) -> bytes:
    data = _packed(value)
    try:
        same = pickle.loads(data) == value
    except Exception as error:
        raise _Unfit from error
    if not same:
        raise _Unfit
    return data


class _Pickler(pickle.Pickler):
    """Packs frozen records so that they are quickly unpacked: by their fields, unchecked."""

    def reducer_override(self, value: Any) -> Any:
        kind: Any = type(value)
        # what only inherits from a record may be more than its fields, or work some of them out
        if "__dataclass_fields__" not in vars(kind):
            return NotImplemented
        return _record, (kind, *(getattr(value, name) for name in _names(kind)))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _record(kind: Any, *values: Any) -> Any:
    made = object.__new__(kind)
    put = object.__setattr__
    for name, value in zip(_names(kind), values, strict=True):
        put(made, name, value)
    return made


def _packed(value: Any) -> bytes:
    buffer = io.BytesIO()
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(value)
    return buffer.getvalue()
