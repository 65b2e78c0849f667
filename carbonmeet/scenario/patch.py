"""A scenario changed by path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from carbonmeet.base.errors import Fault, InputError, message_of
from carbonmeet.base.given import refuse_other
from carbonmeet.base.text import _
from carbonmeet.numbers.path import EXAMPLE, Names, Path, PathError, read, show
from carbonmeet.reading.amount import AMOUNT_KEYS
from carbonmeet.reading.faults import kind_of
from carbonmeet.reading.yamlfile import Document
from carbonmeet.scenario.layers import Derived, Origin
from carbonmeet.scenario.ownrows import of_factor, rows_for
from carbonmeet.scenario.plain import plain
from carbonmeet.scenario.profiles import PROFILE, in_profile, profiled
from carbonmeet.travel.airports import airports

__all__ = ["Changes", "patched"]

#: New values by path.
Changes: TypeAlias = Mapping[str, object] | Mapping[Path, object] | Mapping[str | Path, object]


def patched(document: Document, changes: Changes) -> Derived:
    """A document with other values at paths; None takes a value away.

    Raises
    ------
    InputError
        With every path that leads nowhere, and every value that no scenario can hold.
    """
    refuse_other(changes, Mapping, "changes")
    data: Any = dict(document.data)
    origins: dict[Path, Origin] = {(): Origin(document, ())}
    copied: set[Path] = {()}
    faults: list[Fault] = []
    gone: list[Path] = []
    _lay_rows(document, changes, data, origins)
    base: dict[str, Any] = dict(data)
    full: dict[str, Any] = profiled(document).data
    names = Names({**full, **({"factors": base["factors"]} if "factors" in base else {})})
    for given, value in changes.items():
        try:
            path = _path(given)
            if path[:1] == ("extends",):
                raise PathError(_("what a scenario extends is laid when it is read: give "
                                  "'load_scenario' a mapping with 'extends'"))  # fmt: skip
            if rows_for(base, [path]):  # nothing of the file's own to take away
                continue
            path = _uptake(names.find(path))
            _spell_out(data, path, copied, origins, document)
            if value is None:
                gone.append(path)
                continue
            for spot, one in _parts(base, path, plain(value, document.name, _path(given))):
                _put(data, spot, one, copied)
                origins[spot] = Origin(document, spot, whole=True)
        except PathError as error:
            name = given if isinstance(given, str) else ""
            faults.append(Fault(document.name, 0, 0, name, message_of(error)))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    _remove(data, gone, copied, origins, document)
    return Derived(document.name, data, path=document.path, origins=origins, below=(document,))


def _lay_rows(
    document: Document, changes: Changes, data: dict[str, Any], origins: dict[Path, Origin]
) -> None:
    """Rows of its own for the factors of the catalogue that are given another number."""
    for given, value in changes.items():
        try:
            path = _path(given)
            rows = [] if value is None else rows_for(data, [path])
        except PathError:  # told where the change is made
            continue
        before = data.get("factors") or []
        for at, row in enumerate(rows, len(before)):
            data["factors"] = [*before, row]
            origins[("factors", at)] = Origin(document, ("factors", at), whole=True)


def _path(given: object) -> Path:
    """A path as text or as its steps."""
    if isinstance(given, str):
        return read(given)
    sound = isinstance(given, tuple) and all(
        isinstance(step, str) or (type(step) is int and step >= 0) for step in given
    )
    if not sound:
        told = repr(given)
        raise PathError(_("'{text}' is not a path: write it as in {example}", text=told,
                          example=EXAMPLE))  # fmt: skip
    return tuple(given)  # type: ignore[arg-type]


def _parts(data: dict[str, Any], path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """The values that a change sets.

    The number of a factor goes by the name of the factor, a place by its own or its airport's.
    """
    if (
        path[-1:] == ("place",)
        and path[:1] in (("place",), ("periods",))
        and isinstance(value, str)
    ):
        value = {"airport" if value.strip() in airports() else "name": value.strip()}
    rows: Any = data.get("factors")
    at: Any = path[1] if path[:1] == ("factors",) and len(path) > 1 else None
    if at is None or not isinstance(rows, list):
        yield path, value
    elif len(path) == 2 and isinstance(value, dict) and "key" not in value:
        for key, one in value.items():
            yield from _parts(data, (*path, key), one)
    elif len(path) == 2 and not isinstance(value, dict):
        yield (*path, "value"), of_factor(rows[at], value)
    else:
        numeric = path[2:] in (("value",), ("low",), ("high",))
        yield path, of_factor(rows[at], value) if numeric else value


def _spell_out(
    data: Any, path: Path, copied: set[Path], origins: dict[Path, Origin], document: Document
) -> None:
    """What a group has by its profile, in the group, where a part of it is changed."""
    section, said = path[:3], in_profile(data, path[:3])
    if len(path) < 4 or said is None or data["groups"][path[1]].get(path[2]) is not None:
        return
    _put(data, section, said, copied)
    name = data["groups"][path[1]][PROFILE]
    origins[section] = Origin(document, ("profiles", name, *section[2:]))


def _uptake(path: Path) -> Path:
    """``measures.T1`` for ``measures.T1.uptake``: so the input is called, so the file says it."""
    return path[:2] if path[:1] == ("measures",) and path[2:] == ("uptake",) else path


def _put(data: Any, path: Path, value: Any, copied: set[Path]) -> None:
    """Set a value, in copies of the mappings and lists on the way."""
    if not path:
        raise PathError(_("the whole scenario cannot be replaced"))
    for number, step in enumerate(path[:-1], 1):
        _own(data, step, path[:number], copied, path[number])
        data = data[step]
    data[path[-1]] = value


def _own(data: Any, step: str | int, path: Path, copied: set[Path], following: str | int) -> None:
    """See that what stands at a step is a mapping or list of this document alone."""
    if path in copied:
        return
    inner = data[step] if isinstance(step, int) else data.get(step)
    if isinstance(inner, (dict, list)):
        data[step] = inner.copy()
    elif inner is None:
        data[step] = {}
    elif following in AMOUNT_KEYS:
        data[step] = {"value": inner}
    elif path == ("measures",):
        data[step] = {"others": inner}
    else:
        raise PathError(
            _(
                "{path} is {kind_of}: it has no '{following}'",
                path=show(path),
                kind_of=kind_of(inner),
                following=following,
            )
        )
    copied.add(path)


def _remove(
    data: Any, gone: list[Path], copied: set[Path], origins: dict[Path, Origin], document: Document
) -> None:
    """Take values away, later entries of a list first."""
    for path in sorted(gone, key=lambda p: [(isinstance(s, str), s) for s in p], reverse=True):
        inner: Any = data
        for number, step in enumerate(path[:-1], 1):
            if not isinstance(step, int) and (not isinstance(inner, dict) or step not in inner):
                inner = None
                break
            _own(inner, step, path[:number], copied, path[number])
            inner = inner[step]
        last = path[-1]
        if isinstance(inner, dict):
            inner.pop(str(last), None)
            if in_profile(data, path) is not None:
                inner[str(last)] = None  # else the profile would say it
        elif isinstance(inner, list) and isinstance(last, int):
            del inner[last]
            _shift(origins, path[:-1], last, len(inner), document)


def _shift(
    origins: dict[Path, Origin], path: Path, start: int, length: int, document: Document
) -> None:
    """Entries after one that was taken away know where they stood."""
    depth = len(path)
    kept = {p: o for p, o in origins.items() if not (p[:depth] == path and len(p) > depth)}
    moved = {p: o for p, o in origins.items() if p not in kept}
    for at in range(length):
        before = at + (at >= start)
        kept.setdefault((*path, at), moved.get((*path, before), Origin(document, (*path, before))))
        kept |= {
            (*path, at, *p[depth + 1 :]): o
            for p, o in moved.items()
            if p[depth] == before and len(p) > depth + 1
        }
    origins.clear()
    origins.update(kept)
