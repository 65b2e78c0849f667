"""Strict models of YAML files, and faults that read like a compiler's.

pydantic checks; this module gives its complaints a line, a column and plain words. Data are
validated as JSON, where a list may become a tuple and a text a date, but 1.0 is no whole number
and ``"12"`` no number at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, TypeAlias, TypeVar, get_args, get_origin

from annotated_types import MinLen
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, WrapSerializer
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import ErrorDetails

from carbonmeet.base.clock import date_meant
from carbonmeet.base.errors import Fault, InputError, did_you_mean, message_of
from carbonmeet.base.frozen import Frozen, unfrozen
from carbonmeet.base.numerals import figures
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _, _p, joined
from carbonmeet.numbers.path import Path
from carbonmeet.numbers.path import show as where
from carbonmeet.reading.amount import In
from carbonmeet.reading.faults import (
    KEY_FAULT,
    SHARED,
    Pointed,
    kind_of,
    pointed,
    told_by,
    unknown_key,
)
from carbonmeet.reading.yamlfile import Data, Document

__all__ = [
    "FullMap",
    "Listed",
    "Map",
    "MapOfTwo",
    "Strict",
    "faults_of",
    "field_at",
    "json_schema",
    "validate",
    "where",
]

_Model = TypeVar("_Model", bound=BaseModel)
_K = TypeVar("_K")
_V = TypeVar("_V")
_DUMPED = WrapSerializer(lambda mapping, dump: dump(dict(mapping)))
#: A mapping of a file. It stays as it was read, as the lists do, which are tuples.
Map: TypeAlias = Annotated[Mapping[_K, _V], AfterValidator(Frozen), _DUMPED]
#: The same, with something in it, and with two things or more.
FullMap: TypeAlias = Annotated[Mapping[_K, _V], MinLen(1), AfterValidator(Frozen), _DUMPED]
MapOfTwo: TypeAlias = Annotated[Mapping[_K, _V], MinLen(2), AfterValidator(Frozen), _DUMPED]


class Strict(BaseModel):
    """Base of every YAML shape: frozen, no unknown keys, no conversion behind the user's back."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, defer_build=True
    )


class Listed(Strict):
    """An entry of a list: paths call it by its `id`, else by its name or label."""

    id: str | None = Field(default=None, min_length=1, max_length=100)


def validate(model: type[_Model], document: Document) -> _Model:
    """Read a document as a model.

    Parameters
    ----------
    model : type
        A subclass of `Strict`.
    document : Document
        From `carbonmeet.reading.yamlfile`.

    Raises
    ------
    InputError
        With every fault, each at its line and column.

    Examples
    --------
    >>> from carbonmeet.reading.yamlfile import read_yaml
    >>> class Group(Strict):
    ...     people: int
    >>> validate(Group, read_yaml("people: 600", "a.yaml")).people
    600
    >>> validate(Group, read_yaml("people: 4.5", "a.yaml"))
    Traceback (most recent call last):
    carbonmeet.base.errors.InputError: a.yaml:1:9: people: a whole number is expected, not 4.5
    """
    try:
        text = json.dumps(document.data, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InputError(
            [Fault(document.name, 0, 0, "", _("not plain data: {why}", why=message_of(error)))]
        ) from None
    try:
        found = model.model_validate_json(text)
    except ValidationError as error:
        raise InputError(_faults(model, document, error)) from None
    if doubtful := [*_pointed(model, document.data, ())]:
        raise InputError([document.fault(path, where(path), told) for path, told in doubtful])
    return found


def _pointed(model: type[BaseModel], data: Data, path: Path) -> Iterator[tuple[Path, str]]:
    """Counts that stand as 2.000, and what to say of them; JSON knows them as 2."""
    if isinstance(data, Pointed):
        field = field_at(model, path)
        if field is not None and field.whole:
            yield path, pointed(data, field.unit)
    elif isinstance(data, list):
        for at, one in enumerate(data):
            yield from _pointed(model, one, (*path, at))
    elif isinstance(data, dict):
        value = data.get("value")
        if isinstance(value, Pointed) and not data.keys() & {"note", "low"}:
            yield from _pointed(model, value, path)
        for key, one in data.items():
            if isinstance(one, (dict, list, Pointed)):
                yield from _pointed(model, one, (*path, key))


def field_at(model: type[BaseModel], path: Path) -> In | None:
    """How a model reads the number at a path; None where no number stands there.

    Examples
    --------
    >>> from carbonmeet.meeting.whole import Meeting
    >>> field_at(Meeting, ("groups", 3, "people")).unit
    'person'
    """
    kinds: list[Any] = [model]
    for step in path:
        kinds = [inner for one in kinds for inner in _within(one, step)]
    return next((one for kind in kinds for one in _readers(kind)), None)


def _within(annotation: Any, step: str | int) -> Iterator[Any]:
    """What a type says of the values at a step into it."""
    origin, args = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if step == (field.alias or name):
                yield Annotated[field.annotation, *field.metadata, None]
    elif origin in (list, tuple) and isinstance(step, int):
        yield args[0]
    elif origin in (dict, Mapping) and isinstance(step, str):
        yield args[1]
    elif origin is Annotated or (args and origin not in (list, tuple, dict, Mapping, Literal)):
        for one in args[:1] if origin is Annotated else args:
            yield from _within(one, step)


def _readers(annotation: Any) -> Iterator[In]:
    """The readers of numbers in a type."""
    if get_origin(annotation) is Annotated:
        inner, *metadata = get_args(annotation)
        yield from (one for one in metadata if isinstance(one, In))
        yield from _readers(inner)
    elif get_origin(annotation) not in (list, tuple, dict, Mapping, Literal):
        for one in get_args(annotation):
            yield from _readers(one)


class _Plain(GenerateJsonSchema):
    """JSON Schema without a title for every field."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def encode_default(self, dft: Any) -> Any:
        """As plain data; older pydantic leaves a model unfinished until one of it was written."""
        if isinstance(dft, BaseModel):
            type(dft).model_rebuild()
        return super().encode_default(unfrozen(dft))


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """JSON Schema of a model, for editors that complete and check.

    Parameters
    ----------
    model : type
        A subclass of `Strict`.

    Returns
    -------
    dict
        Plain data, ready for ``json.dumps``.
    """
    shared: dict[str, Any] = {}
    schema = _share(model.model_json_schema(schema_generator=_Plain), shared)
    schema["$defs"] = dict(sorted({**schema.get("$defs", {}), **shared}.items()))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _share(schema: Any, shared: dict[str, Any]) -> Any:
    """Move what occurs at many fields to one definition."""
    if isinstance(schema, list):
        return [_share(one, shared) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: _share(one, shared) for key, one in schema.items() if key != SHARED}
    if SHARED not in schema:
        return inner
    name = re.sub(r"\W+", "-", schema[SHARED]).strip("-")
    shared[name] = inner
    return {"$ref": f"#/$defs/{name}"}


# ---- from pydantic's errors to faults -------------------------------------------------------

_DATE = _("a date such as 2021-10-11")
#: From here on a number is told by its power of ten.
_LONG = 1e6

#: What pydantic wants, by the type of its error.
_WANTED = {
    "string_type": _p("kind", "text"),
    "bool_type": _("true or false"),
    "bool_parsing": _("true or false"),
    "int_type": _("a whole number"),
    "int_from_float": _("a whole number"),
    "int_parsing": _("a whole number"),
    "float_type": _("a number"),
    "float_parsing": _("a number"),
    "finite_number": _("a finite number"),
    "list_type": _("a list"),
    "tuple_type": _("a list"),
    "set_type": _("a list"),
    "frozen_set_type": _("a list"),
    "dict_type": _("a mapping"),
    "mapping_type": _("a mapping"),
    "model_type": _("a mapping"),
    "model_attributes_type": _("a mapping"),
    "dataclass_type": _("a mapping"),
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "none_required": _("nothing"),
}
#: Errors that need only a template, and which of pydantic's numbers fills it.
_TOLD: dict[str, tuple[str, Callable[..., str]]] = {
    "greater_than": ("gt", lambda gt: _("must be more than {gt}", gt=gt)),
    "greater_than_equal": ("ge", lambda ge: _("must be at least {ge}", ge=ge)),
    "less_than": ("lt", lambda lt: _("must be less than {lt}", lt=lt)),
    "less_than_equal": ("le", lambda le: _("must be at most {le}", le=le)),
    "string_too_short": ("min_length", lambda n: _("must have at least {n} characters", n=n)),
    "string_too_long": ("max_length", lambda n: _("must have at most {n} characters", n=n)),
    "too_short": ("min_length", lambda n: _("must have at least {n} items", n=n)),
    "too_long": ("max_length", lambda n: _("must have at most {n} items", n=n)),
    "string_pattern_mismatch": (
        "pattern",
        lambda form: _("does not have the form {form}", form=form),
    ),
}


class _Complaint(NamedTuple):
    """One of pydantic's errors, seen from the document.

    Attributes
    ----------
    path : tuple
        The value it is about.
    branch : (tuple, tuple of str) or None
        Where a union stands on the way, and which of its members complains.
    wanted : str
        What is expected, where only the type is wrong.
    message : str
        Everything to tell, otherwise.
    at_key : bool
        Whether the key is at fault, not its value.
    choice : bool
        Whether some words are expected and this is none of them.
    """

    path: Path
    branch: tuple[Path, tuple[str, ...]] | None
    wanted: str
    message: str
    at_key: bool = False
    choice: bool = False


def _faults(model: type[BaseModel], document: Document, error: ValidationError) -> list[Fault]:
    faults = []
    counts = dict(_pointed(model, document.data, ()))
    for path, at_key, messages in _told_at(model, document.data, error):
        shown = path[:-1] if at_key else path
        for message in [counts[path]] if path in counts else messages:
            faults.append(document.fault(path, where(shown), message, at_key=at_key))
    return faults


def faults_of(data: object, error: ValidationError) -> list[tuple[str, str]]:
    """What is wrong in plain data that no file of lines stands behind: place and message.

    Parameters
    ----------
    data : mapping or list
        What was validated.
    error : ValidationError

    Examples
    --------
    >>> from pydantic import TypeAdapter
    >>> try:
    ...     TypeAdapter(dict[str, float]).validate_python({"a": "x"})
    ... except ValidationError as error:
    ...     faults_of({"a": "x"}, error)
    [('a', "a number is expected, not 'x'")]
    """
    return [
        (where(path[:-1] if at_key else path), message)
        for path, at_key, messages in _told_at(BaseModel, data, error)
        for message in messages
    ]


def _told_at(
    model: type[BaseModel], data: object, error: ValidationError
) -> Iterator[tuple[Path, bool, list[str]]]:
    """Every place that is wrong, whether its key is, and what to say of it."""
    complaints = [_complaint(model, data, one) for one in error.errors(include_url=False)]
    by_place: dict[tuple[Path, bool], list[_Complaint]] = {}
    for one in _best_branches(complaints):
        by_place.setdefault((one.path, one.at_key), []).append(one)
    for (path, at_key), several in by_place.items():
        yield path, at_key, _messages(several, _at(data, path))


def _best_branches(complaints: list[_Complaint]) -> Iterator[_Complaint]:
    """Of the members of a union, hear only those that got furthest into the data."""
    depth: dict[Path, dict[tuple[str, ...], tuple[int, bool]]] = {}
    for one in complaints:
        if one.branch:
            place, member = one.branch
            reached = depth.setdefault(place, {})
            far, keys_known = reached.get(member, (0, True))
            far = max(far, len(one.path) + bool(one.message))
            # of two that got equally far, the one that knows the keys is meant
            reached[member] = far, keys_known and not one.at_key
    for one in complaints:
        if one.branch is None:
            yield one
            continue
        place, member = one.branch
        if depth[place][member] == max(depth[place].values()):
            yield one


def _messages(complaints: Iterable[_Complaint], value: object) -> list[str]:
    """What to say at one place: every message, and all wanted types in one sentence."""
    several = list(complaints)
    choices = [one for one in several if one.choice]
    if 0 < len(choices) < len(several):  # a number or one of some words: which was meant?
        word = isinstance(value, str) and value[:1].isalpha()
        several = choices if word else [one for one in several if not one.choice]
    wanted = list(dict.fromkeys(one.wanted for one in several if one.wanted))
    messages = list(dict.fromkeys(one.message for one in several if one.message))
    if not wanted:
        return messages
    container = any(word in ("a list", "a mapping", "true or false") for word in wanted)
    got: str
    if isinstance(value, str) and not container:
        got = _p("quoted", "'{word}'", word=value if len(value) <= 40 else f"{value[:39]}…")
    elif isinstance(value, float) and "a whole number" in wanted:
        got = repr(value) if value.is_integer() and abs(value) < _LONG else figures(value)
    else:
        got = kind_of(value)
    quotes = wanted == ["text"] and got == "a number"
    hint = _(": put it in quotes") if quotes else ""
    if _DATE in wanted:
        hint = date_meant(value)
    told = _(
        "{wanted} is expected, not {got}{hint}", wanted=joined(wanted, " or "), got=got, hint=hint
    )
    return [*messages, told]


def _complaint(model: type[BaseModel], data: object, error: ErrorDetails) -> _Complaint:
    """Translate one error."""
    kind, context = error["type"], error.get("ctx", {})
    path, branch, at_key = _locate(error, data)
    if kind in _WANTED:
        return _Complaint(path, branch, _WANTED[kind], "", at_key)
    if kind == "extra_forbidden":
        members = {word for _, words in [branch or ((), ())] for word in words}
        keys = _keys(model, path[:-1], members)
        return _Complaint(path, branch, "", unknown_key(path[-1], keys), True)
    if kind == KEY_FAULT:
        return _Complaint(path, branch, "", told_by(error), True)
    if kind == "missing":
        # where a file takes it away from the one that it extends, the key stands there
        return _Complaint(path, branch, "", _("'{name}' is missing", name=path[-1]), True)
    if kind == "union_tag_not_found":
        missing = _("'{name}' is missing", name=context["discriminator"].strip("'"))
        return _Complaint(path, branch, "", missing)
    if kind == "union_tag_invalid":
        path = (*path, context["discriminator"].strip("'"))
        return _Complaint(path, branch, "", _choice(path, context["tag"], context["expected_tags"]))
    if kind in ("literal_error", "enum"):
        if at_key:
            options = tuple(re.findall(r"'([^']*)'", context["expected"]))
            return _Complaint(path, branch, "", unknown_key(error["input"], options), True)
        message = _choice(path, error["input"], context["expected"])
        return _Complaint(path, branch, "", message, choice=True)
    if kind == "too_short" and context["min_length"] == 1:
        return _Complaint(path, branch, "", _("is empty"), at_key)
    if kind in _TOLD:
        name, say = _TOLD[kind]
        return _Complaint(path, branch, "", say(context[name]), at_key)
    if kind in ("value_error", "assertion_error"):
        return _Complaint(path, branch, "", message_of(context["error"]), at_key)
    message = (
        told_by(error).replace("Input should", "should") if kind != "value" else told_by(error)
    )
    return _Complaint(path, branch, "", message, at_key)


def _locate(
    error: ErrorDetails, data: Any
) -> tuple[Path, tuple[Path, tuple[str, ...]] | None, bool]:
    """The path in the document, without the steps that pydantic invents for members of unions."""
    path: list[str | int] = []
    first: int | None = None
    members: list[str] = []
    at_key = False
    for number, step in enumerate(error["loc"]):
        last = number == len(error["loc"]) - 1
        if step == "[key]" and last:
            at_key = True
        elif _has(data, step):
            path.append(step)
            data = data[step]
        elif last and error["type"] in ("missing", "extra_forbidden"):
            path.append(step)
        else:
            first = len(path) if first is None else first
            members.append(str(step))
    branch = None if first is None else (tuple(path[:first]), tuple(members))
    return tuple(path), branch, at_key


def _has(data: object, step: str | int) -> bool:
    if isinstance(step, str):
        return isinstance(data, Mapping) and step in data
    return isinstance(data, list) and step < len(data)


def _at(data: Any, path: Path) -> object:
    """The value at a path."""
    for step in path:
        if not _has(data, step):
            return None
        data = data[step]
    return data


def _choice(path: Path, given: object, expected: str) -> str:
    """The message for a value that is not among those listed."""
    options = re.findall(r"'([^']*)'", expected)
    if not options or not isinstance(given, str):
        got = given if isinstance(given, int) else kind_of(given)
        quoted = [_p("quoted", "'{word}'", word=one) for one in options]
        most = [joined(quoted[:-1])] if quoted[1:] else []
        wanted = joined((*most, quoted[-1]), " or ") if quoted else expected
        return _("{wanted} is expected, not {got}", wanted=wanted, got=got)
    noun = next((step for step in reversed(path) if isinstance(step, str)), "value")
    return _(
        "no {noun} '{given}'.{hint} One of: {options}",
        noun=noun,
        given=given,
        hint=did_you_mean(given, options),
        options=joined(options),
    )


def _keys(model: type[BaseModel], path: Path, members: set[str]) -> tuple[str, ...]:
    """The keys that a mapping at `path` may have."""
    models = [model]
    for step in path:
        if isinstance(step, str):
            inner = [m for one in models for m in _inner(one, step)]
            models = inner or models
        named = [one for one in models if _goes_by(one, members)]
        models = named or models
    fields = (pair for one in models for pair in one.model_fields.items())
    return tuple(dict.fromkeys(field.alias or name for name, field in fields))


def _inner(model: type[BaseModel], key: str) -> list[type[BaseModel]]:
    """The models that may stand under a key, in lists and unions too."""
    return [
        found
        for name, field in model.model_fields.items()
        if key == (field.alias or name)
        for found in _models(field.annotation)
    ]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _goes_by(model: type[BaseModel], members: set[str]) -> bool:
    """Whether a member of a union is meant: by its class or by the tag in one of its fields."""
    if model.__name__ in members:
        return True
    return any(
        members.intersection(map(str, get_args(f.annotation))) for f in model.model_fields.values()
    )
