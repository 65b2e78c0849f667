"""What a scenario makes the program read besides itself, held to how far it may reach."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path as File

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import Fault, InputError
from carbonmeet.base.reach import REACH_VARIABLE, reach
from carbonmeet.base.text import _
from carbonmeet.numbers.path import Path, show
from carbonmeet.reading.yamlfile import Document
from carbonmeet.scenario.beside import files_at

__all__ = ["refuse_beyond", "refuse_extended"]

#: Keys by which a section names a file of its own.
_KEYS = (("attendees", "table"), ("attendees", "corrections"), ("activities", "table"))
_OF_CREDITS = ("pool", "actions")


def refuse_beyond(document: Document) -> None:
    """Refuse a scenario that would read what it may not.

    Parameters
    ----------
    document : Document
        Over all that it extends, before anything else is read for it.

    Raises
    ------
    InputError
        With every place that reaches too far.
    """
    if reach() == "anywhere" or not isinstance(document.data, dict):
        return
    faults = [_fault(document, path, name) for path, name in _beyond(document)]
    if faults:
        raise InputError(faults)


def refuse_extended(document: Document, top: str, other: str) -> None:
    """Refuse to read a file that a document extends.

    Parameters
    ----------
    document : Document
    top : str
        Path of the scenario that is asked for.
    other : str
        What would be read.
    """
    if not _is_within(File(other), top):
        raise InputError([_fault(document, ("extends",), str(document.data["extends"]))])


def _beyond(document: Document) -> Iterator[tuple[Path, str]]:
    """Places that name what may not be read, with what they name."""
    engine = _at(document, ("attendees", "engine"))
    for path in _KEYS:
        name = _at(document, path)
        if isinstance(name, str) and not _is_named_within(document, path, name):
            yield path, name
    if isinstance(engine, str) and engine != "duckdb":
        yield ("attendees", "engine"), engine
    credits = _at(document, ("offset", "credits"))
    for i, one in enumerate(credits if isinstance(credits, list) else ()):
        for key in _OF_CREDITS if isinstance(one, dict) else ():
            for name in _texts(one.get(key)):
                if not _is_named_within(document, ("offset", "credits", i, key), name):
                    yield ("offset", "credits", i, key), name


def _at(document: Document, path: Path) -> object:
    value: object = document.data
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _texts(value: object) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _is_named_within(document: Document, path: Path, name: str) -> bool:
    return _is_within(File(document.folder(path)) / name, document.path)


def _is_within(file: File, top: str) -> bool:
    """Whether a file, or every file of a folder or pattern, may be read for a scenario."""
    if reach() == "anywhere":
        return True
    homes = [os.path.realpath(data_dir("scenarios"))]
    if reach() == "folder" and top:
        homes.append(os.path.dirname(os.path.realpath(top)))
    return all(
        any(os.path.commonpath([home, os.path.realpath(one)]) == home for home in homes)
        for one in [file, *files_at(file)]
    )


def _fault(document: Document, path: Path, named: str) -> Fault:
    told = _(
        "'{named}' is not read: --reads or {variable} is '{reach}'",
        named=named[:80],
        variable=REACH_VARIABLE,
        reach=reach(),
    )
    return document.fault(path, show(path), told)
