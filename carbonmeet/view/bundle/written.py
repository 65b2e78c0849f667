"""The documents of a bundle, as they were written, held against the scenario of the result."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from carbonmeet.answer import Answer
from carbonmeet.answer.plain import plain
from carbonmeet.audit.archive import DOCUMENTS, without
from carbonmeet.audit.verification import Finding, differences
from carbonmeet.base.errors import CarbonmeetError, InputError, message_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Message, _, joined
from carbonmeet.reading.yamlfile import read_yaml_file
from carbonmeet.scenario import load_scenario
from carbonmeet.view.bundle.documents import SHIPPED, documents_of

__all__ = ["Written", "as_written"]

#: What a document says and the files that were read, or why it cannot be read.
_Read: TypeAlias = tuple[dict[str, Any], dict[str, bytes]] | Message


class Written(NamedTuple):
    """What the documents of a bundle say.

    Attributes
    ----------
    read : set of str
        Members that were read and compared.
    findings : list of Finding
        Where they are not the scenario of the result, or why they cannot be read by themselves.
    """

    read: set[str]
    findings: list[Finding]


def as_written(saved: Answer, files: Mapping[str, bytes], *, other: bool) -> Written:
    """Read the documents of a bundle again, and compare them with the scenario of the result.

    Parameters
    ----------
    saved : Answer
        The result in the bundle.
    files : mapping of str to bytes
        The members of the bundle.
    other : bool
        Whether the program or the catalogue here is another than those of the result.
    """
    there = {
        name.removeprefix(DOCUMENTS): data
        for name, data in files.items()
        if name.startswith(DOCUMENTS)
    }
    lists = [key for key, one in _sections(saved).items() if "sums" in one]
    if not there:
        return Written(set(), [_nothing()])
    first, read = _first(there, saved.scenario.name)
    if not isinstance(read, tuple):
        what = _(
            "{path} cannot be read by itself, and is not held against the result: {why}",
            path=f"{DOCUMENTS}{first}",
            why=read,
        )
        alone = len(there) == 1 and not lists  # it is the whole, which is read
        return Written(set(), [Finding("scenario", first, None, None, what, wrong=alone)])
    said, again = read
    content = plain(saved.content)
    for section in lists:
        del content[section]  # sums in place of a list, which is not in the bundle
        said.pop(section, None)
    _without_logs(content, said)
    found = [*_parts(there, again, other=other), *_differing(list(there), content, said), _beside()]
    return Written({f"{DOCUMENTS}{name}" for name in there if name in again}, found)


def _without_logs(content: Any, said: Any) -> None:
    """What was counted from a log or looked up in a pool stands in the result alone."""
    credits = content.get("offset", {}).get("credits", ())
    for one, written in zip(credits, said.get("offset", {}).get("credits", ()), strict=False):
        if one.pop("counted", None) and written.pop("actions", None):
            del one["tonnes"]
        one.pop("open", None)


def _first(there: Mapping[str, bytes], name: str) -> tuple[str, _Read]:
    """The document that extends the others, and what it says: the one of the scenario's name."""
    own = [one for one in there if not one.startswith(f"{SHIPPED}/")]
    named = [one for one in own if PurePosixPath(one).name == name] or own or list(there)
    found = [(one, _read_again(one, there)) for one in named]
    whole = (
        pair for pair in found if isinstance(pair[1], tuple) and pair[1][1].keys() == there.keys()
    )
    return next(whole, found[0])


def _read_again(first: str, there: Mapping[str, bytes]) -> _Read:
    """What a document says with all it extends, and the files read; or why it cannot."""
    with TemporaryDirectory() as made:
        folder = os.path.realpath(made)
        try:
            for name, data in there.items():
                target = Path(folder, name)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
                _stays_inside(target, folder)
            scenario = load_scenario(Path(folder, first))
            return plain(scenario.said({})), dict(documents_of(scenario.document))
        except CarbonmeetError as error:
            return without(message_of(error), f"{folder}/")
        except OSError as error:  # a file in the place of a folder
            return message_of(error)


def _stays_inside(document: Path, folder: str) -> None:
    """Refuse a document that would have a file read which is not in the bundle."""
    read = read_yaml_file(document)
    below = read.data.get("extends") if isinstance(read.data, dict) else None
    if isinstance(below, str):
        target = os.path.normpath(os.path.join(document.parent, below))
        if os.path.commonpath([target, folder]) != folder:
            what = _("'{below}' leads out of the bundle", below=below)
            raise InputError([read.fault(("extends",), "extends", what)])


def _sections(saved: Answer) -> dict[str, Mapping[str, Any]]:
    content = saved.content or {}
    return {key: one for key, one in content.items() if isinstance(one, Mapping)}


def _beside() -> Finding:
    what = _(
        "{path} says what the result was worked out from; its comments, and values that a file "
        "above replaces, are checked by checksum only",
        path=DOCUMENTS,
    )
    return Finding("notes", DOCUMENTS, None, None, what, wrong=False)


def _nothing() -> Finding:
    what = _("the scenario as it was written is not in the bundle")
    return Finding("notes", DOCUMENTS, None, None, what, wrong=False)


def _parts(
    there: Mapping[str, bytes], again: Mapping[str, bytes], *, other: bool
) -> Iterator[Finding]:
    """Files that the document extends, and that are others than those in the bundle."""
    for name, data in again.items():
        if there.get(name) != data:
            path = f"{DOCUMENTS}{name}"
            what = _("{path} is not the file that the scenario extends", path=path)
            yield Finding("scenario", path, None, None, what, wrong=not other)


def _differing(names: list[str], content: Any, said: Any) -> Iterator[Finding]:
    for path, a, b in differences(content, said):
        what = _(
            "{whole}: {path} is {b} there, {a} in the result",
            whole=joined(f"{DOCUMENTS}{name}" for name in names),
            path=path,
            b=b,
            a=a,
        )
        yield Finding("scenario", path, a, b, what)
