"""Fleets and bus lines: the reserve runs when it is called, and a line breaks even by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from worlds import MEETING, changed

import carbonmeet as cm
from carbonmeet.base.errors import CarbonmeetError, InputError
from carbonmeet.cli.lines import command
from carbonmeet.questions.lines import bus_lines

LINES = (
    "shuttles: [{period: p, label: {en: Line, zh: 专线}, length: 10 km, kind: coach.diesel, "
    "lines: 2, runs: 5 / day, seats: 50 seat / vehicle, load: 30%, replaces: {taxi: 100%}}]\n"
)


def run(tmp_path: Path, text: str) -> cm.Answer:
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return cm.estimate(path)


def test_breaking_even_by_hand(tmp_path: Path) -> None:
    answer = run(tmp_path, MEETING + LINES)
    find = answer.workings.catalogue.find
    prefer = ("mee", "mao", "cpcd", "defra")
    fuel = find("coach.diesel.fuel", "CN-YN", 2021, prefer).value
    litre = find("fuel.diesel", "CN-YN", 2021, prefer).value
    taxi = find("taxi", "CN-YN", 2021, prefer).value
    (row,) = bus_lines(answer)
    diesel = next(one for one in row.trains if one.kind == "coach.diesel")
    assert diesel.break_even == pytest.approx(fuel * litre / (50 * taxi))
    assert row.trains[0].kind == "coach.diesel"
    electric = next(one for one in row.trains if one.kind == "coach.bev")
    assert electric.break_even < diesel.break_even / 3
    # 2 lines x 5 runs x 10 km x 5 days
    assert (row.vehicle_km, row.seats, row.load) == (500, 50, 0.3)
    # 600 people x 5 days x 2 trips x 12 km over 500 km x 50 seats
    assert row.most == pytest.approx(600 * 5 * 2 * 12 / (500 * 50))


def test_a_line_at_its_break_even_load_saves_nothing(tmp_path: Path) -> None:
    answer = run(tmp_path, MEETING + LINES)
    (row,) = bus_lines(answer)
    for train in row.trains:
        carried = row.seats * train.break_even * row.kg_replaced
        assert carried == pytest.approx(train.kg_per_km)


def test_lines_of_cop15_run_empty(tmp_path: Path) -> None:
    (row,) = bus_lines(cm.estimate("cop15-phase1-as-held"))
    assert row.most is not None and row.most < 0.173
    assert [round(one.break_even, 3) for one in row.trains] == [0.031, 0.173]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{taxi: 100%}", "{taxi: 90%}", "the modes sum to 0.9, not to 1"),
        ("{taxi: 100%}", "{taxy: 100%}", "Did you mean 'taxi'"),
        ("kind: coach", "nodes: [airprot], kind: coach", "Did you mean 'airport'"),
    ],
)
def test_what_is_wrong_with_a_line_is_told(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        run(tmp_path, MEETING + LINES.replace(old, new))


def test_the_command_speaks_three_formats() -> None:
    table = CliRunner().invoke(command, ["cop15-phase1-as-held", "--lang", "zh"]).output
    assert "17.3%" in table and "机场、酒店、会场、火车站、高铁站" in table
    data = json.loads(
        CliRunner().invoke(command, ["cop15-phase1-as-held", "--format", "json"]).output
    )
    assert data[0]["power_trains"][1]["kind"] == "coach.diesel"
    csv = CliRunner().invoke(command, ["cop15-phase1-as-held", "--format", "csv"]).output
    assert len(csv.splitlines()) == 3
    done = CliRunner().invoke(command, ["forum-1500"])
    assert isinstance(done.exception, CarbonmeetError) and "no 'shuttles'" in str(done.exception)


FLEET = "vehicles: 296"


def road(tmp_path: Path, more: str) -> cm.Answer:
    return run(tmp_path, changed(FLEET, FLEET + more))


def lines_of(answer: cm.Answer) -> dict[str, float]:
    return {str(one.label): one.amount for one in answer.lines if one.source == "transport.road"}


def test_the_reserve_may_be_of_another_kind(tmp_path: Path) -> None:
    more = ", reserve: 110, reserve_kind: car.petrol.medium, demand: 350"
    answer = road(tmp_path, more)
    lines = [one for one in answer.lines if "Fleet" in str(one.label)]
    kilometres = {str(one.label): one.amount for one in lines}
    assert kilometres["Fleet"] == pytest.approx(296 * 120 * 5)
    assert kilometres["Fleet, reserve"] == pytest.approx(54 * 120 * 5)
    assert lines[0].kg_per_unit != lines[1].kg_per_unit
    with pytest.raises(InputError, match="no reserve vehicles: give 'reserve'"):
        road(tmp_path, ", reserve_kind: car.petrol")


def test_no_draw_calls_for_more_vehicles_than_there_are(tmp_path: Path) -> None:
    demand = ", reserve: 110, demand: {value: 300, low: 200, high: 406, basis: assumed, note: n}"
    answer = road(tmp_path, demand)
    shares = {
        one.place[2]: one
        for one in answer.workings.model.inputs
        if one.place[:1] == ("fleet",) and one.domain == "share"
    }
    # shares of what stands ready: draws of a share lie between 0 and 1
    assert (shares["demand"].value, shares["demand"].high) == (1.0, 1.0)
    assert shares["reserve"].value == pytest.approx(4 / 110)
    assert (shares["reserve"].low, shares["reserve"].high) == (0.0, 1.0)
    # one demand is one draw: where cars of the fleet stand idle no more of the reserve is called
    table = cm.draws_table(cm.simulate(answer, 500))
    fleet, reserve = (table[f"input: {shares[name].id}"] for name in ("demand", "reserve"))
    assert 0.3 < (fleet < 1).mean() < 0.7
    assert reserve[fleet < 1].max() <= 4 / 110 + 1e-12 < reserve.max()
    with pytest.raises(InputError, match="600 vehicles may be needed, 406 are there"):
        road(tmp_path, demand.replace("high: 406", "high: 600"))


def test_electric_cars_rest_on_charging(tmp_path: Path) -> None:
    answer = run(tmp_path, changed("measures: none", "measures: {T1: 100%, C3: 40%}"))
    (said,) = [one for one in answer.notices if one.id == "measure.condition"]
    assert said.en.startswith("T1 at 100% rests on C3, which is carried out at 40%")
    fine = run(tmp_path, changed("measures: none", "measures: {T1: 40%, C3: 40%}"))
    assert not [one for one in fine.notices if one.id == "measure.condition"]


def test_what_the_city_did_beside_cop15_stands_by_itself() -> None:
    answer = cm.estimate("cop15-city-side")
    flowers = next(one.en for one in answer.notices if one.id == "dressing.size")
    assert "2,445 (489 – 7,334) t CO2e; 0%" in flowers
    groups = answer.workings.scenario.content.groups
    assert all(one.residents for one in groups)
    assert groups[0].people.value == 3030
