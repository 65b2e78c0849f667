"""Where a scenario comes from: a file, a shipped one, a text, standard input, or Python."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import BaseModel

from carbonmeet.base.errors import CarbonmeetError, Fault, InputError, did_you_mean
from carbonmeet.base.files import read_whole
from carbonmeet.base.given import takes
from carbonmeet.base.kept import Kept
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.reach import reach
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _, joined
from carbonmeet.reading.yamlfile import MAX_BYTES, Document, decoded, read_yaml, read_yaml_file
from carbonmeet.scenario.beside import state
from carbonmeet.scenario.extends import laid_over, laid_over_sections
from carbonmeet.scenario.formats import LATEST, as_latest, is_old
from carbonmeet.scenario.plain import plain
from carbonmeet.scenario.scenario import Scenario
from carbonmeet.scenario.shipped import read_shipped, shipped
from carbonmeet.scenario.tabled import table_of

__all__ = [
    "SCENARIO_LIKE",
    "ScenarioLike",
    "Written",
    "extended",
    "load_scenario",
    "located",
    "parent_of",
]

#: What a scenario is made from: a file or the name of a shipped one, a text, plain data or a model.
ScenarioLike: TypeAlias = (
    "str | os.PathLike[str] | bytes | Mapping[str, Any] | BaseModel | Scenario"
)

#: The same for `takes`.
SCENARIO_LIKE = (str, os.PathLike, bytes, bytearray, Mapping, BaseModel, Scenario)

#: Files that may extend each other.
_DEEPEST = 8
_STDIN = "-"


@takes(source=(*SCENARIO_LIKE, None), text=(str, bytes, None), name=(str, None), saved=bool)
def load_scenario(
    source: ScenarioLike | None = None,
    *,
    text: str | bytes | None = None,
    name: str | None = None,
    saved: bool = False,
) -> Scenario:
    """Make a scenario from a file, a text or plain data.

    Parameters
    ----------
    source : path, bytes, mapping, model or Scenario
        A file; the name of a shipped scenario, such as ``cop15-kunming``; ``-`` for standard
        input; a text, which is one of several lines or begins as a mapping does
        (``extends: forum-1500``), or bytes; a mapping such as a file would hold, in which
        ``carbonmeet`` may be left out; a model of pydantic. A `Scenario` comes back as it is. Texts
        and bytes are read without the disk, but for the files that they name themselves.
    text : str or bytes, optional
        The text of a file, instead of `source`. The disk is not touched, but for what it extends.
    name : str, optional
        What to call the scenario in messages.
    saved : bool
        Whether it is what a result holds.

    Returns
    -------
    Scenario

    Raises
    ------
    InputError
        With every fault, each with file, line and column; with the path of the value for data
        made in Python.

    Examples
    --------
    >>> scenario = load_scenario("forum-1500")
    >>> scenario.title.get("zh"), dict(scenario.participants)
    ('昆明1500人三天论坛（2024年）', {'forum': 1500.0})
    >>> dinner = load_scenario({
    ...     "kind": "meeting", "title": "Dinner", "periods": {"eve": {"year": 2024}},
    ...     "groups": [{"name": "Guests", "period": "eve", "people": 80, "days": 1}],
    ... })
    >>> dict(dinner.participants)
    {'eve': 80.0}
    """
    if (source is None) == (text is None):
        raise CarbonmeetError(_("give a scenario either as 'source' or as 'text'"))
    if isinstance(source, Scenario):
        return source
    given: Any = source if text is None else text
    if text is None and name is None and isinstance(source, str) and source in shipped():
        path = located(source)
        if path in shipped().values():
            return read_shipped(path, lambda: _read(_chain(_document(path, False, None))))
    chain = _chain(_document(given, text is not None, name))
    return _made(chain, saved) if name or saved or not chain[0].path else _read(chain)


def _read(chain: tuple[Document, ...]) -> Scenario:
    """The scenario of some files, made once as long as they and their tables stay."""
    tables = tuple(state(path) for path in map(table_of, chain) if path is not None)
    return _KEPT.get((tuple(map(id, chain)), tables, reach()), lambda: (chain, _made(chain)))[1]


def _made(chain: tuple[Document, ...], saved: bool = False) -> Scenario:
    scenario = Scenario(_laid(chain)[0], saved)
    _ = scenario.spans  # faults of the periods belong to reading
    return scenario


#: Scenarios by the documents that they were made from, which are kept by the bytes of their files
#: (see `read_yaml_file`); the documents are held, so that no other takes the place of one.
_KEPT = Kept[tuple[tuple[Document, ...], Scenario]](16)


def _document(given: Any, is_text: bool, name: str | None) -> Document:
    """What is given, as a document of its own."""
    if isinstance(given, (Mapping, BaseModel)):
        called = name or "scenario"
        data = plain(given, called)
        return Document(called, {"carbonmeet": LATEST} | data)
    if isinstance(given, (bytes, bytearray)):
        return read_yaml(decoded(bytes(given), name or "text"), name or "text")
    if isinstance(given, str) and (is_text or _is_text(given)):
        return read_yaml(given, name or "text")
    if isinstance(given, str) and given == _STDIN:
        called = name or "stdin"
        return read_yaml(decoded(read_whole(_STDIN, MAX_BYTES), called), called)
    document = read_yaml_file(located(given))
    return replace(document, name=name) if name else document


#: How a mapping of one line begins: ``{kind: meeting, …}``, ``extends: forum-1500``.
_MAPPING = pattern_of(r"\s*(\{|[\w-]+\s*:(\s|$))")


def _is_text(given: str) -> bool:
    """Whether a text is the scenario itself, and no name of a file."""
    return bool("\n" in given or _MAPPING.match(given)) and not os.path.exists(given)


def located(path: str | os.PathLike[str]) -> Path:
    """The file; or a shipped scenario where a bare name was given.

    Raises
    ------
    InputError
        If a name was given that is almost that of a shipped scenario.
    """
    bare = os.fspath(path)
    if not str(bare).strip():
        raise CarbonmeetError(_("the name of a scenario is empty"))
    if "/" in bare or "\\" in bare or os.path.exists(bare):
        return Path(bare)
    known = shipped()
    name = bare.removesuffix(".yaml")
    if name in known:
        return known[name]
    begun = sorted(one for one in known if one.startswith(name.lower()))
    others = _(" Shipped: {names}", names=joined(begun)) if begun else ""
    hint = (did_you_mean(name.lower(), known) or others) if name == bare else ""
    if hint:
        raise InputError([Fault(bare, 0, 0, "", _("no such file.{hint}", hint=hint))])
    return Path(bare)


class Written(NamedTuple):
    """A document over all that it extends, and the format it is written in."""

    document: Document
    format: object


def extended(document: Document) -> Document:
    """A document of the latest format over all that it extends.

    Raises
    ------
    InputError
        With every fault of one of the files.
    """
    return _laid(_chain(document)).document


def parent_of(document: Document) -> Written | None:
    """What a document extends; None where it extends nothing.

    Raises
    ------
    InputError
        With every fault of one of the files.
    """
    below = _chain(document)[1:]
    return _laid(below) if below else None


def _chain(document: Document) -> tuple[Document, ...]:
    """A document and those that it extends, one after the other."""
    chain = [document]
    above: tuple[str, ...] = ()
    while True:
        upper = chain[-1]
        if not isinstance(upper.data, dict):
            raise InputError([upper.fault((), "", _("a scenario is a mapping of keys to values"))])
        below = upper.data.get("extends")
        if not isinstance(below, str):
            return tuple(chain)
        from carbonmeet.scenario.reach import refuse_extended

        if below.removesuffix(".yaml") not in shipped():  # before it is told whether there is one
            refuse_extended(upper, document.path, os.path.join(os.path.dirname(upper.path), below))
        other = _beside(upper, below, above)
        refuse_extended(upper, document.path, other)
        above = (*above, _real(upper))
        chain.append(read_yaml_file(other))


def _laid(chain: tuple[Document, ...]) -> Written:
    """The first of some documents over the others, and the format that it is written in."""
    document, said = chain[0], chain[0].data.get("carbonmeet")
    if len(chain) == 1:
        return Written(as_latest(document) if is_old(said) else document, said)
    base = chain[-1]
    if "carbonmeet" not in base.data:  # what it counts out and back is nowhere said
        raise InputError(
            [base.fault((), "carbonmeet", _("'{name}' is missing", name="carbonmeet"))]
        )
    parent, inherited = _laid(chain[1:])
    written = inherited if said is None else said
    kinds = [one.data.get("kind") for one in (document, parent)]
    if None not in kinds and kinds[0] != kinds[1]:
        below = document.data["extends"]
        wrong = _(
            "a {kinds} cannot extend {below}, which is a {kinds2}",
            kinds=kinds[0],
            below=below,
            kinds2=kinds[1],
        )
        raise InputError([document.fault(("kind",), "kind", wrong)])
    if is_old(written):
        return Written(laid_over_sections(as_latest(document), parent), written)
    return Written(laid_over(document, parent), written)


def _beside(document: Document, below: str, above: tuple[str, ...]) -> str:
    """The file that a document extends: beside it, or a shipped one."""
    other = os.path.join(os.path.dirname(document.path), below)
    if not os.path.exists(other):
        found = shipped().get(below.removesuffix(".yaml"))
        if found is None:
            raise _misled(document, _("no file '{below}' beside it", below=below))
        other = str(found)
    if os.path.realpath(other) in (*above, _real(document)):
        raise _misled(document, _("files extend each other in a circle"))
    if len(above) >= _DEEPEST - 1:
        raise _misled(document, _("more than {deepest} files extend each other", deepest=_DEEPEST))
    return other


def _misled(document: Document, message: str) -> InputError:
    return InputError([document.fault(("extends",), "extends", message)])


def _real(document: Document) -> str:
    return os.path.realpath(document.path) if document.path else ""
