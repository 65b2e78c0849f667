"""Every command answers in the language it is asked in, and within the width of the screen."""

from __future__ import annotations

import csv
import functools
import io
import re
import shlex
import unicodedata
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from test_words import pseudo  # noqa: F401

from carbonmeet.cli import main

ROOT = Path(__file__).resolve().parents[1]
KINDS = {
    path.stem: "city" if "\nkind: city" in path.read_text("utf-8") else "meeting"
    for path in sorted((ROOT / "scenarios").glob("*.yaml"))
}
MEETINGS = [name for name, kind in KINDS.items() if kind == "meeting"]
CITIES = [name for name, kind in KINDS.items() if kind == "city"]
LIST = ROOT / "examples" / "vienna" / "registrations.csv"

LIGHT = [
    "estimate starter --full --draws 0",
    "explain starter V1",
    "indicators",
    "inventory starter",
    "check starter --kind x",
]
HEAVY = [
    *(f"estimate {one} --full --draws 64" for one in (*MEETINGS, *CITIES)),
    *(f"explain {one}" for one in (*MEETINGS, *CITIES)),
    *(f"evidence {one}" for one in (*MEETINGS, *CITIES)),
    *(f"check {one}" for one in (*MEETINGS, *CITIES)),
    *(f"sensitivity {one} --draws 64" for one in ("starter", "cop15-kunming", "kunming-2030")),
    *(f"inventory {one}" for one in MEETINGS),
    *(f"inventory {one} --frame gpc" for one in CITIES),
    *(f"indicators {one}" for one in CITIES),
    *(f"register {one}" for one in CITIES),
    *("methods starter", "plan starter --target 1%", "plan starter --all", "plan starter"),
    *("register", "measures --notes", "trip 3km", "trip 30km --region GB", "trip -1km"),
    *(f"list {one}" for one in ("services", "scenarios", "regions", "stands", "measures")),
    *("factors taxi", "factors --full taxi", "factors --services", "factors nothing-of-it"),
    *("factors --changes 2.0.0 shipped", "places Wien", "places Cambridge", "places xyzzy"),
    *("offset --stands", "offset --tonnes '50 t CO2e' --exclusive", "offset --area '100 mu'"),
    *("compare cop15-kunming cop15-baseline --draws 64", "compare kunming-2023 kunming-2030"),
    "site forum-1500 VIE BJS --hubs 1..2 --draws 64",
    "events event-kunming events-kunming --in kunming-2023",
    *("shock taiyuan-supply --draws 64", "ranges --missed", "lines starter"),
    f"attendees {LIST}",
    "estimate cop15-phase1-as-held --in kunming-2023 --draws 0",
    "chart forum-1500 --all -o figures --format svg",
    *("bundle starter -o audit.zip", "verify audit.zip", "verify --published"),
    *("sweep starter nothing.csv", "estimate nothing", "report starter -o report.pdf"),
]
#: What is written and not printed: a third language must not stop it.
FILES = [
    *(f"report cop15-kunming --draws 50 -o a{end}" for end in (".md", ".html", ".docx", ".xlsx")),
    "report kunming-2030 --draws 50 -o b.docx",
    *("page forum-1500 -o p.html", "request starter -o r.xlsx", "init x.yaml", "init y.yaml Wien"),
    *(f"report starter --document {one} -o d.docx" for one in ("plan", "account", "declaration")),
    *(f"chart {one} --all -o figures --format png" for one in ("cop15-kunming", "kunming-2030")),
    "chart cop15-kunming --compare cop15-baseline -o c.png",
    "site forum-1500 VIE BJS --hubs 1..2 --figures figures",
    "events event-kunming events-kunming --in kunming-2023 --figure e.png",
]
ALL = [*LIGHT, *(pytest.param(one, marks=pytest.mark.heavy) for one in HEAVY)]

SENTENCE = re.compile(r"(?<![\w.@/-])[A-Za-z]{2,}(?:,? [a-z]{2,}){3,}")
CHINESE = re.compile("[\u3400-\u9fff]+")


@functools.cache
def data(notes: bool) -> str:
    """Names, places in sources and quotations of the data; with their notes where asked."""
    found = []
    for path in sorted((ROOT / "factors").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found += [str(cell) for name, cell in row.items() if notes or name != "note"]
    for path in sorted((ROOT / "scenarios").rglob("*.yaml")):
        found.append(path.read_text("utf-8"))
    if notes:
        found += [one.read_text("utf-8") for one in sorted((ROOT / "factors").glob("*.yaml"))]
        found.append((ROOT / "scenarios/events-kunming.csv").read_text("utf-8"))
    return " ".join("\n".join(found).split())


def answered(line: str, lang: str, *, faults: bool = True) -> str:
    """What a command prints; on both streams, since a fault is an answer as well."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit):
        main([*shlex.split(line), "--lang", lang])
    return out.getvalue() + err.getvalue() * faults


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("line", ALL)
def test_who_asks_in_chinese_reads_no_english(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names and places in sources stay; notes of the catalogue are translated or marked."""
    monkeypatch.setenv("COLUMNS", "4000")
    text = answered(line, "zh")
    told = re.sub("（英文）.*", "", text)
    assert [one for one in SENTENCE.findall(told) if one not in data(notes=False)] == []
    assert CHINESE.search(text) or line.startswith(("bundle", "list"))


@pytest.mark.parametrize("line", ALL)
def test_who_asks_in_english_reads_no_chinese(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles, quotations and names that have no English stay."""
    monkeypatch.setenv("COLUMNS", "4000")
    text = answered(line, "en")
    assert [one for one in CHINESE.findall(text) if one not in data(notes=True)] == []


@pytest.mark.parametrize("line", [*LIGHT, *HEAVY])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.heavy
def test_no_line_is_wider_than_the_screen(
    line: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But codes that are copied, which stand alone."""
    monkeypatch.setenv("COLUMNS", "80")
    text = answered(line, lang, faults=False)
    assert [one for one in _wide(text) if not one.startswith("    ")] == []


@pytest.mark.parametrize("line", ["explain kunming-2023", "explain starter V1", "measures --notes"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_arithmetic_and_lists_of_keys_keep_to_the_screen(
    line: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line of them: what is longer hangs under itself."""
    monkeypatch.setenv("COLUMNS", "80")
    assert [*_wide(answered(line, lang))] == []


def _wide(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if sum(1 + (unicodedata.east_asian_width(one) in "WF") for one in line) > 80:
            yield line


@pytest.mark.parametrize("line", [*LIGHT, *HEAVY, *FILES])
@pytest.mark.heavy
def test_a_third_language_needs_no_line_of_python(
    line: str,
    pseudo: str,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CARBONMEET_DEBUG", "1")  # a fault of the program is raised
    answered(line, pseudo)
