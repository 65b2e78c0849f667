"""What a catalogue owns beside its factors: every other table and list, read when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import InputError
from carbonmeet.base.frozen import Frozen
from carbonmeet.base.text import Label, _
from carbonmeet.catalogue.measure import Measure, MeasureFile
from carbonmeet.catalogue.service import Part, Service
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.reading.schema import validate
from carbonmeet.reading.yamlfile import Document, read_yaml_file
from carbonmeet.rows import Table
from carbonmeet.units import parse_unit

__all__ = ["Holdings", "read_measures", "read_services", "shipped_part"]

_Model = TypeVar("_Model")


class Holdings:
    """Services, measures, laws, rules and records of tables, by name.

    Parameters
    ----------
    read : callable
        Reads a part by its name.
    over : mapping of str to object, optional
        Parts that take the place of those.
    """

    def __init__(self, read: Callable[[str], Any], over: Mapping[str, Any] | None = None) -> None:
        self._read = read
        self._parts: dict[str, Any] = dict(over or {})
        self._derived: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._parts:
            self._parts[name] = self._read(name)
        return self._parts[name]

    def table(self, table: Table[_Model]) -> tuple[_Model, ...]:
        """The records of a table."""
        found: tuple[_Model, ...] = self[table.name]
        return found

    def derived(self, name: str, make: Callable[[], _Model]) -> _Model:
        """Something that follows from the parts, made once."""
        if name not in self._derived:
            self._derived[name] = make()
        found: _Model = self._derived[name]
        return found

    def over(self, parts: Mapping[str, Any]) -> Holdings:
        """These holdings with some parts in the place of their own."""
        return Holdings(self.__getitem__, parts)


def shipped_part(name: str) -> Any:
    """A part of the shipped catalogue, read from its file.

    Examples
    --------
    >>> shipped_part("preferences")[0].publisher
    'mee'
    """
    from carbonmeet.catalogue.records.every import TABLES

    home = data_dir("factors")
    if name == "services":
        return read_services(read_yaml_file(home / "services.yaml"))
    if name == "measures":
        return read_measures(home / "measures.yaml")
    if name == "offset_rules":
        return read_yaml_file(home / "offset_rules.yaml").data
    if name == "laws":
        return {}
    if name == "offset_rules_document":
        return None  # a pack's own has one, for faults in their place
    [table] = [one for one in TABLES if one.name == name]
    return table.shipped()


def read_measures(path: Path) -> tuple[Measure, ...]:
    """The measures of a file, in its order.

    Raises
    ------
    InputError
        With every fault.
    """
    return validate(MeasureFile, read_yaml_file(path)).measures


def read_services(document: Document) -> Mapping[str, Service]:
    """The services of a file by ``group/name``.

    Raises
    ------
    InputError
        With every fault.
    """
    services: dict[str, Service] = {}
    for group, members in document.data.items():
        for name, entry in members.items():
            key = f"{group}/{name}"
            if entry["source"] not in SOURCES:
                fault = document.fault((group, name), key, _("unknown source"))
                raise InputError([fault])
            services[key] = Service(
                id=key,
                name=Label(entry["name"].get("en", ""), entry["name"].get("zh", "")),
                unit=parse_unit(entry["unit"]),
                source=entry["source"],
                parts=tuple(
                    Part(
                        tuple(part["chain"]),
                        Label(**part.get("name", {})),
                        Frozen(part.get("when")),
                        part.get("within", ""),
                        part.get("outside", ""),
                        tuple(part.get("or", ())),
                        tuple(part.get("elsewhere", ())),
                    )
                    for part in entry["parts"]
                ),
            )
    return Frozen(services)
