"""Strict YAML: plain data with a line and a column for every value, or every fault at once.

The scalars are those of the YAML 1.2 core schema, so ``NO`` is Norway, ``12:30:45`` is a text and
``1e3`` is a number. What people rarely mean and machines abuse is refused: anchors and aliases,
tags, merge keys, duplicate keys, several documents, keys that are not text, ``010`` and ``1_000``,
``.nan``, controls, and files that are too deep, too long or too many-noded. The reader works on
parser events and stops at the depth limit: building nodes in C would exhaust the stack on
100,000 brackets.
"""

from __future__ import annotations

import codecs
import hashlib
import math
import os
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from functools import cached_property
from typing import Any, TypeAlias

import yaml

from carbonmeet.base.errors import Fault, InputError, message_of
from carbonmeet.base.files import neighbour, read_whole
from carbonmeet.base.frozen import seal
from carbonmeet.base.kept import Kept
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import _, _p
from carbonmeet.numbers.path import Names, Path, show
from carbonmeet.reading.faults import Pointed

__all__ = [
    "MAX_BYTES",
    "Data",
    "Document",
    "Path",
    "Spot",
    "decoded",
    "read_yaml",
    "read_yaml_file",
]

Data: TypeAlias = "dict[str, Data] | list[Data] | str | int | float | bool | None"
Mark: TypeAlias = tuple[int, int]

#: No scenario needs a larger file.
MAX_BYTES = 5_000_000
_MAX_DEPTH = 32
_DEEP = _("nested deeper than {max_depth} levels", max_depth=_MAX_DEPTH)
_MAX_NODES = 200_000
_MANY = _(
    "more than {max_nodes} values: thousands of people or groups go into a table, one row each, "
    "which the file names under 'attendees:'",
    max_nodes=_MAX_NODES,
)
_MAX_FAULTS = 100
_MAX_DIGITS = 18
_NO_KEY = "\0"
_POINTED = pattern_of(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_TAGS = "tag:yaml.org,2002:"
_OPENING = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken)
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)
_AHEAD = 4096
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# controls, what only some programs take for line ends, marks that turn the reading direction,
# halves of surrogate pairs, a byte order mark in the middle, and what is no character
_UNREADABLE = pattern_of(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_CONTROL = pattern_of(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INT = pattern_of(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = pattern_of(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_REFUSED = (
    (pattern_of(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"), _("is not a finite number")),
    (
        pattern_of(r"[-+]?0[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?"),
        _("begins with 0: write the number without it, or put a text in quotes"),
    ),
    (pattern_of(r"0[xob][0-9A-Fa-f]+"), _("is not a decimal number: put a text in quotes")),
    (
        pattern_of(r"[-+]?[0-9][0-9.]*(?:_[0-9.]*)+(?:[eE][-+]?[0-9]+)?"),
        _("has '_' between digits: write 1000 or 1e3, or put a text in quotes"),
    ),
)
#: What a Chinese keyboard writes for the signs of YAML, and blanks that are no spaces.
_FOREIGN = pattern_of(r"[：，｛｝［］＃－“”‘’　\u00a0\u2000-\u200b\u202f\u205f]")
#: A line that begins so.
_ODD_BEGIN = pattern_of(r" *[－　\u00a0\u2000-\u200b\u202f\u205f]")
#: A piece of the parser's complaint, and what to tell the user.
_COMPLAINTS = (
    ("tab character", _("the indentation contains a tab: use spaces")),
    ("found unexpected end of stream", _("a quote is not closed")),
    ("found unexpected document indicator", _("a quote is not closed")),
    (
        "mapping values are not allowed",
        _(
            "a ':' is not expected here: check the indentation, and put a text that "
            "contains ': ' in quotes"
        ),
    ),
    ("could not find expected ':'", _("a ':' is missing after this key")),
    ("sequence entries are not allowed", _("a '-' is not expected here: check the indentation")),
    ("mapping keys are not allowed", _("a '?' is not expected here")),
    ("or ']'", _("a ',' or ']' is missing")),
    ("or '}'", _("a ',' or '}' is missing")),
    ("node content", _("a value is missing here")),
    ("expected key", _("the indentation does not fit the lines above")),
    ("'-' indicator", _("the indentation does not fit the lines above")),
    ("<block end>", _("the indentation does not fit the lines above")),
    ("document start", _("the document has ended above; nothing may follow")),
    ("escape", _("unknown '\\' escape in double quotes: use single quotes")),
    ("hexdecimal", _("unknown '\\' escape in double quotes: use single quotes")),
    ("directive", _("directives (%) are not read")),
    ("incompatible YAML", _("directives (%) are not read")),
    ("tag", _("tags (!) are not read")),
    ("an alias", _("anchors and aliases (& and *) are not read: put the text in quotes")),
    ("an anchor", _("anchors and aliases (& and *) are not read: put the text in quotes")),
    ("block scalar", _("nothing but a comment may follow '|' or '>' on its line")),
)


class Spot(NamedTuple):
    """Where a file says something: line and column count from 1, and are 0 where unknown."""

    file: str
    line: int
    column: int
    path: Path


@dataclass(frozen=True)
class Document:
    """What a YAML file says, and where it says so.

    Attributes
    ----------
    name : str
        The file as the user named it.
    data : dict, list, str, int, float, bool or None
        Plain data; `Data` says it in types, which callers check by a model.
    path : str
        Where the file is on the disk; empty if it is none.

    Examples
    --------
    >>> document = read_yaml("place:\\n  country: NO\\n", "oslo.yaml")
    >>> document.data, document.mark(("place", "country"))
    ({'place': {'country': 'NO'}}, (2, 12))
    """

    name: str
    data: Any
    marks: Mapping[Path, Mark] = field(default_factory=dict, repr=False)
    key_marks: Mapping[Path, Mark] = field(default_factory=dict, repr=False)
    path: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "data", seal(self.data))

    @cached_property
    def _names(self) -> Names:
        """Kept, for a file of thousands of entries may have a fault in each."""
        return Names(self.data)

    def mark(self, path: Path) -> Mark:
        """Line and column of a value, or of the nearest value around it; (0, 0) if unknown."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.marks:
                return self.marks[path[:length]]
        return (0, 0)

    def key_mark(self, path: Path) -> Mark:
        """Line and column of the key that leads to a value; of the value itself in a list."""
        return self.key_marks[path] if path in self.key_marks else self.mark(path)

    def spot(self, path: Path, *, at_key: bool = False) -> Spot:
        """Where the file says what stands at a path, or its key."""
        mark = self.key_mark(path) if at_key else self.mark(path)
        return Spot(self.name, *mark, self._names.named(path))

    def folder(self, path: Path) -> str:
        """Folder of the file that says what stands at a path; empty for the present one."""
        return os.path.dirname(self.path)

    def writes(self, path: Path) -> bool:
        """Whether the file itself says something there."""
        data = self.data
        for step in path:
            inside = (
                isinstance(step, int) and step < len(data)
                if isinstance(data, list)
                else isinstance(data, dict) and step in data
            )
            if not inside:
                return False
            data = data[step]
        return True

    def fault(self, path: Path, where: str, message: str, *, at_key: bool = False) -> Fault:
        """A fault at a value, or at its key.

        What is called by its path, or by that of what is around it, gets the names of the entries
        of lists on the way.
        """
        spot = self.spot(path, at_key=at_key)
        if where == show(path):
            where = show(spot.path)
        elif where == show(path[:-1]):
            where = show(spot.path[:-1])
        # what the user wrote may hold line ends; a fault is one line
        return Fault(spot.file, spot.line, spot.column, " ".join(where.split()), message)


def read_yaml_file(path: str | os.PathLike[str]) -> Document:
    """Read a YAML file.

    Parameters
    ----------
    path : path-like
        UTF-8, with or without a byte order mark; at most 5 MB.

    Raises
    ------
    InputError
        With every fault found, each at its line and column.
    """
    name = os.fspath(path)
    try:
        raw = read_whole(name, MAX_BYTES)
    except FileNotFoundError:
        raise _whole(name, _("no such file{neighbour}", neighbour=neighbour(name))) from None
    except IsADirectoryError:
        raise _whole(name, _("is a directory; a file is expected")) from None
    except PermissionError:
        raise _whole(name, _("may not be read: permission denied")) from None
    except (OSError, ValueError) as error:
        raise _whole(name, _("cannot be read: {why}", why=message_of(error))) from None
    place = (name, hashlib.sha256(raw).digest())
    return _KEPT.get(place, lambda: replace(read_yaml(decoded(raw, name), name), path=name))


#: Files as they were read: the same bytes of the same name say the same.
_KEPT = Kept[Document](32)


def decoded(raw: bytes, name: str) -> str:
    """The text of a file.

    Raises
    ------
    InputError
        If it is too large, or not UTF-8.
    """
    if len(raw) > MAX_BYTES:
        raise _whole(name, _("is larger than {max_bytes} MB", max_bytes=MAX_BYTES // 1000000))
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _whole(name, _("is UTF-16: save it as UTF-8"))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        message = _("byte 0x{raw:02x} is not UTF-8: save the file as UTF-8", raw=raw[error.start])
        raise InputError([Fault(name, *_position(before, len(before)), "", message)]) from None


def _normal(key: str) -> str:
    return key if key.isascii() else unicodedata.normalize("NFKC", key)


def read_yaml(text: str, name: str) -> Document:
    """Read YAML text.

    Parameters
    ----------
    text : str
        The whole document.
    name : str
        What to call it in messages.

    Raises
    ------
    InputError
        With every fault found, each at its line and column.

    Examples
    --------
    >>> read_yaml("people: 600\\nnights: 5\\npeople: 700\\n", "forum.yaml")
    Traceback (most recent call last):
    carbonmeet.base.errors.InputError: forum.yaml:3:1: duplicate key 'people': first given on line 1
    """
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES:
        raise _whole(name, _("is larger than {max_bytes} MB", max_bytes=MAX_BYTES // 1000000))
    odd = _UNREADABLE.search(text)
    if odd is not None:
        message = _("character U+{ord:04X} is not allowed in a text file", ord=ord(odd[0]))
        raise InputError([Fault(name, *_position(text, odd.start()), "", message)])
    return _Reader(text, name).read()


class _Stop(Exception):
    """Raised inside the reader when going on makes no sense."""


class _Reader:
    """One pass over the events of one document."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.faults: list[Fault] = []
        self.marks: dict[Path, Mark] = {}
        self.key_marks: dict[Path, Mark] = {}
        self.nodes = 0
        self.events: Iterator[Any] = iter(())

    def read(self) -> Document:
        data: Data = None
        try:
            self.events = yaml.parse(self.text, Loader=_LOADER)
            data = self._document()
        except yaml.MarkedYAMLError as error:
            self._complain(error)
        except _Stop:
            pass
        if self.faults:
            raise InputError(self.faults)
        return Document(self.name, data, self.marks, self.key_marks)

    def _document(self) -> Data:
        next(self.events)  # the start of the stream
        start = next(self.events)
        if isinstance(start, yaml.StreamEndEvent):
            raise _whole(self.name, _("is empty"))
        if start.version or start.tags:
            self._fault(start, _("directives (%) are not read"))
        data = self._node(next(self.events), (), 1)
        next(self.events)  # the end of the document
        after = next(self.events)
        if isinstance(after, yaml.DocumentStartEvent):
            self._fault(after, _("a second document begins here: a file holds one"))
        return data

    def _node(self, event: Any, path: Path, depth: int) -> Data:
        """Build the value that begins with an event."""
        self.marks[path] = _mark(event)
        self.nodes += 1
        if self.nodes > _MAX_NODES:
            self._fault(event, _MANY)
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            self._fault(
                event,
                _("aliases (*{anchor}) are not read: write the value out", anchor=event.anchor),
            )
            return None
        if event.anchor is not None:
            self._fault(event, _("anchors (&{anchor}) are not read", anchor=event.anchor))
        if event.tag is not None:
            self._fault(
                event,
                _("tags ({short}) are not read", short=_short(event.tag.replace(_TAGS, "!!"))),
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if depth > _MAX_DEPTH:
            self._fault(event, _DEEP)
            raise _Stop
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path, depth)
        return self._mapping(path, depth)

    def _sequence(self, path: Path, depth: int) -> Data:
        values: list[Data] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._node(event, (*path, len(values)), depth + 1))
        return values

    def _mapping(self, path: Path, depth: int) -> Data:
        values: dict[str, Data] = {}
        alike: dict[str, str] = {}  # é may be one sign or two
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, path, depth)
            inner = (*path, key)
            known = alike.setdefault(_normal(key), key)
            if key in values or known != key:
                first = self.key_marks[*path, known][0]
                self._fault(
                    event,
                    _(
                        "duplicate key '{short}': first given on line {first}",
                        short=_short(key),
                        first=first,
                    ),
                )
            self.key_marks.setdefault(inner, _mark(event))
            values[key] = self._node(next(self.events), inner, depth + 1)
        return values

    def _key(self, event: Any, path: Path, depth: int) -> str:
        """Read a key; a wrong one becomes a fault and a key that is no other's."""
        faults = len(self.faults)
        key = self._node(event, (*path, _NO_KEY), depth + 1)
        del self.marks[*path, _NO_KEY]
        if len(self.faults) > faults:
            return f"{_NO_KEY}{self.nodes}"
        if not isinstance(key, str):
            text = getattr(event, "value", None)
            hint = _(": put '{short}' in quotes", short=_short(text)) if text else ""
            self._fault(event, _("a key must be text{hint}", hint=hint))
            return f"{_NO_KEY}{self.nodes}"
        if key == "<<" and not event.style:
            self._fault(event, _("merge keys (<<) are not read: write the values out"))
            return f"{_NO_KEY}{self.nodes}"
        return key

    def _scalar(self, event: Any) -> Data:
        text: str = event.value
        if event.style:
            odd = _CONTROL.search(text)
            if odd is not None:
                self._fault(
                    event, _("the escape for U+{ord:04X} is not allowed in a text", ord=ord(odd[0]))
                )
            return text
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in "0123456789+-.":
            return text
        return self._number(event, text)

    def _number(self, event: Any, text: str) -> Data:
        """A number if the text is one of YAML 1.2, else the text."""
        if _INT.fullmatch(text):
            if len(text.lstrip("+-")) <= _MAX_DIGITS:
                return int(text)
            self._fault(
                event, _("a whole number of more than {max_digits} digits", max_digits=_MAX_DIGITS)
            )
        elif _FLOAT.fullmatch(text):
            value = float(text)
            if math.isfinite(value):
                return Pointed(value) if _POINTED.fullmatch(text) else value
            self._fault(event, _("'{short}' is too large for a number", short=_short(text)))
        else:
            for pattern, reason in _REFUSED:
                if pattern.fullmatch(text):
                    self._fault(event, _("'{text}' {reason}", text=_short(text), reason=reason))
        return text

    def _fault(self, event: Any, message: str) -> None:
        self.faults.append(Fault(self.name, *_mark(event), "", message))
        if len(self.faults) >= _MAX_FAULTS:
            raise _Stop

    def _too_deep(self) -> Mark | None:
        """Where brackets go too deep beyond the last event; None if they do not.

        A parser looks up to 1024 characters ahead for the ':' of a key, and its own limit of
        levels, which differs from version to version, may strike there first.
        """
        level = reached = 0
        try:
            for event in yaml.parse(self.text, Loader=_LOADER):
                reached = event.end_mark.index if event.end_mark else reached
                level += isinstance(event, yaml.CollectionStartEvent)
                level -= isinstance(event, yaml.CollectionEndEvent)
        except yaml.YAMLError:
            pass
        around = "[" if level else ""  # between brackets ',' and ']' end a text
        level -= len(around)
        try:
            ahead = around + self.text[reached : reached + _AHEAD]
            for token in yaml.scan(ahead, Loader=yaml.SafeLoader):
                level += isinstance(token, _OPENING)
                level -= isinstance(token, _CLOSING)
                if level > _MAX_DEPTH:
                    return _position(self.text, reached + token.start_mark.index - len(around))
        except yaml.YAMLError:
            pass
        return None

    def _complain(self, error: yaml.MarkedYAMLError) -> None:
        """Say in words of ours what the parser stumbled over."""
        deep = self._too_deep()
        if deep is not None:
            self.faults.append(Fault(self.name, *deep, "", _DEEP))
            return
        complaint = f"{error.problem} {error.context}"
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        lines = ["", *self.text.splitlines()]
        here = lines[line] if line < len(lines) else ""
        rest = here[column - 1 :]
        if "cannot start any token" in complaint:
            message: str = (
                _("the indentation contains a tab: use spaces")
                if rest[:1] == "\t"
                else _("a text cannot begin with '{rest}': put it in quotes", rest=rest[:1])
            )
        else:
            told = (say for piece, say in _COMPLAINTS if piece in complaint)
            message = next(told, _("this is not YAML: check indentation, quotes and brackets"))
        odd = self._foreign_sign(error)
        if odd is not None:
            at, message = odd
            self.faults.append(Fault(self.name, *_position(self.text, at), "", message))
            return
        if "does not fit" in message and here[: column - 1].strip():
            message = _("this cannot follow what comes before it: check the quotes")
        start = error.context_mark
        if start and message == "a quote is not closed":
            line, column = start.line + 1, start.column + 1
        elif start and message.endswith("is missing") and start.line + 1 != line:
            message += _(" (the bracket opens on line {line})", line=start.line + 1)
        self.faults.append(Fault(self.name, line, column, "", message))

    def _foreign_sign(self, error: yaml.MarkedYAMLError) -> tuple[int, str] | None:
        """A full-width sign or an unusual blank in the lines that the parser complains of."""
        marks = [mark for mark in (error.context_mark, error.problem_mark) if mark]
        if not marks:
            return None
        begin = self.text.rfind("\n", 0, marks[0].index) + 1
        # a key without ':' is noticed on the next line
        end = max(marks[-1].index, begin)
        # so is a line that does not begin with spaces, which goes on with the text above it
        above = self.text.rfind("\n", 0, max(begin - 1, 0)) + 1
        found = _FOREIGN.search(self.text, begin, end + 1) or _ODD_BEGIN.match(self.text, above)
        if found is None:
            return None
        sign = found[0].lstrip(" ")[0]
        plain = " " if sign.isspace() else unicodedata.normalize("NFKC", sign)
        name = _("a blank") if plain == " " else _p("quoted", "'{word}'", word=sign)
        return found.start() + found[0].index(sign), (
            _(
                "{name} U+{ord:04X} is not the '{plain}' of YAML: write "
                "'{plain}', or put a text in quotes",
                name=name,
                ord=ord(sign),
                plain=plain,
            )
        )


def _mark(event: Any) -> Mark:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1)


def _position(text: str, at: int) -> Mark:
    """Line and column of a place in a text."""
    before = text[:at]
    return (before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _whole(name: str, message: str) -> InputError:
    return InputError([Fault(name, 0, 0, "", message)])
