"""What is printed in Chinese is Chinese; ids, keys, units and names of norms stay as they are."""

from __future__ import annotations

import csv
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import carbonmeet as cm
from carbonmeet.catalogue import load_catalogue
from carbonmeet.cli import command_of
from carbonmeet.forest.stands import stands_of

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))
import make_words  # noqa: E402

#: A word of English: no part of an id, of a key with dots or dashes, or of a place in a file.
WORD = re.compile(r"(?<![\w.@\[\]/-])[A-Za-z]{2,}(?![\w.@\[/-])", re.ASCII)
#: Units, norms, publishers and formula symbols.
KEPT = {"kg", "km", "kWh", "kW", "ha", "Mt", "GJ", "WGS", "GPC", "BASIC", "gpc", "other", "LMDI"}
KEPT |= {
    "IPCC",
    "CCER",
    "CDM",
    "CarbonFix",
    "CPCD",
    "DEFRA",
    "Google",
    "TIM",
    "App",
    "EQI",
    "Gompertz",
}
#: Commands and sections that are proposed as they are typed.
KEPT |= {"carbonmeet", "estimate", "sensitivity", "report", "limits", "zh"}
#: An abbreviation that Chinese uses as it is.
KEPT |= {"GDP"}
#: Codes of regions, and the periods, stands and rules that are called by one word.
KEPT |= {"CN", "EE", "GB", "world", "meeting", "spruce", "carbonfix", "strict"}
KEPT |= {"GEP", "GWh", "MW", "GDP"}  # units, and names that Chinese reports write so

COMMANDS = {
    "estimate a meeting": "estimate starter --draws 100",
    "estimate a city": "estimate kunming-2023 --draws 0",
    "estimate with a forest": "estimate cop15-kunming --draws 100",
    "offset": "offset --tonnes '50 t CO2e' --exclusive --rules event-guide-6-year --confidence 90%",
    "stands": "offset --stands",
    "measures": "measures",
    "plan": "plan starter --target 1%",
    "programmes": "plan starter --all",
    "compare": "compare cop15-kunming cop15-baseline --draws 100",
    "sensitivity": "sensitivity starter --draws 100",
    "methods": "methods starter",
    "indicators": "indicators",
    "indicators of a city": "indicators kunming-2023",
    "trip": "trip 3.2km",
    "actions": "actions log.csv",
    "factors": "factors taxi",
    "services": "factors --services modes/",
    "check": "check starter kunming-2023",
    "versions of the catalogue": "factors --changes 2.0.0 3.0.0 waste",
}


@pytest.mark.parametrize("line", COMMANDS.values(), ids=list(COMMANDS))
def test_no_english_is_left(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("log.csv").write_text("id,date,action,amount\n1,2024-06-01,metro,10 km\n", "utf-8")
    catalogue = load_catalogue()
    keys = {*catalogue.sources, *catalogue.rows}
    keys |= {part for key in catalogue.services for part in key.split("/")}
    keys |= {one.region for one in stands_of(catalogue).values()}  # codes, as a file writes them
    name, *words = shlex.split(line)
    command = command_of(name)
    done = CliRunner().invoke(command, [*words, "--lang", "zh"])
    assert done.exit_code == 0, done.output
    assert sorted({*WORD.findall(done.stdout)} - KEPT - keys - {*words}) == []
    assert re.search("[\u4e00-\u9fff]", done.stdout)


def test_workings_are_explained_in_chinese() -> None:
    """Reasons, locators and notes stay as the data have them; what the program says does not."""
    command = command_of("explain")
    text = CliRunner().invoke(command, ["starter", "--lang", "zh"]).stdout
    text += CliRunner().invoke(command, ["kunming-2023", "--lang", "zh"]).stdout
    untold = ("a day for every night", "days are not given", "out and back", "days of the year")
    for said in (*untold, "[parameter]", "direct, location-based"):
        assert said not in text
    assert "往返" in text and "全年天数" in text and "[直接排放、基于位置]" in text


def test_the_tables_of_a_comparison_name_their_unit_after_a_chinese_comma() -> None:
    name, *words = shlex.split(COMMANDS["compare"])
    done = CliRunner().invoke(command_of(name), [*words, "--lang", "zh"])
    heads = [line for line in done.stdout.splitlines() if line.endswith(" CO2e")]
    assert "基准情景排放量，t CO2e" in heads and not any("," in line for line in heads)


HAN = "[\u4e00-\u9fff]"
#: Half-width marks beside Chinese, marks of quotation other than “”, three dots, and 增温.
MARKS = re.compile(rf"{HAN}[(),;:]|[(),;:]{HAN}|[「」『』‘’\"']|[.。]{{3}}|全球增温")
#: A space beside Chinese; after the number of a measure there is one (`V1 每瓶水量`).
SPACE = re.compile(rf"(?<!^[A-Z][0-9]) (?={HAN})|(?<={HAN}) ")
#: A name in Chinese in a file.
LABEL = re.compile(r"\bzh: *\"?([^\"}\n]+)")
#: What is typed as it stands: keys with their values, and examples between straight quotes.
TYPED = re.compile(r"\w+: \{.*\}+|['\"][\w ,.\[\]{}:-]*['\"]|\[.*\]\.{3}", re.ASCII)


def chinese_cells() -> Iterator[tuple[str, str]]:
    """What the tables and files of the catalogue and the scenarios say in Chinese."""
    for path in sorted((ROOT / "factors").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for name, cell in row.items():
                    if (name.endswith("_zh") and name != "phrase_zh") or name == "zh":
                        yield f"{path.name}:{name}", cell
    for path in (*(ROOT / "factors").glob("*.yaml"), *(ROOT / "scenarios").rglob("*.yaml")):
        for text in LABEL.findall(path.read_text("utf-8")):
            yield path.name, text


def test_names_of_the_catalogue_are_set_as_chinese_is() -> None:
    """Full-width marks, one kind of quotation marks, no spaces beside Chinese, one word for GWP."""
    said = {(where, text) for where, text in chinese_cells() if re.search(HAN, text)}
    assert len(said) > 2000
    assert sorted(one for one in said if MARKS.search(one[1]) or SPACE.search(one[1])) == []


def test_the_words_of_the_program_are_set_as_chinese_is() -> None:
    _, entries = make_words.read(ROOT / "carbonmeet" / "words" / "zh.po")
    said = {one for entry in entries.values() for one in entry.said}
    assert sorted(one for one in said if MARKS.search(TYPED.sub("", one))) == []


def test_a_sentence_ends_in_chinese_where_it_ends_in_english() -> None:
    """So faults and notices, which have no full stop, have none in either language."""
    _, entries = make_words.read(ROOT / "carbonmeet" / "words" / "zh.po")
    wrong = [
        (key.id, said)
        for key, entry in entries.items()
        for said in entry.said
        if key.context != "metavar"
        and key.id not in ("No.", "rank corr.")
        and key.id.rstrip().endswith(".") != said.endswith("。")
    ]
    assert wrong == []


@pytest.mark.heavy
def test_notes_of_the_rows_that_shipped_scenarios_use_are_in_chinese() -> None:
    """Of rows that no shipped scenario uses, a note may be marked as English."""
    names = [one.stem for one in sorted((ROOT / "scenarios").glob("*.yaml"))]
    rows = {one for name in names for one in cm.estimate(name).workings.factors}
    rows |= {one for one in load_catalogue().factors if one.key.startswith("measure.")}
    assert len(rows) > 100
    assert sorted(one.id for one in rows if one.note.get("zh").startswith("（英文）")) == []
