"""Which stream of random numbers the numbers of a scenario are drawn from: names without positions.

The id of a number tells where it stands, ``groups[0].people``. Were it drawn under that name, a
group put before the others would give all of them new draws, and two files that differ in one
group would differ in every number. So an entry of a list is called by what a planner knows it by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from carbonmeet.activity import Datum, Input
from carbonmeet.schema import path_of
from carbonmeet.text import Label

__all__ = ["stream_names"]

#: What tells the entries of a list apart, by the key of the list. It is as little as will do, so
#: that variants of a plan pair that differ in anything else: an amount, a hotel, a kind of bus.
_MARKS: Mapping[str, tuple[str, ...]] = {
    "groups": ("period", "name"),
    "travel": ("mode", "cabin", "from_", "to", "label"),
    "also": ("mode", "cabin", "from_", "to", "label"),
    "local": (),
    "consumables": ("period", "item", "label", "people"),
    "waste": ("period", "stream", "label", "people"),
}
_OTHERS = ("period", "label")
#: What stands before a number that is made from one of the file, the last entry, and the rest.
_ID = re.compile(r"(1 [-+] )?(.*)\[(\d+)\](.*)")
#: The amount at the head of a link that is written out, such as ``0.5 kWh / m^2``.
_AMOUNT = re.compile(r"[\d.,eE+-]+")


def stream_names(content: object, inputs: Iterable[Input]) -> dict[str, str]:
    """Names of streams by id, for the numbers whose id tells a position.

    Parameters
    ----------
    content : object
        The sections of the scenario.

    Examples
    --------
    >>> from carbonmeet.estimation import estimate
    >>> result = estimate("cop15-kunming")
    >>> stream_names(result.scenario.content, result.model.inputs)["venue[1].intensity"]
    "venue[('phase-1', 'Halls 5, 7 (main) and 19 (press)'), 0].intensity"
    """
    lists: dict[str, list[str]] = {}
    entries: dict[str, str] = {}
    found = {}
    for one in inputs:
        if isinstance(one, Datum) and (parts := _ID.fullmatch(one.id)):
            made, place, index, rest = parts.groups(default="")
            entry = f"{place}[{index}]"
            if entry not in entries:
                entries[entry] = _called(content, entry, lists)
            found[one.id] = f"{made}{entries[entry]}{rest}"
    return found


def _called(content: object, entry: str, lists: dict[str, list[str]]) -> str:
    """An entry with names in place of the positions; as it is where there is no such entry."""
    parts = _ID.fullmatch(entry)
    if parts is None:
        return entry
    _, place, index, rest = parts.groups(default="")
    if place not in lists:
        lists[place] = _entries(content, place)
    names = lists[place]
    name = names[int(index)] if int(index) < len(names) else index
    return f"{_called(content, place, lists)}[{name}]{rest}"


def _entries(content: object, text: str) -> list[str]:
    """Names of the entries of the list at a path, no two alike."""
    path = path_of(text)
    entries = _at(content, path)
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        return []
    keys = _MARKS.get(str(path[-1]), _OTHERS)
    seen: Counter[object] = Counter()
    names = []
    for mark in (_marks(one, keys) for one in entries):
        names.append(f"{mark!r}, {seen[mark]}")  # entries alike are told apart by their order
        seen[mark] += 1
    return names


def _at(content: object, path: Sequence[str | int]) -> object:
    for step in path:
        if isinstance(step, int):
            listed = content if isinstance(content, Sequence) else ()
            content = listed[step] if step < len(listed) else None
        elif isinstance(content, Mapping):
            content = content.get(step)
        else:
            content = getattr(content, step, None)
    return content


def _marks(entry: object, keys: Iterable[str]) -> tuple[object, ...]:
    if isinstance(entry, str):
        return (_AMOUNT.sub("", entry, count=1).strip(),)
    return tuple(_mark(getattr(entry, key, None)) for key in keys)


def _mark(value: object) -> object:
    return value.get("en") if isinstance(value, Label) else value
