"""Scenarios made in Python as plain data, such as a file would hold."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from pydantic import BaseModel

from carbonmeet.base.errors import Fault, InputError, UnitError, message_of
from carbonmeet.base.text import Label, _
from carbonmeet.numbers.path import Path, show
from carbonmeet.reading.amount import Amount
from carbonmeet.units import Quantity, Unit

__all__ = ["plain"]

_MAX_DEPTH = 32


def plain(value: object, name: str = "scenario", path: Path = ()) -> Any:
    """A value as plain data: mappings, lists, texts, numbers, true and false, None.

    Parameters
    ----------
    value : object
        Plain data, numbers of NumPy, dates, quantities (of pint too), amounts, names, or models of
        pydantic.
    name : str
        What to call the scenario in messages.
    path : Path
        Where in it the value stands.

    Raises
    ------
    InputError
        With every value that cannot be written in a scenario.

    Examples
    --------
    >>> plain({"people": Amount(600.0), "name": Label("Guests", "嘉宾"), "years": (2023, 2025)})
    {'people': 600.0, 'name': {'en': 'Guests', 'zh': '嘉宾'}, 'years': [2023, 2025]}
    """
    faults: list[Fault] = []
    found = _Plain(name, faults).of(value, path, len(path) + 1)
    if faults:
        raise InputError(faults)
    return found


class _Plain:
    def __init__(self, name: str, faults: list[Fault]) -> None:
        self.name, self.faults = name, faults
        self.around: set[int] = set()

    def of(self, value: object, path: Path, depth: int) -> Any:
        if value is None or isinstance(value, (bool, str)):
            return value
        if isinstance(value, (int, float)):
            return self._number(value, path)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, (Amount, Quantity, Label)):
            return _written(value)
        if hasattr(value, "magnitude") and hasattr(value, "units"):  # a quantity of pint
            return self._quantity(value, path, depth)
        if isinstance(value, BaseModel):
            value = {_key(value, one): getattr(value, one) for one in _fields(value)}
        with self._within(value, path, depth) as sound:
            if isinstance(value, Mapping):
                return self._mapping(value, path, depth) if sound else {}
            if isinstance(value, (Sequence, range, set, frozenset)) or hasattr(value, "tolist"):
                return self._list(value, path, depth) if sound else []
        return self._fault(
            path, _("plain data are expected, not {name}", name=type(value).__name__)
        )

    def _mapping(self, value: Mapping[Any, Any], path: Path, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, inner in value.items():
            if not isinstance(key, (str, int)) or isinstance(key, bool):
                self._fault(path, _("a key must be text, not {name}", name=type(key).__name__))
            elif str(key) in found:
                self._fault(path, _("duplicate key '{key}'", key=key))
            else:
                found[str(key)] = self.of(inner, (*path, str(key)), depth + 1)
        return found

    def _list(self, value: Any, path: Path, depth: int) -> Any:
        if hasattr(value, "tolist"):  # an array of NumPy, or one of its numbers
            value = value.tolist()
            if not isinstance(value, list):
                return self.of(value, path, depth + 1)
        elif isinstance(value, (set, frozenset)):
            value = sorted(value, key=repr)
        elif isinstance(value, (bytes, bytearray)):
            return self._fault(path, _("text is expected, not bytes"))
        return [self.of(one, (*path, at), depth + 1) for at, one in enumerate(value)]

    def _number(self, value: float, path: Path) -> float:
        if isinstance(value, float):
            value = float(value)  # a number of NumPy is one of Python's too
        if not -sys.float_info.max <= value <= sys.float_info.max:  # nan is neither
            self._fault(path, _("a finite number is expected"))
            return 0.0
        return value

    def _quantity(self, value: Any, path: Path, depth: int) -> Any:
        """A number with its unit, as a file would say it."""
        number = self.of(value.magnitude, path, depth + 1)
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            what = type(value.magnitude).__name__
            return self._fault(path, _("plain data are expected, not {name}", name=what))
        if str(value.units) == "dimensionless":
            return number
        from carbonmeet.units.pinted import unit_text  # who has a quantity has imported pint

        try:
            return f"{number!r} {unit_text(value)}"
        except UnitError as error:
            return self._fault(path, message_of(error))

    @contextmanager
    def _within(self, value: object, path: Path, depth: int) -> Iterator[bool]:
        """Whether it is sound to go into a mapping or list: it is not too deep, nor in itself."""
        sound = depth <= _MAX_DEPTH and id(value) not in self.around
        if not sound:
            self._fault(path, _("nested deeper than {max_depth} levels", max_depth=_MAX_DEPTH))
        self.around.add(id(value))
        yield sound
        if sound:
            self.around.discard(id(value))

    def _fault(self, path: Path, message: str) -> None:
        self.faults.append(Fault(self.name, 0, 0, show(path), message))


def _written(value: Amount | Quantity | Label) -> Any:
    """A value of a type of ours as a file would say it."""
    if isinstance(value, Label):
        return {lang: text for lang, text in (("en", value.en), ("zh", value.zh)) if text}
    if isinstance(value, Quantity):
        return _number(value.value, value.unit)
    known = {
        "value": _number(value.value, value.unit),
        "low": _number(value.low, value.unit),
        "high": _number(value.high, value.unit),
        "basis": value.basis,
        "note": value.note,
    }
    if value.low is None and value.note is None and value.basis == "given":
        return known["value"]
    return {key: one for key, one in known.items() if one is not None}


def _number(value: float | None, unit: Unit) -> float | str | None:
    if value is None:
        return None
    number = float(value)
    # 0.5 of '1 / day' is written '0.5 / day'
    return number if unit.text == "1" else f"{number!r} {unit.text.removeprefix('1 ')}"


def _fields(model: BaseModel) -> list[str]:
    """What was said of a model, fields of no declared name too, and the defaults of a user's own.

    A default of None says nothing, and those of the models of the package hold anyway.
    """
    declared = type(model).model_fields
    said = [
        name
        for name in declared
        if name in model.model_fields_set
        or (getattr(model, name) is not None and not _is_ours(type(model)))
    ]
    return [*said, *(model.model_extra or {})]


def _is_ours(kind: type) -> bool:
    """Whether a model, or one that it is made from, is of this package."""
    return any(one.__module__.partition(".")[0] == "carbonmeet" for one in kind.__mro__)


def _key(model: BaseModel, name: str) -> str:
    declared = type(model).model_fields.get(name)
    return name if declared is None else declared.alias or name
