"""How a kind of guest lives, said once: groups that name a profile have what it says.

What a group says itself goes before, key by key; `null` takes away. The numbers of a profile are
those of every group that names it, each with a range of its own.
"""

from __future__ import annotations

from typing import Any

from carbonmeet.base.errors import Fault, InputError, did_you_mean
from carbonmeet.base.text import _
from carbonmeet.numbers.path import Path, show
from carbonmeet.reading.faults import unknown_key
from carbonmeet.reading.yamlfile import Document
from carbonmeet.scenario.extends import Merge
from carbonmeet.scenario.kinds import shape_of
from carbonmeet.scenario.layers import Derived, Origin

__all__ = ["PROFILE", "in_profile", "profiled"]

PROFILE = "profile"


def profiled(document: Document) -> Document:
    """A document in which every group says in full how its people live.

    Raises
    ------
    InputError
        With every profile that is not there.
    """
    data = document.data
    if not isinstance(data, dict) or not isinstance(data.get("groups"), list):
        return document
    profiles = data.get("profiles")
    known: dict[str, Any] = profiles if isinstance(profiles, dict) else {}
    groups, faults = list(data["groups"]), list[Fault]()
    origins: dict[Path, Origin] = {(): Origin(document, ())}
    for at, group in enumerate(groups):
        name = group.get(PROFILE) if isinstance(group, dict) else None
        if name is None:
            continue
        profile = known.get(name) if isinstance(name, str) else None
        path: Path = ("groups", at)
        if not isinstance(profile, dict):
            told = _("no profile '{name}'.{hint}", name=name, hint=did_you_mean(str(name), known))
            faults.append(document.fault((*path, PROFILE), show((*path, PROFILE)), told))
            continue
        merge = Merge(document, document)
        own = {key: one for key, one in group.items() if key != PROFILE}
        groups[at] = merge.mapping(own, profile, path, path, ("profiles", name))
        faults += merge.faults
        origins |= merge.origins
    if faults:
        raise InputError(_slips(document) or faults)
    if len(origins) == 1:
        return document
    return Derived(
        document.name,
        {**data, "groups": groups},
        path=document.path,
        origins=origins,
        below=(document,),
    )


def _slips(document: Document) -> list[Fault]:
    """Keys that were to be `profiles`: that no profile is there follows from them."""
    keys = tuple(shape_of("meeting").model_fields)
    slips = [str(key) for key in document.data if key not in keys]
    return [
        document.fault((key,), key, unknown_key(key, keys), at_key=True)
        for key in slips
        if did_you_mean(key, ["profiles"])
    ]


def in_profile(data: dict[str, Any], path: Path) -> Any:
    """What the profile of a group says at a path into the group; None where it says nothing."""
    groups, profiles = data.get("groups"), data.get("profiles")
    if path[:1] != ("groups",) or len(path) < 3 or not isinstance(profiles, dict):
        return None
    entry: Any = groups[path[1]] if isinstance(groups, list) and isinstance(path[1], int) else None
    found: Any = profiles.get(entry.get(PROFILE)) if isinstance(entry, dict) else None
    for step in path[2:]:
        inside = (
            isinstance(step, int) and step < len(found)
            if isinstance(found, list)
            else isinstance(found, dict) and step in found
        )
        found = found[step] if inside else None
    return found
