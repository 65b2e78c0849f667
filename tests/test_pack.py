"""Factor packs: the one of the documentation, and what is wrong with others."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import carbonmeet as cm
from carbonmeet.catalogue.records.frames import FRAMES
from carbonmeet.catalogue.records.lists import SOURCES
from carbonmeet.cli import main
from carbonmeet.forest.stands import stands_of
from carbonmeet.offset.rules import rules_of
from carbonmeet.travel import air_distance_km

PAGE = Path(__file__).parents[1] / "docs/how-to/factor-packs.md"
BLOCK = re.compile(r"\*\*`([\w.]+)`\*\*.*?\n\n```\w+\n(.*?)```", re.S)
FILES = dict(BLOCK.findall(PAGE.read_text("utf-8")))
RULE = """rules:
  house-rule:
    name: {en: House rule, zh: 自定规则}
    about: ours
    NUMBERS
    uncertainty: {method: none, evidence: assumed, source: own}
    demands: []
    unstated: notice
""".replace(
    "    NUMBERS",
    "\n".join(
        f"    {name}: {{value: {value}, unit: {unit}, evidence: assumed, source: own, note: ours}}"
        for name, value, unit in (
            *(("horizon", 10, "year"), ("crediting", 60, "year"), ("survival", 0.9, '"1"')),
            *(("baseline", 0, "t CO2/ha/year"), ("cleared", 0, "t CO2/ha")),
            *(("leakage", 0, '"1"'), ("buffer", 0.1, '"1"')),
        )
    ),
)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "my-factors"
    folder.mkdir()
    for name, text in FILES.items():
        home = tmp_path if name == "meeting.yaml" else folder
        (home / name).write_text(text, encoding="utf-8")
    (folder / "offset_rules.yaml").write_text(RULE, encoding="utf-8")
    return folder


def test_the_pack_of_the_page_brings_all_that_it_says(pack: Path) -> None:
    assert len(FILES) == 10
    catalogue = cm.load_catalogue(pack)
    answer = cm.estimate(pack.parent / "meeting.yaml", catalogue=catalogue)
    # 100 people out and back, 5 kg and 0.02 kg/km a way
    air = 100 * 2 * (5 + 0.02 * air_distance_km("PEK", "KMG")) / 1000
    assert answer.baseline.by_source["transport.air"].value == pytest.approx(air)
    # 100 people x 3 days x 2 trips x 5 km x 40%, by 0.09 kWh/km and 0.11 kg/kWh
    tram = 100 * 3 * 2 * 5 * 0.4 * 0.09 * 0.11 / 1000
    assert answer.baseline.by_source["transport.rail"].value == pytest.approx(tram)
    assert [one.id for one in answer.measures.items] == ["N1"]
    assert answer.saving.value > 0
    assert answer.workings.offset is not None
    assert answer.workings.offset.stands == ("alder",)
    frame = cm.inventory(answer, "house")
    assert frame.entries[0].id == "ground"


def test_the_commands_of_the_page_run(
    pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(pack.parent)
    commands = re.findall(r"^carbonmeet (.*my-factors)$", PAGE.read_text("utf-8"), re.M)
    assert len(commands) == 4
    for line in commands:
        with pytest.raises(SystemExit) as done:
            main([*line.split(), *(("--draws", "0") if line.startswith("estimate") else ())])
        assert done.value.code == 0, capsys.readouterr().err
    told = capsys.readouterr().out
    assert "Trams instead of taxis" in told and "On the ground" in told and "Alder" in told


def test_nothing_of_it_stays_behind(pack: Path) -> None:
    before = cm.load_catalogue()
    laid = cm.load_catalogue(pack)
    after = cm.load_catalogue()
    assert "N1" in laid.measures and "N1" not in after.measures
    assert "alder" in stands_of(laid) and "alder" not in stands_of(after)
    assert "house-rule" in rules_of(laid).rules and "house-rule" not in rules_of(after).rules
    assert len(laid.table(FRAMES)) == len(after.table(FRAMES)) + 2
    assert laid.hash != before.hash == after.hash
    assert set(laid.measures) == {*before.measures, "N1"}


def test_a_row_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    shipped = cm.load_catalogue()
    (tmp_path / "sources.csv").write_text("key,publisher,title,year\nmee-2021,Me,Mine,2021\n")
    mine = cm.load_catalogue(tmp_path)
    assert mine.sources["mee-2021"].publisher == "Me" != shipped.sources["mee-2021"].publisher
    assert list(mine.sources) == list(shipped.sources)
    assert len(mine.table(SOURCES)) == len(shipped.table(SOURCES))


def test_publishers_of_a_pack_come_first(tmp_path: Path) -> None:
    (tmp_path / "preferences.csv").write_text("order,publisher,reason\n1,defra,mine\n")
    mine = cm.load_catalogue(tmp_path)
    assert mine.preferences[0] == "defra"
    assert sorted(mine.preferences) == sorted(cm.load_catalogue().preferences)


Change = Callable[[Path], object]


def swap(name: str, old: str, new: str) -> Change:
    def change(pack: Path) -> None:
        text = (pack / name).read_text("utf-8")
        assert old in text
        (pack / name).write_text(text.replace(old, new), "utf-8")

    return change


def put(name: str, text: str) -> Change:
    return lambda pack: (pack / name).write_text(text, "utf-8")


WRONG: dict[str, tuple[Change, str]] = {
    "source": (
        swap("energy.csv", "kWh,grid-study-2022", "kWh,grid-studdy-2022"),
        "energy.csv:2:44: grid: no 'grid-studdy-2022' in sources.csv. Did you mean 'grid-study-",
    ),
    "stand of a number": (
        swap("stand_parameters.csv", "alder", "aldr"),
        "stand_parameters.csv:2:1: aldr: no 'aldr' in stands.csv. Did you mean 'alder'?",
    ),
    "no numbers": (
        lambda pack: (pack / "stand_parameters.csv").unlink(),
        "stands.csv:2:16: alder: numbers of the curve are missing in stand_parameters.csv: rate",
    ),
    "growth": (
        swap("stands.csv", "linear", "linaer"),
        "stands.csv:2:16: alder: no growth 'linaer'. Did you mean 'linear'? One of:",
    ),
    "factor of a service": (
        swap("services.yaml", "grid]", "gird]"),
        "services.yaml:7:16: modes.tram: the catalogue has no factor 'gird'. Did you mean 'grid'?",
    ),
    "unit of a service": (
        swap("services.yaml", "passenger km", "passengr km"),
        "services.yaml:4:11: modes.tram: no unit 'passengr'. Did you mean 'passenger'?",
    ),
    "chain of a service": (
        swap("services.yaml", "[tram.energy, grid]", "[tram.energy]"),
        "services.yaml:7:16: modes.tram: the chain does not make kg CO2e",
    ),
    "source of a service": (
        swap("services.yaml", "transport.rail", "transport.rial"),
        "services.yaml:5:13: modes.tram: no source 'transport.rial'. Did you mean",
    ),
    "group": (
        swap("services.yaml", "modes:", "mode:"),
        "services.yaml:1:1: no key 'mode' here. Did you mean 'modes'?",
    ),
    "a list": (put("services.yaml", "- a\n"), "services.yaml:1:1: a mapping is expected"),
    "stage": (
        swap("measures.yaml", "stage: shift", "stage: shfit"),
        "measures.yaml:8:12: measures.N1.stage: no stage 'shfit'. Did you mean 'shift'?",
    ),
    "law": (
        swap("laws.yaml", "{coefficients: [5, 0.02]}", "{}"),
        "laws.yaml:3:10: laws[0].law: give one of 'points', 'coefficients', 'bands'",
    ),
    "name of a law": (
        swap("laws.yaml", "airship", "metro"),
        "laws.yaml:2:10: laws[0].key: 'metro' is a mode of travel already",
    ),
    "rule": (
        swap("offset_rules.yaml", "value: 10,", "value: ten,"),
        "offset_rules.yaml:5:22: rules.house-rule.horizon.value: a number is expected, not 'ten'",
    ),
    "category": (
        swap("frame_lines.csv", "house,ground", "house,grund"),
        "frame_lines.csv:2:7: house: frame 'house' has no category 'grund'. Did you mean 'ground'",
    ),
    "frame": (
        swap("frame_lines.csv", "house,ground", "hause,ground"),
        "frame_lines.csv:2:1: hause: no frame 'hause' in frames.csv. Did you mean 'house'?",
    ),
    "misnamed": (
        lambda pack: shutil.move(pack / "stands.csv", pack / "trees.csv"),
        "trees.csv:1:1: these are columns of stands.csv: name the file so",
    ),
    "spreadsheet": (put("grid.xlsx", ""), "grid.xlsx: is not read: save each table as 'CSV UTF-8'"),
    "list": (
        put("service.yaml", "a: 1\n"),
        "service.yaml: no list 'service' in a factor pack. Did you mean 'services'?",
    ),
    "places": (
        put("airports.csv", "iata\nAAA\n"),
        "airports.csv: 'airports.csv' does not belong in a",
    ),
    "two files": (
        put(
            "more.csv",
            "key,region,year,value,unit,source,evidence\n"
            "grid,CN-YN,2021,0.1,kg CO2 / kWh,grid-study-2022,primary\n",
        ),
        "more.csv:2:1: grid: grid@grid-study-2022[CN-YN] of 2021 stands already at energy.csv:2",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_at_its_place(pack: Path, name: str) -> None:
    change, told = WRONG[name]
    change(pack)
    with pytest.raises(cm.InputError) as caught:
        cm.load_catalogue(pack)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("demands: []", "demands: [luck]", "no demands 'luck'. One of: additional, exclusive"),
        ("method: none", "method: noen", "no method 'noen'. Did you mean 'none'?"),
        ("value: 0.9,", "value: 1.9,", "survival is a share between 0 and 1"),
        ("value: 10,", "value: 10.5,", "horizon counts whole years"),
        ("evidence: assumed, source: own, note: ours", "evidence: assumed, source: own", "reason"),
        (
            "evidence: assumed, source: own, note",
            "evidence: guessed, source: own, note",
            "'guessed'",
        ),
        ("    unstated: notice\n", "", "'unstated' is missing"),
        ("name: {en: House rule, zh: 自定规则}", "name: {en: House rule}", "zh"),
    ],
)
def test_a_preset_that_cannot_be_is_told(pack: Path, old: str, new: str, told: str) -> None:
    swap("offset_rules.yaml", old, new)(pack)
    with pytest.raises(cm.InputError, match=re.escape(told)) as caught:
        rules_of(cm.load_catalogue(pack))
    assert caught.value.faults[0].file.endswith("offset_rules.yaml")


def test_faults_of_several_files_are_told_at_once(pack: Path) -> None:
    for name in ("growth", "stage", "law", "spreadsheet"):
        WRONG[name][0](pack)
    with pytest.raises(cm.InputError) as caught:
        cm.load_catalogue(pack)
    assert {fault.file for fault in caught.value.faults} == {
        *("stands.csv", "measures.yaml", "laws.yaml", "grid.xlsx")
    }


def test_what_a_measure_does_is_checked_where_it_is_used(pack: Path) -> None:
    swap("measures.yaml", "modes/taxi: modes/tram", "modes/taxi: modes/tarm")(pack)
    with pytest.raises(cm.InputError) as caught:
        cm.estimate(pack.parent / "meeting.yaml", catalogue=cm.load_catalogue(pack))
    assert "measures.yaml:6:42: measures[0]: no mode of travel 'tarm'. Did you mean 'tram'?" in str(
        caught.value
    )


def test_a_key_that_nobody_knows_is_told(pack: Path) -> None:
    swap("energy.csv", "grid,CN-YN", "gird,CN-YN")(pack)
    answer = cm.estimate(pack.parent / "meeting.yaml", catalogue=cm.load_catalogue(pack))
    [told] = [one for one in answer.notices if one.id == "factor.unknown-key"]
    assert "'gird'" in told.get("en") and "'grid'" in told.get("en")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(cm.InputError, match="no such folder"):
        cm.load_catalogue(tmp_path / "none")
    (tmp_path / "file").write_text("")
    with pytest.raises(cm.InputError, match="a folder is expected"):
        cm.load_catalogue(tmp_path / "file")
