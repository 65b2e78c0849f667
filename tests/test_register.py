"""Registers: counted and checked, never priced; every quantity is in the phrase that says it."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

import carbonmeet as cm
from carbonmeet.base.errors import CarbonmeetError, InputError
from carbonmeet.city.register import read_register, registered_for
from carbonmeet.cli.register import command

HEAD = "key,kind,name_en,status,phrase,quantity,unit,date\n"


def test_the_shipped_register_speaks_of_seven_systems() -> None:
    kinds = Counter(one.kind for one in read_register())
    assert sum(kinds.values()) > 30
    wanted = {"plan", "park", "pilot", "creation", "procurement", "finance", "management", "civic"}
    assert wanted <= set(kinds)
    assert all(one.phrase and one.source for one in read_register())


def test_quantities_of_the_documents() -> None:
    found = {one.key: one for one in read_register()}
    bikes = found["shared-bicycles-put-in-order"]
    assert (bikes.quantity, bikes.unit.zh) == (110, "万辆次")  # bike-times, not bicycles
    assert found["connected-from-january-to-june-2024"].status == "pending"  # 待认定
    assert found["energy-and-water-saving-products"].quantity == 8946
    assert found["works-and-infrastructure-qujing"].region == "CN-YN"  # not of Kunming
    assert {one.parcel for one in found.values() if one.kind == "pilot" and one.parcel} == {
        "KMG-PILOT-PANLONG",
        "KMG-PILOT-XUNDIAN",
    }


def test_no_entry_is_priced() -> None:
    answer = cm.estimate("kunming-2023")
    labels = {str(one.label) for one in answer.lines}
    assert not labels & {str(one.name) for one in registered_for("CN-YN-KMG")}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,park,A,done,12 parks,13,park,2024", "13 is not in the phrase that is to say it"),
        ("a,prak,A,done,x,,,2024", "Did you mean 'park'"),
        ("a,park,A,recognized,x,,,2024", "Did you mean 'recognised'"),
        ("a,park,A,done,x,,,2099-01", "2099-01 is in the future, but the status is 'done'"),
        ("a,park,A,done,12 parks,12,,2024", "'unit' is empty"),
        ("a,park,A,done,x,,park,2024", "'quantity' is empty"),
        ("a,park,A,done,x,,,2023-02-29", "'2023-02-29' is not a date: write a year"),
        ("a,park,A,done,x,,,yesterday", "a year, a month such as 2024-06"),
        ("a,park,A,done,x,,,2024\na,park,B,done,x,,,2024", "'a' is already listed on line 2"),
    ],
)
def test_what_is_wrong_with_an_entry_is_told(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEAD + row + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_register(path)


def test_land_is_claimed_by_one_entry(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    rows = "a,pilot,A,done,x,,,2024,P1\nb,pilot,B,done,x,,,2024,P1\n"
    path.write_text(HEAD.replace("date\n", "date,parcel\n") + rows, encoding="utf-8")
    with pytest.raises(InputError, match=r":3:25: b: parcel 'P1' is claimed by 'a' already"):
        read_register(path)
    city = tmp_path / "city.yaml"
    block = "kind: pilot, name_en: A, status: done, phrase: x, parcel: P1}\n"
    city.write_text(f"{CITY}register:\n  - {{key: a, {block}  - {{key: b, {block}", "utf-8")
    with pytest.raises(CarbonmeetError, match=r":8:5: register\[1\]: parcel 'P1' is claimed"):
        cm.hostcity.registered_in(city)


def test_thousands_set_apart_are_the_same_number(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEAD + 'a,park,A,planned,"1,234 parks by 2099",1234,park,2099\n', "utf-8")
    (one,) = read_register(path)
    assert one.quantity == 1234


CITY = "carbonmeet: 2\nkind: city\ntitle: T\nplace: {region: CN-BJ}\nyear: 2023\n"


def test_a_city_may_have_a_register_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    block = "register:\n  - {key: a, kind: park, name_en: A, status: done, phrase: 3 parks, "
    block += "unit: park, "
    path.write_text(f"{CITY}{block}quantity: 3}}\n", encoding="utf-8")
    output = CliRunner().invoke(command, [str(path)]).output
    assert "Zero- and low-carbon parks (1: done 1)" in output
    path.write_text(f"{CITY}{block}quantity: 4}}\n", encoding="utf-8")
    done = CliRunner().invoke(command, [str(path)])
    assert f"{path}:7:5: register[0]: 4 is not in the phrase" in str(done.exception)


def test_the_land_of_a_pilot_is_claimed(tmp_path: Path) -> None:
    path = tmp_path / "meeting.yaml"
    path.write_text(
        "carbonmeet: 2\nkind: meeting\nextends: forum-1500\ntitle: T\n"
        "offset: {stand: yunnan-pine, planted: 2024, "
        "parcels: [{id: KMG-PILOT-XUNDIAN, area: 10 mu}]}\n",
        encoding="utf-8",
    )
    (fault,) = cm.hostcity.double_claims(["kunming-2023", path])
    assert "parcel 'KMG-PILOT-XUNDIAN' is already claimed in" in fault.message


def test_the_command_speaks_three_formats() -> None:
    run = CliRunner()
    table = run.invoke(
        command, ["kunming-2023", "--kind", "management", "--phrases", "--lang", "zh"]
    )
    assert "“规范乱停乱放共享单车110万余辆次”" in table.output
    assert "仅登记、核对，不折算排放量" in table.output
    data = json.loads(run.invoke(command, ["--format", "json"]).output)
    assert len(data) == len(read_register())
    rows = list(csv.DictReader(run.invoke(command, ["--format", "csv"]).output.splitlines()))
    assert len(rows) == len(data) and rows[0]["phrase"]
    done = run.invoke(command, ["--kind", "parc"])
    assert isinstance(done.exception, CarbonmeetError)
    assert "Did you mean 'park'?" in str(done.exception)


def test_units_that_are_words_are_said_in_both_languages() -> None:
    run = CliRunner()
    for lang, plans, firms in (("en", "17  clauses", "4  firms"), ("zh", "17  条", "4  户")):
        table = run.invoke(command, ["--lang", lang]).output
        assert plans in table and firms in table
    english = run.invoke(command, ["--lang", "en"]).output
    assert not [c for c in english if "\u4e00" <= c <= "\u9fff"]
    # a sign of a unit is the same in both languages, a word is not
    same = {one.unit.en for one in read_register() if one.unit.en == one.unit.zh}
    assert same == {"", "km", "t/d"}


def test_a_table_in_one_language_needs_no_second_column(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "key,kind,name,status,phrase,quantity,unit\na,park,甲,done,3 parks,3,park\n", "utf-8"
    )
    (one,) = read_register(path)
    assert (one.name.get("zh"), one.unit.get("en")) == ("甲", "park")


def test_a_register_without_entries_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEAD, encoding="utf-8")
    done = CliRunner().invoke(command, [str(path)])
    assert "own.csv: the table has no rows" in str(done.exception)
