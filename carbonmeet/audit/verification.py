"""Whether a saved result follows from what it holds, and if not, where it does not."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, TypeAlias

from carbonmeet.answer import Answer, Row
from carbonmeet.answer.basis import CatalogueRecord
from carbonmeet.answer.plain import plain
from carbonmeet.audit.rerun import Rerun, rerun
from carbonmeet.base.errors import CarbonmeetError, message_of
from carbonmeet.base.numerals import figures
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import Label, _
from carbonmeet.version import __version__

__all__ = [
    "Finding",
    "Verification",
    "apart",
    "checked",
    "differences",
    "unknown_parts",
    "unreadable",
]

#: Sums of the same numbers on another machine may part in their last digits.
CLOSE = 1e-9

Kind: TypeAlias = Literal[
    "file", "version", "scenario", "inputs", "catalogue", "seed", "numbers", "notes"
]
#: Parts of a result that are told by words and not by numbers, and follow the catalogue's edition.
_NOTES = ("notices", "quality", "boundary")
#: Notices of how files lie over each other, or are written: a result holds what they say together.
_OF_FILES = ("scenario.section-replaced", "scenario.format-1", "offset.taken-over")


class Finding(NamedTuple):
    """One place where a result and what it was worked out to again are not the same.

    Attributes
    ----------
    kind : str
        ``file``, ``version``, ``scenario``, ``inputs``, ``catalogue``, ``seed``, ``numbers`` or
        ``notes``.
    path : str
        Where in the result.
    saved, found : object
        What stands there, and what was found.
    wrong : bool
        Whether the result does not follow from what it holds; else it is told only.
    """

    kind: Kind
    path: str
    saved: Any
    found: Any
    what: Label
    wrong: bool = True


@dataclass(frozen=True)
class Verification:
    """What a check of a saved result found.

    Attributes
    ----------
    name : str
        Of the file.
    answer : Answer or None
        The result that was saved; None where the file cannot be read.
    again : Rerun or None
        The same worked out again.
    findings : tuple of Finding
    """

    name: str
    answer: Answer | None
    again: Rerun | None
    findings: tuple[Finding, ...]

    @property
    def same(self) -> bool:
        """Whether the result follows from what it holds."""
        return not any(one.wrong for one in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """As plain data: the JSON of ``carbonmeet verify --format json``."""
        here = self.again.here if self.again else None
        saved = self.answer
        return {
            "file": self.name,
            "same": self.same,
            "carbonmeet": {"saved": saved and saved.carbonmeet, "here": __version__},
            "catalogue": {
                "saved": saved and {"version": saved.catalogue.version,
                                    "hash": saved.catalogue.hash},
                "here": here and {"version": here.catalogue.version, "hash": here.catalogue.hash},
            },
            "residual": {
                "saved": saved and saved.residual.total.value,
                "own_rows": self.again and self.again.answer
                and self.again.answer.residual.total.value,
                "here": here and here.residual.total.value,
            },
            "findings": [
                {
                    "kind": one.kind,
                    "path": one.path,
                    "saved": one.saved,
                    "found": one.found,
                    "wrong": one.wrong,
                    "en": one.what.get("en"),
                    "zh": one.what.get("zh"),
                }
                for one in self.findings
            ],
        }  # fmt: skip


def unreadable(name: str, why: Label) -> Verification:
    """The check of a file that is no result, or no longer."""
    what = _("the file cannot be read: {why}", why=why)
    return Verification(name, None, None, (Finding("file", "", None, None, what),))


def checked(saved: Answer, name: str, before: Iterable[Finding] = ()) -> Verification:
    """The check of a result in hand, with what was found of its file before."""
    try:
        again = rerun(saved)
    except CarbonmeetError as error:
        what = _("the result cannot be worked out again: {why}", why=message_of(error))
        return Verification(name, saved, None, (*before, Finding("file", "", None, None, what)))
    findings = [*before, *_about_program(saved), *_about_catalogue(saved, again)]
    if again.answer is not None:
        findings += _compared(saved, again.answer, notes=_worded_alike(saved, again))
    return Verification(name, saved, again, tuple(findings))


def _worded_alike(saved: Answer, again: Rerun) -> bool:
    """Whether program and catalogue here are those of the result, so that its words must be too."""
    here = again.here
    same = here is not None and here.catalogue.hash == saved.catalogue.hash
    return same and again.own is None and saved.carbonmeet == __version__


def unknown_parts(saved: Answer, data: bytes, name: str, *, wrong: bool) -> Iterator[Finding]:
    """What a file of a result holds beside the result, and what stands in it as something else.

    Parameters
    ----------
    saved : Answer
        What was read of it.
    data : bytes
        The file, and its `name`.
    wrong : bool
        Whether that is wrong: another version may have written more.
    """
    for path, there, here in differences(json.loads(data), saved.to_dict()):
        if there is None:  # not in the file, and so what it is by default
            continue
        what = _("{result}: {path} is no part of a result", result=name, path=path)
        if here is not None:
            told = (json.dumps(one, ensure_ascii=False) for one in (there, here))
            what = _("{result}: {path} is written as {told}, and is read as {told2}",
                     result=name, path=path, told=next(told), told2=next(told))  # fmt: skip
        yield Finding("file", f"{name}: {path}", there, here, what, wrong)


def _about_program(saved: Answer) -> Iterator[Finding]:
    if saved.carbonmeet != __version__:
        what = _(
            "saved by carbonmeet {carbonmeet}; this is {version}",
            carbonmeet=saved.carbonmeet,
            version=__version__,
        )
        yield Finding("version", "carbonmeet", saved.carbonmeet, __version__, what, wrong=False)


def _about_catalogue(saved: Answer, again: Rerun) -> Iterator[Finding]:
    """Another catalogue, and every row that is another number there.

    A row that is another in a catalogue of the same hash was changed in the result.
    """
    here = again.here
    if here is None:
        what = _(
            "with the catalogue here the scenario cannot be estimated: {fault}", fault=again.fault
        )
        yield Finding("catalogue", "catalogue", None, None, what, wrong=False)
        return
    mine, theirs = saved.catalogue, here.catalogue
    other = mine.hash != theirs.hash
    if other:
        shown = apart(mine.hash, theirs.hash)
        before, now = saved.residual.total.value, here.residual.total.value
        what = _(
            "saved with catalogue {version} ({hash}); here is "
            "{theirs_version} ({hash2}), which gives {now:,.3f} t CO2e "
            "after the measures instead of {before:,.3f}",
            version=mine.version,
            hash=shown[0],
            theirs_version=theirs.version,
            hash2=shown[1],
            now=now,
            before=before,
        )
        yield Finding("catalogue", "catalogue.hash", mine.hash, theirs.hash, what, wrong=False)
    else:
        yield from _of_one_hash(mine, theirs)
    left = {(one.id, one.year): one for one in mine.rows}
    right = {(one.id, one.year): one for one in theirs.rows}
    for key in sorted({*left, *right}):
        a, b = left.get(key), right.get(key)
        mine_here, there = _row_values(a), _row_values(b)
        if mine_here == there:
            if not other:
                yield from _worded(f"catalogue.rows[{key[0]}, {key[1]}]", plain(a), plain(b))
            continue
        name, told = f"{key[0]}, {key[1]}", [_row_text(one) for one in (mine_here, there)]
        what = _(
            "row {name}: {told} in the result, {told2} in the catalogue here",
            name=name,
            told=told[0],
            told2=told[1],
        )
        path = f"catalogue.rows[{name}]"
        yield Finding("catalogue", path, mine_here, there, what, wrong=not other)


def _of_one_hash(mine: CatalogueRecord, theirs: CatalogueRecord) -> Iterator[Finding]:
    """What else a result says of the catalogue whose hash it names, and that is not so."""
    yield from _worded("catalogue.version", mine.version, theirs.version)
    yield from _worded("catalogue.sources", list(mine.sources), list(theirs.sources))


def _worded(path: str, a: Any, b: Any) -> Iterator[Finding]:
    for inner, one, other in differences(a, b, path):
        told = _told(one, other)
        what = _(
            "{path}: {told} in the result, {told2} in the catalogue of this hash",
            path=inner,
            told=told[0],
            told2=told[1],
        )
        yield Finding("catalogue", inner, one, other, what)


def _row_values(row: Row | None) -> tuple[float, float | None, float | None, str] | None:
    return None if row is None else (row.value, row.low, row.high, row.unit)


def _row_text(row: tuple[float, float | None, float | None, str] | None) -> str:
    if row is None:
        return "–"
    value, low, high, unit = row
    if low is None or high is None:
        return f"{figures(value)} {unit}"
    return f"{figures(value)} ({figures(low)} – {figures(high)}) {unit}"


def _compared(saved: Answer, again: Answer, *, notes: bool) -> Iterator[Finding]:
    """Everything else that is not the same; remarks are wrong where the catalogue is the same."""
    left, right = plain(saved), plain(again)
    for one in (left, right):
        for name in ("carbonmeet", "catalogue", "content"):
            one.pop(name)
    if not saved.frames:  # a result of an earlier version
        left.pop("frames"), right.pop("frames")
    tables = bool(saved.content and "sums" in saved.content.get("attendees", {}))
    if tables or _counted(saved):  # the digest is that of a file that is not in the result
        left["scenario"].pop("hash"), right["scenario"].pop("hash")
    if tables:
        left.pop("attendance", None), right.pop("attendance", None)  # who comes from where
        left["notices"] = [one for one in left["notices"] if not one["id"].startswith("list.")]
    left["notices"] = [one for one in left["notices"] if one["id"] not in _OF_FILES]
    if saved.city is not None and saved.scenario.kind == "meeting":
        left.pop("city"), right.pop("city")
        left["notices"] = [one for one in left["notices"] if not one["id"].startswith("city.")]
        what = _(
            "the meeting's share of its host city is not worked out again: the file of the city is "
            "not in the result"
        )
        yield Finding("notes", "city", None, None, what, wrong=False)
    found = [*differences(left, right)]
    centre = any(not _is_range(path) and not path.startswith(_NOTES) for path, _, _ in found)
    for path, a, b in found:
        yield _finding(path, a, b, again, centre=centre, notes=notes)


def _counted(saved: Answer) -> bool:
    """Whether credits were counted from a log, or looked up in the list of a pool."""
    credits = plain((saved.content or {}).get("offset") or {}).get("credits", ())
    return any("counted" in one for one in credits)


def _is_range(path: str) -> bool:
    return path.startswith("uncertainty") or path.rpartition(".")[2] in ("low", "high")


def _finding(path: str, a: Any, b: Any, again: Answer, *, centre: bool, notes: bool) -> Finding:
    """A difference with its kind and its words."""
    shown = _told(a, b)
    what = _(
        "{path}: {shown} in the result, {shown2} worked out",
        path=path,
        shown=shown[0],
        shown2=shown[1],
    )
    if path.startswith(_NOTES):
        return Finding("notes", path, a, b, what, wrong=notes)
    if not notes and path.rpartition(".")[2] in ("en", "zh"):  # words of another catalogue
        return Finding("notes", path, a, b, what, wrong=False)
    if path == "scenario.hash":
        what = _(
            "the scenario in the result is not the one whose hash it "
            "names: it was changed ({shown} named, {shown2} found)",
            shown=shown[0],
            shown2=shown[1],
        )
        return Finding("scenario", path, a, b, what)
    if path.startswith("scenario.inputs"):
        return Finding("inputs", path, a, b, what)
    if path.startswith("scenario"):
        return Finding("scenario", path, a, b, what)
    if _is_range(path) and not centre and again.uncertainty is not None:
        drawn = again.uncertainty
        what = _(
            "{what}: not the range of {draws:,} draws with seed {seed}",
            what=what,
            draws=drawn.draws,
            seed=drawn.seed,
        )
        return Finding("seed", path, a, b, what)
    return Finding("numbers", path, a, b, what)


def differences(a: Any, b: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Places where plain data are not the same, numbers within `CLOSE`.

    Examples
    --------
    >>> list(differences({"x": 1.0, "y": [1, 2]}, {"x": 1.0 + 1e-15, "y": [1, 3]}))
    [('y[1]', 2, 3)]
    """
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        for key in dict.fromkeys((*a, *b)):
            inner = f"{path}.{key}" if path else str(key)
            yield from differences(a.get(key), b.get(key), inner)
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for at, (one, other) in enumerate(zip(a, b, strict=True)):
            yield from differences(one, other, f"{path}[{_called(one, at)}]")
    elif _number(a) and _number(b):
        if not math.isclose(a, b, rel_tol=CLOSE, abs_tol=CLOSE):
            yield path, a, b
    elif a != b:
        yield path, a, b


def _called(entry: Any, at: int) -> str:
    """An entry of a list by its path or id, where it has one."""
    if isinstance(entry, Mapping):
        for name in ("path", "id"):
            if isinstance(entry.get(name), str):
                return str(entry[name])
    return str(at)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def apart(digest: str, other: str) -> tuple[str, str]:
    """Two digests, each as far as it takes to see that they are not the same.

    Examples
    --------
    >>> apart("0123456789abcdef01", "0123456789abcdee01")
    ('0123456789abcdef01', '0123456789abcdee01')
    """
    pairs = enumerate(zip(digest, other, strict=False))
    same = next((at for at, (one, two) in pairs if one != two), 0)
    return digest[: max(12, same + 4)], other[: max(12, same + 4)]


def _told(a: Any, b: Any) -> tuple[str, str]:
    """Two values in short, or in full where their short forms are the same."""
    if isinstance(a, str) and isinstance(b, str) and len(a) == len(b) == 64:
        return apart(a, b)
    left, right = _short(a), _short(b)
    return (str(a), str(b)) if left == right and _plain(a) and _plain(b) else (left, right)


def _plain(value: Any) -> bool:
    return not isinstance(value, list | Mapping)


def _short(value: Any) -> str:
    if isinstance(value, list | Mapping):
        return f"{len(value)} entries"
    text = figures(value) if isinstance(value, float) else str(value)
    return text if len(text) <= 60 else f"{text[:40]}…"
