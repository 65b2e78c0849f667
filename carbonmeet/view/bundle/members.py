"""The members of a bundle held against the same files built again from the result in it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from carbonmeet.answer import Answer
from carbonmeet.audit.archive import MANIFEST, RESULT, WHOLE
from carbonmeet.audit.verification import CLOSE, Finding, Verification, unknown_parts
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _, joined
from carbonmeet.version import __version__
from carbonmeet.view.bundle.contents import LINES, built
from carbonmeet.view.bundle.written import as_written
from carbonmeet.view.numerals import fixed

__all__ = ["held_against_the_result"]

#: Numbers of these follow from the result whatever program or catalogue is here.
_OF_THE_RESULT = (LINES, "evidence.csv")
#: Numbers with a point or a negative power; whole numbers are held byte by byte.
_NUMBER = re.compile(r"(-?\d+\.\d+(?:[eE][-+]?\d+)?|-?\d+[eE]-\d+)")
_PAGES = re.compile(r"index\.\w+\.html")
#: Stand on a page where two numbers are that no result holds, so that they can be left out.
_EXACT, _MERGED = 123_456_789.0, 987_654_321
_NUMERAL = r"[\d,]+(?:\.\d+)?"
_LONGEST = 60
#: How much of the text before such a number tells its place.
_NEAR = 12


class _Part(NamedTuple):
    """The first place where two texts are not the same."""

    line: int
    there: str
    here: str
    numbers: bool


def held_against_the_result(found: Verification, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """What in a bundle is not what the program writes for the result in it.

    Parameters
    ----------
    found : Verification, differences
        Of the result in the bundle.
    files : mapping of str to bytes
        The members of the bundle.
    """
    saved, rerun = found.answer, found.again
    if saved is None or rerun is None or rerun.answer is None:
        return
    here = rerun.here
    other = saved.carbonmeet != __version__ or (
        here is None or here.catalogue.hash != saved.catalogue.hash
    )
    expected = _expected(saved, rerun.answer)
    named = {one.path for one in found.findings}
    for name in sorted(expected.keys() - named - {RESULT, WHOLE}):
        yield from _member(name, files.get(name), expected[name], other=other)
    yield from unknown_parts(saved, files[RESULT], RESULT, wrong=not other)
    read, faults = as_written(saved, files, other=other)
    yield from faults
    rest = files.keys() - expected.keys() - read - {MANIFEST}
    if rest:
        what = _(
            "checked by its checksum only, for it cannot be built again from the result: {names}",
            names=joined(sorted(rest)),
        )
        yield Finding("notes", MANIFEST, None, None, what, wrong=False)
    if _of_a_list(saved):
        what = _(
            "what the list of people itself gives, and how many of its cells were merged, is not "
            "worked out again: the list is not in the bundle"
        )
        yield Finding("notes", "attendees", None, None, what, wrong=False)


def _of_a_list(answer: Answer) -> bool:
    return "sums" in (answer.content or {}).get("attendees", {})


def _expected(saved: Answer, again: Answer) -> dict[str, bytes]:
    """The members as they are written for the result worked out again, under its own names."""
    same = again.changed(
        carbonmeet=saved.carbonmeet,
        catalogue=saved.catalogue,
        scenario=replace(again.scenario, hash=saved.scenario.hash),
    )
    return dict(built(same, saved.to_dict()["content"], _EXACT, _MERGED))


def _member(name: str, there: bytes | None, here: bytes, *, other: bool) -> Iterator[Finding]:
    if there is None:
        yield Finding("file", name, None, None, _("{path} is missing", path=name), not other)
        return
    part = _first_part(name, there, here)
    if part is None:
        return
    what = _(
        "{path}, line {line}: {there} there, {here} built again from the result",
        path=name,
        line=part.line,
        there=part.there or "–",
        here=part.here or "–",
    )
    wrong = not other or (part.numbers and name in _OF_THE_RESULT)
    if not wrong:
        what = _("{what} (the program or the catalogue here is another)", what=what)
    yield Finding("file", name, part.there, part.here, what, wrong)


def _first_part(name: str, there: bytes, here: bytes) -> _Part | None:
    if there == here:
        return None
    left, right = (one.decode("utf-8", "backslashreplace") for one in (there, here))
    if _PAGES.fullmatch(name):
        right = _with_numbers_of(left, right)
    lines, others = left.split("\n"), right.split("\n")
    count = max(len(lines), len(others))
    for at in range(count):
        one = lines[at] if at < len(lines) else ""
        two = others[at] if at < len(others) else ""
        if one == two and at < min(len(lines), len(others)):
            continue
        words, more = _NUMBER.split(one), _NUMBER.split(two)
        worded = words[::2] == more[::2] and len(lines) == len(others)
        if not worded or not all(map(_close, words[1::2], more[1::2])):
            return _Part(at + 1, *_shown(one, two), worded)
    return None


def _close(one: str, two: str) -> bool:
    return one == two or math.isclose(float(one), float(two), rel_tol=CLOSE, abs_tol=CLOSE)


def _shown(one: str, two: str) -> tuple[str, str]:
    """Two lines about the place where they part."""
    ends = zip(one, two, strict=False)
    at = next((n for n, (a, b) in enumerate(ends) if a != b), min(len(one), len(two)))
    start = max(0, at - _LONGEST // 3)
    cut = [text[start : start + _LONGEST].strip() for text in (one, two)]
    left, right = (f"…{text}" if start and text else text for text in cut)
    return left, right


def _with_numbers_of(page: str, again: str) -> str:
    """The page built again, with the two numbers that no result holds as they stand in `page`."""
    for mark in (fixed(_EXACT, 3), f"{_MERGED}"):
        before, found, after = again.partition(mark)
        told = found and re.search(f"{re.escape(before[-_NEAR:])}({_NUMERAL})", page)
        if told:
            again = f"{before}{told[1]}{after}"
    return again
