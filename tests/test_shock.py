"""A shock to demand: breaking even by hand, counterfactuals, and nothing that is a saving."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from worlds import MEETING

import carbonmeet as cm
from carbonmeet.base.errors import CarbonmeetError, InputError
from carbonmeet.catalogue import load_catalogue
from carbonmeet.cli.shock import command
from carbonmeet.questions.shock import shock

CITY = """\
carbonmeet: 2
kind: city
title: {en: City, zh: 城市}
place: {region: CN-YN-KMG}
prefer: [mee, cpcd, defra]
year: 2022
population: 1000000 people
"""
SUPPLY = """\
supply:
  - label: {en: Tours, zh: 配送}
    orders: {value: 1000, basis: assumed, note: n}
    days: {value: 10, basis: assumed, note: n}
    delivered: {value: 80%, basis: assumed, note: n}
    tour: {length: {value: 40 km, basis: assumed, note: n}, drops: {value: 25, basis: assumed, note: n}}
    vehicle: van.diesel
    packaging: {meal-box: 1}
    replaces: {trip: {value: 5 km, basis: assumed, note: n}, mode: car.petrol, share: {value: SHARE, basis: assumed, note: n}}
"""  # noqa: E501
TRANSPORT = """\
transport:
  denominator: all_trips
  trips: 2
  shares: {walk: 40%, bus: 30%, taxi: 30%}
power: [{label: P, energy: 365e6 kWh}]
"""


def run(tmp_path: Path, text: str) -> cm.Answer:
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return cm.estimate(path)


@pytest.mark.parametrize(("share", "drops"), [("100%", 12.5), ("30%", 41.6)])
def test_breaking_even_by_hand(tmp_path: Path, share: str, drops: float) -> None:
    find = load_catalogue().find
    prefer = ("mee", "cpcd", "defra")
    litre = find("fuel.diesel", "CN-YN", 2022, prefer).value
    van = find("van.diesel.fuel", "CN-YN", 2022, prefer).value * litre
    car = find("car.petrol", "CN-YN", 2022, prefer).value
    assert (round(van, 3), round(car, 4)) == (0.261, 0.1674)  # kg a vehicle-kilometre
    by_hand = 40 * van / (5 * car * float(share.rstrip("%")) / 100)
    answer = run(tmp_path, CITY + SUPPLY.replace("SHARE", share))
    (row,) = shock(answer).rows
    assert row.break_even == pytest.approx(by_hand)
    assert round(by_hand, 1) == drops
    (said,) = [one.en for one in answer.notices if one.id == "supply.break-even"]
    assert f"from {by_hand:.3g} drops on" in said and "no measure and no saving" in said


def test_an_order_on_the_tour_by_hand(tmp_path: Path) -> None:
    found = shock(run(tmp_path, CITY + SUPPLY.replace("SHARE", "30%")))
    (row,) = found.rows
    assert row.orders == pytest.approx(1000 * 10 * 0.8)
    litre = load_catalogue().find("fuel.diesel", "CN-YN", 2022, ("cpcd",)).value
    assert row.kg_per_order == pytest.approx(40 / 25 * 0.1 * litre)
    assert found.supply == pytest.approx(8 * (row.kg_per_order + row.kg_packaging))
    assert (found.without, found.not_run) == (0.0, 0.0)


def test_a_courier_breaks_even_at_a_share_of_orders(tmp_path: Path) -> None:
    tour = SUPPLY[SUPPLY.index("    tour:") : SUPPLY.index("    packaging")]
    courier = "    courier: {distance: {value: 2.5 km, basis: assumed, note: n}}\n"
    text = CITY + SUPPLY.replace(tour, courier).replace("SHARE", "30%")
    (row,) = shock(run(tmp_path, text)).rows
    find = load_catalogue().find
    ebike = find("ebike", "CN-YN", 2022, ("cpcd",)).value
    car = find("car.petrol", "CN-YN", 2022, ("cpcd",)).value
    assert row.kg_per_order == pytest.approx(5 * ebike)
    assert row.break_even == pytest.approx(5 * ebike / (5 * car))
    assert round(row.break_even, 2) == 0.07


TRANSFERS = """\
transfers:
  - label: {en: Airport, zh: 机场}
    people: 1360 person
    distance: {value: 25 km, basis: assumed, note: n}
    seats: {value: 40 seat / vehicle, basis: assumed, note: n}
    load: {value: 50%, basis: assumed, note: n}
    empty_return: true
"""


def test_transfers_by_hand(tmp_path: Path) -> None:
    answer = run(tmp_path, CITY + TRANSFERS)
    (line,) = answer.lines
    assert (line.amount, line.unit) == (pytest.approx(1360 / 20 * 25 * 2), "vehicle km")
    one_way = run(tmp_path, CITY + TRANSFERS.replace("    empty_return: true\n", ""))
    assert shock(answer).transfers == pytest.approx(2 * shock(one_way).transfers)


def test_service_that_was_not_run_is_no_saving(tmp_path: Path) -> None:
    service = "service: {days: 73 day, shares: {transport: 50%, bus: 0%, power: 20%}}\n"
    answer = run(tmp_path, CITY + TRANSPORT + service + "measures: {V3: 50%}\n")
    normal = run(tmp_path, CITY + TRANSPORT)
    by = {str(one.label): one.kg_co2e for one in normal.lines}
    cut = {str(one.label): one.kg_co2e for one in answer.lines}
    assert cut["City bus"] == pytest.approx(by["City bus"] * 0.8)
    taxi = "Taxi and ride-hailing"
    assert cut[taxi] == pytest.approx(by[taxi] * 0.9)
    assert cut["P"] == pytest.approx(by["P"] * (1 - 0.2 * 0.8))
    found = shock(answer)
    assert found.without == pytest.approx(normal.baseline.total.value)
    assert found.not_run == pytest.approx(found.without - found.with_shock) and found.not_run > 0
    # the measures save what they save of what was run, and nothing of what was not
    assert answer.saving.value < found.not_run


def test_a_year_without_the_shock_stays_as_it_is(tmp_path: Path) -> None:
    service = "service: {days: 73 day, shares: {transport: 50%}}\nyears: [2022, 2023]\n"
    answer = run(tmp_path, CITY + TRANSPORT + service + SUPPLY.replace("SHARE", "30%"))
    later = [one for one in answer.lines if one.period == "2023"]
    assert not [one for one in later if str(one.label).startswith("Tours")]
    normal = {str(one.label): one.kg_co2e for one in run(tmp_path, CITY + TRANSPORT).lines}
    bus = next(one for one in later if str(one.label) == "City bus")
    assert bus.kg_co2e == pytest.approx(normal["City bus"])


def test_no_measure_acts_on_a_shock(tmp_path: Path) -> None:
    text = CITY + SUPPLY.replace("SHARE", "30%") + TRANSFERS + "measures: planned\n"
    answer = run(tmp_path, text + "methods: {electricity: market}\n")
    assert answer.saving.value == 0.0


CONTINGENCY = """\
contingency:
  period: p
  online: {value: 500, basis: assumed, note: n}
  hours: 20
  already_there: {value: 100, basis: assumed, note: n}
  quarantine: 7
  boxed_meals: 3 / day
  transfers: {distance: {value: 25 km, basis: assumed, note: n},
    seats: {value: 40 seat / vehicle, basis: assumed, note: n},
    load: {value: 50%, basis: assumed, note: n}}
"""


def test_a_meeting_forced_online_is_ranked_with_nothing(tmp_path: Path) -> None:
    plain, forced = run(tmp_path, MEETING), run(tmp_path, MEETING + CONTINGENCY)
    # it is in no total and among no measures
    assert forced.baseline.total == plain.baseline.total
    assert forced.residual.total == plain.residual.total
    assert list(forced.measures) == list(plain.measures)
    found = shock(forced)
    assert found.online is not None
    assert found.online.planned == pytest.approx(plain.baseline.total.value)
    assert 0 < found.online.online < found.online.planned
    find = load_catalogue().find
    meal = find("meal.boxed", "CN-YN", 2021, ("cpcd",)).value
    assert found.online.by_part["meals"] == pytest.approx(100 * 7 * 3 * meal / 1000)
    assert set(found.online.by_part) == {"online", "quarantine", "meals", "transfers"}
    asked = [str(tmp_path / "scenario.yaml"), "--format", "json"]
    data = json.loads(CliRunner().invoke(command, asked).output)
    assert data["measure"] is False and data["saving"] is None
    table = CliRunner().invoke(command, asked[:1]).output
    assert "This is no reduction of the meeting" in " ".join(table.split())


def test_a_plan_to_go_online_has_no_totals_with_and_without(tmp_path: Path) -> None:
    run(tmp_path, MEETING + CONTINGENCY)
    asked = [str(tmp_path / "scenario.yaml"), "--draws", "200"]
    table = CliRunner().invoke(command, asked).output
    assert "with the shock" not in table and "without the shock" not in table
    assert "Test, if it has to go online" in table
    # the period has no name: the title of the meeting is written, never the id
    assert "测试被迫改为线上" in CliRunner().invoke(command, [*asked, "--lang", "zh"]).output
    data = json.loads(CliRunner().invoke(command, [*asked, "--format", "json"]).output)
    assert data["with_shock"] is data["without"] is data["not_run"] is None
    assert "with_shock" not in data["ranges"]
    part = data["online"]["by_part"]
    for name, one in data["ranges"].items():
        central = data["online"].get(name) or part[name.removeprefix("online.")]
        assert one["value"] == pytest.approx(central)
        assert one["low"] <= one["value"] <= one["high"]
    # nights, meals and ways are sure here, and so is what only their factors leave open
    assert data["ranges"]["online.meals"]["low"] < part["meals"]


def test_ranges_are_those_of_the_estimate(tmp_path: Path) -> None:
    answer = cm.estimate("taiyuan-supply")
    found = shock(answer, 500, 7)
    whole = cm.simulate(answer, 500, 7).uncertainty.baseline
    drawn = found.ranges["with_shock"]
    assert (drawn.low, drawn.high) == pytest.approx((whole.low, whole.high))
    for name in ("with_shock", "supply", "transfers", "without", "not_run"):
        assert found.ranges[name].value == pytest.approx(getattr(found, name))
    for at, row in enumerate(found.rows):
        even = found.ranges[f"break_even[{at}]"]
        assert even.value == pytest.approx(row.break_even)
        assert even.low < row.break_even < even.high
    assert shock(answer, 500, 8).ranges["supply"].low != found.ranges["supply"].low
    assert shock(answer).ranges == {}


def test_breaking_even_at_the_ends_of_its_inputs_holds_the_range(tmp_path: Path) -> None:
    tour = "{value: 40 km, low: 20 km, high: 80 km, basis: assumed, note: n}"
    text = SUPPLY.replace("{value: 40 km, basis: assumed, note: n}", tour).replace("SHARE", "50%")
    (row,) = shock(run(tmp_path, CITY + text)).rows
    even = shock(run(tmp_path, CITY + text), 2000).ranges["break_even[0]"]
    # the tour alone has a range: breaking even is in proportion to its length (20 to 80 of 40 km)
    assert row.break_even is not None
    assert even.low / row.break_even == pytest.approx(20 / 40, rel=0.15)
    assert even.high / row.break_even == pytest.approx(80 / 40, rel=0.15)


@pytest.mark.parametrize("old", ["trip: {value: 5 km,", "share: {value: SHARE,"])
def test_trips_that_emit_nothing_have_no_break_even(tmp_path: Path, old: str) -> None:
    none = old.replace("5 km", "0 km").replace("SHARE", "0%")
    text = SUPPLY.replace(old, none).replace("SHARE", "30%")
    found = shock(run(tmp_path, CITY + text), 100)
    assert found.rows[0].break_even is None
    assert "break_even[0]" not in found.ranges and found.ranges["supply"].high > 0


def test_both_sides_share_their_draws(tmp_path: Path) -> None:
    people = "{value: 365e6 kWh, low: 100e6 kWh, high: 900e6 kWh, basis: assumed, note: n}"
    text = CITY + TRANSPORT.replace("365e6 kWh", people) + TRANSFERS
    ranges = shock(run(tmp_path, text), 500).ranges
    # nothing runs less: what was not run is nothing in every draw, however wide the totals are
    assert ranges["without"].high > 2 * ranges["without"].low
    assert (ranges["not_run"].low, ranges["not_run"].high) == pytest.approx((0.0, 0.0), abs=1e-6)


def test_the_table_has_low_and_high() -> None:
    table = CliRunner().invoke(command, ["taiyuan-supply", "--draws", "300"]).output
    assert "high" in table.splitlines()[0]
    assert "41.6 drops (" in table and "300 draws, seed 1" in table
    plain = CliRunner().invoke(command, ["taiyuan-supply", "--draws", "0"]).output
    assert "high" not in plain and "41.6 drops\n" in plain


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("{value: 100,", "{value: 8000,", "already_there", "8,000 people are more than the 600"),
        ("{value: 500,", "{value: 1e9,", "online", "1,000,000,000 people are more than the 600"),
        (
            "{value: 100,",
            "{value: 100, low: 50, high: 601,",
            "already_there",
            "601 people are more",
        ),
    ],
)
def test_more_people_than_the_meeting_has_are_refused(
    tmp_path: Path, old: str, new: str, place: str, said: str
) -> None:
    text = MEETING + CONTINGENCY.replace(old, new)
    line = next(i for i, one in enumerate(text.splitlines(), 1) if one.startswith(f"  {place}:"))
    with pytest.raises(InputError) as told:
        run(tmp_path, text)
    (fault,) = told.value.faults
    assert (fault.line, fault.where) == (line, f"contingency.{place}")
    assert fault.column > 0 and said in fault.message and "'p'" in fault.message


def test_all_people_of_the_meeting_may_be_online(tmp_path: Path) -> None:
    more = "online: [{period: p, people: 300, hours: 2 h}]\n"
    text = MEETING + more + CONTINGENCY.replace("{value: 500,", "{value: 900,")
    assert shock(run(tmp_path, text)).online is not None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SUPPLY.replace("{value: 40 km, basis: assumed, note: n}", "40 km"), "say how this is kn"),
        (SUPPLY.replace("{value: 1000, basis: assumed, note: n}", "1000"), "say how this is known"),
        (SUPPLY.replace("    vehicle: van.diesel\n", "    courier: {distance: 1 km}\n"), "give 't"),
        (SUPPLY.replace("van.diesel", "van.desiel"), "Did you mean 'van.diesel'"),
        (TRANSFERS.replace("    people: 1360 person\n", ""), "give 'people', 'distance'"),
        (TRANSFERS.replace("{value: 25 km, basis: assumed, note: n}", "25 km"), "say how this"),
        ("service: {days: 3 day, shares: {buss: 0%}}\n", "no section and no mode 'buss' here"),
        ("service: {days: 400 day, shares: {power: 0%}}\n", "400 day is more than 365"),
    ],
)
def test_what_is_wrong_with_a_shock_is_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        run(tmp_path, CITY + TRANSPORT + text.replace("SHARE", "30%"))


def test_a_file_without_a_shock_says_so() -> None:
    done = CliRunner().invoke(command, ["forum-1500"])
    assert isinstance(done.exception, CarbonmeetError)
    told = str(done.exception)  # a shipped file is called by its name, not by where it lies
    assert told == "forum-1500: no 'supply', 'transfers', 'service' or 'contingency'"


def test_taiyuan_says_what_is_assumed_and_what_is_not(tmp_path: Path) -> None:
    content = cm.estimate("taiyuan-supply").workings.scenario.content
    counts = [one.people.value for one in content.transfers if one.people is not None]
    assert counts == [1360, 256]
    assert sum(content.claims[0].parts.values()) == 126
    assert all(one.orders.basis == "assumed" for one in content.supply)
    assert "91" not in (Path(__file__).parents[1] / "scenarios" / "taiyuan-supply.yaml").read_text()
    for lang, words in (("en", "no measure, no saving"), ("zh", "不是减排措施，不是减排量")):
        assert words in CliRunner().invoke(command, ["taiyuan-supply", "--lang", lang]).output
