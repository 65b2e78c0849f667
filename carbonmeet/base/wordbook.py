"""Files of words: one ``.po`` file a language, read when the first word of it is needed.

They are the files of gettext, with contexts and plurals, read directly: nothing has to be
compiled, so a checkout, an editable installation and a wheel all read the same file, and a
translator's change shows at once. What was read is kept by the hash of the file, for the next
start.
"""

from __future__ import annotations

import hashlib
import marshal
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.stored import stored

__all__ = ["FOLDER", "Wordbook", "languages", "wordbook"]

#: Where the files are: a language is there if its file is.
FOLDER = Path(__file__).resolve().parents[1] / "words"

_ENTRY = pattern_of(
    r'^(?:msgctxt "(?P<context>.*)"\n)?msgid "(?P<id>.*)"\n(?:msgid_plural ".*"\n)?'
    r'(?P<said>(?:msgstr(?:\[\d\])? ".*"(?:\n|\Z))+)',
    re.MULTILINE,
)
_SAID = pattern_of(r'^msgstr(?:\[\d\])? "(.*)"$', re.MULTILINE)
_ESCAPED = pattern_of(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t"}
#: Between context and text, and between the forms of a plural: as gettext compiles them.
_AND, _OR = "\x04", "\x00"
_PLURAL = pattern_of(r"nplurals=\d+; *plural=([^;\n]+)")


class Wordbook:
    """The words of one language.

    Parameters
    ----------
    text : str
        A ``.po`` file.

    Examples
    --------
    >>> book = Wordbook('msgctxt "tree"\\nmsgid "pine"\\nmsgstr "松"\\n')
    >>> book.find("pine", "tree"), book.find("pine")
    ('松', None)
    """

    def __init__(self, text: str) -> None:
        self._found, self._form = _read(text)

    @classmethod
    def of_file(cls, path: Path) -> Wordbook:
        """The words of a file, kept in the form in which they were last read."""
        data = path.read_bytes()
        key = hashlib.sha256(data + Path(__file__).read_bytes()).hexdigest()
        kept = stored(f"words-{path.stem}", key, lambda: marshal.dumps(_read(data.decode("utf-8"))))
        book = cls.__new__(cls)
        try:
            book._found, book._form = marshal.loads(kept or b"")
        except (ValueError, EOFError, TypeError):  # none kept, or broken: as good as none
            book._found, book._form = _read(data.decode("utf-8"))
        return book

    def find(self, id: str, context: str = "", number: float | None = None) -> str | None:
        """What stands for an English text; None where nothing does.

        Parameters
        ----------
        id : str
            The English text.
        context : str
            Which of its meanings.
        number : float, optional
            On what its words depend.
        """
        said = self._found.get(f"{context}{_AND}{id}" if context else id)
        if said is None or _OR not in said:
            return said
        forms = said.split(_OR)
        return forms[0 if number is None else min(self._which(number), len(forms) - 1)]

    def _which(self, number: float) -> int:
        from gettext import c2py

        rule: Callable[[int], int] = c2py(self._form)
        return rule(int(number) if float(number).is_integer() else 2)


def _read(text: str) -> tuple[dict[str, str], str]:
    """Every entry that may be used, and the rule of plurals."""
    found: dict[str, str] = {}
    text = text.replace('"\n"', "")
    last = 0
    for entry in _ENTRY.finditer(text):
        said = tuple(_plain(one) for one in _SAID.findall(entry["said"]))
        known = _plain(entry["id"])
        # a translator marks an entry as not to be used yet; between two sentences a language may
        # set nothing where English sets a blank
        doubted = "#, fuzzy" in text[last : entry.start()]
        last = entry.end()
        if (all(said) or known.isspace()) and not doubted:
            context = _plain(entry["context"] or "")
            found[f"{context}{_AND}{known}" if context else known] = _OR.join(said)
    head = found.pop("", "")
    form = _PLURAL.search(head)
    return found, form[1] if form else "n != 1"


def _plain(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda mark: _MEANT.get(mark[1], mark[1]), text)


@cache
def wordbook(lang: str) -> Wordbook:
    """The words of a language; an empty book where there is no file."""
    try:
        return Wordbook.of_file(FOLDER / f"{lang}.po")
    except OSError:
        return Wordbook("")


@cache
def languages() -> tuple[str, ...]:
    """The languages in which the program speaks: English, and every file of words."""
    return ("en", *sorted(file.stem for file in FOLDER.glob("*.po")))
