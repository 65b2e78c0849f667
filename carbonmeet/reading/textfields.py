"""Texts of YAML files that are read into something: names in two languages, years."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.text import Label, _
from carbonmeet.reading.faults import KEY_FAULT, SHARED, Faults, kind_of, unknown_key

__all__ = [
    "LabelField",
    "SaidField",
    "Word",
    "WorkedYear",
    "YearText",
]

_LONGEST_LABEL = 400
_CONTROL = pattern_of(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_CHINESE = pattern_of(r"[\u3400-\u9fff]")


class _TextField:
    """A field type that reads plain data with one function."""

    def __init__(self, read: Callable[[object], object], schema: dict[str, Any]) -> None:
        self.read = read
        self.schema = schema

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return self.schema


def _read_label(raw: object) -> Label:
    """A text, in whichever language it is, or ``{en, zh}``."""
    if isinstance(raw, Label):
        return raw
    faults = Faults(raw)
    if isinstance(raw, Mapping):
        for key in raw:
            if key not in ("en", "zh"):
                faults.add(unknown_key(key, ("en", "zh")), str(key), kind=KEY_FAULT)
        texts = {key: raw[key] for key in ("en", "zh") if key in raw}
        for key, text in texts.items():
            _check_label(text, faults, key)
        if not texts and not faults.found:
            faults.add(_("'en' or 'zh' is missing"))
        faults.check()
        return Label(**texts)
    _check_label(raw, faults)
    faults.check()
    text = str(raw)
    return Label(zh=text) if _CHINESE.search(text) else Label(en=text)


def _check_label(text: object, faults: Faults, *path: str) -> None:
    if not isinstance(text, str):
        wanted = "text" if path else _("text, or {en: .., zh: ..},")
        faults.add(
            _("{wanted} is expected, not {kind_of}", wanted=wanted, kind_of=kind_of(text)), *path
        )
    elif not text.strip():
        faults.add(_("the text is empty"), *path)
    elif len(text) > _LONGEST_LABEL:
        faults.add(
            _("is longer than {longest_label} characters", longest_label=_LONGEST_LABEL), *path
        )
    elif _CONTROL.search(text):
        faults.add(_("the text contains a line end or control character"), *path)


def _without_blanks(raw: object) -> object:
    """A text without blanks around it, or nothing."""
    return raw.strip() or None if isinstance(raw, str) else raw


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError(_("is empty"))
    return text


def _read_year(first: int, last: int) -> Callable[[str], str]:
    """A check of a year written as text, as the keys of a mapping are."""

    def read(text: str) -> str:
        if not re.fullmatch(r"[0-9]{4}", text) or not first <= int(text) <= last:
            raise ValueError(
                _("a year such as 2023 is expected, from {first} to {last}", first=first, last=last)
            )
        return text

    return read


_WORDS_SCHEMA: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": _LONGEST_LABEL}
#: A name: one text, or ``{en: .., zh: ..}``.
LabelField: TypeAlias = Annotated[
    Label,
    _TextField(
        _read_label,
        {
            "anyOf": [
                _WORDS_SCHEMA,
                {
                    "type": "object",
                    "properties": {"en": _WORDS_SCHEMA, "zh": _WORDS_SCHEMA},
                    "minProperties": 1,
                    "additionalProperties": False,
                },
            ],
            SHARED: "label",
        },
    ),
]
#: What a file may say in one language or two; blanks say nothing.
SaidField: TypeAlias = Annotated[LabelField | None, BeforeValidator(_without_blanks)]
#: A word that names something; an empty one would be taken for none.
Word: TypeAlias = Annotated[str, AfterValidator(_not_blank)]
#: A year as the key of a mapping.
YearText: TypeAlias = Annotated[
    str,
    AfterValidator(_read_year(1900, 2199)),
    WithJsonSchema({"type": "string", "pattern": r"^(19|20|21)[0-9]{2}$"}),
]
#: A year that may be worked out, as the key of a mapping.
WorkedYear: TypeAlias = Annotated[
    str,
    AfterValidator(_read_year(1990, 2100)),
    WithJsonSchema({"type": "string", "pattern": r"^(199[0-9]|20[0-9]{2}|2100)$"}),
]
