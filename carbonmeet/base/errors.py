"""The exceptions of carbonmeet, and the habit of saying what was probably meant.

::

    CarbonmeetError
    ├── InputError          a user's file is wrong: every fault, with file, line and column
    ├── UnitError           a quantity cannot be read, or does not reduce to what is wanted
    ├── FactorError         a factor cannot be used
    │   ├── FactorNotFound  no row answers to the key
    │   ├── FactorAmbiguous two rows do, and nothing says which
    │   └── FactorTwice     a chain would count something twice
    ├── ModelError          lines and measures do not fit together
    ├── WriteError          an output cannot be written
    └── MissingExtra        an optional library is not installed
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, Lang, Message, _, joined, saying

__all__ = [
    "CarbonmeetError",
    "FactorAmbiguous",
    "FactorError",
    "FactorNotFound",
    "FactorTwice",
    "Fault",
    "Gathered",
    "InputError",
    "MissingExtra",
    "ModelError",
    "UnitError",
    "WriteError",
    "did_you_mean",
    "message_of",
    "tidy",
]


#: So many faults are told, and so many of one kind each on a line of its own.
_MOST_LINES = 100
_ALIKE = 5
#: So long a word and a message are told in full.
_LONGEST_WORD = 300
_LONGEST = 2000
# controls, what nobody sees, what turns the reading direction, halves of pairs
_UNSEEN = pattern_of(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)


def tidy(text: str) -> str:
    """A message as one line fit for a terminal, whatever of a user's file it repeats.

    Examples
    --------
    >>> print(tidy("no unit '\x1b[31mkg'"))
    no unit '\\u001b[31mkg'
    >>> tidy("no airport '" + "A" * 10_000 + "'")[:30]
    "no airport 'AAAAAAAAAAAAAAAAAA"
    >>> len(tidy("A" * 10_000)) < 200
    True
    """
    seen = _UNSEEN.sub(lambda odd: f"\\u{ord(odd[0]):04x}", text)
    if len(seen) <= _LONGEST_WORD:
        return seen
    cut = re.sub(rf"\S{{{_LONGEST_WORD},}}", lambda word: f"{word[0][:100]}…{word[0][-60:]}", seen)
    return cut if len(cut) <= _LONGEST else f"{cut[: _LONGEST // 2]} … {cut[-_LONGEST // 4 :]}"


class CarbonmeetError(Exception):
    """Anything carbonmeet refuses to do. The message is meant for the user.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> try:
    ...     cm.estimate("forum-150")
    ... except cm.CarbonmeetError as error:
    ...     print(error)
    forum-150: no such file. Did you mean 'forum-1500'?
    """

    def get(self, lang: Lang) -> str:
        """The message in `lang`.

        Parameters
        ----------
        lang : {"en", "zh"}

        Returns
        -------
        str
        """
        return message_of(self).get(lang)


def message_of(error: BaseException) -> Message:
    """What an exception says, as a message that knows its other languages.

    Parameters
    ----------
    error : BaseException
        One of ours, or one of the system or of a library, which mostly speaks English only.

    Examples
    --------
    >>> message_of(UnitError(_("the quantity is empty"))).get("zh")
    '未填写数量'
    >>> message_of(FileNotFoundError(2, "No such file or directory"))
    'No such file or directory'
    """
    first = error.args[0] if error.args else ""
    if isinstance(first, Message):
        return first
    if isinstance(error, InputError):
        return joined((one.told() for one in error.faults[:_MOST_LINES]), "\n")
    if isinstance(error, OSError) and error.strerror:
        return Message(error.strerror, context="system")
    return Message(str(error), context="system")


class Fault(NamedTuple):
    """One thing wrong with a user's file.

    Attributes
    ----------
    file : str
        Name of the file as the user gave it.
    line, column : int
        Position, counted from 1; 0 where the fault belongs to the whole file.
    where : str
        Path inside the document, e.g. ``groups[0].travel[1].mode``; may be empty.
    message : str
        What is wrong and, where possible, what would be right.
    instead : tuple of (str, str)
        What the rules that the file follows call a word, see `carbonmeet.base.text.saying`.

    Examples
    --------
    >>> print(Fault("cop15.yaml", 14, 22, "groups[0].mode", "no mode 'tax'."))
    cop15.yaml:14:22: groups[0].mode: no mode 'tax'.
    """

    file: str
    line: int
    column: int
    where: str
    message: str
    instead: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.get("en")

    def get(self, lang: Lang) -> str:
        """Place and message, in `lang`."""
        spot = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        with saying(dict(self.instead)):
            message = self.message.get(lang) if isinstance(self.message, Label) else self.message
        told = " ".join(message.split())  # a fault is one line, whatever it repeats
        return tidy(": ".join(part for part in (spot, self.where, told) if part))

    def told(self) -> Message:
        """Place and message, as a text that knows its other languages."""
        spot = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return joined([part for part in (spot, self.where, self.message) if part], ": ")

    def to_dict(self) -> dict[str, Any]:
        """Plain data: place, and the message with its arguments and in both languages."""
        message = self.message if isinstance(self.message, Message) else Message(self.message)
        with saying(dict(self.instead)):
            chinese = " ".join(message.zh.split())
        return {
            "id": message.id,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "path": self.where,
            "args": message.plain(),
            "en": " ".join(message.en.split()),
            "zh": chinese,
        }


class InputError(CarbonmeetError):
    """A user's file is wrong.

    Parameters
    ----------
    faults : sequence of Fault
        Every fault found, not only the first. As text at most a hundred are told, and what is
        wrong in many places of a file is told once, with their number.

    Examples
    --------
    >>> error = InputError([Fault("a.yaml", 9, 3, "", "late"), Fault("a.yaml", 2, 1, "", "early")])
    >>> print(error)
    a.yaml:2:1: early
    a.yaml:9:3: late
    >>> error.faults[0].line
    2
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__(self.get("en"))

    def get(self, lang: Lang) -> str:
        """All that is wrong, a line each, in `lang`.

        Parameters
        ----------
        lang : {"en", "zh"}

        Returns
        -------
        str
        """
        return "\n".join(_listed(self.faults, lang))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)  # the text alone could not be pickled whole


def _listed(faults: Sequence[Fault], lang: Lang) -> Iterator[str]:
    """The lines in which faults are told."""
    alike: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        alike.setdefault((fault.file, fault.message), []).append(fault)
    lines = []
    for fault in faults:
        same = alike[fault.file, fault.message]
        if len(same) <= _ALIKE:
            lines.append(fault.get(lang))
        elif fault is same[0]:
            lines.append(fault.get(lang) + _more(same).get(lang))
    yield from lines[:_MOST_LINES]
    left = len(lines) - _MOST_LINES
    if left > 0:
        yield _("and {left:,} more faults", left=left).get(lang)


def _more(same: Sequence[Fault]) -> Message:
    """How often a fault occurs beside its first place."""
    more, line = len(same) - 1, same[-1].line
    if line:
        return _(" ({more:,} more of this kind, the last on line {line})", more=more, line=line)
    return _(" ({more:,} more of this kind)", more=more)


class UnitError(CarbonmeetError, ValueError):
    """A quantity cannot be read, or has the wrong dimension."""


class FactorError(CarbonmeetError):
    """A factor cannot be used."""


class FactorNotFound(FactorError, KeyError):
    """No factor answers to a key in this region."""

    def __str__(self) -> str:  # KeyError would print the repr
        return str(self.args[0])


class FactorAmbiguous(FactorError):
    """Several publishers answer to a key and nothing says whose number to take."""


class FactorTwice(FactorError):
    """A chain would count the same thing twice, such as the detour of a flight."""


class ModelError(CarbonmeetError):
    """Lines and measures do not fit together.

    Parameters
    ----------
    message : str
    about : sequence
        The measures or inputs at fault, which may stand in a file.
    """

    def __init__(self, message: str, about: Sequence[object] = ()) -> None:
        super().__init__(message)
        self.about = tuple(about)


class WriteError(CarbonmeetError):
    """An output cannot be written; nothing of it is."""


class MissingExtra(CarbonmeetError, ImportError):
    """An optional library is needed and not installed."""


class Gathered:
    """Lets stage after stage find its faults, and tells of all of them at once.

    Examples
    --------
    >>> gathered = Gathered()
    >>> for line in (4, 2):
    ...     with gathered:
    ...         raise InputError([Fault("a.yaml", line, 1, "", "odd")])
    >>> gathered.check()
    Traceback (most recent call last):
    carbonmeet.base.errors.InputError: a.yaml:2:1: odd
    a.yaml:4:1: odd
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, InputError):
            return False
        self.faults += error.faults
        return True

    def check(self) -> None:
        """Raise what was found.

        Raises
        ------
        InputError
            If anything was.
        """
        if self.faults:
            raise InputError(self.faults)


_NOTHING_NEAR = Message("")


def refuse_unknown(name: str, known: Iterable[str], what: Message) -> None:
    """Raise where there is nothing of a name, with the nearest of those that there are.

    Parameters
    ----------
    name : str
        What the user wrote.
    known : iterable of str
        What would have been accepted.
    what : Message
        Says what is missing, of ``{name}``, ``{hint}`` and ``{known}``.

    Raises
    ------
    CarbonmeetError
        If it is not known.

    Examples
    --------
    >>> refuse_unknown("natur", ["nature"], _("no style '{name}'.{hint} Known: {known}"))
    Traceback (most recent call last):
    carbonmeet.base.errors.CarbonmeetError: no style 'natur'. Did you mean 'nature'? Known: nature
    """
    listed = list(known)
    if name not in listed:
        args = {"name": name, "hint": did_you_mean(name, listed), "known": joined(listed)}
        raise CarbonmeetError(Message(what.id, args))


def did_you_mean(word: str, options: Iterable[str], alike: float = 0.6) -> Message:
    """Return `` Did you mean 'x'?`` or an empty string.

    Parameters
    ----------
    word : str
        What the user wrote.
    options : iterable of str
        What would have been accepted.
    alike : float
        How much of the word must be right, from 0 to 1.

    Examples
    --------
    >>> did_you_mean("plan", ["plane", "rail"])
    " Did you mean 'plane'?"
    >>> did_you_mean("zzz", ["plane", "rail"])
    ''
    """
    import difflib

    known = list(options)
    close = difflib.get_close_matches(word, known, n=1, cutoff=alike)
    close = close or [one for one in known if one.casefold() == word.casefold()]  # t1 for T1
    return _(" Did you mean '{word}'?", word=close[0]) if close else _NOTHING_NEAR
