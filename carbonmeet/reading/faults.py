"""What is wrong inside one value, all of it told at once, in our own words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, LiteralString

from pydantic import ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from carbonmeet.base.errors import did_you_mean
from carbonmeet.base.text import _, _p, joined
from carbonmeet.units.grammar import foreign_letter

__all__ = [
    "KEY_FAULT",
    "LONGEST_NOTE",
    "NUMERIC",
    "SHARED",
    "Faults",
    "Pointed",
    "kind_of",
    "pointed",
    "told_by",
    "unknown_key",
]

#: Type of the error that says that a key, not its value, is wrong.
KEY_FAULT: LiteralString = "carbonmeet_key"

#: Key of a JSON Schema that says under which name it is to be shared.
SHARED = "x-shared"

#: How a number begins, as a pattern of JSON Schema.
NUMERIC = r"^\s*[+-]?[0-9]"
#: Most characters of a note.
LONGEST_NOTE = 2000


class Pointed(float):
    """A number that stood as 2.000 or 1.200 in a file: two thousand to half of the world."""


class Faults:
    """Collects what is wrong inside one value, so that all of it is told at once."""

    def __init__(self, raw: object) -> None:
        self.raw = raw
        self.found: list[InitErrorDetails] = []

    def add(self, message: str, *path: str | int, kind: LiteralString = "value") -> None:
        error = PydanticCustomError(kind, "{message}", {"message": message})
        self.found.append(InitErrorDetails(type=error, loc=path, input=self.raw))

    def check(self) -> None:
        if self.found:
            raise ValidationError.from_exception_data("value", self.found)


def pointed(value: float, unit: str | None) -> str:
    """What is wrong with a count that stood as 2.000 or 1.200 in a file."""
    if not value.is_integer():
        return _(
            "{value:g} {unit}: a count is whole. Write {thousands:.0f} or {ceil}, "
            "or {{value: {value:g}, note: ..}} with the reason",
            value=value,
            unit=unit,
            thousands=1000 * value,
            ceil=math.ceil(value),
        )
    return _(
        "{value:.3f} can be read in two ways: write {thousands:.0f} or {value:.0f}",
        value=value,
        thousands=1000 * value,
    )


def told_by(error: ErrorDetails) -> str:
    """What an error of pydantic says: our own words, where it has them."""
    said: str = error.get("ctx", {}).get("message", error["msg"])
    return said


def kind_of(value: object) -> str:
    """What a YAML value is, in words."""
    kinds: tuple[tuple[Any, str], ...] = (
        (str, _p("kind", "text")),
        (bool, _("true/false")),
        ((int, float), _("a number")),
        (Mapping, _("a mapping")),
        ((list, tuple), _("a list")),
    )
    return next((word for kind, word in kinds if isinstance(value, kind)), _("an empty value"))


def unknown_key(key: object, keys: tuple[str, ...]) -> str:
    """The message for a key that is not among those known."""
    letter = foreign_letter(str(key))
    hint = _(" {reason}.", reason=letter) if letter else did_you_mean(str(key), keys)
    return _("no key '{key}' here.{hint} Keys: {keys}", key=key, hint=hint, keys=joined(keys))
