"""Words: every text of the program is in the files of words, and a language is one file."""

from __future__ import annotations

import ast
import io
import json
import re
import string
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from modules import trees

from carbonmeet.base import wordbook as books
from carbonmeet.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))
import make_words  # noqa: E402

CHINESE = re.compile("[\u3400-\u9fff]")
#: Marks, joints and signs that a Chinese reader writes as an English one does.
SIGNS = re.compile(
    r"[\W\d_]*(?:(?:t )?CO2e?|t|CO₂e|BOD|COD|PET|BASIC|km|CNY|GPC|ISO|Sobol)?[\W\d_]*"
)
HEAD, ENTRIES = make_words.read(ROOT / "carbonmeet" / "words" / "zh.po")


def fields(text: str) -> set[str]:
    """The arguments that a template speaks of."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return set()  # braces of a text without arguments


def test_the_chinese_file_is_current_and_whole() -> None:
    text, missing = make_words.updated(ROOT / "carbonmeet" / "words" / "zh.po")
    assert [one.id for one in missing] == []
    assert text == (ROOT / "carbonmeet" / "words" / "zh.po").read_text("utf-8"), (
        "run python tools/make_words.py"
    )


def test_the_arguments_of_both_languages_agree() -> None:
    wrong = [
        (key.id, said)
        for key, entry in ENTRIES.items()
        for said in entry.said
        if not fields(said) <= fields(key.plural or key.id)
        and key.context not in make_words.BORROWED
    ]
    assert wrong == []


def test_chinese_is_chinese() -> None:
    wrong = [
        (key.id, said)
        for key, entry in ENTRIES.items()
        for said in entry.said
        if not CHINESE.search(said) and not SIGNS.fullmatch(re.sub(r"\{[^{}]*\}", "", said))
    ]
    assert wrong == []


def test_every_text_is_given_what_it_speaks_of() -> None:
    wrong = []
    for name, tree in trees().items():
        for call in _texts(tree):
            text = call.args[-1 if getattr(call.func, "id", "") == "_p" else 0]
            given = {one.arg for one in call.keywords}
            if given and None not in given and isinstance(text, ast.Constant):
                said = fields(str(text.value)) - ({"n"} if len(call.args) > 2 else set())
                if said != given:
                    wrong.append((name, call.lineno, text.value, given))
    assert wrong == []


def _texts(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            say = isinstance(node.func, ast.Attribute) and node.func.attr == "say"
            if say or getattr(node.func, "id", "") in ("_", "_p", "_n"):
                yield node


def test_other_tools_read_the_file() -> None:
    pofile = pytest.importorskip("babel.messages.pofile", reason="Babel is not installed")
    text = (ROOT / "carbonmeet" / "words" / "zh.po").read_bytes()
    read = pofile.read_po(io.BytesIO(text), locale="zh", abort_invalid=True)
    assert len(list(read)) == len(ENTRIES) + 1
    book = books.wordbook("zh")
    for one in read:
        if one.id and isinstance(one.id, str):
            assert book.find(one.id, one.context or "") == one.string, one.id


def run(*args: str) -> tuple[str, str]:
    """What a command prints, and what it tells of faults."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit):
        main(list(args))
    return out.getvalue(), err.getvalue()


@pytest.fixture
def pseudo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A third language: one file, and nothing else."""
    entries = {
        key: make_words.Entry(tuple(f"⟦{key.id}⟧" for _ in entry.said))
        for key, entry in ENTRIES.items()
    }
    (tmp_path / "qps.po").write_text(make_words.written("Language: qps\n", entries), "utf-8")
    monkeypatch.setattr(books, "FOLDER", tmp_path)
    books.languages.cache_clear()
    books.wordbook.cache_clear()
    yield "qps"
    books.languages.cache_clear()
    books.wordbook.cache_clear()


def test_a_third_language_is_one_file(pseudo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARBONMEET_LANG", pseudo)
    help_, _ = run("estimate", "--help")
    assert "⟦Usage:⟧ carbonmeet estimate ⟦[OPTIONS]⟧ FILE" in help_
    assert "⟦Estimate FILE: a scenario" in help_
    assert "⟦Monte Carlo draws behind the ranges; 0 for none.⟧" in " ".join(help_.split())
    whole, _ = run("--help")
    assert "⟦Check scenario files without estimating.⟧" in whole
    _, fault = run("estimate", "forum-150")
    assert "⟦no such file.{hint}⟧".format(hint="⟦ Did you mean 'forum-1500'?⟧") in fault
    _, usage = run("estimate", "--drows", "3")
    assert "⟦Error: ⟦No such option" in usage and "--drows" in usage  # as click's version quotes it


@pytest.mark.parametrize("before", [True, False], ids=["--lang first", "--lang last"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_chinese(command: str, before: bool) -> None:
    args = [*([command] if command else []), "--help"]
    text, _ = run(*(["--lang", "zh", *args] if before else [*args, "--lang", "zh"]))
    lines = [line for line in text.splitlines() if line.strip()]
    plain = [
        line
        for line in lines
        if not CHINESE.search(line) and re.search("[A-Za-z]{3} [a-z]{2}", line)
    ]
    # an option too long for its column stands alone on its line
    assert [line for line in plain if not line.strip().startswith("-")] == []


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_chinese_help_stands_in_columns(command: str) -> None:
    text, _ = run("--lang", "zh", *([command] if command else []), "--help")
    assert text.startswith("用法：carbonmeet") and "选项：\n" in text
    assert not re.search(r"默认：[^]]*(; | or )", text)
    rows = re.findall(r"^(  -\S.*?  +)(?=[\u4e00-\u9fff])", text.split("选项：")[1], re.MULTILINE)
    assert len({sum(2 if CHINESE.match(one) else 1 for one in row) for row in rows}) == 1


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--lang", "zh", "estimate"), "错误：缺少参数“FILE”"),
        (("report", "starter", "--lang", "zh"), "错误：缺少选项“-o / --output”"),
        (("estimate", "x", "--lang", "zh", "--format", "xml"), "“xml”不是“table”、“json”、“csv”"),
        (("--lang", "zh", "estimat"), "没有命令“estimat”。您要的是不是“estimate”？"),
        (("estimate", "forum-1500", "--lang", "zh", "--drows", "3"), "没有选项"),
        (("estimate", "forum-150", "--lang", "zh"), "没有该文件。您要的是不是“forum-1500”？"),
        (("estimate", "forum-1500", "--lang", "zh", "--draws", "-1"), "不在"),
        (("chart", "forum-1500", "--lang", "zh"), "请给出--kind或--all"),
    ],
)
def test_faults_are_in_chinese(args: tuple[str, ...], told: str) -> None:
    assert told in run(*args)[1]


def test_the_language_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARBONMEET_LANG", "zh")
    assert "没有该文件" in run("estimate", "nowhere.yaml")[1]
    assert "no such file" in run("--lang", "en", "estimate", "nowhere.yaml")[1]
    monkeypatch.setenv("CARBONMEET_LANG", "tlh")
    known = ", ".join(f"'{one}'" for one in books.languages())
    assert f"'tlh' is not one of {known}" in run("estimate", "forum-1500")[1]


def test_translated_notes_are_notes_of_rows_and_scenarios() -> None:
    def bare(text: str) -> str:
        return re.sub(r"[\s\"'>|-]", "", text)

    files = [
        *(ROOT / "factors").rglob("*.csv"),
        *(ROOT / "factors").rglob("*.yaml"),
        *(ROOT / "scenarios").rglob("*.yaml"),
        *(ROOT / "carbonmeet").rglob("*.py"),
    ]
    whole = bare("\n".join(path.read_text("utf-8") for path in files))
    notes = [key.id for key in ENTRIES if key.context == "note"]
    assert len(notes) > 250
    assert [note for note in notes if bare(note) not in whole] == []


def test_check_gives_faults_as_data(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("carbonmeet: 2\nkind: meeting\ntitle: A\nperiods: {p: {year: 20}}\n", "utf-8")
    out, err = run("check", str(file), "--format", "json")
    [fault, *_] = json.loads(out)
    assert set(fault) == {"id", "file", "line", "column", "path", "args", "en", "zh"} and not err
    assert (fault["line"], fault["path"]) == (4, "periods.p.year")
    assert CHINESE.search(fault["zh"]) and not CHINESE.search(fault["en"])
    assert fields(fault["id"]) == set(fault["args"])


#: Errors of programs that call us, which no user meets.
PROGRAMMERS = {
    *("AttributeError", "AssertionError", "FrozenInstanceError", "KeyError", "TypeError"),
    "NotImplementedError",
}


def test_no_words_of_ours_stand_outside_the_files() -> None:
    """No label of two literals, no fault without an id."""
    wrong = []
    for path, tree in trees().items():
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            texts = [one for one in call.args if isinstance(one, ast.Constant | ast.JoinedStr)]
            if name == "Label" and any(CHINESE.search(ast.unparse(one)) for one in texts[1:]):
                wrong.append((path, call.lineno))
            elif name in ("Fault", "fault") or (name.endswith("Error") and name not in PROGRAMMERS):
                told = call.args[-1:] if name in ("Fault", "fault") else call.args[:1]
                wrong += [(path, call.lineno) for one in told if _is_sentence(one)]
    assert wrong == []


def _is_sentence(node: ast.AST) -> bool:
    plain = isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    return plain or isinstance(node, ast.JoinedStr)
