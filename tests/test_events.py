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
from carbonmeet.base.errors import InputError
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
    with pytest.raises(InputError, match=r"own.csv:3:1: -5"):
        events("event-kunming", table, "kunming-2023")
    table.write_text("id,peeple\na,100\n", "utf-8")
    with pytest.raises(InputError, match="peeple"):
        events("event-kunming", table, "kunming-2023")


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
    assert "第十四届中医药发展论坛" in table and "双方都计入的部分只计一次" in table
    data = json.loads(CliRunner().invoke(command, [*asked, "--format", "json"]).output)
    assert data["together"] == pytest.approx(data["rest_of_city"] + data["event"])
    lines = CliRunner().invoke(command, [*asked, "--format", "csv"]).output.splitlines()
    assert len(lines) == len(data["events"]) + 1
