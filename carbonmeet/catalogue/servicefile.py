"""Services as a factor pack gives them, checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import Field

from carbonmeet.base.errors import CarbonmeetError, Fault, UnitError, did_you_mean, message_of
from carbonmeet.base.text import NAMELESS, Message, _
from carbonmeet.catalogue.lookup import Catalogue
from carbonmeet.catalogue.service import Part, Service
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.numbers.factor import Reference
from carbonmeet.reading.schema import Strict
from carbonmeet.reading.textfields import LabelField
from carbonmeet.reading.yamlfile import Document
from carbonmeet.units import Unit, parse_unit, reduce_chain

__all__ = ["ServiceFile", "service_faults"]


class PartShape(Strict):
    """One product within a service."""

    chain: tuple[str, ...] = Field(min_length=1)
    name: LabelField | None = None
    when: dict[str, bool] = {}
    within: str = ""
    outside: str = ""
    instead: tuple[str, ...] = Field(default=(), alias="or")
    elsewhere: tuple[str, ...] = ()


class ServiceShape(Strict):
    """What a planner can name, and the chains that price it."""

    name: LabelField
    unit: str
    source: str
    parts: tuple[PartShape, ...] = Field(min_length=1)

    def service(self, key: str) -> Service:
        """The service."""
        return Service(
            key,
            self.name,
            parse_unit(self.unit),
            self.source,
            tuple(
                Part(
                    one.chain,
                    one.name or NAMELESS,
                    one.when,
                    one.within,
                    one.outside,
                    one.instead,
                    one.elsewhere,
                )
                for one in self.parts
            ),
        )


_Group = dict[str, ServiceShape]


class ServiceFile(Strict):
    """A list of services, by the group that they are named in."""

    modes: _Group = {}
    vehicles: _Group = {}
    lodging: _Group = {}
    meals: _Group = {}
    items: _Group = {}
    waste: _Group = {}
    freight: _Group = {}
    venue: _Group = {}
    digital: _Group = {}

    def shapes(self) -> Iterator[tuple[str, str, ServiceShape]]:
        """Group, name and shape of each."""
        for group in type(self).model_fields:
            for name, one in getattr(self, group).items():
                yield group, name, one

    def services(self) -> Mapping[str, ServiceShape]:
        """By ``group/name``."""
        return {f"{group}/{name}": one for group, name, one in self.shapes()}


def service_faults(
    document: Document, services: Mapping[str, ServiceShape], catalogue: Catalogue
) -> Iterator[Fault]:
    """What services name that is not there, and chains that do not make kg CO2e."""
    for key, one in services.items():
        group, name = key.split("/", 1)

        def fault(path: tuple[str | int, ...], told: Message | str) -> Fault:
            where = (group, name, *path)  # noqa: B023
            return document.fault(where, f"{group}.{name}", told)  # noqa: B023

        if one.source not in SOURCES:
            told = _(
                "no source '{word}'.{hint} Sources: {known}",
                word=one.source,
                hint=did_you_mean(one.source, SOURCES),
                known=list(SOURCES),
            )
            yield fault(("source",), told)
        try:
            unit = parse_unit(one.unit)
        except UnitError as error:
            yield fault(("unit",), message_of(error))
            continue
        for at, part in enumerate(one.parts):
            fields = ("chain", part.chain), ("or", part.instead), ("elsewhere", part.elsewhere)
            for field, chain in fields:
                if chain:
                    for told in _chain_faults(chain, unit, catalogue):
                        yield fault(("parts", at, field), told)


def _chain_faults(chain: tuple[str, ...], unit: Unit, catalogue: Catalogue) -> Iterator[Message]:
    links = []
    for text in chain:
        try:
            wanted = Reference.parse(text)
            row = catalogue.rivals(wanted.key)[0]
        except CarbonmeetError as error:
            yield message_of(error)
            return
        links.append((wanted.key, row.unit, -1 if wanted.inverse else 1))
    try:
        reduce_chain(unit, links)
    except UnitError as error:
        yield message_of(error)
