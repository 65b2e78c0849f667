"""A saved result follows from what it holds, or it is said where it does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import carbonmeet as cm
from carbonmeet.cli import command_of

DINNER = """carbonmeet: 2
kind: meeting
title: Dinner
place: {name: Kunming, region: CN-YN}
prefer: [mee, mao, cpcd, defra, carbonmeet]
periods: {eve: {year: 2024}}
groups:
  - name: Guests
    period: eve
    people: {value: 80, low: 70, high: 90}
    nights: 2
    hotel: hotel.star-4
    meals: {restaurant: 2 / day}
    travel: [{mode: air, from: PEK, share: 60%}, {mode: rail, distance: 2000 km}]
venue: [{period: eve, label: Hall, energy: 4000 kWh}]
measures: {others: none, V3: 0.5, T5: 0.5}
"""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cm.estimate(cm.load_scenario(text=DINNER, name="dinner.yaml"), draws=64, seed=3).save(
        tmp_path_factory.mktemp("saved") / "dinner.json"
    )


def edited(saved: Path, tmp_path: Path, change: Callable[[Any], Any]) -> Path:
    data = json.loads(saved.read_text(encoding="utf-8"))
    change(data)
    path = tmp_path / "edited.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def wrong(path: Path) -> list[tuple[str, str]]:
    return [(one.kind, one.path) for one in cm.verify(path).findings if one.wrong]


def test_a_result_is_worked_out_again_and_the_same(saved: Path) -> None:
    found = cm.verify(saved)
    assert found.same and not found.findings
    again = found.again and found.again.answer
    assert again is not None and again == cm.load_result(saved)


@pytest.mark.parametrize("name", ["cop15-kunming", "kunming-2030", "cop15-phase1-as-held"])
def test_shipped_scenarios_are_the_same(name: str) -> None:
    assert not cm.verify(cm.estimate(name)).findings


def test_what_files_say_over_each_other_is_no_difference(tmp_path: Path) -> None:
    credits = "[{kind: ccer, tonnes: 1 t CO2e, serials: [CN-1, CN-1]}]"
    dinner = f"{DINNER}offset: {{credits: {credits}}}\n"
    (tmp_path / "dinner.yaml").write_text(dinner, encoding="utf-8")
    other = "extends: dinner.yaml\nperiods: {eve: {year: 2025}}\n"
    other += "groups: [{name: Guests, period: eve, people: 8, days: 1}]\n"
    (tmp_path / "other.yaml").write_text(other, encoding="utf-8")
    found = cm.estimate(tmp_path / "other.yaml")
    told = {"scenario.section-replaced", "offset.taken-over"}
    assert told <= {one.id for one in found.notices}
    assert cm.verify(found.save(tmp_path / "other.json")).same


def test_an_edited_number_is_named(saved: Path, tmp_path: Path) -> None:
    def less(data: Any) -> None:
        data["residual"]["total"]["value"] *= 0.9

    assert wrong(edited(saved, tmp_path, less)) == [("numbers", "residual.total.value")]


def test_an_edited_input_is_named(saved: Path, tmp_path: Path) -> None:
    def less(data: Any) -> None:
        data["scenario"]["inputs"][0]["value"] = 60.0

    assert wrong(edited(saved, tmp_path, less)) == [
        ("inputs", "scenario.inputs[groups.Guests.people].value")
    ]


def test_an_edited_scenario_is_not_the_one_of_the_hash(saved: Path, tmp_path: Path) -> None:
    def fewer(data: Any) -> None:
        data["content"]["groups"][0]["people"]["value"] = 75

    found = wrong(edited(saved, tmp_path, fewer))
    assert ("scenario", "scenario.hash") in found
    assert ("numbers", "baseline.total.value") in found


def test_an_edited_row_of_the_same_catalogue_is_named(saved: Path, tmp_path: Path) -> None:
    def cleaner(data: Any) -> None:
        row = next(one for one in data["catalogue"]["rows"] if one["key"] == "grid")
        row["value"] *= 0.5

    found = wrong(edited(saved, tmp_path, cleaner))
    assert any(kind == "catalogue" and "grid@" in path for kind, path in found)


def test_another_version_or_source_of_a_catalogue_of_the_same_hash_is_named(
    saved: Path, tmp_path: Path
) -> None:
    def renamed(data: Any) -> None:
        data["catalogue"]["version"] = "9.9.9"
        data["catalogue"]["rows"][0]["locator"] = "p. 1"

    row = json.loads(saved.read_text(encoding="utf-8"))["catalogue"]["rows"][0]
    assert wrong(edited(saved, tmp_path, renamed)) == [
        ("catalogue", "catalogue.version"),
        ("catalogue", f"catalogue.rows[{row['id']}, {row['year']}].locator"),
    ]


def test_numbers_that_part_late_are_told_in_full(saved: Path, tmp_path: Path) -> None:
    def more(data: Any) -> None:
        data["residual"]["total"]["value"] *= 1 + 1e-8

    [told] = cm.verify(edited(saved, tmp_path, more)).findings
    assert str(told.saved) in told.what.en and str(told.found) in told.what.en


def test_another_seed_is_named(saved: Path, tmp_path: Path) -> None:
    def other(data: Any) -> None:
        data["uncertainty"]["seed"] = 4

    found = cm.verify(edited(saved, tmp_path, other))
    assert {one.kind for one in found.findings} <= {"seed", "notes"} and not found.same
    assert any("with seed 4" in one.what.en for one in found.findings)


def newer(data: Any) -> None:
    """As if saved with a catalogue whose grid of Yunnan was another, and consistently so."""
    data["catalogue"]["hash"] = "0" * 64
    data["catalogue"]["version"] = "2.9.0"


def test_another_catalogue_is_told_and_the_result_follows_from_its_own_rows(
    saved: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    row = cm.load_catalogue().find("grid", "CN-YN", 2024, ["mee"])
    (folder / "grid.csv").write_text(
        "key,region,year,value,unit,source,evidence,boundary\n"
        f"grid,CN-YN,{row.year},{row.value * 2},{row.unit.text},{row.source},secondary,"
        f"{' '.join(row.boundary)}\n",
        encoding="utf-8",
    )
    scenario = cm.load_scenario(text=DINNER, name="dinner.yaml")
    other = cm.estimate(scenario, catalogue=cm.load_catalogue(folder), draws=64, seed=3)
    path = edited(other.save(tmp_path / "other.json"), tmp_path, newer)
    found = cm.verify(path)
    assert found.same, [one for one in found.findings if one.wrong]
    told = [one for one in found.findings if one.kind == "catalogue"]
    assert "2.9.0" in told[0].what.en and any("grid@" in one.path for one in told)
    assert found.again is not None and found.again.here is not None
    assert found.again.here.residual.total.value < other.residual.total.value


def test_another_version_of_the_program_is_told(saved: Path, tmp_path: Path) -> None:
    def older(data: Any) -> None:
        data["carbonmeet"] = "0.0.9"

    found = cm.verify(edited(saved, tmp_path, older))
    assert found.same and [one.kind for one in found.findings] == ["version"]


@pytest.mark.parametrize("cut", [0, 100, 5000])
def test_a_truncated_file_is_refused_in_one_line(saved: Path, tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cut.json"
    path.write_bytes(saved.read_bytes()[:cut])
    done = CliRunner().invoke(command_of("verify"), [str(path)])
    assert done.exit_code == 1 and "not JSON" in done.output


def test_the_share_of_a_host_city_is_told_as_not_checked(tmp_path: Path) -> None:
    path = tmp_path / "host.json"
    call = ["cop15-phase1-as-held", "--in", "kunming-2023", "--draws", "0", "--format", "json"]
    done = CliRunner().invoke(command_of("estimate"), [*call, "-o", str(path)])
    assert done.exit_code == 0, done.output
    found = cm.verify(path)
    assert found.same and [one.path for one in found.findings] == ["city"]


def test_results_without_their_scenario_are_told(saved: Path, tmp_path: Path) -> None:
    path = edited(saved, tmp_path, lambda data: data.pop("content"))
    assert not cm.verify(path).same
    assert "saved without its scenario" in cm.verify(path).findings[0].what.en


def test_the_command_says_it_in_both_languages(saved: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert run(command_of("verify"), [str(saved)]).exit_code == 0
    done = run(command_of("verify"), [str(edited(saved, tmp_path, newer)), "--lang", "zh"])
    assert done.exit_code == 0 and "排放因子库为2.9.0" in done.output
    as_json = run(command_of("verify"), [str(saved), "--format", "json"])
    assert json.loads(as_json.output)["same"] is True
    assert run(command_of("verify"), []).exit_code == 2
    assert run(command_of("verify"), [str(saved), "--published"]).exit_code == 2


LIST = "name,city,country,mode,nights,hotel\n" + "".join(
    f"P{n},{city},,{mode},2,hotel.star-3\n"
    for n, (city, mode) in enumerate(
        [("Beijing", "air")] * 7 + [("Shanghai", "air")] * 6 + [("Chengdu", "rail")] * 4
    )
)


def test_a_list_of_people_is_kept_as_sums_and_nobody_of_it(tmp_path: Path) -> None:
    pytest.importorskip("ibis")
    (tmp_path / "people.csv").write_text(LIST, encoding="utf-8")
    text = DINNER.partition("groups:")[0] + (
        "attendees: {table: people.csv, no_show: 5%, meals: {restaurant: 2 / day}}\n"
    )
    (tmp_path / "list.yaml").write_text(text, encoding="utf-8")
    answer = cm.estimate(tmp_path / "list.yaml")
    path = answer.save(tmp_path / "list.json")
    told = path.read_text(encoding="utf-8")
    assert "Chengdu" not in told and "P12" not in told  # places of five people and more are told
    found = cm.verify(path)
    assert found.same and not found.findings, found.findings


@pytest.mark.parametrize(
    ("change", "en", "zh"),
    [
        ({"offset": "x"}, "offset: a mapping is expected, not text", "offset：应为映射，不是文本"),
        ({"lines": {}}, "lines: a list is expected, not a mapping", "lines：应为列表，不是映射"),
        ({"baseline": {}}, "'total' is missing", "缺少“total”"),
    ],
)
def test_faults_of_a_result_are_worded_in_both_languages(tmp_path, change, en, zh):
    path = cm.estimate("forum-1500").save(tmp_path / "r.json")
    data = json.loads(path.read_text(encoding="utf-8")) | change
    path.write_text(json.dumps(data), encoding="utf-8")
    [told] = cm.verify(path).findings
    assert en in told.what.get("en") and zh in told.what.get("zh")


def test_what_a_result_cannot_hold_is_named(tmp_path):
    path = cm.estimate("forum-1500").save(tmp_path / "r.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    data["approved"] = True
    data["baseline"]["total"]["value"] = str(data["baseline"]["total"]["value"])
    path.write_text(json.dumps(data), encoding="utf-8")
    found = cm.verify(path)
    assert not found.same
    told = [one.what.en for one in found.findings if one.wrong]
    assert any("approved is no part of a result" in one for one in told)
    assert any("baseline.total.value is written as" in one for one in told)


def test_ranges_are_those_of_the_rows_in_the_result(tmp_path):
    """A newer catalogue that gives a range to a row changes nothing of a result saved before."""
    known = cm.load_catalogue()
    taken = {one.id for one in cm.estimate(cm.load_scenario(text=DINNER)).catalogue.rows}
    row = next(one for one in known.rows["grid"] if one.id in taken)
    ranged = replace(row, low=0.8 * row.value, high=1.3 * row.value)
    rows = tuple(ranged if one == row else one for one in known.rows["grid"])
    other = replace(known, rows={**known.rows, "grid": rows})
    scenario = cm.load_scenario(text=DINNER, name="dinner.yaml")
    found = cm.estimate(scenario, catalogue=other, draws=64, seed=3)
    used = {one.id: one for one in found.catalogue.rows}
    assert used[row.id].low == ranged.low != row.low
    found = found.changed(catalogue=replace(found.catalogue, hash="0" * 64))
    saved = cm.load_result(found.save(tmp_path / "dinner.json"))
    assert cm.verify(saved).same


def test_words_of_another_catalogue_are_told_and_are_not_wrong(saved, tmp_path):
    def other(data):
        data["catalogue"]["hash"] = "0" * 64
        data["scenario"]["inputs"][0]["name"]["en"] = "Another name"

    found = cm.verify(edited(saved, tmp_path, other))
    assert found.same
    assert any("Another name" in one.what.en and not one.wrong for one in found.findings)
    assert not cm.verify(
        edited(saved, tmp_path, lambda data: data["scenario"]["inputs"][0]["name"].update(en="x"))
    ).same
