"""Files of words: one ``.po`` file a language, read when the first word of it is needed.

They are the files of gettext, with contexts and plurals, read directly: nothing is compiled, so a
checkout, an editable installation and a wheel all read the same file, and a translator's change
shows at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

__all__ = ["FOLDER", "Wordbook", "languages", "wordbook"]

#: Where the files are: a language is there if its file is.
FOLDER = Path(__file__).resolve().parents[1] / "words"

_ENTRY = re.compile(
    r'^(?:msgctxt "(?P<context>.*)"\n)?msgid "(?P<id>.*)"\n(?:msgid_plural ".*"\n)?'
    r'(?P<said>(?:msgstr(?:\[\d\])? ".*"(?:\n|\Z))+)',
    re.MULTILINE,
)
_SAID = re.compile(r'^msgstr(?:\[\d\])? "(.*)"$', re.MULTILINE)
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t"}
_PLURAL = re.compile(r"nplurals=\d+; *plural=([^;\n]+)")


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
        self._found: dict[tuple[str, str], tuple[str, ...]] = {}
        for entry in _ENTRY.finditer(text.replace('"\n"', "")):
            said = tuple(_plain(one) for one in _SAID.findall(entry["said"]))
            known = _plain(entry["id"])
            # between two sentences a language may set nothing where English sets a blank
            if (all(said) or known.isspace()) and not _doubted(entry):
                self._found[_plain(entry["context"] or ""), known] = said
        head = self._found.pop(("", ""), ("",))[0]
        form = _PLURAL.search(head)
        self._form = form[1] if form else "n != 1"

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
        said = self._found.get((context, id))
        if said is None:
            return None
        if number is None or len(said) == 1:
            return said[0]
        return said[min(self._which(number), len(said) - 1)]

    def _which(self, number: float) -> int:
        from gettext import c2py

        rule: Callable[[int], int] = c2py(self._form)
        return rule(int(number) if float(number).is_integer() else 2)


def _doubted(entry: re.Match[str]) -> bool:
    """Whether a translator marked an entry as not to be used yet."""
    before = entry.string[: entry.start()].rpartition("\n\n")[2]
    return "#, fuzzy" in before


def _plain(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda mark: _MEANT.get(mark[1], mark[1]), text)


@cache
def wordbook(lang: str) -> Wordbook:
    """The words of a language; an empty book where there is no file."""
    try:
        return Wordbook((FOLDER / f"{lang}.po").read_text(encoding="utf-8"))
    except OSError:
        return Wordbook("")


@cache
def languages() -> tuple[str, ...]:
    """The languages in which the program speaks: English, and every file of words."""
    return ("en", *sorted(file.stem for file in FOLDER.glob("*.po")))
