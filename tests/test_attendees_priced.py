"""A list of people in a scenario: priced as the same people would be in groups."""

import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner

import carbonmeet as cm
from carbonmeet.base.errors import InputError
from carbonmeet.cli import cli

HEAD = "City,Country,Mode,Class,Nights,Diet,Status\n"
ROWS = (
    "Paris,France,plane,economy,3,vegan,registered\n"
    "Paris,France,plane,economy,1,,registered\n"
    "Munich,Germany,train,,2,,checked-in\n"
    "Vienna,Austria,,,0,,checked-in\n"
    "Nairobi,Kenya,plane,business,4,,cancelled\n"
    "Nairobi,Kenya,,,,,online\n"
)
MEETING = """
    carbonmeet: 2
    kind: meeting
    title: A congress
    place: {name: Vienna, airport: VIE, region: AT}
    periods: {congress: {start: 2026-09-07, end: 2026-09-09}}
"""
LIST = """
    attendees:
      table: list.csv
      defaults: {hotel: hotel.star-4, mode: local}
      online_hours: 6 h
      meals: {buffet: 1 / day}
      diets: {vegan: {vegan: 1 / day}}
"""
GROUPS = """
    groups:
      - {name: A, period: congress, people: 1, nights: 3, hotel: hotel.star-4,
         travel: [{mode: air, from: CDG}], meals: {vegan: 1 / day}}
      - {name: B, period: congress, people: 1, nights: 1, hotel: hotel.star-4,
         travel: [{mode: air, from: CDG}], meals: {buffet: 1 / day}}
      - {name: C, period: congress, people: 1, nights: 2, hotel: hotel.star-4,
         travel: [{mode: rail, from: Munich, to: Vienna}], meals: {buffet: 1 / day}}
      - {name: D, period: congress, people: 1, days: 1, meals: {buffet: 1 / day}}
    online:
      - {period: congress, people: 1, hours: 6 h}
"""


def meeting(folder, section=LIST, rows=ROWS, more=""):
    (folder / "list.csv").write_text(HEAD + rows, encoding="utf-8")
    path = folder / "meeting.yaml"
    text = textwrap.dedent(MEETING) + textwrap.dedent(section) + textwrap.dedent(more)
    path.write_text(text, encoding="utf-8")
    return path


def by_source(path):
    return {name: total.value for name, total in cm.estimate(path).baseline.by_source.items()}


@pytest.mark.heavy
def test_a_list_is_worth_its_people_in_groups(tmp_path):
    listed = by_source(meeting(tmp_path))
    grouped = by_source(meeting(tmp_path, GROUPS))
    assert listed == pytest.approx(grouped, rel=1e-9)
    assert listed["transport.air"] > 0 < listed["transport.rail"]


def test_twice_the_list_is_twice_the_meeting(tmp_path):
    once = by_source(meeting(tmp_path))
    twice = by_source(meeting(tmp_path, rows=ROWS + ROWS))
    assert twice == pytest.approx({name: 2 * tonnes for name, tonnes in once.items()}, rel=1e-12)


def test_the_order_of_a_list_changes_no_bit(tmp_path):
    once = by_source(meeting(tmp_path))
    assert by_source(meeting(tmp_path, rows="".join(reversed(ROWS.splitlines(True))))) == once


def test_places_that_are_not_settled_are_refused_or_count_at_the_mean(tmp_path):
    rows = ROWS + "Cambridge,,plane,economy,2,,registered\n"
    with pytest.raises(InputError, match="'Cambridge' \\(1 person\\) is ambiguous"):
        cm.estimate(meeting(tmp_path, rows=rows))
    mean = by_source(meeting(tmp_path, LIST + "      unknown: mean\n", rows))
    known = by_source(meeting(tmp_path))
    assert mean["transport.air"] == pytest.approx(known["transport.air"] * 5 / 4)


def test_who_does_not_come_and_whom_one_brings(tmp_path):
    plain = cm.estimate(meeting(tmp_path)).baseline.total.value
    online = by_source(meeting(tmp_path))["digital"]
    half = meeting(tmp_path, LIST + "      no_show: {value: 50%, low: 40%, high: 60%}\n")
    assert cm.estimate(half).baseline.total.value == pytest.approx((plain - online) / 2 + online)
    brought = meeting(tmp_path, LIST + "      companions: 100%\n")
    assert cm.estimate(brought).baseline.total.value == pytest.approx((plain - online) * 2 + online)


def test_modes_that_do_not_go_there(tmp_path):
    rows = ROWS + "New York,USA,train,,2,,registered\n"
    with pytest.raises(
        InputError,
        match="1 person cannot come as the list says: no way over land leads from New York",
    ):
        cm.estimate(meeting(tmp_path, rows=rows))
    flown = by_source(meeting(tmp_path, LIST + "      impossible: air\n", rows))
    assert flown["transport.air"] > by_source(meeting(tmp_path))["transport.air"]


def test_by_what_is_asked_if_nobody_says(tmp_path):
    section = LIST.replace(", mode: local", "")
    rows = ROWS + "Graz,Austria,,,1,,registered\nLisbon,Portugal,,,1,,registered\n"
    with pytest.raises(InputError, match="by what do 2 people come"):
        cm.estimate(meeting(tmp_path, section, rows))
    found = by_source(meeting(tmp_path, section + "      train_below: 700 km\n", rows))
    known = by_source(meeting(tmp_path))
    assert found["transport.rail"] > known["transport.rail"]
    assert found["transport.air"] > known["transport.air"]


def test_online_people_need_hours(tmp_path):
    with pytest.raises(InputError, match="1 person takes part online: give 'online_hours'"):
        cm.estimate(meeting(tmp_path, LIST.replace("      online_hours: 6 h\n", "")))


def test_what_hangs_on_people_counts_those_of_the_list(tmp_path):
    more = "consumables: [{period: congress, item: badge-set, per_person: 1 item / person}]\n"
    result = cm.estimate(meeting(tmp_path, more=more))
    badges = [
        line.activity
        for line in result.workings.model.lines
        if line.activity.service == "items/badge-set" and not line.born
    ]
    assert [one.amount[0][0].value for one in badges] == [3.0, 1.0]  # who lives there, apart


def test_ranges_hang_on_one_number_of_people(tmp_path):
    section = LIST + "      no_show: {value: 10%, low: 0%, high: 20%}\n"
    result = cm.estimate(meeting(tmp_path, section))
    people = [one for one in result.workings.model.inputs if one.path[0] == "attendees"]
    assert sum(one.path[-1] == "people" for one in people) == 3  # guests, residents, and online
    ranged = [one for one in people if one.path[-1] == "people" and one.low is not None]
    guests, residents = sorted(ranged, key=lambda one: -one.value)
    assert (guests.low, guests.value, guests.high) == pytest.approx((2.4, 2.7, 3.0))
    assert residents.value == pytest.approx(0.9) and residents.stream == guests.stream


def test_the_hash_of_a_scenario_is_that_of_its_list_too(tmp_path):
    first = cm.load_scenario(meeting(tmp_path))
    before = first.hash
    assert cm.estimate(first).scenario.hash == before
    other = cm.load_scenario(meeting(tmp_path, rows=ROWS.replace("Munich", "Hamburg")))
    assert other.hash != before
    assert first.hash == other.hash  # the file is what it is now, whoever asks
    assert cm.load_scenario(meeting(tmp_path)).hash == before


def test_a_list_beside_groups_and_long_stays_are_told(tmp_path):
    def told(section, rows):
        return {one.id for one in cm.estimate(meeting(tmp_path, section, rows)).notices}

    beside = (
        LIST
        + """
    groups:
      - {name: Speakers, period: congress, people: 4, days: 2}
    """
    )
    assert "list.groups-too" in told(beside, ROWS)
    assert "list.groups-too" not in told(beside.replace("days: 2", "days: 2, role: staff"), ROWS)
    assert not {"list.groups-too", "list.long-stays"} & told(LIST, ROWS)
    longer = ROWS.replace("economy,3", "economy,9")
    assert "list.long-stays" in told(LIST, longer)
    assert "list.long-stays" not in told(LIST + "      days: 3\n", longer)


def test_far_ways_over_land_are_asked_about(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(
        "city,country,mode,nights\n"
        + "Cape Town,South Africa,car,2\n" * 6
        + "Graz,Austria,car,2\n",
        encoding="utf-8",
    )
    (tmp_path / "m.yaml").write_text(
        "carbonmeet: 2\nkind: meeting\ntitle: Far\nprefer: [defra, ademe]\n"
        "place: {name: Vienna, airport: VIE, region: AT}\n"
        "periods: {p: {start: 2025-05-19, end: 2025-05-21}}\n"
        "attendees: {table: people.csv, defaults: {hotel: hotel.star-4}, "
        "meals: {buffet: 1 / day}}\n",
        encoding="utf-8",
    )
    [told] = [one for one in cm.estimate(tmp_path / "m.yaml").notices if "far" in one.id]
    assert told.id == "list.far-over-land" and told.args["people"] == 6


def test_rows_of_sums_count_in_no_line(tmp_path):
    rows = "".join(f"{row}\n" for row in ROWS.splitlines()[:4])
    plain = by_source(meeting(tmp_path, rows=rows))
    for total in ("Total:,,,,9,,", ",Summe,,,,,", "合计,,,,,,"):
        assert by_source(meeting(tmp_path, rows=f"{rows}{total}\n")) == plain


RESIDENTS = LIST.replace("mode: local", "mode: air, nights: 2")


def test_who_lives_in_the_city_has_no_journey_and_no_night(tmp_path):
    """Two from Paris with two nights; three who live in Vienna, of whom one has a room."""
    rows = "Paris,France,,,,,\n" * 2 + "Vienna,Austria,,,,,\n" * 2 + "Vienna,Austria,,,1,,\n"
    groups = """
    groups:
      - {name: A, period: congress, people: 2, nights: 2, hotel: hotel.star-4,
         travel: [{mode: air, from: CDG}], meals: {buffet: 1 / day}}
      - {name: B, period: congress, people: 2, days: 2, residents: true, meals: {buffet: 1 / day}}
      - {name: C, period: congress, people: 1, nights: 1, hotel: hotel.star-4, residents: true,
         meals: {buffet: 1 / day}}
    """
    listed = cm.estimate(meeting(tmp_path, RESIDENTS, rows))
    by_hand = cm.estimate(meeting(tmp_path, groups))
    for name, total in by_hand.baseline.by_source.items():
        assert listed.baseline.by_source[name].value == pytest.approx(total.value, rel=1e-12)
    lines = listed.workings.model.lines
    assert {"resident" in one.activity.tags for one in lines if not one.activity.dormant} == {
        True,
        False,
    }
    [told] = [one for one in listed.notices if one.id == "list.residents"]
    assert told.args["people"] == 3
    assert cm.verify(listed.save(tmp_path / "r.json") or tmp_path / "r.json").same


def test_residents_per_person_and_held_elsewhere(tmp_path):
    from carbonmeet.questions.persons import per_person

    rows = "Paris,France,,,,,\n" * 6 + "Vienna,Austria,,,,,\n" * 6
    path = meeting(tmp_path, RESIDENTS, rows)
    answer = cm.estimate(path)
    found = per_person(answer, "City")
    own = {key: grams.tolist() for key, grams in zip(found.keys, found.grams, strict=True)}
    assert own["Vienna"][0] == 0 < own["Paris"][0]
    assert own["Vienna"][1] < own["Paris"][1]
    whole = round(answer.baseline.total.value * 1e6)
    assert found.grams.sum() + found.left == whole
    sites = cm.site(path, ["Paris, France", "Munich"], draws=0).attrs["answer"]
    for row in sites.ranking:
        assert row.whole == pytest.approx(row.kg, rel=1e-9)


def test_who_would_fly_from_the_airport_of_the_meeting_comes_by_rail(tmp_path):
    rows = "Marburg,Germany,plane,,2,,registered\n" * 6 + "Paris,France,plane,,2,,registered\n" * 6
    path = meeting(tmp_path, rows=rows)
    held = path.read_text().replace(
        "{name: Vienna, airport: VIE, region: AT}", '{name: "Frankfurt am Main"}'
    )
    path.write_text(held)
    answer = cm.estimate(path)
    assert next(n for n in answer.notices if n.id == "list.grounded").args["people"] == 6
    by_rail = by_source(path)["transport.rail"]
    path_of_rail = meeting(tmp_path, rows=rows.replace("Germany,plane", "Germany,rail"))
    path_of_rail.write_text(held)
    assert by_source(path_of_rail)["transport.rail"] == by_rail > 0
    sites = cm.site(path, ["Vienna", "Paris, France"], draws=0).attrs["answer"]
    for row in sites.ranking:
        assert row.whole == pytest.approx(row.kg, rel=1e-9)


def test_stops_may_name_the_first_and_the_last_airport(tmp_path):
    def flown(stops):
        text = f"City,Country,Mode,Stops\nParis,France,plane,{stops}\n"
        path = meeting(tmp_path)
        (tmp_path / "list.csv").write_text(text)
        return by_source(path)["transport.air"]

    assert flown("CDG;MUC;VIE") == flown("MUC") > flown("")


def test_a_list_whose_places_were_taken_by_size_is_checked_without_fault(tmp_path):
    """Notices count places or name entries; 'check' shows the entries of the latter alone."""
    rows = ROWS + "Boston,United States,plane,economy,2,,registered\n"
    run = CliRunner().invoke(cli, ["check", str(meeting(tmp_path, rows=rows))])
    assert run.exit_code == 0 and "1 place was taken as by far the largest" in run.output
