"""Files of format 1, read as they were meant.

Format 1 counted the `distance` of a journey out and back, and what a file said in a section took
the place of the whole section of the file it extends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from carbonmeet.base.notices import Notice
from carbonmeet.base.text import _
from carbonmeet.numbers.path import Path, PathError, find, read, show
from carbonmeet.reading.yamlfile import Document
from carbonmeet.scenario.layers import Derived, Origin

__all__ = ["LATEST", "NOTICE", "OLD", "as_latest", "is_old", "journeys", "renamed_names"]

#: The format that is written, and that which is still read.
LATEST, OLD = 2, 1

#: Sections whose keys are paths.
_NAMED_BY_PATH = ("distributions", "pedigree")

NOTICE = Notice(
    "scenario.format-1",
    {},
    _(
        "the file has format 1, where the 'distance' of a journey counts out "
        "and back; it is read as such, and 'carbonmeet upgrade' rewrites it as "
        "format 2"
    ),
)


def is_old(said: object) -> bool:
    """Whether a file says that it has format 1; ``true`` says nothing of the kind.

    Examples
    --------
    >>> is_old(1), is_old(True), is_old(1.0)
    (True, False, False)
    """
    return type(said) is int and said == OLD


def as_latest(document: Document) -> Document:
    """A document of format 1 as one of the latest.

    Each leg's `distance` becomes its `return_distance`, unless it goes one way.
    """
    data = {**document.data, "carbonmeet": LATEST}
    origins: dict[Path, Origin] = {(): Origin(document, ())}
    for path in journeys(data):
        rename(data, path, "return_distance", origins, document)
    for section, name, new in renamed_names(document.data):
        rename(data, (section, name), new, origins, document)
    return Derived(
        document.name,
        data,
        path=document.path,
        origins=origins,
        below=(document,),
        notices=(NOTICE,),
    )


def journeys(data: Any) -> Iterator[Path]:
    """Where in data of format 1 a `distance` counts out and back."""
    groups = data.get("groups") if isinstance(data, dict) else None
    for at, group in enumerate(groups if isinstance(groups, list) else ()):
        if isinstance(group, dict):
            yield from _legs(group.get("travel"), ("groups", at, "travel"))


def _legs(legs: Any, path: Path) -> Iterator[Path]:
    for at, leg in enumerate(legs if isinstance(legs, list) else ()):
        if isinstance(leg, dict):
            if "distance" in leg and leg.get("one_way") is not True:
                yield (*path, at, "distance")
            yield from _legs(leg.get("also"), (*path, at, "also"))


def renamed_names(data: Any) -> Iterator[tuple[str, str, str]]:
    """Section, name and new name of what is said of those distances by path."""
    renamed = set(journeys(data))
    for section in _NAMED_BY_PATH:
        said = data.get(section)
        for name in said if renamed and isinstance(said, dict) else ():
            try:
                path = find(data, read(name))
            except PathError:
                continue
            if path in renamed:
                yield section, name, show((*read(name)[:-1], "return_distance"))


def rename(
    data: dict[str, Any], path: Path, key: str, origins: dict[Path, Origin], document: Document
) -> None:
    """Give the value at a path another key, in copies of the mappings and lists on the way."""
    inner: Any = data
    for step in path[:-1]:
        inner[step] = inner[step].copy()
        inner = inner[step]
    renamed = {key if one == path[-1] else one: value for one, value in inner.items()}
    inner.clear()
    inner.update(renamed)
    origins[(*path[:-1], key)] = Origin(document, path)
