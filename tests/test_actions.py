"""A log of green actions: the same factors, and nothing counted twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from carbonmeet.base.errors import CarbonmeetError, InputError
from carbonmeet.catalogue import load_catalogue
from carbonmeet.city.actions import account, green_actions, read_log
from carbonmeet.cli.actions import command as actions
from carbonmeet.cli.trip import command
from carbonmeet.questions.trip import trip_emissions

PREFER = ("mee", "cpcd")
HEAD = "id,date,action,amount,donated_to\n"


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def log(tmp_path: Path, rows: str) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


def test_every_action_names_services_that_exist(catalogue) -> None:
    for action in green_actions().values():
        for service in filter(None, (action.service, action.replaces)):
            assert catalogue.service(*service.split("/", 1)).unit.text == action.unit


def test_a_metro_ride_saves_what_the_factors_say(catalogue, tmp_path: Path) -> None:
    path = log(tmp_path, "1,2024-06-01,metro,10 km,\n")
    saved = account(read_log(path, catalogue), catalogue, prefer=PREFER).saved
    kg = trip_emissions(10, catalogue, "CN-YN-KMG", 2024)
    share = catalogue.find("points.replaced-share", "CN-YN-KMG").value
    assert saved == pytest.approx(1000 * share * (kg["car.petrol"] - kg["metro"]))


def test_units_and_bare_numbers_agree(catalogue, tmp_path: Path) -> None:
    path = log(
        tmp_path, "1,2024-06-01,bus,3.2 km,\n2,2024-06-01,bus,3200 m,\n3,2024-06-01,bus,3.2,\n"
    )
    credits = account(read_log(path, catalogue), catalogue, prefer=PREFER).credits
    assert len({round(one.grams, 9) for one in credits}) == 1


def test_a_donation_is_a_transfer(catalogue, tmp_path: Path) -> None:
    path = log(
        tmp_path,
        "1,2024-06-01,own-cup,2,COP\n2,2024-06-02,bike,3 km,\n3,2024-06-03,metro,8 km,COP\n",
    )
    found = account(read_log(path, catalogue), catalogue, prefer=PREFER)
    grams = [one.grams for one in found.credits]
    assert found.saved == pytest.approx(sum(grams))
    assert found.donated == {"COP": pytest.approx(grams[0] + grams[2])}
    assert found.kept == pytest.approx(grams[1])
    assert found.kept + sum(found.donated.values()) == pytest.approx(found.saved)
    assert found.points == pytest.approx(found.saved / 1000 * 10)


def test_all_faults_at_once(catalogue, tmp_path: Path) -> None:
    path = log(
        tmp_path,
        "1,2024-06-01,buss,3,\n2,2024-05-12,bus,3,\n3,2024-06-01,bus,3,\n3,2024-06-01,bus,3,COP\n"
        "4,2024-06-01,bus,3 kg,\n5,2024-06-01,bus,-3,\n",
    )
    with pytest.raises(InputError) as caught:
        read_log(path, catalogue)
    text = str(caught.value)
    assert "log.csv:2:14: buss: no action 'buss'. Did you mean 'bus'?" in text
    assert "2024-05-12 lies before the scheme began on 2024-05-13" in text
    assert f"entry '3' is already listed on line 4 of {path}" in text
    assert len(caught.value.faults) == 5


def test_an_empty_log_is_an_empty_account(catalogue, tmp_path: Path) -> None:
    assert account([], catalogue).saved == 0
    said = CliRunner().invoke(actions, [str(log(tmp_path, ""))])
    assert said.exit_code == 0 and "lists no action" in said.output


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        ("2km", "On foot"),
        ("3.2km", "Bicycle"),
        ("3200 m", "3.2 km: Bicycle"),
        ("14.9 公里", "Bus or metro"),
        ("15 km", "Electric or pooled car"),
    ],
)
def test_trip_follows_the_rule(distance: str, words: str) -> None:
    result = CliRunner().invoke(command, [distance])
    assert result.exit_code == 0
    assert words in result.output.splitlines()[0]


def test_trip_scales_with_the_grid(catalogue) -> None:
    south, north = (trip_emissions(10, catalogue, region, 2022) for region in ("CN-YN", "CN-BJ"))
    grids = [catalogue.find("grid", region, 2022, PREFER).value for region in ("CN-YN", "CN-BJ")]
    assert north["metro"] / south["metro"] == pytest.approx(grids[1] / grids[0])
    assert north["car.petrol"] == south["car.petrol"]


ROWS = "1,2024-06-01,metro,10 km,\n2,2024-06-02,own-cup,2,COP15\n"


@pytest.mark.parametrize(("lang", "words"), [("en", "is a transfer"), ("zh", "捐赠是转让")])
def test_the_command_prints_the_account(tmp_path: Path, lang: str, words: str) -> None:
    done = CliRunner().invoke(actions, [str(log(tmp_path, ROWS)), "--lang", lang])
    assert done.exit_code == 0
    assert words in done.output and "COP15" in done.output


def test_the_json_of_an_account_adds_up(tmp_path: Path) -> None:
    path = log(tmp_path, ROWS)
    data = json.loads(CliRunner().invoke(actions, [str(path), "--format", "json"]).output)
    assert data["saved"] == pytest.approx(sum(one["saved"] for one in data["actions"]))
    assert data["kept"] + data["donated"]["COP15"] == pytest.approx(data["saved"])


def test_an_action_counts_once_across_logs(tmp_path: Path) -> None:
    path, other = log(tmp_path, ROWS), tmp_path / "other.csv"
    other.write_text(HEAD + ROWS.replace("1,2024", "9,2024"), encoding="utf-8")
    done = CliRunner().invoke(actions, [str(path), str(other)])
    assert str(done.exception) == (
        f"{other}:3:1: own-cup: entry '2' is already listed on line 3 of {path}: "
        "an action counts once, whoever it is given to"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date,action\n", ":1:1: columns are missing: amount"),
        ("date,action,amount\n2024-13-01,bus,3\n", ":2:1: bus: 'date' is a date such as"),
        ("date,action,amount\n2024-06-01,bus,nan\n", "'nan' is not a finite number"),
        ("date,action,amount\n2024-06-01,bus,3,4\n", ":2:18: 2024-06-01: 4 cells"),
        ("", ":1:1: columns are missing"),
    ],
)
def test_bad_logs_are_told_by_their_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "log.csv"
    path.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(actions, [str(path)])
    assert isinstance(done.exception, InputError)
    assert message in str(done.exception)


@pytest.mark.parametrize("distance", ["-3km", "3 kg", "abc", "30000 km", "nan"])
def test_no_trip_is_no_table(distance: str) -> None:
    done = CliRunner().invoke(command, ["--", distance])
    assert isinstance(done.exception, CarbonmeetError)


@pytest.mark.parametrize("arguments", [["-1km"], ["--lang", "en", "-0.5 km"], ["--", "-1km"]])
def test_a_distance_below_nothing_is_a_fault_of_the_input(arguments: list[str]) -> None:
    done = CliRunner().invoke(command, arguments)
    assert isinstance(done.exception, CarbonmeetError)
    assert "give a distance from 0 up" in str(done.exception)


def test_an_option_that_nobody_has_stays_a_fault_of_the_usage() -> None:
    done = CliRunner().invoke(command, ["--yeer", "2022", "5km"])
    assert done.exit_code == 2
    assert "--yeer" in done.output


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("地铁", "metro"),
        ("拼车（新能源）", "carpool"),
        ("Own Cup", "own-cup"),
        ("自带杯", "own-cup"),
    ],
)
def test_actions_are_known_by_their_names(catalogue, tmp_path: Path, word: str, key: str) -> None:
    path = log(tmp_path, f"1,2024-06-01,{word},2,\n")
    assert read_log(path, catalogue)[0].action == key


def test_an_unknown_action_in_chinese_is_answered_in_chinese(catalogue, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no action '地跌'.*步行, 共享单车"):
        read_log(log(tmp_path, "1,2024-06-01,地跌,2,\n"), catalogue)
