"""Where a value stands in a scenario: one grammar for everything that points at one.

``groups["Delegates from Beijing"].people``, ``groups.Volunteers.nights``, ``measures.T1.uptake``,
``factors["grid@mee-2021[CN-YN]"]``: keys joined by dots, and in brackets what is no plain word. An
entry of a list is called by its name, so that a path still leads to it when another is put before
it; its position, ``groups[0]``, is read as well. Entries of one name are told apart by their
periods, ``groups["Volunteers (phase-2)"]``, or by an ``id`` of their own.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.given import refuse_other
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.text import _

__all__ = [
    "EXAMPLE",
    "OWN",
    "Names",
    "Path",
    "PathError",
    "find",
    "is_named",
    "names_of",
    "own_source",
    "read",
    "show",
]

#: Keys, names of list entries, and positions in lists.
Path: TypeAlias = tuple[str | int, ...]

#: What is written without quotes, and what is read without them.
_PLAIN = pattern_of(r"[\w@+%/-]+")
_STEP = pattern_of(
    r"""(?P<dot>\.)?(?P<word>[^\s.\[\]"']+)
      | \[(?P<position>[0-9]+)\]
      | \[(?P<double>"(?:[^"\\]|\\.)*")\]
      | \['(?P<single>(?:[^'\\]|\\.)*)'\]""",
    re.VERBOSE | re.DOTALL,
)
#: What an entry without a name is called by.
_KINDS = ("item", "stream")
#: What is longer is no name but a slip.
_LONGEST = 300
#: Stands before the name of a publication that a number of one's own names.
OWN = "own-"
EXAMPLE = """groups["Delegates from Beijing"].people"""


class PathError(CarbonmeetError):
    """A path cannot be read, or leads nowhere."""


def show(path: Sequence[str | int]) -> str:
    """A path as people write it.

    Parameters
    ----------
    path : sequence of str or int
        Keys and names, and positions in lists.

    Examples
    --------
    >>> show(("groups", "Delegates from Beijing", "people"))
    'groups["Delegates from Beijing"].people'
    >>> show(("groups", 0, "travel", 1, "mode"))
    'groups[0].travel[1].mode'
    """
    return "".join(map(_shown, path)).removeprefix(".")


@lru_cache(maxsize=4096, typed=True)
def _shown(step: str | int) -> str:
    """A step behind others; a path begins with no dot."""
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN.fullmatch(step) else f"[{json.dumps(step, ensure_ascii=False)}]"


def read(text: str) -> Path:
    """The path that a text stands for.

    Parameters
    ----------
    text : str
        As `show` writes it; names may stand in single quotes too.

    Raises
    ------
    PathError
        If it is no path.

    Examples
    --------
    >>> read('factors["grid@mee-2021[CN-YN]"]')
    ('factors', 'grid@mee-2021[CN-YN]')
    >>> read("groups.Volunteers.local['car.petrol']")
    ('groups', 'Volunteers', 'local', 'car.petrol')
    """
    refuse_other(text, str, "text")
    steps: list[str | int] = []
    at, text = 0, text.strip()
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None or (bool(found["word"]) and bool(found["dot"]) != bool(steps)):
            raise PathError(
                _("'{text}' is not a path: write it as in {example}", text=text, example=EXAMPLE)
            )
        steps.append(_step(found, text))
        at = found.end()
    return tuple(steps)


def _step(found: re.Match[str], text: str) -> str | int:
    if found["position"] is not None:
        return int(found["position"])
    if found["single"] is not None:
        return re.sub(r"\\(.)", r"\1", found["single"], flags=re.DOTALL)
    if found["double"] is None:
        return found["word"]
    try:
        name: str = json.loads(found["double"], strict=False)
    except ValueError:
        raise PathError(_("'{text}': unknown '\\' escape in quotes", text=text)) from None
    return name


def own_source(source: str) -> str:
    """What stands as the source of a number of one's own that names a publication.

    Examples
    --------
    >>> own_source("mee-2021"), own_source("own-mee-2021")
    ('own-mee-2021', 'own-mee-2021')
    """
    return source if source.startswith(OWN) else OWN + source


def names_of(entry: object) -> tuple[str, ...]:
    """The names of an entry of a list: its ``id``, else what it is called in either language.

    What is consumed or thrown away goes by what it is, if it has no name.

    Examples
    --------
    >>> names_of({"name": {"en": "Volunteers", "zh": "志愿者"}, "people": 600})
    ('Volunteers', '志愿者')
    >>> names_of({"id": "staff-2", "name": "Staff"}), names_of({"mode": "air"})
    (('staff-2',), ())
    >>> names_of({"item": "water-bottle", "per_person": 2})
    ('water-bottle',)
    """
    if not isinstance(entry, Mapping):
        return ()
    called = entry.get("name", entry.get("label"))
    found: list[object] = [entry.get("id")]
    if found[0] is None and isinstance(called, Mapping):
        found = [called.get("en"), called.get("zh")]
    elif found[0] is None and called is not None:
        found = [called]
    elif found[0] is None and "key" in entry and "value" in entry:  # a factor of one's own
        source, region = entry.get("source", "own"), entry.get("region", "world")
        sources = dict.fromkeys((source, own_source(source))) if isinstance(source, str) else ()
        found = [f"{entry['key']}@{one}[{region}]" for one in sources]
        found.append(entry.get("replaces"))
    elif found[0] is None:
        found = [next((entry[key] for key in _KINDS if key in entry), None)]
    names = (one for one in found if isinstance(one, str))
    return tuple(dict.fromkeys(one for one in names if one.strip() and len(one) <= _LONGEST))


def is_named(entry: object) -> bool:
    """Whether an entry of a list has a name, and is not only called by what it is."""
    return isinstance(entry, Mapping) and any(key in entry for key in ("id", "name", "label"))


class Names:
    """The entries of every list of a scenario by name.

    Parameters
    ----------
    data : plain data
        The scenario: mappings, lists and scalars.

    Examples
    --------
    >>> names = Names({"groups": [{"name": "Guests", "people": 80}, {"name": "Staff"}]})
    >>> names.find(("groups", "Staff", "people"))
    ('groups', 1, 'people')
    >>> names.named(("groups", 0, "people"))
    ('groups', 'Guests', 'people')
    """

    def __init__(self, data: object) -> None:
        self.data = data
        self._lists: dict[Path, dict[str, list[int]]] = {}

    def named(self, path: Path) -> Path:
        """The path with names for positions; an entry without a name of its own keeps its."""
        data: Any = self.data
        steps: list[str | int] = []
        for number, step in enumerate(path):
            if isinstance(step, int) and isinstance(data, list) and step < len(data):
                names = self._of(path[:number], data)
                own = (one for one in _every_name(data[step]) if names.get(one) == [step])
                steps.append(next(own, step))
            else:
                steps.append(step)
            data = _inside(data, step)
        return tuple(steps)

    def find(self, path: Path) -> Path:
        """The path with positions for names; it may lead beyond the data.

        Raises
        ------
        PathError
            If a list has no such entry, or two of the name.
        """
        data: Any = self.data
        steps: list[str | int] = []
        for step in path:
            at = step
            if isinstance(data, list):
                at = self._position(tuple(steps), data, step)
            elif isinstance(step, int):
                raise PathError(
                    _(
                        "{path}: {path2} is not a list",
                        path=show(path),
                        path2=show(steps) or "the file",
                    )
                )
            steps.append(at)
            data = _inside(data, at)
        return tuple(steps)

    def within(self, path: Path) -> Mapping[str, list[int]]:
        """Positions by name in the list at a path (of positions)."""
        data: Any = self.data
        for step in path:
            data = _inside(data, step)
        return self._of(path, data) if isinstance(data, list) else {}

    def _of(self, path: Path, entries: list[Any]) -> dict[str, list[int]]:
        """Positions by name in the list at a path."""
        if path not in self._lists:
            self._lists[path] = _positions(entries)
        return self._lists[path]

    def _position(self, path: Path, entries: list[Any], step: str | int) -> int:
        """Where in a list an entry stands."""
        shown = show((*path, step))
        if isinstance(step, int):
            if step < len(entries):
                return step
            raise PathError(
                _(
                    "{shown}: {path} has {entries} entries, counted from 0",
                    shown=shown,
                    path=show(path),
                    entries=len(entries),
                )
            )
        names = self._of(path, entries)
        alike = (one for one in names if _spelling(one) == _spelling(step))
        listed = names[step] if step in names else names.get(next(alike, ""), [])
        if len(listed) == 1:
            return listed[0]
        if not listed:
            if not names:
                raise PathError(
                    _(
                        "{shown}: the entries of {path} have no names: write "
                        "the position, as in {path2}",
                        shown=shown,
                        path=show(path),
                        path2=show((*path, 0)),
                    )
                )
            raise PathError(
                _(
                    "no entry '{step}' in {path}.{hint}",
                    step=step,
                    path=show(path),
                    hint=did_you_mean(step, names),
                )
            )
        shared = [self.named((*path, at)) for at in listed[:2]]
        both = " and ".join(map(show, shared))
        told = _("write which") if isinstance(shared[1][-1], str) else _("give one of them an 'id'")
        raise PathError(
            _("{shown}: {both} have the same name: {told}", shown=shown, both=both, told=told)
        )


def _positions(entries: list[Any]) -> dict[str, list[int]]:
    """Positions by name; names that several entries have are told apart by the period as well."""
    found: dict[str, list[int]] = {}
    for at, entry in enumerate(entries):
        for name in names_of(entry):
            found.setdefault(name, []).append(at)
    _join_spellings(found)
    shared = {at for listed in found.values() if len(listed) > 1 for at in listed}
    for at in sorted(shared):
        for name in _every_name(entries[at]):
            if at not in found.setdefault(name, []):
                found[name].append(at)
    _join_spellings(found)
    return found


def _join_spellings(found: dict[str, list[int]]) -> None:
    """Give the spellings of one name the entries of all: é may be one sign or two."""
    spelt: dict[str, list[str]] = {}
    for name in found:
        spelt.setdefault(_spelling(name), []).append(name)
    for alike in spelt.values():
        if len(alike) > 1:
            every = sorted({at for name in alike for at in found[name]})
            found |= {name: [*every] for name in alike}


def _spelling(name: str) -> str:
    """A name in the one spelling that keys of a file have too."""
    return name if name.isascii() else unicodedata.normalize("NFKC", name)


def _every_name(entry: object) -> tuple[str, ...]:
    """The names of an entry, without and with its period."""
    names = names_of(entry)
    period = entry.get("period") if isinstance(entry, Mapping) else None
    if not isinstance(period, str):
        return names
    return (*names, *(f"{name} ({period})" for name in names))


def find(data: object, path: Path) -> Path:
    """The path with positions for names, where every step leads to something.

    Parameters
    ----------
    data : plain data
        The scenario.
    path : Path

    Returns
    -------
    Path

    Raises
    ------
    PathError
        If it leads nowhere: with what was probably meant.

    Examples
    --------
    >>> find({"groups": [{"name": "Guests", "people": 80}]}, ("groups", "Guests", "peple"))
    Traceback (most recent call last):
    carbonmeet.numbers.path.PathError: no 'peple' in groups.Guests. Did you mean 'people'?
    """
    found = Names(data).find(path)
    for number, step in enumerate(found):
        inner = _inside(data, step)
        if inner is None and not (isinstance(data, Mapping) and step in data):
            keys = map(str, data) if isinstance(data, Mapping) else ()
            spot = show(path[:number]) or _("the file")
            raise PathError(
                _(
                    "no '{step}' in {spot}.{hint}",
                    step=step,
                    spot=spot,
                    hint=did_you_mean(str(step), keys),
                )
            )
        data = inner
    return found


def _inside(data: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return data[step] if isinstance(data, list) and step < len(data) else None
    return data.get(step) if isinstance(data, Mapping) else None
