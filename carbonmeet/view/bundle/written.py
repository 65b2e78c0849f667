"""The documents of a bundle, as they were written, held against the scenario of the result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from carbonmeet.answer import Answer
from carbonmeet.answer.plain import plain
from carbonmeet.audit.archive import DOCUMENTS, without
from carbonmeet.audit.verification import Finding, differences
from carbonmeet.base.errors import CarbonmeetError, message_of
from carbonmeet.base.text import Label, _, joined
from carbonmeet.scenario import load_scenario
from carbonmeet.view.bundle.contents import documents_of

__all__ = ["Written", "as_written"]

_BELOW = re.compile(r"(\d+)-(.+)")


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
    named = _named(list(there))
    lists = [key for key, one in _sections(saved).items() if "sums" in one]
    if not named:
        return Written(set(), [] if there else [_nothing()])
    first = next(iter(named.values()))
    read = _read_again(named, there)
    if isinstance(read, Label):
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
    found = [*_parts(there, again, other=other), *_differing(list(named), content, said), _beside()]
    return Written({f"{DOCUMENTS}{name}" for name in there if name in again}, found)


def _read_again(
    named: Mapping[str, str], there: Mapping[str, bytes]
) -> tuple[dict[str, Any], dict[str, bytes]] | Label:
    """What the first document says with all it extends, and the files read; or why it cannot."""
    with TemporaryDirectory() as folder:
        for name, own in named.items():
            Path(folder, own).write_bytes(there[name])
        try:
            scenario = load_scenario(Path(folder, next(iter(named.values()))))
            return plain(scenario.said({})), dict(documents_of(scenario.document))
        except CarbonmeetError as error:
            return without(message_of(error), f"{folder}/")


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


def _named(names: list[str]) -> dict[str, str]:
    """Documents in their order, each with the name that the others know it by."""
    below = {int(one[1]): one for one in map(_BELOW.fullmatch, names) if one}
    order = [below[n] for n in range(1, len(names)) if n in below]
    first = [name for name in names if name not in {one[0] for one in order}]
    if len(first) != 1 or any("/" in name for name in names):
        return {}
    return {first[0]: first[0]} | {one[0]: one[2] for one in order}


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
