"""The files of a scenario as they were written, in the folders in which they lie to each other."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.files import read_whole
from carbonmeet.base.text import _
from carbonmeet.reading.yamlfile import MAX_BYTES
from carbonmeet.scenario.layers import Derived

if TYPE_CHECKING:
    from carbonmeet.reading.yamlfile import Document

__all__ = ["SHIPPED", "documents_of"]

#: Folder of those that come with the program, and of those that a whole path leads to.
SHIPPED, _ELSEWHERE = "_shipped", "_elsewhere"


def documents_of(document: Document) -> Iterator[tuple[str, bytes]]:
    """The file asked for and those that it extends, each with its place and its bytes.

    Places are relative to the deepest folder that holds them all, so that `extends` leads from one
    to the other wherever they are unpacked.
    """
    chain: dict[str, Document] = {}
    for one in _layers(document):
        if one.path:
            chain.setdefault(one.path, one)
    for path, place in zip(chain, _places(list(chain.values())), strict=True):
        if place.encode("utf-8", "replace").decode() != place:
            raise CarbonmeetError(
                _("{path}: the name of this file is not UTF-8: rename it", path=path)
            )
        yield place, read_whole(path, MAX_BYTES)


def _layers(document: Document) -> Iterator[Document]:
    if isinstance(document, Derived):
        for below in document.below:
            yield from _layers(below)
    else:
        yield document


def _places(chain: Sequence[Document]) -> Iterator[str]:
    """Where each document stands in the archive."""
    folders = [os.path.realpath(os.path.dirname(one.path)) for one in chain]
    shipped = os.path.realpath(data_dir("scenarios"))
    whole = next((n for n, one in enumerate(chain, 1) if _is_whole(one)), len(chain))
    near = [n for n in range(whole) if not n or folders[n] != shipped]
    root = os.path.commonpath([folders[n] for n in near]) if near else ""
    for n, one in enumerate(chain):
        name = os.path.basename(one.path)
        if n in near:
            yield PurePath(os.path.relpath(os.path.join(folders[n], name), root)).as_posix()
        elif folders[n] == shipped:
            yield f"{SHIPPED}/{name}"
        else:
            yield f"{_ELSEWHERE}/{n}-{name}"


def _is_whole(document: Document) -> bool:
    """Whether a document extends another by a path that leads nowhere on another machine."""
    below = document.data.get("extends") if isinstance(document.data, dict) else None
    return isinstance(below, str) and os.path.isabs(below)
