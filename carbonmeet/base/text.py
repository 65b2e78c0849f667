"""Words: what the program says, in the language of the reader.

English stands in the code and is the id of a text; other languages are files of words
(`carbonmeet.base.wordbook`). `_` makes a message that goes wherever text goes and is worded when
it is shown, `_n` one that depends on a number, `_p` one whose English means two things. Texts that
a user or a table gives in two languages are a `Label`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self, TypeAlias

from carbonmeet.base.numerals import without_power
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import dataclass
from carbonmeet.base.wordbook import wordbook

__all__ = [
    "NAMELESS",
    "Label",
    "Lang",
    "Message",
    "Note",
    "_",
    "_n",
    "_p",
    "both",
    "inside",
    "joined",
    "renamed",
    "reworded",
    "saying",
    "spoken",
]

_CHINESE = pattern_of("[\u3400-\u9fff]")
#: A sentence of English, which may stand beside a quotation or a unit in Chinese.
_ENGLISH = pattern_of("[A-Za-z]{2,}(?: [a-z]{2,}){2,}")

#: What the words of the program are called instead, where rules that hold call them otherwise.
_INSTEAD: ContextVar[Mapping[str, str] | None] = ContextVar("instead", default=None)

#: Code of a language: ``en``, or that of a file of words.
Lang: TypeAlias = str


@contextmanager
def saying(instead: Mapping[str, str]) -> Iterator[None]:
    """Within it words of the program are others; what a user wrote stays as it is.

    Parameters
    ----------
    instead : mapping of str to str
        The other word by the usual one.

    Examples
    --------
    >>> with saying({"数量": "用量"}):
    ...     _("the quantity is empty").get("zh")
    '未填写用量'
    """
    token = _INSTEAD.set(instead or None)
    try:
        yield
    finally:
        _INSTEAD.reset(token)


def reworded(text: str) -> str:
    """A text of the program or the catalogue in the words of `saying`."""
    for usual, other in (_INSTEAD.get() or {}).items():
        text = text.replace(usual, other)
    return text


@dataclass(frozen=True, eq=False)
class Label:
    """A name in English and Chinese; either may be missing, not both.

    Examples
    --------
    >>> Label("Taxi", "出租车").get("zh")
    '出租车'
    >>> Label("Taxi").get("zh")
    'Taxi'
    """

    en: str = ""
    zh: str = ""

    def get(self, lang: Lang) -> str:
        """The name in `lang`, or in the other language where that is missing."""
        return (self.zh or self.en) if lang == "zh" else (self.en or self.zh)

    @property
    def written(self) -> str | dict[str, str]:
        """As a file writes it: one text, or one in each language.

        Examples
        --------
        >>> Label("Xundian", "寻甸").written, Label(zh="寻甸").written
        ({'en': 'Xundian', 'zh': '寻甸'}, '寻甸')
        """
        both = bool(self.en and self.zh)
        return {"en": self.en, "zh": self.zh} if both else self.en or self.zh

    def __str__(self) -> str:
        return self.get("en")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Label):
            return NotImplemented
        return (self.en, self.zh) == (other.en, other.zh)

    def __hash__(self) -> int:
        return hash(str(self))


NAMELESS = Label()


class Note(Label):
    """A free note of a row or a file, written in one language.

    Files of words may hold a translation of it, under the context ``note``; where they do not, a
    note of the catalogue is marked as being in another language, and a user's stays as it is.

    Parameters
    ----------
    text : str
        The note.
    ours : bool
        Whether it stands in the catalogue.

    Examples
    --------
    >>> Note("planning assumption").get("zh")
    '规划假设'
    >>> Note("a note of some row", ours=True).get("zh"), Note("a note of a user").get("zh")
    ('（英文）a note of some row', 'a note of a user')
    """

    def __init__(self, text: str, ours: bool = False) -> None:
        object.__setattr__(self, "en", text)
        object.__setattr__(self, "ours", ours)

    ours: bool

    @property
    def zh(self) -> str:
        """The note in Chinese; empty where it was not translated."""
        return wordbook("zh").find(self.en, "note") or ""

    def get(self, lang: Lang) -> str:
        """The note in `lang`, or as it is."""
        if lang == "en" or not self.en:
            return self.en
        found = wordbook(lang).find(self.en, "note")
        if found is not None:
            return found
        english = _ENGLISH.search(self.en) or not _CHINESE.search(self.en)
        return (
            _("{text} (in English)", text=self.en).get(lang) if self.ours and english else self.en
        )


class Message(str, Label):
    """A text of the program: its English, which can be asked for in another language.

    Attributes
    ----------
    id : str
        The English text, with the places of its arguments; what files of words go by.
    args : mapping
        What stands in those places: text, numbers, labels, other messages, or lists of these.
    context : str
        Says which meaning is meant where one English word has several.

    Examples
    --------
    >>> told = _("no unit '{unit}'{hint}", unit="kgg", hint="")
    >>> told
    "no unit 'kgg'"
    >>> told.id, dict(told.args)
    ("no unit '{unit}'{hint}", {'unit': 'kgg', 'hint': ''})
    >>> (_("the quantity is empty") + "!").get("zh")
    '未填写数量!'
    """

    id: str
    args: Mapping[str, Any]
    context: str

    def __new__(
        cls,
        id: str,
        args: Mapping[str, Any] | None = None,
        context: str = "",
        plural: tuple[str, float] | None = None,
    ) -> Message:
        args = args or {}
        one = plural is None or plural[1] == 1
        made = str.__new__(cls, _filled(id if one or not plural else plural[0], args, "en"))
        return made._holding(id, args, context, plural)

    _plural: tuple[str, float] | None

    def _holding(
        self,
        id: str,
        args: Mapping[str, Any],
        context: str = "",
        plural: tuple[str, float] | None = None,
    ) -> Self:
        """The text just made, with what it was made of: thousands are made for one answer."""
        self.__dict__.update(id=id, args=args, context=context, _plural=plural)
        return self

    def __init__(self, *_: object, **__: object) -> None:
        """Everything was done when it was made, as for any text."""

    def get(self, lang: Lang) -> str:
        """The text in `lang`; English where its file of words lacks it."""
        if lang == "en":
            return str(self)
        number = self._plural[1] if self._plural else None
        found = wordbook(lang).find(self.id, self.context, number)
        return str(self) if found is None else _filled(reworded(found), self.args, lang)

    @property
    def en(self) -> str:
        """The text in English."""
        return str(self)

    @property
    def zh(self) -> str:
        """The text in Chinese."""
        return self.get("zh")

    def __add__(self, other: str) -> Message:
        return joined((self, other), "")

    def __radd__(self, other: str) -> Message:
        return joined((other, self), "")

    def plain(self) -> dict[str, Any]:
        """The arguments as plain data: texts, numbers, and lists of these."""
        return {name: _as_plain(value) for name, value in self.args.items()}

    def __reduce__(self) -> tuple[type[Message], tuple[Any, ...]]:
        return type(self), (self.id, dict(self.args), self.context, self._plural)


def renamed(text: Label, names: Mapping[str, Label]) -> Label:
    """A text with names in place of keys: a screen tells what to type, a report what is meant.

    Parameters
    ----------
    text : Label
        A message: keys are looked for among its arguments, alone or in lists.
    names : mapping of str to Label

    Examples
    --------
    >>> told = _("for want of: {keys}", keys=joined(["taxi@a[CN]", "taxi@b[CN]", "bus"]))
    >>> taxi = Label("Taxi, China", "出租车")
    >>> print(renamed(told, {"taxi@a[CN]": taxi, "taxi@b[CN]": taxi}))
    for want of: Taxi, China; bus
    >>> print(renamed(joined([Label("Wien"), Label(", airport")], ""), {}))
    Wien, airport
    """
    if not isinstance(text, Message):
        return names.get(text.en, text)
    args = {name: _renamed(value, names) for name, value in text.args.items()}
    mark = text.id
    if mark and isinstance(text, _Listing) and any(mark in _worded(x, "en") for x in args["parts"]):
        mark = "; "  # names hold commas of their own, keys do not
    return type(text)(mark, args, text.context, text._plural) if args else text


def _renamed(value: Any, names: Mapping[str, Label]) -> Any:
    if type(value) in (list, tuple):  # two keys may have one name
        return tuple(dict.fromkeys(_renamed(one, names) for one in value))
    if type(value) is str:
        return names.get(value, value)
    return renamed(value, names) if isinstance(value, Label) else value


def both(text: Label | Message) -> dict[str, str]:
    """A text in both languages as plain data.

    Examples
    --------
    >>> both(Label("Taxi", "出租车"))
    {'en': 'Taxi', 'zh': '出租车'}
    """
    return {"en": text.get("en"), "zh": text.get("zh")}


def spoken(said: str | Mapping[str, str], lang: Lang) -> str:
    """A text that plain data hold in one language or both, in that of the reader.

    Examples
    --------
    >>> spoken({"en": "Taxi", "zh": "出租车"}, "zh"), spoken({"zh": "出租车"}, "fr")
    ('出租车', '出租车')
    """
    if isinstance(said, str):
        return said
    return Label(said.get("en", ""), said.get("zh", "")).get(lang)


class _Listing(Message):
    """Several texts as one, with the marks that a language puts between them."""

    def get(self, lang: Lang) -> str:
        mark = _p("between", self.id).get(lang) if self.id else ""
        return mark.join(_worded(part, lang) for part in self.args["parts"])

    def __new__(
        cls, id: str, args: Mapping[str, Any] | None = None, *_: object, **__: object
    ) -> _Listing:
        parts = tuple((args or {})["parts"])
        made = str.__new__(cls, id.join(_worded(part, "en") for part in parts))
        return made._holding(id, {"parts": parts}, "between")


class _Inside(Message):
    """A name as it is written inside a phrase."""

    def get(self, lang: Lang) -> str:
        return str(self) if lang == "en" else _worded(self.args["name"], lang)

    def __new__(
        cls, id: str, args: Mapping[str, Any] | None = None, *_: object, **__: object
    ) -> _Inside:
        name = _worded((args or {})["name"], "en")
        # abbreviations stay as they are
        made = str.__new__(
            cls, name if name[1:2].isupper() or name[1:2].isdigit() else name[:1].lower() + name[1:]
        )
        return made._holding(id, dict(args or {}))


def _as_plain(value: Any) -> Any:
    if isinstance(value, _Listing):
        value = value.args["parts"]
    if type(value) in (list, tuple):
        return [_as_plain(one) for one in value]
    return value if isinstance(value, int | float | bool) or value is None else str(value)


def _worded(value: Any, lang: Lang) -> str:
    return value.get(lang) if isinstance(value, Label) else str(value)


def _filled(template: str, args: Mapping[str, Any], lang: Lang) -> str:
    """A template with its arguments, those that are words themselves in the same language."""
    if not args:
        return template  # braces stand for themselves then
    told = {
        name: joined(value).get(lang)
        if type(value) in (list, tuple)  # and no named tuple, such as a quantity
        else value.get(lang)
        if isinstance(value, Label)
        else value
        for name, value in args.items()
    }
    if "%}" in template or "g}" in template:
        told |= {name: _Told(one) for name, one in told.items() if isinstance(one, float)}
    text = template.format_map(told)
    bare = template.endswith((".{hint}", "。{hint}")) and not told["hint"]
    return text[:-1] if bare else text  # a fault has no full stop at its end


class _Told(float):
    """A number in a message: no power of ten, and a share that is there never reads as zero."""

    def __format__(self, spec: str) -> str:
        text = super().__format__(spec)
        if spec.endswith("g"):
            return without_power(text)
        if not spec.endswith("%"):
            return text
        if self and not any(digit in text for digit in "123456789"):
            text = f"{text[:1] if self < 0 else ''}<{text.removeprefix('-')[:-2]}1%"
        return text.replace("-", "−")


def _(id: str, /, **args: Any) -> Message:
    """A message: the English text, with ``{name}`` where an argument stands.

    Examples
    --------
    >>> _("{number:,} trees on {area:.1f} ha", number=1200, area=2.04)
    '1,200 trees on 2.0 ha'
    >>> _("and {left:,} more faults", left=3).get("zh")
    '另有3处错误'
    >>> _("{part:.0%} or {less:.1%}, {none:.0%}", part=0.004, less=-0.0003, none=0.0)
    '<1% or −<0.1%, 0%'
    """
    return Message(id, args)


def _n(one: str, many: str, number: float, /, **args: Any) -> Message:
    """A message whose words depend on a number, which is also its argument ``{n}``.

    Examples
    --------
    >>> _n("{n} row", "{n} rows", 1), _n("{n} row", "{n} rows", 3)
    ('1 row', '3 rows')
    """
    return Message(one, {"n": number, **args}, "", (many, number))


def _p(context: str, id: str, /, **args: Any) -> Message:
    """A message whose English has other meanings elsewhere.

    Examples
    --------
    >>> _p("between", ", ").get("zh")
    '、'
    """
    return Message(id, args, context)


def joined(parts: Iterable[Any], mark: str = ", ") -> Message:
    """Several texts as one text.

    Parameters
    ----------
    parts : iterable
        Text, labels, messages, numbers.
    mark : str
        What stands between them in English: ``", "``, ``"; "``, ``" and "``, ``" or "``.

    Examples
    --------
    >>> joined(["a", Label("Taxi", "出租车")]).get("zh")
    'a、出租车'
    >>> joined(["a", "b"], " and ")
    'a and b'
    """
    return _Listing(mark, {"parts": tuple(parts)})


def inside(name: Label | str) -> Message:
    """A name inside a phrase: English begins it with a small letter.

    Examples
    --------
    >>> _("share of {name}", name=inside(Label("Air travel", "航空出行")))
    'share of air travel'
    >>> inside("CO2 of flights"), inside(Label("Taxi", "出租车")).get("zh")
    ('CO2 of flights', '出租车')
    """
    return _Inside("{name}", {"name": name})
