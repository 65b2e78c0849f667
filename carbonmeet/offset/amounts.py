"""The amounts inside a block of a scenario, each with its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from pydantic import BaseModel

from carbonmeet.reading.amount import Amount

__all__ = ["Path", "amounts"]

Path: TypeAlias = tuple[str | int, ...]


def amounts(value: object, path: Path = ()) -> Iterator[tuple[Path, Amount]]:
    """Every amount in a model, its lists and its mappings, with its path from there.

    Parameters
    ----------
    value : BaseModel, mapping, tuple or Amount
        Whatever else it is holds no amount.
    path : tuple
        Of `value` itself.
    """
    if isinstance(value, Amount):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from amounts(getattr(value, name), (*path, name))
    elif isinstance(value, Mapping | tuple):
        inner = value.items() if isinstance(value, Mapping) else enumerate(value)
        for key, one in inner:
            yield from amounts(one, (*path, key))
