"""Keep the files of words: `python tools/make_words.py` after any change of a text.

Every text of the program stands in the code in English and is the id of an entry of
``carbonmeet/words/LANG.po``. This adds the entries that a file lacks, with an empty translation,
drops those that nothing says any more, and sorts them. `--check` only tells.

``python tools/make_words.py fr`` begins a file for another language.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
WORDS = ROOT / "carbonmeet" / "words"
#: Entries that no line of ours says: texts of click and of the system, notes of rows and files.
BORROWED = ("click", "metavar", "note", "system")


class Id(NamedTuple):
    """What an entry goes by."""

    id: str
    context: str = ""
    plural: str = ""


def ids() -> dict[Id, str]:
    """Every text of the program and the first place that says it."""
    found: dict[Id, str] = {}
    for path in sorted((ROOT / "carbonmeet").rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        for one in _said(ast.parse(path.read_text("utf-8"))):
            found.setdefault(one, place)
    for one in _helped():
        found.setdefault(one, "carbonmeet/cli")
    return found


def _said(tree: ast.AST) -> Iterator[Id]:
    named: dict[str, list[str]] = {}  # texts that a variable hands on
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _is_text(node.value):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    named.setdefault(target.id, []).append(ast.literal_eval(node.value))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        at_face = isinstance(node.func, ast.Attribute) and node.func.attr == "say"
        whole = name == "_" or (at_face and len(node.args) == 1)
        texts = [a.value for a in node.args if isinstance(a, ast.Constant) and _is_text(a)]
        if name == "_" and node.args and isinstance(node.args[0], ast.Name):
            yield from map(Id, named.get(node.args[0].id, []))
        elif whole and node.args and _is_text(node.args[0]):
            yield Id(texts[0])
        elif name == "_p" and len(texts) == 2:
            yield Id(texts[1], texts[0])
        elif name == "_n" and len(texts) >= 2:
            yield Id(texts[0], "", texts[1])
        elif name == "joined":
            marks = [a for a in node.args[1:2] if _is_text(a)]
            yield Id(marks[0].value if marks else ", ", "between")  # type: ignore[attr-defined]


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(node.value)


def _helped() -> Iterator[Id]:
    """The help of every command and option."""
    from carbonmeet.cli import COMMANDS, cli, command_of
    from carbonmeet.cli.words import help_id

    for command in (cli, *map(command_of, COMMANDS)):
        texts = [command.help, *(getattr(one, "help", None) for one in command.params)]
        theirs = {one.help for one in command.params if one.name == "version"}
        yield from (Id(help_id(text)) for text in texts if text and text not in theirs)


# ---- files ----------------------------------------------------------------------------------

_ENTRY = re.compile(
    r'(?P<notes>(?:^#[^\n]*\n)*)(?:^msgctxt "(?P<context>.*)"\n)?^msgid "(?P<id>.*)"\n'
    r'(?:^msgid_plural "(?P<plural>.*)"\n)?(?P<said>(?:^msgstr(?:\[\d\])? ".*"\n)+)',
    re.MULTILINE,
)


class Entry(NamedTuple):
    """What a language says for an id, and what translators note above it."""

    said: tuple[str, ...]
    notes: str = ""


def read(path: Path) -> tuple[str, dict[Id, Entry]]:
    """The head and the entries of a file of words; the last of two entries counts."""
    text = path.read_text("utf-8").replace('"\n"', "") + "\n"
    head, found = "", {}
    for one in _ENTRY.finditer(text):
        said = tuple(map(_plain, re.findall(r'^msgstr(?:\[\d\])? "(.*)"$', one["said"], re.M)))
        key = Id(_plain(one["id"]), _plain(one["context"] or ""), _plain(one["plural"] or ""))
        if key == Id(""):
            head = said[0]
        elif key not in found or all(said):
            if not key.plural:
                said = said[-1:]  # two branches may have said the same, each its own way
            found[key] = Entry(said, one["notes"])
    return head, found


def _plain(text: str) -> str:
    return json.loads(f'"{text}"')


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def written(head: str, entries: dict[Id, Entry]) -> str:
    """A file of words, sorted."""
    lines = ['msgid ""', 'msgstr ""', *map(_quoted, head.splitlines(keepends=True)), ""]
    for key, entry in sorted(entries.items(), key=lambda one: (one[0].id, one[0].context)):
        if entry.notes:
            lines.append(entry.notes.rstrip("\n"))
        if key.context:
            lines.append(f"msgctxt {_quoted(key.context)}")
        lines.append(f"msgid {_quoted(key.id)}")
        if key.plural:
            lines.append(f"msgid_plural {_quoted(key.plural)}")
            lines += [f"msgstr[{n}] {_quoted(one)}" for n, one in enumerate(entry.said)]
        else:
            lines.append(f"msgstr {_quoted(entry.said[0])}")
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


def updated(path: Path) -> tuple[str, list[Id]]:
    """A file of words as it ought to be, and the ids that it does not translate."""
    if path.exists():
        head, entries = read(path)
    else:
        head = f"Content-Type: text/plain; charset=UTF-8\nLanguage: {path.stem}\n"
        head += "Plural-Forms: nplurals=2; plural=n != 1;\n"
        entries = {key: one for key, one in read(WORDS / "zh.po")[1].items()}
        entries = {key: Entry(("",)) for key in entries if key.context in BORROWED}
    wanted = ids()
    kept = {key: one for key, one in entries.items() if key in wanted or key.context in BORROWED}
    for key in wanted:
        kept.setdefault(key, Entry(("",) * (2 if key.plural else 1)))
    return written(head, kept), [
        key for key, one in kept.items() if not all(one.said) and not key.id.isspace()
    ]


def main() -> None:
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    paths = [WORDS / f"{word}.po" for word in words] or sorted(WORDS.glob("*.po"))
    wrong = False
    for path in paths:
        text, missing = updated(path)
        begun = path.exists()
        same = begun and path.read_text("utf-8") == text
        if not begun:  # a new language lacks everything: thousands of lines would say so
            print(f"{path.name}: {len(missing):,} texts to translate")
        for key in missing if begun else []:
            print(f"{path.name}: not translated: {key.id!r}")
        if "--check" in sys.argv:
            wrong |= bool(missing) or not same
            if not same:
                print(f"{path.name}: run python tools/make_words.py")
        elif not same:
            path.write_text(text, "utf-8")
            print(f"{path.name}: written")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
