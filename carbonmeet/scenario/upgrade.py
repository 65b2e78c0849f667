"""A file of format 1 rewritten as format 2: a few words change, comments and layout stay."""

from __future__ import annotations

import json
import pathlib
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from carbonmeet.base.errors import CarbonmeetError, InputError
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _
from carbonmeet.numbers.path import Names, Path, is_named, names_of
from carbonmeet.reading.yamlfile import Document, read_yaml, read_yaml_file
from carbonmeet.scenario.extends import is_one_value
from carbonmeet.scenario.formats import LATEST, OLD, is_old, journeys, renamed_names
from carbonmeet.scenario.load import extended, parent_of

__all__ = ["Upgraded", "children_without_format", "upgraded"]

_PLAIN_KEY = pattern_of(r"[A-Za-z_][\w.-]*")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off"}
_ONE = pattern_of(r"\+?1")
#: Lists whose entries paths call by name.
_NEVER_NAMED = ("factors", "own_measures", "parcels")


class Upgraded(NamedTuple):
    """A file in the latest format.

    Attributes
    ----------
    text : str
    changes : int
        How many places were rewritten; 0 for a file that has the latest format.
    """

    text: str
    changes: int


class _Edit(NamedTuple):
    """Characters of the text to be replaced by others."""

    start: int
    end: int
    new: str


def upgraded(text: str, document: Document) -> Upgraded:
    """A file of format 1 in the latest format, with the same answers.

    Parameters
    ----------
    text : str
        The file.
    document : Document
        What was read from it.

    Returns
    -------
    Upgraded

    Raises
    ------
    InputError
        If the file, or one that it extends, cannot be read.
    CarbonmeetError
        If the new text would not say the same.

    Examples
    --------
    >>> from carbonmeet.reading.yamlfile import read_yaml
    >>> old = "carbonmeet: 1  # the first\\nkind: meeting\\n"
    >>> upgraded(old, read_yaml(old, "old.yaml")).text
    'carbonmeet: 2  # the first\\nkind: meeting\\n'
    """
    parent = parent_of(document)
    said = document.data.get("carbonmeet", OLD if parent and is_old(parent.format) else LATEST)
    if not is_old(said):
        return Upgraded(text, 0)
    editor = _Editor(text.removeprefix("\ufeff"), document)
    editor.version()
    for path in journeys(document.data):
        editor.rename(path)
    for section, name, _ in renamed_names(document.data):
        editor.rename((section, name))
    if parent is not None:
        editor.keep_apart(parent.document.data)
    editor.give_ids()
    new = ("\ufeff" if text.startswith("\ufeff") else "") + editor.text()
    _check(new, document)
    return Upgraded(new, len(editor.edits))


class _Editor:
    def __init__(self, text: str, document: Document) -> None:
        self.old, self.document = text, document
        self.edits: list[_Edit] = []
        self.line_end = "\r\n" if "\r\n" in text else "\n"
        self.starts = [0, *(found.end() for found in re.finditer("\r\n|\n|\r", text))]

    def text(self) -> str:
        """The text with every edit."""
        text = self.old
        # what is put at one place stands in the order in which it was asked for
        for edit in sorted(reversed(self.edits), key=lambda one: one.start, reverse=True):
            text = text[: edit.start] + edit.new + text[edit.end :]
        return text

    def version(self) -> None:
        """Write the latest format; a file that leaves it to the one it extends says it now."""
        at = self._at(self.document.mark(("carbonmeet",)))
        if "carbonmeet" not in self.document.data:
            self.put((), "carbonmeet", LATEST)
        elif found := _ONE.match(self.old, at):
            self.edits.append(_Edit(at, found.end(), str(LATEST)))

    def rename(self, path: Path) -> None:
        """Call a `distance` at the end of a key `return_distance`."""
        start = self._at(self.document.key_mark(path))
        at = start + str(path[-1]).rindex("distance")
        quoted = self.old[start] in "'\""
        at = self.old.index("distance", at if quoted else start + (at - start))
        self.edits.append(_Edit(at, at, "return_"))

    def keep_apart(self, below: dict[str, Any]) -> None:
        """A section took the place of the other's: take away what would now be added to it."""
        for key, value in self.document.data.items():
            if key == "measures":
                if isinstance(value, dict) and "others" not in value:
                    self.put(("measures",), "others", "none")
            elif key in below:
                self._take_away(value, below[key], (key,))

    def _take_away(self, upper: Any, lower: Any, path: Path) -> None:
        if not isinstance(lower, dict) or not isinstance(upper, dict):
            return
        if is_one_value(upper, path[-1]):
            return
        for key in reversed(lower):
            if key not in upper:
                self.put(path, key, None)
        for key, value in upper.items():
            self._take_away(value, lower.get(key), (*path, key))

    def give_ids(self) -> None:
        """Entries of one name and period get an `id`, for paths to tell them apart."""
        names = Names(self.document.data)
        for section, entries in self.document.data.items():
            if not isinstance(entries, list) or section in _NEVER_NAMED:
                continue
            taken = set(names.within((section,)))
            for at, entry in enumerate(entries):
                if is_named(entry) and names.named((section, at)) == (section, at):
                    number = 2
                    while (name := f"{names_of(entry)[0]} {number}") in taken:
                        number += 1
                    if names.within((section,))[names_of(entry)[0]][0] != at:
                        taken.add(name)
                        self.put((section, at), "id", name)

    def put(self, path: Path, key: str, value: object) -> None:
        """Put a key at the beginning of a mapping."""
        at = self._at(self.document.mark(path))
        item = f"{_key(key)}: {json.dumps(value, ensure_ascii=False)}"
        item = item.replace('"none"', "none")
        if self.old[at] != "{":
            indent = " " * (self.document.mark(path)[1] - 1)
            self.edits.append(_Edit(at, at, f"{item}{self.line_end}{indent}"))
            return
        rest = self.old[at + 1 :].lstrip(" ")
        end = "" if rest.startswith("}") else "," if rest[:1] in "\r\n" else ", "
        self.edits.append(_Edit(at + 1, at + 1, item + end))

    def _at(self, mark: tuple[int, int]) -> int:
        return self.starts[mark[0] - 1] + mark[1] - 1


def children_without_format(file: pathlib.Path) -> list[pathlib.Path]:
    """Scenario files beside a file that extend it and do not say their own format."""
    found = []
    for other in sorted(file.parent.glob("*.y*ml")):
        try:
            data = read_yaml_file(other).data
        except InputError:
            continue
        if isinstance(data, dict) and data.get("extends") == file.name and "carbonmeet" not in data:
            found.append(other)
    return found


def _key(key: str) -> str:
    plain = _PLAIN_KEY.fullmatch(key) and key.lower() not in _WORDS
    return key if plain else json.dumps(key, ensure_ascii=False)


def _check(new: str, document: Document) -> None:
    """See that the new text says what the old one meant."""
    again = extended(replace(read_yaml(new, document.name), path=document.path))
    if _meant(again.data) != _meant(extended(document).data):
        raise CarbonmeetError(
            _(
                "{name} cannot be rewritten without changing what it says; "
                "it is still read as it is",
                name=document.name,
            )
        )


def _meant(data: Any) -> Any:
    """Data without what an upgrade adds."""
    found = dict(data)
    if isinstance(found.get("measures"), dict):
        found["measures"] = {"others": "none"} | found["measures"]
    for section, entries in found.items():
        if isinstance(entries, list):
            found[section] = list(_without_ids(entries))
    return found


def _without_ids(entries: list[Any]) -> Iterator[Any]:
    for entry in entries:
        yield {k: v for k, v in entry.items() if k != "id"} if isinstance(entry, dict) else entry
