"""The kinds of scenario and their shapes."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from carbonmeet.base.errors import Fault, InputError, did_you_mean
from carbonmeet.base.text import _
from carbonmeet.numbers.path import Names, is_named, names_of
from carbonmeet.reading.faults import unknown_key
from carbonmeet.reading.schema import Listed, json_schema, validate, where
from carbonmeet.reading.yamlfile import Document
from carbonmeet.scenario.formats import LATEST, NOTICE
from carbonmeet.scenario.layers import notices_of

if TYPE_CHECKING:
    from carbonmeet.city.scenario import CityScenario
    from carbonmeet.meeting import MeetingScenario

__all__ = ["KINDS", "scenario_schema", "shape_of", "typed"]

#: Kind of scenario → where its shape is defined; imported when a file of the kind is read.
KINDS = {
    "meeting": "carbonmeet.meeting:MeetingScenario",
    "city": "carbonmeet.city.scenario:CityScenario",
}


def shape_of(kind: str) -> type[MeetingScenario] | type[CityScenario]:
    """The pydantic model of a kind of scenario."""
    module, name = KINDS[kind].split(":")
    found: type[MeetingScenario] | type[CityScenario]
    found = getattr(importlib.import_module(module), name)
    return found


def typed(document: Document) -> MeetingScenario | CityScenario:
    """What a document says, typed.

    Raises
    ------
    InputError
        With every fault.
    """
    data = document.data
    if not isinstance(data, dict):
        raise InputError([document.fault((), "", _("a scenario is a mapping of keys to values"))])
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        known = ", ".join(KINDS)
        slip = next((key for key in data if kind is None and did_you_mean(key, ["kind"])), None)
        if slip is not None:
            wrong = unknown_key(slip, ("kind",))
            raise InputError([document.fault((slip,), "", wrong, at_key=True)])
        problem = _("'kind' is missing") if kind is None else _("no kind '{kind}'", kind=kind)
        raise InputError(
            [
                document.fault(
                    ("kind",),
                    "kind",
                    _("{problem}: give one of {known}", problem=problem, known=known),
                )
            ]
        )
    if data.get("carbonmeet", LATEST) != LATEST:
        wrong = _(
            "format 1 and format {latest} are known, not {carbonmeet}",
            latest=LATEST,
            carbonmeet=data["carbonmeet"],
        )
        raise InputError([document.fault(("carbonmeet",), "carbonmeet", wrong)])
    try:
        content = validate(shape_of(kind), document)
    except InputError as error:
        raise InputError(_once(error.faults)) from None
    if NOTICE not in notices_of(document):
        faults = list(_equal_names(type(content), document))
        if faults:
            raise InputError(faults)
    return content


def _once(faults: Iterable[Fault]) -> list[Fault]:
    """Every fault once: what several groups have by one profile stands in one place."""
    first: dict[object, Fault] = {}
    for one in faults:
        place = (one.file, one.line, one.column, one.where, str(one.message).partition(".")[0])
        first[place if one.line else one] = one
    return list(first.values())


def _equal_names(shape: type[BaseModel], document: Document) -> Iterator[Fault]:
    """Entries of one list that a path could not tell apart."""
    names = Names(document.data)
    for section, field in shape.model_fields.items():
        kinds = [one for one in get_args(field.annotation) if isinstance(one, type)]
        if not any(issubclass(one, Listed) for one in kinds):
            continue
        for at, entry in enumerate(document.data.get(section, ())):
            path = (section, at)
            if is_named(entry) and names.named(path) == path:
                name = next(iter(names_of(entry)), "")
                first = names.within((section,)).get(name, [at])[0]
                if first == at:
                    continue
                spot = where((section, first))
                message = _(
                    "{spot} is called '{name}' too: give one of them an 'id'", spot=spot, name=name
                )
                yield document.fault(path, where(path), message)


def scenario_schema() -> dict[str, Any]:
    """JSON Schema of all kinds of scenario: editors complete and check a file by it."""
    found: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    found["title"] = "carbonmeet scenario"
    definitions: dict[str, Any] = {}
    kinds = []
    for kind in KINDS:
        # two kinds may use one word for different sections
        text = json.dumps(json_schema(shape_of(kind))).replace("#/$defs/", f"#/$defs/{kind}.")
        one = json.loads(text)
        definitions |= {f"{kind}.{name}": part for name, part in one.pop("$defs", {}).items()}
        definitions[f"{kind}.scenario"] = one
        kinds.append({"$ref": f"#/$defs/{kind}.scenario"})
    from carbonmeet.scenario.described import described

    described(definitions)
    # a file that extends another needs none of the other's keys
    definitions["extending"] = {"type": "object", "required": ["extends"]}
    return found | {"anyOf": [*kinds, {"$ref": "#/$defs/extending"}], "$defs": definitions}
