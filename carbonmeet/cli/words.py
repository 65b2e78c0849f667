"""The command line in the language of its reader: help, and what click itself says."""

from __future__ import annotations

import copy
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.text import Lang, Message, _, _p
from carbonmeet.base.wordbook import languages, wordbook

__all__ = ["LANG_VARIABLE", "asked", "click_words", "help_id", "requoted", "worded"]

#: The variable of the environment that names the language where ``--lang`` does not.
LANG_VARIABLE = "CARBONMEET_LANG"
#: What may not begin a line.
_CLOSING = "，。；：、！？）》”’】…,.;:!?)"


def asked(args: Sequence[str] | None) -> Lang:
    """The language that a call asks for, known before anything of it is read.

    Parameters
    ----------
    args : sequence of str, optional
        The words of the call; those of the program if left out.

    Examples
    --------
    >>> asked(["check", "--lang", "zh", "a.yaml"]), asked(["check", "--lang=fr"])
    ('zh', 'en')
    """
    words = list(sys.argv[1:] if args is None else args)
    words = words[: words.index("--")] if "--" in words else words
    lang = os.environ.get(LANG_VARIABLE, "en")
    for at, word in enumerate(words):
        if word == "--lang" and at + 1 < len(words):
            lang = words[at + 1]
        elif word.startswith("--lang="):
            lang = word.removeprefix("--lang=")
    return lang if lang in languages() else "en"


def help_id(text: str) -> str:
    """A text of help as files of words have it: a line for each paragraph.

    Examples
    --------
    >>> help_id("Check FILES:\\nall of them.\\n\\nLand counts once.")
    'Check FILES: all of them.\\n\\nLand counts once.'
    """
    parts = text.partition("\f")[0].strip().split("\n\n")
    return "\n\n".join(p if p.startswith("\b") else " ".join(p.split()) for p in parts)


def worded(command: click.Command, lang: Lang) -> click.Command:
    """A command whose help is in `lang`; the command itself for English."""
    if lang == "en":
        return command
    told = copy.copy(command)
    told.context_class = _Context
    told.help = _say(command.help, lang)
    told.options_metavar = _say("[OPTIONS]", lang, "metavar")
    if isinstance(told, click.Group):
        told.subcommand_metavar = _say("COMMAND [ARGS]...", lang, "metavar") or ""
    told.params = [_worded_option(one, lang) for one in command.params]
    vars(told)["_help_option"] = None  # click keeps the one that it made, in another language
    return told


def _worded_option(option: click.Parameter, lang: Lang) -> click.Parameter:
    if not isinstance(option, click.Option):
        return option
    told = copy.copy(option)
    told.help = _say(option.help, lang)
    own = "get_metavar" in vars(type(option.type))  # choices stay as they are
    if not (option.is_flag or option.count or own):
        told.metavar = _say(option.metavar or option.type.name.upper(), lang, "metavar")
    return told


def _say(text: str | None, lang: Lang, context: str = "") -> str | None:
    if not text:
        return text
    told = Message(help_id(text), context=context).get(lang)
    return told if told != help_id(text) else wordbook(lang).find(text, "click") or text


@contextmanager
def click_words(lang: Lang) -> Iterator[None]:
    """Within it click speaks `lang`, as far as its file of words goes."""
    if lang == "en":
        yield
        return
    book = wordbook(lang)

    def one(text: str) -> str:
        return book.find(text, "click") or text

    def many(text: str, more: str, number: int) -> str:
        return book.find(text, "click", number) or (text if number == 1 else more)

    kept: list[tuple[Any, str, Callable[..., str]]] = []
    for name in [name for name in sys.modules if name.startswith("click.")]:
        module = sys.modules[name]
        for word, ours in (("_", one), ("ngettext", many)):
            theirs = vars(module).get(word)
            if callable(theirs):
                kept.append((module, word, theirs))
                setattr(module, word, ours)
    try:
        yield
    finally:
        for module, word, theirs in kept:
            setattr(module, word, theirs)


#: What click itself puts into quotes; at the end of a message it says no more than that.
_QUOTED = pattern_of(r" '(?P<last>[^'\n]*)'(?P<more> / '[^'\n]*')?\.$|'(?P<word>[^'\n]*)'")


def requoted(text: str, lang: Lang) -> str:
    """A message of click in the quotation marks of a language.

    Examples
    --------
    >>> requoted("缺少参数 'FILE'.", "zh"), requoted("Missing argument 'FILE'.", "en")
    ('缺少参数“FILE”。', "Missing argument 'FILE'.")
    """
    if lang == "en":
        return text

    def said(found: re.Match[str]) -> str:
        word, last, more = found["word"], found["last"], found["more"]
        if last is None:
            return _p("quoted", "'{word}'", word=word).get(lang)
        return _(" '{word}'.", word=last + (more or "").replace("'", "")).get(lang)

    between = _p("between", ", ").get(lang)
    return _QUOTED.sub(said, text.replace("', '", f"'{between}'"))


class _Formatter(click.HelpFormatter):
    """Help in which a Chinese character takes two columns, and a line may end after any."""

    def write_text(self, text: str) -> None:
        super().write_text(_folded(text, self.width - self.current_indent))

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        told = _said("Usage:")
        gap = "" if told.endswith("：") else " "
        super().write_usage(prog, args, f"{told}{gap}" if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(" " * self.current_indent + heading + _said(":") + "\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        listed = list(rows)
        first = min(max(_width(one) for one, _ in listed), col_max) + col_spacing
        left = " " * (self.current_indent + first)
        for one, two in listed:
            fits = _width(one) + col_spacing <= first
            gap = " " * (first - _width(one)) if fits else f"\n{left}"
            told, begun, extra = two.rpartition("[")  # what click adds: default, range
            extra = extra.replace("; 0 or ", _said("; 0 or ")).replace("; ", _said("; "))
            told = f"{told}{begun}{extra}" if begun else two
            lines = f"\n{left}".join(_lines(told, max(self.width - first - 2, 10)))
            self.write(f"{' ' * self.current_indent}{one}{gap}{lines}".rstrip() + "\n")


def _said(text: str) -> str:
    """A text of click in the language that click speaks now, see `click_words`."""
    return str(vars(click.formatting)["_"](text))


class _Context(click.Context):
    formatter_class = _Formatter


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _folded(text: str, wide: int) -> str:
    """Text in lines of at most `wide` columns, marked as such for click.

    Examples
    --------
    >>> _folded("估算FILE：一个方案，或名称。", 12)
    '\\x08\\n估算FILE：一\\n个方案，或名\\n称。'
    """
    told = []
    for part in text.split("\n\n"):
        whole = (
            part.removeprefix("\b\n") if part.startswith("\b") else "\n".join(_lines(part, wide))
        )
        told.append(f"\b\n{whole}")
    return "\n\n".join(told)


def _lines(text: str, wide: int) -> Iterator[str]:
    line = ""
    for piece in _pieces(" ".join(text.split())):
        if line and _width((line + piece).rstrip()) > wide:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line.strip():
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """The parts of a text that no line may break: words, and characters with their marks."""
    piece = ""
    for letter in text:
        opens = piece and (_width(letter) == 2 or _width(piece[-1]) == 2 or piece[-1] == " ")
        if opens and letter not in _CLOSING and letter != " " and piece[-1] not in "（“《【[":
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece
