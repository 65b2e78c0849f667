"""A year of events: its rows are those of a sweep, and what the city counts too comes off once."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import carbonmeet as cm
from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import CarbonmeetError, InputError
from carbonmeet.cli.events import command
from carbonmeet.hostcity import host_of, share_of_city
from carbonmeet.questions.events import EventYear, events
from carbonmeet.scenario import load_scenario
from carbonmeet.view.figures import write

TABLE = data_dir("scenarios") / "events-kunming.csv"


@pytest.fixture(scope="module")
def year() -> EventYear:
    return events("event-kunming", TABLE, "kunming-2023")


def test_the_total_beside_the_city_counts_the_overlap_once(year: EventYear) -> None:
    assert year.together == pytest.approx(year.city + year.event - year.overlap)
    assert year.rest_of_city == pytest.approx(year.city - year.overlap)
    assert 0 < year.overlap < year.inside < year.event


def test_a_row_is_the_event_by_itself(year: EventYear) -> None:
    made = load_scenario("event-kunming").replace(
        {
            'groups["Guests from other provinces"].people': 750,
            'groups["Guests from other provinces"].nights': 3,
            'groups["Guests from Yunnan"].people': 350,
            'groups["People of Kunming"].people': 400,
            'groups["People of Kunming"].days': 3,
        }
    )
    alone = cm.estimate(made)
    (share,) = share_of_city(alone, host_of(alone, "kunming-2023"))
    forum = next(one for one in year.rows if one.id == "tcm-forum")
    assert forum.event == pytest.approx(alone.residual.total.value)
    assert forum.overlap == pytest.approx(share.overlap)
    assert (forum.people, forum.online) == (1500, 0)


def test_the_rows_are_those_of_a_sweep(year: EventYear) -> None:
    swept = cm.sweep("event-kunming", pd.read_csv(TABLE))
    assert list(swept["residual"]) == pytest.approx([one.event for one in year.rows])


def test_events_of_residents_alone_are_in_the_city_already(year: EventYear) -> None:
    for name in ("volunteering", "five-ins", "officers"):
        one = next(row for row in year.rows if row.id == name)
        assert one.overlap == pytest.approx(one.event)


def test_every_event_says_what_is_published_and_what_is_assumed(year: EventYear) -> None:
    rows = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))
    assert all(row["published"] and row["assumed"] and row["phrase"] for row in rows)
    assert len(year.rows) == len(rows) > 10
    weeks = next(row for row in rows if row["id"] == "energy-week")
    for number in ("24", "300", "4.3"):
        assert number in weeks["phrase"]
    assert "no participants" in weeks["assumed"]


def test_wrong_rows_are_told_by_their_line(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text('id,"groups[""People of Kunming""].people"\na,100\nb,-5\n', "utf-8")
    with pytest.raises(InputError, match=r"own.csv:3:2: .*: -5"):  # the cell
        events("event-kunming", table, "kunming-2023")
    table.write_text("id,peeple\na,100\n", "utf-8")
    with pytest.raises(InputError, match="peeple"):
        events("event-kunming", table, "kunming-2023")


def test_a_wrong_cell_is_told_of_in_its_own_row_and_column(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    cells = ["a,2024,100,1", "b,2024,nan,1", "c,2024,-5,1", "d,2024,7,many", "e,2024,8,1"]
    heads = 'id,date,"groups[""People of Kunming""].people","groups[""People of Kunming""].days"'
    table.write_text("\n".join([heads, *cells, ""]), "utf-8")
    with pytest.raises(InputError) as told:
        events("event-kunming", table, "kunming-2023")
    found = {(one.line, one.column): one.message for one in told.value.faults}
    assert list(found) == [(3, 3), (4, 3), (5, 4)]
    assert "'nan' is not a finite number" in found[3, 3]
    assert found[4, 3].startswith("-5 person is negative")
    assert "many" in found[5, 4]
    # a sweep keeps the same rows apart
    with pytest.raises(InputError) as told:
        cm.sweep("event-kunming", pd.read_csv(table, keep_default_na=False).drop(columns="date"))
    assert [("nan" in one.message, "-5" in one.message) for one in told.value.faults[:2]] == [
        (True, False),
        (False, True),
    ]


def test_blank_lines_and_long_cells_move_no_fault(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text('id,date,name\na,2024,"two\nlines"\n\nb,2024-13,B\n', "utf-8")
    with pytest.raises(InputError, match=r"own.csv:5:2: date: '2024-13' is not a date"):
        events("event-kunming", table, "kunming-2023")


@pytest.mark.parametrize("date", ["", "2024-99-99", "2023-02-29", "spring", "2024-6-1", "202406"])
def test_a_date_that_is_none_is_a_fault_of_its_row(tmp_path: Path, date: str) -> None:
    table = tmp_path / "own.csv"
    rows = f'id,date,"groups[""People of Kunming""].people"\na,2024-02-29,1\nb,{date},1\n'
    table.write_text(rows, "utf-8")
    with pytest.raises(InputError) as told:
        events("event-kunming", table, "kunming-2023")
    (fault,) = told.value.faults
    assert (fault.line, fault.column, fault.where) == (3, 2, "date")
    assert f"'{date}' is not a date" in fault.message


def test_a_date_of_another_year_is_told(tmp_path: Path, year: EventYear) -> None:
    table = tmp_path / "own.csv"
    rows = 'id,date,"groups[""People of Kunming""].people"\na,2024-05,1\nb,2040-04-02,1\n'
    table.write_text(rows, "utf-8")
    found = events("event-kunming", table, "kunming-2023")
    said = {one.id: one for one in found.notices}
    assert list(said["events.other-year"].args["events"]) == ["b (2040-04-02)"]
    assert "2024" in said["city.grown-year"].en
    # the shipped table has events of 2021 and 2023, worked out for 2024 as all of them
    assert "marathon (2023)" in year.notices[0].en
    asked = ["event-kunming", str(table), "--in", "kunming-2023", "--lang", "zh"]
    assert "日期不在2024年" in CliRunner().invoke(command, asked).output


def test_a_shipped_table_is_called_by_its_name() -> None:
    done = CliRunner().invoke(command, ["forum-1500", "events-kunming", "--in", "kunming-2023"])
    assert str(done.exception).startswith("events-kunming:1:4: ")
    assert str(TABLE.parent) not in str(done.exception)


def test_kinds_of_files_are_said_in_words() -> None:
    for template, city, said in (
        ("event-kunming", "forum-1500", "forum-1500是会议文件，不是城市"),
        ("kunming-2023", "kunming-2023", "kunming-2023是城市文件，不是会议"),
    ):
        done = CliRunner().invoke(command, [template, "events-kunming", "--in", city])
        assert isinstance(done.exception, CarbonmeetError)
        assert said == done.exception.get("zh")


def test_a_template_of_two_years_is_refused() -> None:
    with pytest.raises(CarbonmeetError, match="a year of events is of one"):
        events("cop15-kunming", TABLE, "kunming-2023")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_year_is_drawn_with_its_data(year: EventYear, tmp_path: Path, lang: str) -> None:
    figure, data, caption = write(year, "events", tmp_path / "year.svg", lang=lang)
    assert figure.stat().st_size > 5000
    rows = list(csv.DictReader(data.read_text("utf-8-sig").splitlines()))
    assert rows[0]["id"] == "marathon"
    assert sum(float(one["overlap_t"]) for one in rows) == pytest.approx(year.overlap)
    assert ("which comes off once" if lang == "en" else "只计一次") in caption.read_text("utf-8")


def test_the_command_speaks_three_formats() -> None:
    asked = ["event-kunming", "events-kunming", "--in", "kunming-2023"]
    table = CliRunner().invoke(command, [*asked, "--lang", "zh"]).output
    assert "第十四届中医药发展" in table and "双方都计入的部分只计一次" in table
    data = json.loads(CliRunner().invoke(command, [*asked, "--format", "json"]).output)
    assert data["together"] == pytest.approx(data["rest_of_city"] + data["event"])
    lines = CliRunner().invoke(command, [*asked, "--format", "csv"]).output.splitlines()
    assert len(lines) == len(data["events"]) + 1


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "the table has no rows"), ("id,name\n", "from 1 to 2000 events")],
)
def test_a_table_without_events_is_refused(tmp_path: Path, text: str, message: str) -> None:
    table = tmp_path / "events.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(CarbonmeetError, match=message):
        events("event-kunming", table, "kunming-2023")
