"""A bundle for an auditor, checked: its bytes, the result in it, and the files beside that."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from carbonmeet.answer import Answer
from carbonmeet.answer.plain import plain
from carbonmeet.answer.saved import read_result
from carbonmeet.audit.verification import (
    Finding,
    Verification,
    apart,
    checked,
    differences,
    unreadable,
)
from carbonmeet.base.errors import CarbonmeetError, message_of
from carbonmeet.base.files import read_whole
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Message, _
from carbonmeet.scenario import load_scenario

__all__ = ["DOCUMENTS", "MANIFEST", "RESULT", "ROWS", "WHOLE", "verify_archive", "without"]

MANIFEST = "MANIFEST.sha256"
RESULT = "result.json"
ROWS = "factors/rows.csv"
#: The scenario with all that it extends, and the files as they were written.
WHOLE = "scenario/whole.yaml"
DOCUMENTS = "documents/"
#: No bundle holds more, unpacked.
_LARGEST = 200_000_000


class _Archive(NamedTuple):
    members: dict[str, bytes]
    listed: dict[str, str]


def verify_archive(
    name: str, rest: Callable[[Verification, Mapping[str, bytes]], Iterable[Finding]]
) -> Verification:
    """The check of a bundle: checksums, scenario and rows, the result, and what follows from it.

    Parameters
    ----------
    name : str
        Of the file.
    rest : callable
        Takes what was found so far and the members by their names; gives what else is found.
    """
    try:
        archive = _read(name)
    except CarbonmeetError as error:
        return unreadable(name, message_of(error))
    findings = [*_checksums(archive)]
    if RESULT not in archive.members:
        return Verification(name, None, None, (*findings, _missing(RESULT)))
    with TemporaryDirectory() as folder:
        for path, content in archive.members.items():
            target = Path(folder, *PurePosixPath(path).parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        try:
            saved = read_result(Path(folder, RESULT), strict=False)
        except CarbonmeetError as error:
            why = without(message_of(error), f"{folder}/")
            broken = unreadable(name, why).findings
            return Verification(name, None, None, (*findings, *broken))
        findings += _files(saved, archive, Path(folder))
    found = checked(saved, name, findings)
    return replace(found, findings=(*found.findings, *rest(found, archive.members)))


def _read(name: str) -> _Archive:
    """The members of a bundle, and the checksums that it lists."""
    try:
        packed = read_whole(name, _LARGEST)
        with zipfile.ZipFile(io.BytesIO(packed)) as file:
            infos = [one for one in file.infolist() if not one.is_dir()]
            if len(packed) > _LARGEST or sum(one.file_size for one in infos) > _LARGEST:
                raise CarbonmeetError(_("{name}: is larger than a bundle can be", name=name))
            for one in infos:
                parts = PurePosixPath(one.filename).parts
                if ".." in parts or one.filename.startswith("/") or {"\\", ":"} & {*one.filename}:
                    raise CarbonmeetError(
                        _(
                            "{name}: '{filename}' leads out of the bundle",
                            name=name,
                            filename=one.filename,
                        )
                    )
            members = {one.filename: file.read(one) for one in infos}
    except OSError as error:
        raise CarbonmeetError(
            _("{name}: cannot be read: {why}", name=name, why=message_of(error))
        ) from None
    except CarbonmeetError:
        raise
    except Exception as error:  # zipfile, zlib and struct have each their own
        what = _("{name}: the archive is cut short or damaged", name=name)
        if type(error) is RuntimeError:  # so zipfile asks for a password
            what = _("{name}: the archive is encrypted", name=name)
        raise CarbonmeetError(what) from None
    if MANIFEST not in members:
        raise CarbonmeetError(
            _(
                "{name}: this is no bundle of carbonmeet: it has no {manifest}",
                name=name,
                manifest=MANIFEST,
            )
        )
    lines = members[MANIFEST].decode("utf-8", "replace").splitlines()
    pairs = [line.split("  ", 1) for line in lines if "  " in line]
    return _Archive(members, {path: digest for digest, path in pairs})


def _checksums(archive: _Archive) -> Iterator[Finding]:
    """Files whose bytes are not those of the list, that are missing, or that are not listed."""
    for path, digest in archive.listed.items():
        if path not in archive.members:
            yield _missing(path)
            continue
        found = hashlib.sha256(archive.members[path]).hexdigest()
        if found != digest:
            told = apart(digest, found)
            what = _(
                "{path}: its bytes are not those of {manifest}: {digest} listed, {found} found",
                path=path,
                manifest=MANIFEST,
                digest=told[0],
                found=told[1],
            )
            yield Finding("file", path, digest, found, what)
    for path in archive.members:
        if path not in archive.listed and path != MANIFEST:
            what = _("{path} is not listed in {manifest}", path=path, manifest=MANIFEST)
            yield Finding("file", path, None, None, what)


def without(message: Message, folder: str) -> Message:
    """A message whose files are named as in the archive, not as in a passing folder."""

    def bare(value: Any) -> Any:
        if isinstance(value, Message):
            return without(value, folder)
        if isinstance(value, str | Path):
            return str(value).replace(folder, "")
        return type(value)(map(bare, value)) if type(value) in (list, tuple) else value

    if not message.args:
        return type(message)(message.replace(folder, "")) if folder in message else message
    kind, (id_, args, context, plural) = message.__reduce__()
    return kind(id_, {key: bare(value) for key, value in args.items()}, context, plural)


def _missing(path: str) -> Finding:
    what = _("{path} is missing", path=path)
    return Finding("file", path, None, None, what)


def _files(saved: Answer, archive: _Archive, folder: Path) -> Iterator[Finding]:
    """Whether scenario and rows beside the result are those in it."""
    if WHOLE not in archive.members:
        yield _missing(WHOLE)
        return
    try:
        read = load_scenario(folder / WHOLE, saved=True)
    except CarbonmeetError as error:
        why = without(message_of(error), f"{folder}/")
        what = _("the scenario of the bundle cannot be read: {why}", why=why)
        yield Finding("scenario", WHOLE, None, None, what)
    else:
        for path, a, b in differences(plain(saved.content), plain(read.said({}))):
            what = _(
                "{whole}: {path} is {b} there, {a} in the result", whole=WHOLE, path=path, b=b, a=a
            )
            yield Finding("scenario", path, a, b, what)
    if ROWS in archive.members:
        yield from _rows(saved, archive.members[ROWS])


def _rows(saved: Answer, table: bytes) -> Iterator[Finding]:
    text = table.decode("utf-8", "replace")
    rows = {
        (one.get("key"), one.get("source"), one.get("region"), one.get("year")): one.get("value")
        for one in csv.DictReader(io.StringIO(text, newline=""))
    }
    for one in saved.catalogue.rows:
        listed = rows.get((one.key, one.source, one.region, str(one.year)))
        if listed != repr(one.value) and not one.own:
            what = _(
                "{rows}: {id} is {listed} there, {value!r} in the result",
                rows=ROWS,
                id=one.id,
                listed=listed,
                value=one.value,
            )
            yield Finding("catalogue", ROWS, one.value, listed, what)
