"""What is printed in Chinese is Chinese; ids, keys, units and names of norms stay as they are."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from carbonmeet.catalogue import load_catalogue
from carbonmeet.cli import command_of
from carbonmeet.forest.stands import stands_of

#: A word of English: no part of an id, of a key with dots or dashes, or of a place in a file.
WORD = re.compile(r"(?<![\w.@\[\]/-])[A-Za-z]{2,}(?![\w.@\[/-])", re.ASCII)
#: Units, norms, publishers and formula symbols.
KEPT = {"kg", "km", "kWh", "kW", "ha", "Mt", "GJ", "WGS", "GPC", "BASIC", "gpc", "other", "LMDI"}
KEPT |= {"IPCC", "CCER", "CDM", "CarbonFix", "CPCD", "DEFRA", "Google", "TIM", "App", "EQI"}
#: What a scenario says of its boundary names the key to set.
KEPT |= {"upstream", "true"}
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
    for said in ("a day for every night", "days are not given", "out and back", "days of the year"):
        assert said not in text
    assert "往返" in text and "全年天数" in text


def test_the_tables_of_a_comparison_name_their_unit_after_a_chinese_comma() -> None:
    name, *words = shlex.split(COMMANDS["compare"])
    done = CliRunner().invoke(command_of(name), [*words, "--lang", "zh"])
    heads = [line for line in done.stdout.splitlines() if line.endswith(" CO2e")]
    assert "基准情景排放量，t CO2e" in heads and not any("," in line for line in heads)
