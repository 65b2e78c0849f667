"""YAML: what plain data come out, and every refusal at its line and column."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from carbonmeet.base.errors import InputError
from carbonmeet.reading import yamlfile
from carbonmeet.reading.yamlfile import Document, read_yaml, read_yaml_file


def faults(text: str) -> list[str]:
    with pytest.raises(InputError) as refusal:
        read_yaml(text, "f.yaml")
    return [str(fault) for fault in refusal.value.faults]


# ---- scalars --------------------------------------------------------------------------------

SCALARS = {
    "NO": "NO",
    "yes": "yes",
    "off": "off",
    "y": "y",
    "true": True,
    "False": False,
    "null": None,
    "~": None,
    "": None,
    "12:30:45": "12:30:45",
    "2021-10-11": "2021-10-11",
    "1,000": "1,000",
    "12 km": "12 km",
    "40%": "40%",
    "12": 12,
    "-0": 0,
    "+5": 5,
    "0": 0,
    "1e3": 1000.0,
    "1.5E-2": 0.015,
    ".5": 0.5,
    "1.": 1.0,
    "-1.25": -1.25,
    "'010'": "010",
    '"1_000"': "1_000",
    "'null'": "null",
    "1.2.3": "1.2.3",
    "-": "-",
    "1e": "1e",
    "inf": "inf",
    "昆明": "昆明",
    "'it''s'": "it's",
    '"a\\tb"': "a\tb",
}


@pytest.mark.parametrize(("text", "value"), SCALARS.items())
def test_scalars_are_those_of_yaml_1_2(text: str, value: object) -> None:
    if text == "-":
        text = "'-'"
    data = read_yaml(f"a: {text}\n", "f.yaml").data
    assert data == {"a": value}
    assert isinstance(data, dict)
    assert type(data["a"]) is type(value)


def test_block_texts() -> None:
    assert read_yaml("a: |\n  x\n  y\nb: >\n  x\n  y\n", "f").data == {"a": "x\ny\n", "b": "x y\n"}


# ---- refusals -------------------------------------------------------------------------------

REFUSED = {
    "empty": ("", "f.yaml: is empty"),
    "only a comment": ("# nothing\n", "f.yaml: is empty"),
    "leading zero": ("a: 010\n", "f.yaml:1:4: '010' begins with 0: write the number without it"),
    "leading zero in a float": ("a: 00.5\n", "f.yaml:1:4: '00.5' begins with 0"),
    "leading zero in a list": ("a: [1,000]\n", "f.yaml:1:7: '000' begins with 0"),
    "underscore": ("a: 1_000\n", "f.yaml:1:4: '1_000' has '_' between digits: write 1000"),
    "hexadecimal": ("a: 0x1F\n", "f.yaml:1:4: '0x1F' is not a decimal number"),
    "not a number": ("a: .nan\n", "f.yaml:1:4: '.nan' is not a finite number"),
    "infinity": ("a: -.INF\n", "f.yaml:1:4: '-.INF' is not a finite number"),
    "overflow": ("a: 1e999\n", "f.yaml:1:4: '1e999' is too large for a number"),
    "long whole number": (
        f"a: {'9' * 5000}\n",
        "f.yaml:1:4: a whole number of more than 18 digits",
    ),
    "anchor": ("a: &x 1\n", "f.yaml:1:4: anchors (&x) are not read"),
    "alias": ("a: 1\nb: *x\n", "f.yaml:2:4: aliases (*x) are not read: write the value out"),
    "python tag": ("a: !!python/object:os.system x\n", "f.yaml:1:4: tags (!!python/object:os.sys"),
    "own tag": ("a: !x [1]\n", "f.yaml:1:4: tags (!x) are not read"),
    "bare tag": ("a: ! 1\n", "f.yaml:1:4: tags (!) are not read"),
    "tag on a key": ("!!str a: 1\n", "f.yaml:1:1: tags (!!str) are not read"),
    "duplicate key": ("a: 1\nb: 2\na: 3\n", "f.yaml:3:1: duplicate key 'a': first given on line 1"),
    "merge key": ("<<: {a: 1}\n", "f.yaml:1:1: merge keys (<<) are not read"),
    "number as key": ("2021: a\n", "f.yaml:1:1: a key must be text: put '2021' in quotes"),
    "truth as key": ("true: a\n", "f.yaml:1:1: a key must be text: put 'true' in quotes"),
    "list as key": ("? [a]\n: b\n", "f.yaml:1:3: a key must be text"),
    "mapping as key": ("{x: y}: b\n", "f.yaml:1:1: a key must be text"),
    "empty key": ("? \n: 1\n", "f.yaml:1:2: a key must be text"),
    "no key in braces": ("a:\n  {: 1}\n", "f.yaml:2:4: a value is missing here"),
    "two documents": ("---\na: 1\n---\nb: 2\n", "f.yaml:3:1: a second document begins here"),
    "text after the end": ("a: 1\n...\nb: 2\n", "f.yaml:3:1: the document has ended above"),
    "directive": ("%YAML 1.1\n---\na: 1\n", "f.yaml:1:1: directives (%) are not read"),
    "tag directive": ("%TAG ! tag:x,2000:\n---\na: 1\n", "directives (%) are not read"),
    "tab": ("a:\n\tb: 1\n", "f.yaml:2:1: the indentation contains a tab: use spaces"),
    "at sign": ("a: @x\n", "f.yaml:1:4: a text cannot begin with '@': put it in quotes"),
    "colon in text": ("a: b: c\n", "f.yaml:1:5: a ':' is not expected here"),
    "missing colon": ("key\nother: 1\n", "f.yaml:2:6: a ':' is not expected here"),
    "indentation": ("a:\n  - b\n c: d\n", "f.yaml:3:2: the indentation does not fit the lines"),
    "list in a mapping": ("b: c\n- a\n", "f.yaml:2:1: "),
    "list on a key's line": ("a: - b\n", "f.yaml:1:4: a '-' is not expected here"),
    "open double quote": ('a: 1\nb: "x\nc: 3\n', "f.yaml:2:4: a quote is not closed"),
    "open single quote": ("a: 'x\n", "f.yaml:1:4: a quote is not closed"),
    "text after a quote": ("a: 'it's'\n", "f.yaml:1:8: this cannot follow what comes before it"),
    "open bracket": ("a: [1, 2\nb: 3\n", "a ',' or ']' is missing (the bracket opens on line 1)"),
    "open brace": ("a: {b: 1\nc: 2\n", "a ',' or '}' is missing (the bracket opens on line 1)"),
    "double comma": ("a: [1, , 2]\n", "f.yaml:1:8: a value is missing here"),
    "escape": ('a: "\\q"\n', "unknown '\\' escape in double quotes: use single quotes"),
    "escaped control": ('a: "\\x00"\n', "f.yaml:1:4: the escape for U+0000 is not allowed"),
    "escaped surrogate": ('a: "\\ud800"\n', "escape"),
    "NUL": ("a: b\x00\n", "f.yaml:1:5: character U+0000 is not allowed in a text file"),
    "control": ("a: 1\nb: \x1b[0m\n", "f.yaml:2:4: character U+001B is not allowed"),
    "reading direction": ("a: \u202eb\n", "f.yaml:1:4: character U+202E is not allowed"),
    "surrogate": ("a: \ud800\n", "f.yaml:1:4: character U+D800 is not allowed"),
    "depth": ("[" * 40, "f.yaml:1:33: nested deeper than 32 levels"),
    "depth by lines": ("".join(" " * i + "a:\n" for i in range(40)), "f.yaml:33:33: nested deeper"),
    "depth in keys": ("? " * 100, "nested deeper than 32 levels"),
    "depth where a parser stops first": ("a: " + "[" * 5000, "f.yaml:1:35: nested deeper than 32"),
    "depth after a text": (
        "- [x]\n- ']b':\n    " + "{" * 5000,
        "f.yaml:3:35: nested deeper than 32",
    ),
    "many values": ("[" + "a," * 200_001 + "]", "more than 200000 values"),
    "large": ("#" * 5_000_001, "f.yaml: is larger than 5 MB"),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_refuses(text: str, message: str) -> None:
    assert message in "\n".join(faults(text))


@pytest.mark.parametrize("name", sorted(set(REFUSED) - {"many values", "open single quote"}))
def test_refuses_without_the_c_library(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamlfile, "_LOADER", yaml.SafeLoader)
    assert faults(REFUSED[name][0])


def test_all_faults_at_once() -> None:
    text = "a: 010\na: &x 1\nb: !t 2\nc: [1_0, *x]\nc: .inf\nd: [\n"
    assert [fault.split(": ")[0] for fault in faults(text)] == [
        "f.yaml:1:4",
        "f.yaml:2:1",
        "f.yaml:2:4",
        "f.yaml:3:4",
        "f.yaml:4:5",
        "f.yaml:4:10",
        "f.yaml:5:1",
        "f.yaml:5:4",
        "f.yaml:7:1",
    ]


def test_stops_after_a_hundred_faults() -> None:
    assert len(faults("a: 1\n" * 1000)) == 100


@pytest.mark.parametrize(
    "bomb",
    ["'[' * 100_000", "'{' * 100_000", "'- ' * 100_000", "'? ' * 100_000", "'{a: ' * 100_000",
     "'[? ' * 100_000", "'a:\\n- ' * 100_000"],
)  # fmt: skip
def test_no_nesting_kills_the_process(bomb: str) -> None:
    code = (
        "from carbonmeet.base.errors import InputError\n"
        "from carbonmeet.reading.yamlfile import read_yaml\n"
        f"try: read_yaml({bomb}, 'f')\n"
        "except InputError: raise SystemExit(7)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 7


# ---- positions ------------------------------------------------------------------------------

MEETING = """\
# a meeting
title: {en: Plan, zh: 计划}
groups:
  - name: 北京代表
    travel: [{mode: air}, {mode: rail}]
  -
    name: others
"""


def test_marks() -> None:
    document = read_yaml(MEETING, "f.yaml")
    assert document.mark(()) == (2, 1)
    assert document.mark(("title", "zh")) == (2, 23)
    assert document.key_mark(("title", "zh")) == (2, 19)
    assert document.mark(("groups", 0)) == (4, 5)
    assert document.mark(("groups", 0, "travel", 1, "mode")) == (5, 34)
    assert document.key_mark(("groups", 0, "travel", 1)) == (5, 27)
    assert document.mark(("groups", 1)) == (7, 5)
    # what is not there has the position of what is around it
    assert document.mark(("groups", 1, "people", "low")) == (7, 5)
    assert Document("made.yaml", {"a": 1}).mark(("a",)) == (0, 0)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(max_size=8)
        | st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=8,
    )
)  # fmt: skip
def test_what_is_written_is_read(data: object) -> None:
    """JSON is YAML, where its texts hold no control characters."""
    text = json.dumps(data, ensure_ascii=False)
    try:
        document = read_yaml(text, "f")
    except InputError:
        assert any(ord(c) < 32 or 0x7E < ord(c) < 0xA0 or ord(c) > 0x2000 for c in text) or (
            "\\" in text
        )
    else:
        assert document.data == data


@given(st.text(alphabet="ab01:-[]{},'\"&*!#|>%@?. \n\t~", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        document = read_yaml(text, "f")
    except InputError as refusal:
        assert all(str(fault) for fault in refusal.faults)
    else:
        for path in document.marks:
            line, column = document.mark(path)
            assert 1 <= line <= text.count("\n") + 2  # an empty value may stand after the end
            assert column >= 1


@given(st.text(max_size=30))
def test_both_parsers_read_the_same(text: str) -> None:
    def read() -> object:
        try:
            return read_yaml(f"a: {text}", "f").data
        except InputError:
            return math.nan

    fast = read()
    kept = yamlfile._LOADER
    try:
        yamlfile._LOADER = yaml.SafeLoader
        slow = read()
    finally:
        yamlfile._LOADER = kept
    if math.nan not in (fast, slow):
        assert fast == slow


# ---- files ----------------------------------------------------------------------------------


def file_fault(path: Path) -> str:
    with pytest.raises(InputError) as refusal:
        read_yaml_file(path)
    return str(refusal.value).removeprefix(str(path))


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "cop15.yaml"
    path.write_bytes("\ufeffplace: 昆明\r\nyear: 2021\r\n".encode())
    document = read_yaml_file(path)
    assert document.data == {"place": "昆明", "year": 2021}
    assert document.name == str(path)
    assert document.mark(("year",)) == (2, 7)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "cop15.yaml").write_text("a: 1")
    assert file_fault(tmp_path / "cop51.yaml") == ": no such file. Did you mean 'cop15.yaml'?"
    assert file_fault(tmp_path / "no" / "x.yaml") == ": no such file"
    assert file_fault(tmp_path) == ": is a directory; a file is expected"
    assert "cannot be read" in file_fault(Path("a\0b"))
    assert "cannot be read" in file_fault(tmp_path / ("x" * 5000))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"a: 1\nb: \xff\n", ":2:4: byte 0xff is not UTF-8: save the file as UTF-8"),
        ("会议: \u6606".encode("gbk"), ":1:1: byte 0xbb is not UTF-8"),
        ("a: 1".encode("utf-16"), ": is UTF-16: save it as UTF-8"),
        (b"#" * 5_000_001, ": is larger than 5 MB"),
        (b"", ": is empty"),
    ],
    ids=["byte", "gbk", "utf-16", "large", "empty"],
)
def test_files_that_are_no_yaml(raw: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(raw)
    assert message in file_fault(path)
