"""Answers read again from JSON, and the schema of that JSON."""

from __future__ import annotations

import importlib
import inspect
import json
import os
from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import cache
from typing import Any

from carbonmeet.answer.strict import parsed, refuse_wrong_sums, typed
from carbonmeet.answer.whole import FORMAT, Answer
from carbonmeet.base.errors import CarbonmeetError, message_of
from carbonmeet.base.files import read_whole
from carbonmeet.base.given import refuse_other
from carbonmeet.base.text import _

__all__ = ["bytes_of", "load_result", "read_result", "result_of", "result_schema"]

#: No result is larger, in bytes: one of ten thousand groups has a tenth of it.
_LARGEST = 500_000_000


def load_result(path: str | os.PathLike[str]) -> Answer:
    """Read an answer that was saved.

    Parameters
    ----------
    path : path-like
        JSON of `Answer.save` or ``carbonmeet estimate --format json``.

    Returns
    -------
    Answer
        Equal to the one saved. Figures, reports and `carbonmeet.simulate` work out the scenario
        that it holds again; the same seed gives the same draws.

    Raises
    ------
    CarbonmeetError
        If the file cannot be read, or holds no result of this format.
    InputError
        If it was changed: with every value of another type, every key that is no part of a result,
        and every total that is not the sum of its parts. `carbonmeet.verify` works it out again.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> from tempfile import TemporaryDirectory
    >>> answer = cm.estimate("forum-1500")
    >>> with TemporaryDirectory() as folder:
    ...     cm.load_result(answer.save(f"{folder}/forum.json")) == answer
    True
    """
    found = read_result(path)
    refuse_wrong_sums(found, os.fspath(path))
    return found


def read_result(path: str | os.PathLike[str], *, strict: bool = True) -> Answer:
    """Read a saved answer whose totals need not be the sums of their parts: one to be checked.

    Parameters
    ----------
    path : path-like
    strict : bool
        False passes over what is no part of a result, and reads numbers that are written as text:
        whoever asks holds the file against the answer.
    """
    refuse_other(path, (str, os.PathLike), "path")
    return result_of(bytes_of(path), os.fspath(path), strict=strict)


def bytes_of(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a saved answer.

    Raises
    ------
    CarbonmeetError
        If it cannot be read.
    """
    name = os.fspath(path)
    try:
        text = read_whole(path, _LARGEST)
    except (OSError, ValueError) as error:  # a name with a zero byte is no value for the system
        raise CarbonmeetError(
            _("{name}: cannot be read: {why}", name=name, why=message_of(error))
        ) from None
    if len(text) > _LARGEST:
        raise CarbonmeetError(
            _("{name}: is larger than {most} MB", name=name, most=_LARGEST // 10**6)
        )
    return text


def result_of(text: bytes, name: str, *, strict: bool = True) -> Answer:
    """The answer that the bytes of a file hold; see `read_result`."""
    data = parsed(text, name)
    form = data.pop("format", 1) if isinstance(data, dict) else None
    if form is None or "baseline" not in data:
        raise CarbonmeetError(_("{name}: this is no result of carbonmeet", name=name))
    if form != FORMAT or isinstance(form, bool):
        raise CarbonmeetError(
            _(
                "{name}: a result of format {form}, and this version reads "
                "format {format}: estimate the scenario again",
                name=name,
                form=json.dumps(form, ensure_ascii=False),
                format=FORMAT,
            )
        )
    return typed(_adapter(), data, name, strict=strict)


def result_schema() -> dict[str, Any]:
    """The JSON Schema of a saved answer.

    Examples
    --------
    >>> schema = result_schema()
    >>> schema["properties"]["format"]
    {'const': 2, 'title': 'Format'}
    """
    schema: dict[str, Any] = _described(_adapter().json_schema())
    schema["properties"] = {"format": {"const": FORMAT, "title": "Format"}, **schema["properties"]}
    schema["required"] = ["format", *schema["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Result of carbonmeet, format {FORMAT}",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    """Every part with the first words of its class: those of pydantic vary with its version."""
    parts = (Answer, *_classes())
    said = {one.__name__: inspect.cleandoc(one.__doc__ or "").partition("\n\n")[0] for one in parts}
    schema["$defs"] = {
        name: {"description": said[name], **_without(part)} if said.get(name) else _without(part)
        for name, part in schema["$defs"].items()
    }
    return {"description": said["Answer"], **_without(schema)}


def _without(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key != "description"}


def _classes() -> Iterator[type]:
    """The dataclasses of the package that an answer is made of."""
    for name in (
        "attendance",
        "basis",
        "city",
        "draws",
        "footprint",
        "frames",
        "measures",
        "offset",
        "total",
    ):
        module = importlib.import_module(f"{__package__}.{name}")
        yield from (
            part for part in vars(module).values() if isinstance(part, type) and is_dataclass(part)
        )


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)
