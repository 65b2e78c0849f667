"""The rating rule of the plan evaluation, against the evaluation's own counts."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from carbonmeet.base.errors import InputError
from carbonmeet.city.indicators import counts, progress, rate_all, read_indicators
from carbonmeet.cli.indicators import command
from carbonmeet.reading.yamlfile import read_yaml_file

GOLDEN = read_yaml_file(Path(__file__).parent / "golden" / "city.yaml").data["plan-evaluation"]


@pytest.fixture(scope="module")
def rated():
    return {one.indicator.key: one for one in rate_all(read_indicators())}


@pytest.mark.parametrize("name", ["main", "chapter"])
def test_ratings_have_the_published_counts(rated, name: str) -> None:
    assert counts(r for r in rated.values() if r.indicator.set == name) == GOLDEN[name]


def test_every_rating_is_the_published_one(rated) -> None:
    for one in rated.values():
        assert one.rating == one.indicator.stated_rating, one.indicator.key


def test_binding_and_expected(rated) -> None:
    main = [r.indicator for r in rated.values() if r.indicator.set == "main"]
    kinds = Counter(one.kind for one in main if not one.part_of)
    assert dict(kinds) == GOLDEN["kinds"]


@pytest.mark.parametrize("key", list(GOLDEN["progress"]))
def test_published_progress_follows_from_its_figures(rated, key: str) -> None:
    one = rated[key]
    assert round(100 * one.progress, 2) == GOLDEN["progress"][key]
    assert one.indicator.stated_progress == GOLDEN["progress"][key]
    assert not one.flags


def test_flags_the_progress_that_does_not_follow(rated) -> None:
    one, wrong = rated["cod-reduction"], GOLDEN["wrong"]["cod-reduction"]
    assert round(100 * one.progress, 2) == wrong["computed"]
    assert [str(flag) for flag in one.flags] == ["published 95.42%, the figures give 95.84%"]


def test_rounding_is_told_from_error(rated) -> None:
    assert [str(flag) for flag in rated["park-area"].flags] == [
        "published 60%, rounded from 59.09%"
    ]


def test_a_target_without_a_number_stays_without_one(rated) -> None:
    for one in rated.values():
        if one.indicator.rule in ("provincial", "class", "revise"):
            assert one.progress is None
            assert one.indicator.target is None


def test_a_hair_between_base_and_target_is_not_divided_by(rated) -> None:
    assert rated["eqi"].progress is None
    assert rated["eqi"].rating == "speed-up"


def test_elapsed_is_stricter_than_half() -> None:
    strict = {r.indicator.key: r for r in rate_all(read_indicators(), "elapsed")}
    assert strict["park-area"].rating == "speed-up"  # 59.1% after 60% of the time
    assert strict["forest-stock"].rating == "on-course"  # 64.2% after 20%
    assert any("published rating" in str(flag) for flag in strict["park-area"].flags)


def test_ratings_react_to_the_figures() -> None:
    forest = next(one for one in read_indicators() if one.key == "forest-stock")
    for actual, rating in ((0.63, "above"), (0.6180, "on-course"), (0.6070, "speed-up")):
        assert rate_all([replace(forest, actual=actual)])[0].rating == rating
    assert progress(replace(forest, target=None)) is None


def test_less_can_be_better() -> None:
    water = next(one for one in read_indicators() if one.key == "water-below-v")
    assert rate_all([replace(water, actual=1.0)])[0].rating == "speed-up"


def test_faults_name_line_and_cell(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text("key,rule,actual,target\na,reech,1,2\nb,reach,one,2\nc,reach,1,2\n")
    with pytest.raises(InputError) as caught:
        read_indicators(table)
    assert str(caught.value).splitlines() == [
        f"{table}:2:3: a: no rule 'reech'. Did you mean 'reach'? One of: "
        "progress, reach, hold, provincial, class, parts, revise, count",
        f"{table}:3:9: b: 'actual' is not a number: 'one'",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"key,rule,actual\n", ":1:1: columns are missing: target"),
        (b"key,rule,actual,target,key\n", ":1:24: column 'key' is there twice"),
        (b"key,rule,actual,target\na,reach,1,2,3\n", ":2:13: a: 5 cells stand under 4"),
        (b"key,rule,actual,target\na,reach,inf,2\n", ":2:9: a: 'actual' is not a usable number"),
        (
            b"key,rule,actual,target\na,reach,1,2\na,reach,1,2\n",
            ":3:1: a: 'a' is already listed on line 2",
        ),
        (
            b"key,rule,actual,target,met\na,class,,,perhaps\n",
            "no met 'perhaps'. One of: yes, expected, no",
        ),
        (b"key,rule,actual,target\na,reach,,2\n", ":2:9: a: 'actual' is empty"),
        (b"key,rule,actual,target\na,reach,1,\n", ":2:11: a: 'target' is empty"),
        (b"key,rule,actual,target,base\na,progress,1,2,2\n", "base and target are both 2"),
        (b"key,rule,actual,target,base\na,hold,1,2,3\n", "the direction is up, but the target"),
        (b"key,rule,actual,target,part_of\na,reach,1,2,a\n", ":2:13: a: part of itself"),
        (b"key,rule,actual,target,part_of\na,reach,1,2,b\nb,parts,,,c\nc,parts,,,\n", "itself a"),
        (b"key,rule,actual,target,actual_year\na,reach,1,2,2023.5\n", "is not a whole number"),
        (b"key,rule,actual,target,directon\na,reach,1,2,down\n", "Did you mean 'direction'?"),
        (b"key,rule,actual,target,part_of\na,reach,1,2,b\n", ":2:13: a: part of 'b'"),
        (b"key,rule,actual,target,base_year\na,reach,1,2,2025\n", "not after the base year"),
        (b'key,rule,actual,target\n"a,reach,1,2\n', "not a CSV table"),
        ("key,rule,actual,target\na,reach,1,标\n".encode("gbk"), ":2:11: is not UTF-8"),
    ],
)
def test_bad_tables_are_told_by_their_line(tmp_path: Path, text: bytes, message: str) -> None:
    table = tmp_path / "own.csv"
    table.write_bytes(text)
    with pytest.raises(InputError) as caught:
        read_indicators(table)
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(table))


def test_no_table_is_no_crash(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_indicators(tmp_path / "none.csv")


def test_json_of_the_ratings() -> None:
    data = json.loads(CliRunner().invoke(command, ["--format", "json"]).output)
    assert data["counts"]["main"] == GOLDEN["main"]
    cod = next(one for one in data["indicators"] if one["key"] == "cod-reduction")
    assert cod["flags"][0]["en"] == "published 95.42%, the figures give 95.84%"


def test_binding_or_expected_is_printed() -> None:
    lines = CliRunner().invoke(command, ["--lang", "zh"]).output.splitlines()
    assert sum("约束性" in line for line in lines) > 0
    assert sum("预期性" in line for line in lines) > 0


CITY = """\
carbonmeet: 2
kind: city
title: T
place: {region: CN-BJ}
year: 2023
"""


def test_another_city_is_not_rated_by_the_indicators_of_kunming(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_text(CITY, encoding="utf-8")
    done = CliRunner().invoke(command, [str(path)])
    assert "no 'indicators', 'claims'" in str(done.exception)
    block = "indicators:\n  - {key: a, rule: reach, actual: 3, target: 2}\n  - {key: b, rule: up}\n"
    path.write_text(CITY + block, encoding="utf-8")
    done = CliRunner().invoke(command, [str(path)])
    assert str(done.exception).startswith(f"{path}:8:5: indicators[1]: no rule 'up'. One of: ")
    path.write_text(
        CITY + block.replace("rule: up", "rule: hold, actual: 1, target: 1"), encoding="utf-8"
    )
    assert "above expectation 1" in CliRunner().invoke(command, [str(path)]).output


def test_command_in_both_languages() -> None:
    run = CliRunner()
    assert (
        "超预期 9 · 符合预期 16 · 需加快推进 1 · 建议调整 5"
        in run.invoke(command, ["--lang", "zh"]).output
    )
    assert "above expectation 4 · as expected 8" in run.invoke(command).output
    assert run.invoke(command, ["--half", "2"]).exit_code == 2


def test_command_shows_a_city_whole() -> None:
    output = CliRunner(env={"COLUMNS": "200"}).invoke(command, ["kunming-2023"]).output
    assert "stated 89%, the parts give 85.89%" in output
    assert "115" in output  # the survey's total
    assert re.search(r"Stock change, 2020–2021 +2,7\d\d,\d{3} ", output)


def test_ratings_given_are_told_from_derived_ones(rated) -> None:
    given = [one for one in rated.values() if one.given]
    assert len(given) == 18
    assert {one.indicator.rule for one in given} == {"provincial", "class", "revise"}
    assert sum(bool(one.rating) for one in rated.values()) == 43


def test_every_rated_row_is_in_the_words_of_the_report(rated) -> None:
    for one in rated.values():
        if one.rating:
            assert one.indicator.verdict.zh, one.indicator.key
            assert one.indicator.verdict.en, one.indicator.key
    met = [one for one in rated.values() if "省级下达" in one.indicator.verdict.zh]
    assert {one.indicator.key for one in met if one.rating} == {
        "good-air-days", "water-iii", "urban-sewage",
    }  # fmt: skip


def test_numbers_of_the_rows_stand_in_their_phrases(rated) -> None:
    derived = {("non-fossil-share", "base"), ("non-fossil-share-2", "base"), ("eqi", "base")}
    derived |= {("model-areas", "actual"), ("afforestation-2023", "base")}
    for one in rated.values():
        row = one.indicator
        for name in ("base", "target", "actual", "stated_progress"):
            value = getattr(row, name)
            if not value or (row.key, name) in derived:
                continue
            found = {float(x) for x in re.findall(r"-?[0-9]+(?:\.[0-9]+)?", row.phrase)}
            assert value in found or -value in found, (row.key, name, value)


def test_energy_intensity_is_behind(rated) -> None:
    # 扣除原料用能后 -0.8% of -4.0%, before the deduction -1.4%
    assert rated["energy-per-gdp-2024"].progress == pytest.approx(0.2)
    assert rated["energy-per-gdp-2024-gross"].progress == pytest.approx(0.35)
    assert not rated["energy-per-gdp-2024"].rating


def test_a_count_without_a_target_is_not_rated(rated) -> None:
    assert rated["green-schools"].rating == ""
    assert rated["institutions-efficient"].progress == pytest.approx(1.4)


def test_unknown_keys_in_a_city_are_faults(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    block = "indicators:\n  - {key: a, rule: reach, actual: 3, target: 2, directon: up}\n"
    path.write_text(CITY + block, encoding="utf-8")
    done = CliRunner().invoke(command, [str(path)])
    assert "no column 'directon'. Did you mean 'direction'?" in str(done.exception)
