"""A file laid over the one it extends.

Mappings merge key by key; a list of named entries is patched by name where the file gives a
mapping, and replaced where it gives a list; `null` takes away. What is one value though it is
written as a mapping, such as an amount, a name or a place, is replaced whole.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from carbonmeet.base.errors import Fault, InputError, did_you_mean
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import _, joined
from carbonmeet.numbers.path import Names, Path, names_of, show
from carbonmeet.reading.yamlfile import Document
from carbonmeet.scenario.layers import Derived, Origin

__all__ = ["Merge", "is_one_value", "laid_over", "laid_over_sections"]

_OTHERS = ("parent", "planned", "none")


def is_one_value(value: Any, key: str | int) -> bool:
    """Whether a mapping is one value: an amount, a name in two languages, a place, a distribution.

    Half of the one and half of the other would be a third that nobody wrote.
    """
    return (isinstance(value, Mapping) and bool(value)) and (
        key == "place" or bool({"value", "form"} & value.keys()) or value.keys() <= {"en", "zh"}
    )


def _by_year(value: Mapping[Any, Any]) -> bool:
    """Whether a mapping gives values by year: over one value for all years it is another whole."""
    return bool(value) and all(str(key).isdigit() for key in value)


def laid_over_sections(child: Document, parent: Document) -> Derived:
    """A file of format 1 over another: its sections take the place of the other's."""
    data = {**_inherited(parent), **child.data}
    origins: dict[Path, Origin] = {(key,): Origin(child, (key,)) for key in child.data}
    origins[()] = Origin(parent, ())
    below = (child, parent)
    return Derived(child.name, data, path=child.path, origins=origins, below=below)


def laid_over(child: Document, parent: Document) -> Derived:
    """A file over another, key by key.

    Raises
    ------
    InputError
        With every entry that is not there to be patched.
    """
    merge = Merge(child, parent)
    data = merge.mapping(child.data, _inherited(parent), (), (), ())
    if merge.faults:
        raise InputError(merge.faults)
    return Derived(
        child.name,
        data,
        path=child.path,
        origins=merge.origins,
        below=(child, parent),
        notices=tuple(merge.notices),
    )


def _inherited(parent: Document) -> dict[str, Any]:
    return {key: value for key, value in parent.data.items() if key != "extends"}


class Merge:
    """Lays what one document says over what another, or another part of it, says."""

    def __init__(self, child: Document, parent: Document) -> None:
        self.child, self.parent = child, parent
        self.origins: dict[Path, Origin] = {}
        self.faults: list[Fault] = []
        self.notices: list[Notice] = []

    def mapping(
        self, upper: dict[str, Any], lower: dict[str, Any], here: Path, above: Path, beneath: Path
    ) -> dict[str, Any]:
        """Two mappings as one; where it stands, and where the child and the parent say theirs."""
        self.origins[here] = Origin(self.child, above)
        found: dict[str, Any] = {}
        for key in (*lower, *(one for one in upper if one not in lower)):
            at = (*here, key)
            if key not in upper:
                self.origins[at] = Origin(self.parent, (*beneath, key))
                found[key] = lower[key]
            elif upper[key] is not None or key not in lower:
                spots = (at, (*above, key), (*beneath, key))
                found[key] = self.value(upper[key], lower.get(key), *spots)
        return found

    def value(self, upper: Any, lower: Any, here: Path, above: Path, beneath: Path) -> Any:
        """What the child says over what the parent says."""
        if here == ("measures",) and isinstance(upper, dict):
            return self.measures(upper, lower)
        if isinstance(upper, dict) and not is_one_value(upper, here[-1]):
            if isinstance(lower, dict) and not (_by_year(upper) and is_one_value(lower, here[-1])):
                return self.mapping(upper, lower, here, above, beneath)
            if isinstance(lower, list) and not isinstance(upper.get("table"), str):
                return self.entries(upper, lower, here, above, beneath)
        self.origins[here] = Origin(self.child, above)
        if len(here) == 1 and isinstance(lower, list) and any(map(names_of, lower)):
            self._tell_of(here[0], upper, lower)
        return upper

    def entries(
        self, upper: dict[str, Any], lower: list[Any], here: Path, above: Path, beneath: Path
    ) -> list[Any]:
        """A list with the entries that the child names changed, taken away or added."""
        self.origins[here] = Origin(self.child, above)
        names = Names(lower).within(())
        patches: dict[int, str] = {}
        added: list[str] = []
        for name, patch in upper.items():
            at = self._entry(names, name, patch, above)
            if at is None:
                added.append(name)
            elif at in patches:
                self._fault((*above, name), _("'{patches}' is the same entry", patches=patches[at]))
            else:
                patches[at] = name
        found: list[Any] = []
        for at, entry in enumerate(lower):
            spot = (*here, len(found))
            if at not in patches:
                self.origins[spot] = Origin(self.parent, (*beneath, at))
                found.append(entry)
            elif upper[patches[at]] is not None:
                name = patches[at]
                spots = (spot, (*above, name), (*beneath, at))
                found.append(self.value(upper[name], entry, *spots))
        for name in added:
            self.origins[(*here, len(found))] = Origin(self.child, (*above, name))
            found.append(upper[name])
        return found

    def _entry(
        self, names: Mapping[str, list[int]], name: str, patch: Any, above: Path
    ) -> int | None:
        """Where in the parent's list an entry stands; None for a new one, or a fault."""
        listed = names.get(name, [])
        if len(listed) == 1:
            return listed[0]
        if listed or name not in names_of(patch):
            self._fault((*above, name), self._no_entry(names, name, len(listed)))
        return None

    def _no_entry(self, names: Mapping[str, list[int]], name: str, count: int) -> str:
        """Why a name leads to no entry of the parent's."""
        other = self.parent.name
        if count:
            exact = [one for one in names if one.startswith(f"{name} (") and len(names[one]) == 1]
            told = (
                _("write {exact}", exact=joined(map(repr, exact), " or "))
                if exact
                else _("give them an 'id' there")
            )
            return _(
                "{other} has {count} entries '{name}': {told}",
                other=other,
                count=count,
                name=name,
                told=told,
            )
        if not names:
            return _("the entries of {other} have no names here: write the whole list", other=other)
        add = _(" To add one, let it say its name itself: {{name: {name}, ..}}", name=name)
        return _(
            "no entry '{name}' in {other}.{hint}",
            name=name,
            other=other,
            hint=did_you_mean(name, names) or add,
        )

    def measures(self, upper: dict[str, Any], lower: Any) -> Any:
        """A closed list: a file that writes measures says what becomes of the others."""
        path = ("measures",)
        self.origins[path] = Origin(self.child, path)
        others = upper.get("others")
        if others not in _OTHERS:
            problem = (
                _("'others' is missing")
                if others is None
                else _(
                    "no others '{others}'.{hint}",
                    others=others,
                    hint=did_you_mean(str(others), _OTHERS),
                )
            )
            told = _(
                "{problem}: say what becomes of the measures not named: {others}",
                problem=problem,
                others=joined(_OTHERS),
            )
            self._fault((*path, "others") if others else path, told)
            return upper
        kept = {"others": others}
        if others == "parent":
            kept = dict(lower) if isinstance(lower, dict) else {"others": lower or "none"}
            for name in kept:
                self.origins[(*path, name)] = Origin(self.parent, (*path, name))
        own = {name: one for name, one in upper.items() if name != "others"}
        for name in own:
            self.origins[(*path, name)] = Origin(self.child, (*path, name))
        gone = {name for name, one in own.items() if one is None and name in kept}
        return {name: one for name, one in (kept | own).items() if name not in gone}

    def _tell_of(self, section: str | int, upper: Any, lower: list[Any]) -> None:
        count = len(upper) if isinstance(upper, list) else 0
        own, other = (os.path.basename(one.name) for one in (self.child, self.parent))
        self.notices.append(
            Notice(
                "scenario.section-replaced",
                {"section": str(section), "own": count, "other": len(lower)},
                _(
                    "'{section}' is replaced as a whole: its entries in {own} ({count}) stand for "
                    "those in {other} ({lower}); a mapping would change them by name",
                    section=section,
                    own=own,
                    count=count,
                    lower=len(lower),
                    other=other,
                ),
            )
        )

    def _fault(self, path: Path, message: str) -> None:
        self.faults.append(self.child.fault(path, show(path), message, at_key=True))
