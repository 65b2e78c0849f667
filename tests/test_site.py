"""Where to meet: the objective against whole estimates, ranking, hubs, online, command."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import carbonmeet as cm
from carbonmeet.base.errors import CarbonmeetError, InputError
from carbonmeet.cli import main
from carbonmeet.questions.site.answer import candidates_of, compare_sites, site
from carbonmeet.questions.site.hosts import host_at, hosts_of_file, hosts_of_world, within
from carbonmeet.questions.site.moved import held_at
from carbonmeet.questions.site.notices import notices_of
from carbonmeet.questions.site.objective import Objective, objective_of
from carbonmeet.questions.site.ranking import ranked
from carbonmeet.questions.site.rule import EVERYBODY, OnlineRule
from carbonmeet.scenario import load_scenario
from carbonmeet.travel import airport, great_circle_km

MEETING = str(Path(__file__).parent / "data" / "site_meeting.yaml")
HOSTS = ("VIE", "MUC", "CDG", "SIN", "ORD", "JFK", "Kunming", "Nairobi", "MAN")
LAND_KM = 1000.0


@pytest.fixture(scope="module")
def objective() -> Objective:
    scenario = load_scenario(MEETING)
    found, unpriced = objective_of(
        scenario, scenario.extend(cm.load_catalogue()), [host_at(one) for one in HOSTS], LAND_KM
    )
    assert not unpriced
    return found


@pytest.fixture(scope="module")
def answer():
    return compare_sites(MEETING, candidates_of(HOSTS), hubs=range(1, 4), draws=200, best=2)


# ── kilograms ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("at", range(len(HOSTS)), ids=HOSTS)
def test_the_objective_is_the_estimate_held_there(objective, at):
    held = cm.estimate(held_at(load_scenario(MEETING), objective.hosts[at], LAND_KM))
    by_source = {name: one.value for name, one in held.baseline.by_source.items()}
    found = objective.by_source(at)
    assert objective.totals()[at] == pytest.approx(1000 * held.baseline.total.value, rel=1e-9)
    assert {name: kg for name, kg in found.items() if kg} == pytest.approx(
        {name: 1000 * t for name, t in by_source.items() if t}, rel=1e-9
    )


def test_the_objective_is_the_estimate_of_a_shipped_meeting():
    scenario = load_scenario("cop15-kunming")
    hosts = [host_at("Chengdu")]
    found, _ = objective_of(scenario, scenario.extend(cm.load_catalogue()), hosts, LAND_KM)
    for at, host in enumerate(hosts):
        held = cm.estimate(held_at(scenario, host, LAND_KM))
        assert found.totals()[at] == pytest.approx(1000 * held.baseline.total.value, rel=1e-9)


def test_people_are_those_of_the_groups(objective):
    staying = 50  # on the excursion, which has a place of its own
    whole = sum(group.people.value for group in load_scenario(MEETING).content.groups)
    assert objective.people.sum() == pytest.approx(whole - staying)
    assert objective.elsewhere > 0


def test_whoever_lives_there_neither_travels_nor_needs_a_bed(objective):
    at = HOSTS.index("JFK")
    from_jfk = next(i for i, one in enumerate(objective.origins) if one.airport == "JFK")
    held = load_scenario(MEETING)
    moved = held_at(held, objective.hosts[at], LAND_KM)
    group = moved.content.groups[3]
    assert group.travel == () and group.hotel is None
    assert objective.km[from_jfk, at] == 0
    assert objective.kg_per_person[from_jfk, at] == objective.kg_per_person[from_jfk].min()


def test_a_way_over_land_is_flown_beyond_its_reach():
    scenario = load_scenario(MEETING)
    near = held_at(scenario, host_at("CDG"), LAND_KM).content.groups[1]
    far = held_at(scenario, host_at("SIN"), LAND_KM).content.groups[1]
    assert {leg.mode for leg in near.travel} == {"rail", "coach", "air"}
    assert {leg.mode for leg in far.travel} == {"air"}
    assert sum(leg.share.value for leg in far.travel) == pytest.approx(1)


def test_towns_are_measured_to_the_town_and_flown_from_their_airport(objective):
    rows = {one.place.name: i for i, one in enumerate(objective.origins) if one.place}
    vienna, singapore = HOSTS.index("VIE"), HOSTS.index("SIN")
    assert objective.km[rows["Graz"], vienna] == pytest.approx(145, abs=5)
    near = held_at(load_scenario(MEETING), host_at("VIE"), LAND_KM).content.groups[2]
    assert [leg.mode for leg in near.travel] == ["rail", "air", "coach"]
    assert objective.origins[rows["GVA"]].airport == "GVA"
    far = held_at(load_scenario(MEETING), host_at("SIN"), LAND_KM).content.groups[2]
    assert {leg.mode for leg in far.travel} == {"air"}
    gate = objective.origins[rows["Graz"]].airport
    assert objective.km[rows["Graz"], singapore] == pytest.approx(
        great_circle_km(*airport(gate)[4:6], *airport("SIN")[4:6]), rel=1e-12
    )


def test_stops_on_the_way_belong_to_the_present_host():
    group = held_at(load_scenario(MEETING), host_at("MUC"), LAND_KM).content.groups[3]
    assert group.travel[0].via == () and group.travel[0].cabin == "business"


def test_online_is_priced_by_the_line_of_whoever_stays_at_home(objective):
    scenario = held_at(load_scenario(MEETING), objective.hosts[0], LAND_KM)
    model = cm.estimate(scenario).workings.model
    kg = model.quantities()[0] * model.prices()[0]
    remote = [
        one / 40
        for line, one in zip(model.lines, kg.tolist(), strict=True)
        if "remote" in line.activity.tags and line.activity.label.en == "From Chicago"
    ]
    row = next(i for i, one in enumerate(objective.origins) if one.airport == "ORD")
    assert objective.online[row, 0] == pytest.approx(sum(remote), rel=1e-9)
    staff = ~objective.remote
    assert (objective.online[staff] == objective.kg_per_person[staff]).all()


# ── ranking, hubs, online ───────────────────────────────────────────────────────────────────────


def test_the_ranking(answer):
    totals = [row.kg for row in answer.ranking]
    assert totals == sorted(totals)
    assert len(answer.ranking) == len(HOSTS)  # Vienna is one of them
    assert answer.at_present.host.airport == "VIE" and answer.at_present.more == 0
    assert answer.ranking[0].more < 0
    for row in answer.ranking:
        assert sum(row.by_source.values()) == pytest.approx(row.kg, rel=1e-12)
        assert 0 <= row.gini < 1 and 0.1 <= row.top_decile <= 1


def test_a_day_by_rail_counts_who_is_on_site(objective):
    present = HOSTS.index("VIE")
    lives = objective.travellers & objective.remote
    for rule in (EVERYBODY, OnlineRule("alike", 0.3), OnlineRule("beyond", 300.0)):
        online = rule.people(objective)
        for row in ranked(objective, present, rule, LAND_KM):
            here = objective.people if online is None else objective.people - online[:, row.at]
            near = lives & (objective.km[:, row.at] <= LAND_KM)
            assert row.by_rail == pytest.approx(here[near].sum())
            assert row.travellers == pytest.approx(here[lives].sum())
            assert row.by_rail <= row.travellers <= row.people
    jfk = next(i for i, one in enumerate(objective.origins) if one.airport == "JFK")
    rows = {r.host.airport: r for r in ranked(objective, present, OnlineRule("beyond", 300.0), 1)}
    assert rows["JFK"].by_rail == objective.people[jfk]  # who lives there, and nobody else
    assert rows["SIN"].by_rail == 25


def test_order_of_candidates_changes_nothing(answer):
    other = compare_sites(MEETING, candidates_of(HOSTS[::-1]), hubs=[2, 3], draws=0, best=0)
    assert [row.host for row in other.ranking] == [row.host for row in answer.ranking]
    assert [one.hosts for one in other.hubs] == [one.hosts for one in answer.hubs[1:]]
    assert [one.kg for one in other.hubs] == [one.kg for one in answer.hubs[1:]]


def test_one_hub_is_the_first_of_the_ranking(answer):
    assert answer.hubs[0].hosts == (answer.ranking[0].host,)
    assert answer.hubs[0].kg == pytest.approx(answer.ranking[0].kg, rel=1e-12)
    assert all(one.proved for one in answer.hubs)


def test_hubs_hold_everybody(answer):
    for one in answer.hubs:
        assert sum(one.people) == pytest.approx(answer.objective.people.sum())
        assert len(one.hosts) == one.k


def test_whole_estimates_with_paired_ranges(answer):
    estimated = [row for row in answer.ranking if row.whole is not None]
    assert len(estimated) == answer.estimated == 3  # two of the best, and the present host
    best = answer.ranking[0]
    assert best.whole == pytest.approx(best.kg, rel=1e-9)
    assert best.total.low < best.kg / 1000 < best.total.high
    assert best.difference.low < best.more / 1000 < best.difference.high
    assert 0.5 < best.better <= 1
    assert answer.at_present.better is None  # nothing is better than itself


def test_common_inputs_cancel():
    """Only the journeys differ between two airports of one region."""
    found = compare_sites("forum-1500", candidates_of(["Lijiang"]), draws=100)
    row = next(one for one in found.ranking if one.host.airport == "LJG")
    for source in ("catering", "consumables", "waste", "venue.power"):
        assert row.difference_by_source[source].low == 0.0
        assert row.difference_by_source[source].high == 0.0


@pytest.mark.parametrize(
    "rule",
    [OnlineRule("alike", 0.3), OnlineRule("farthest", 0.17), OnlineRule("beyond", 3000.0)],
    ids=lambda rule: rule.kind,
)
def test_online_by_rule(objective, rule):
    found = compare_sites(MEETING, objective.hosts, online=rule, hubs=[1, 2], draws=0)
    able = objective.people[objective.remote].sum()
    for row in found.ranking:
        if rule.kind != "beyond":
            assert row.online == pytest.approx(rule.value * able)
        assert sum(row.by_source.values()) == pytest.approx(row.kg, rel=1e-12)
        assert row.whole is None
    nobody = ranked(objective, 0, EVERYBODY, 1000.0)
    kg = {row.host.airport: row.kg for row in nobody}
    assert all(row.kg <= kg[row.host.airport] * (1 + 1e-12) for row in found.ranking)
    if rule.kind != "beyond":
        assert found.hubs[0].kg == pytest.approx(found.ranking[0].kg, rel=1e-12)
    assert found.hubs[1].kg <= nobody[0].kg


def test_the_curve_begins_and_ends_right(answer):
    row = answer.ranking[0]
    curves = answer.curve(row)
    for kg in curves.values():
        assert kg[0] == pytest.approx(row.kg)
    assert (curves["most"] <= curves["farthest"] * (1 + 1e-12)).all()
    assert (curves["most"] <= curves["alike"] * (1 + 1e-12)).all()


def test_what_is_told(answer):
    told = " ".join(one.get("en") for one in answer.notices)
    assert "compared by one rule" in told
    assert "with the stops and distances of the file" in told  # the stop in London
    assert "names no origin for 100 people" in told
    assert "excursion" in told
    assert all(one.zh for one in answer.notices)


def test_the_frame():
    frame = site(MEETING, ["MUC", "SIN"], draws=0)
    assert list(frame.index) == ["Munich (MUC)", "Vienna (VIE)", "Singapore (SIN)"]
    assert frame.loc["Vienna (VIE)", "difference"] == 0
    sources = [name for name in frame.columns if "." in name or name in ("lodging", "catering")]
    assert (frame[sources].sum(axis=1) <= frame["total"] * (1 + 1e-9)).all()
    assert frame.attrs["answer"].to_frame().equals(frame)


def test_the_library_says_it_as_the_command_does():
    frame = site(MEETING, ["MUC", "SIN"], online=0.3, hubs=2, draws=0)
    assert frame.attrs["answer"].rule == OnlineRule("alike", 0.3)
    assert len(frame.attrs["answer"].hubs[0].hosts) == 2
    with pytest.raises(CarbonmeetError, match="Give one"):
        site(MEETING, ["SIN"], online=0.3, online_beyond=6000)
    with pytest.raises(CarbonmeetError, match="0 to 100%"):
        site(MEETING, ["SIN"], online_farthest=17)


def test_laws_by_distance_are_asked_for_every_way():
    """As Klöwer counts the AGU Fall Meeting: 0.06, 0.2, 0.25 and 0.3 kg/km by length."""
    law = {"bands": [[400, 0.06], [1500, 0.2], [8000, 0.25], [20100, 0.3]]}
    groups = [
        {"name": code, "period": "p", "people": 10, "days": 1,
         "travel": [{"mode": "agu", "from": code, "also": [{"mode": "taxi", "distance": "9 km"}]}]}
        for code in ("LYS", "CDG", "JFK", "NRT", "SYD")
    ]  # fmt: skip
    scenario = load_scenario(
        {"carbonmeet": 2, "kind": "meeting", "title": "t", "periods": {"p": {"year": 2019}},
         "place": {"name": "Paris", "airport": "CDG", "region": "FR"}, "groups": groups,
         "prefer": ["defra", "mee", "mao", "cpcd", "carbonmeet"],
         "factors": [{"key": "agu", "law": law, "source": "agu-2019"}], "measures": "none"}
    )  # fmt: skip
    hosts = [host_at(one) for one in ("CDG", "SIN", "ORD")]
    found, unpriced = objective_of(scenario, scenario.extend(cm.load_catalogue()), hosts, LAND_KM)
    assert not unpriced
    for at, host in enumerate(hosts):
        held = cm.estimate(held_at(scenario, host, LAND_KM)).baseline
        assert found.totals()[at] == pytest.approx(1000 * held.total.value, rel=1e-9)
        assert sum(found.by_source(at).values()) == pytest.approx(found.totals()[at], rel=1e-12)


# ── lists of people ─────────────────────────────────────────────────────────────────────────────

LIST = """
carbonmeet: 2
kind: meeting
title: A congress with a list
place: {name: Vienna, airport: VIE, region: AT}
periods: {congress: {start: 2026-09-07, end: 2026-09-09}}
prefer: [defra, mee, mao, cpcd, carbonmeet]
attendees:
  table: list.csv
  unknown: mean
  no_show: 10%
  train_below: 700 km
  impossible: air
  defaults: {hotel: hotel.star-4}
  meals: {buffet: 1 / day}
  diets: {vegan: {vegan: 1 / day}}
  local: {trips_per_day: 2, length: 6 km, modes: {metro: 100%}}
groups:
  - {name: Speakers, period: congress, people: 6, nights: 2, hotel: hotel.star-4,
     travel: [{mode: air, from: JFK, cabin: business}]}
consumables: [{period: congress, item: brochure, per_person: 2 item/person}]
venue: [{period: congress, label: Hall, area: 2000 m^2, days: 3, intensity: 0.45 kWh/m^2/day}]
measures: none
"""
ROWS = """City,Country,Mode,Class,Nights,Diet,Count
Paris,France,plane,economy,3,vegan,40
Paris,France,,,1,,11
Munich,Germany,train,,2,,25
Munich,Germany,,,2,,7
Lyon,France,coach,,2,,9
Vienna,Austria,,,0,,30
Nairobi,Kenya,plane,business,4,,5
Singapore,Singapore,,,5,,12
Nowhere at all,Austria,,,2,,4
"""


@pytest.fixture
def with_list(tmp_path):
    (tmp_path / "list.csv").write_text(ROWS, encoding="utf-8")
    path = tmp_path / "meeting.yaml"
    path.write_text(LIST, encoding="utf-8")
    return str(path)


def test_the_people_of_a_list_are_those_held_there(with_list):
    scenario = load_scenario(with_list)
    hosts = [host_at(one) for one in ("VIE", "MUC", "JFK", "SIN")]
    found, unpriced = objective_of(scenario, scenario.extend(cm.load_catalogue()), hosts, LAND_KM)
    assert not unpriced
    assert found.people.sum() == pytest.approx(6 + 0.9 * 143)
    for at, host in enumerate(hosts):
        held = cm.estimate(held_at(scenario, host, LAND_KM))
        assert found.totals()[at] == pytest.approx(1000 * held.baseline.total.value, rel=1e-9)
        by_source = {name: one.value * 1000 for name, one in held.baseline.by_source.items()}
        assert {k: kg for k, kg in found.by_source(at).items() if kg} == pytest.approx(
            {k: kg for k, kg in by_source.items() if kg}, rel=1e-9
        )


@pytest.mark.parametrize("rule", [EVERYBODY, OnlineRule("alike", 0.3), OnlineRule("farthest", 0.3)])
def test_a_list_has_ranges_wherever_its_people_are(with_list, rule):
    hosts = candidates_of(["Paris", "SIN"])
    found = compare_sites(with_list, hosts, online=rule, hubs=[1, 2, 3], draws=50, best=3)
    for one in (*found.ranking, *found.hubs):
        assert one.total.value == pytest.approx(one.kg / 1000, rel=1e-9)
        assert one.total.low < one.total.value < one.total.high
        assert sum(one.by_source.values()) == pytest.approx(one.kg, rel=1e-9)
        for name, kg in one.by_source.items():
            assert one.total_by_source[name].value == pytest.approx(kg / 1000, rel=1e-9)
    if rule.kind != "farthest":  # one hub is the best of the ranking
        assert found.hubs[0].total == found.ranking[0].total or rule.kind == "none"


def test_a_list_has_hubs_and_a_map(with_list):
    frame = site(with_list, ["Paris", "Munich", "SIN"], hubs=[2], draws=0)
    answer = frame.attrs["answer"]
    assert answer.hubs[0].proved and sum(answer.hubs[0].people) == pytest.approx(6 + 0.9 * 143)
    assert cm.charts.site_map(answer).axes


# ── places ──────────────────────────────────────────────────────────────────────────────────────


def test_a_file_of_candidates(tmp_path):
    listed = tmp_path / "candidates.csv"
    listed.write_text("# ours\nVienna\nSIN\nParis, Texas\n", encoding="utf-8")
    assert [host.region for host in hosts_of_file(listed)] == ["AT-9", "SG", "US-TX"]
    listed.write_text("id,city\n1,Lyon\n2,Nairobi\n", encoding="utf-8-sig")
    assert [host.airport for host in hosts_of_file(listed)] == ["LYS", "NBO"]


def test_wrong_candidates_are_told_all_at_once(tmp_path):
    listed = tmp_path / "candidates.txt"
    listed.write_text("Vienna\nSpringfeld\nGermany\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        hosts_of_file(listed)
    assert [fault.line for fault in caught.value.faults] == [2, 3]
    listed.write_text("\n", encoding="utf-8")
    with pytest.raises(InputError, match="no candidate"):
        hosts_of_file(listed)
    with pytest.raises(InputError, match="no such file"):
        hosts_of_file(tmp_path / "missing.txt")


def test_cities_of_the_world():
    world = hosts_of_world(2_000_000)
    codes = [host.airport for host in world]
    assert len(set(codes)) == len(codes) > 50
    assert {"PEK", "SIN", "NBO"} <= set(codes)
    assert [host.key for host in world] == sorted(host.key for host in world)
    assert all(host.country == "CN" or host.region.startswith(("HK", "MO", "TW"))
               for host in within(world, "CN"))  # fmt: skip
    with pytest.raises(CarbonmeetError, match="no country or region"):
        within(world, "Atlantis")


def test_a_place_in_chinese_keeps_its_name():
    assert host_at("成都").name.get("zh") == "成都"
    assert host_at("WUH").name.get("zh") == "武汉"
    assert host_at("SIN").name.get("zh") == "新加坡"


# ── what is refused ─────────────────────────────────────────────────────────────────────────────


def test_a_city_is_no_meeting():
    with pytest.raises(CarbonmeetError, match="no meeting"):
        site("kunming-2023", ["SIN"])


def test_somebody_has_to_come_from_somewhere():
    groups = [{"name": "a", "period": "congress", "people": 3, "days": 1}]
    scenario = load_scenario(MEETING).replace({"groups": [*groups,
        {"name": "b", "period": "excursion", "people": 3, "days": 1}]})  # fmt: skip
    with pytest.raises(CarbonmeetError, match="no journey begins"):
        site(scenario, ["SIN"])


def test_too_many_hubs():
    with pytest.raises(CarbonmeetError, match="ask for 1 to 2"):
        compare_sites(MEETING, candidates_of(["SIN"]), hubs=[3], draws=0)


# ── command ─────────────────────────────────────────────────────────────────────────────────────


def run(capsys, *args: str) -> str:
    try:
        main(["site", *args])
    except SystemExit as end:
        assert not end.code
    return str(capsys.readouterr().out)


def test_the_command_answers_as_json(capsys):
    data = json.loads(run(capsys, MEETING, "SIN", "MUC", "--hubs", "1..2", "--best", "1",
                          "--draws", "50", "--format", "json"))  # fmt: skip
    assert [one["place"]["airport"] for one in data["ranking"]] == ["MUC", "VIE", "SIN"]
    first = data["ranking"][0]
    assert first["total"]["low"] < first["total"]["value"] < first["total"]["high"]
    assert first["difference"]["value"] < 0 and 0 <= first["probability_better"] <= 1
    assert set(first["by_source"]) >= {"transport.air", "lodging"}
    assert data["scenario"]["name"] == Path(MEETING).name
    assert data["ranking"][1]["probability_better"] is None  # against itself
    assert data["ranking"][2]["by_source"]["lodging"]["low"] is None  # not drawn
    hubs = data["hubs"][1]
    assert hubs["k"] == 2 and hubs["proved"] and hubs["gap"] == 0
    assert {"name", "airport", "region", "people"} == set(hubs["places"][0])
    assert hubs["total"]["low"] < hubs["total"]["value"] < hubs["total"]["high"]
    assert hubs["difference"]["high"] < 0 and hubs["probability_better"] == 1.0
    assert data["screened"]["candidates"] == 3
    assert data["online"][0]["share"] == 0 and data["objective"]["present"]["airport"] == "VIE"
    assert "NaN" not in json.dumps(data)


def test_no_probability_is_surer_than_its_draws(answer):
    from carbonmeet.view.figures import SITE_KINDS
    from carbonmeet.view.matter import Voice
    from carbonmeet.view.tables.sites import site_blocks

    sure = [one for one in (*answer.ranking, *answer.hubs) if one.better in (0.0, 1.0)]
    assert sure  # of 200 draws
    tables = [one for one in site_blocks(Voice("en"), answer) if hasattr(one, "rows")]
    cells = [cell for table in tables for row in table.rows for cell in row]
    assert ">0.985" in cells and "1.00" not in cells
    texts = [one.get_text() for one in SITE_KINDS["site-hubs"](answer).texts]
    assert any("P > 0.985" in one for one in texts) and not any("P = 1.00" in one for one in texts)


def test_a_worse_central_value_beside_better_draws_is_told(answer):
    away = next(i for i, row in enumerate(answer.ranking) if row.at != answer.present)
    row = replace(answer.ranking[away], better=0.65, more=44_000.0)
    skewed = replace(answer, ranking=(*answer.ranking[:away], row, *answer.ranking[away + 1 :]))
    told = [one for one in notices_of(skewed, []) if one.id == "site.skewed"]
    assert [one.args["host"] for one in told] == [row.host.key]
    assert "+44 t CO2e" in str(told[0]) and "65% of the draws" in str(told[0])
    row = replace(row, better=0.35)
    agreed = replace(answer, ranking=(*answer.ranking[:away], row, *answer.ranking[away + 1 :]))
    assert not [one for one in notices_of(agreed, []) if one.id == "site.skewed"]


def test_every_source_of_every_host_is_a_whole_total(answer):
    present = answer.at_present.host.airport
    rows = answer.to_dict()["ranking"]
    here = next(row for row in rows if row["place"]["airport"] == present)
    for row in rows:
        drawn = row["total"]["low"] is not None
        for column in ("by_source", "difference_by_source"):
            assert all(one.keys() == row["total"].keys() for one in row[column].values())
        more = row["difference_by_source"]
        assert sum(one["value"] for one in more.values()) == pytest.approx(
            row["difference"]["value"], abs=1e-9
        )
        for name, one in row["by_source"].items():
            assert one["value"] == pytest.approx(
                here["by_source"].get(name, {"value": 0})["value"] + more[name]["value"], abs=1e-9
            )
            if drawn and one["value"]:
                assert one["low"] <= one["value"] <= one["high"]


def test_the_command_answers_as_tables(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    text = run(capsys, MEETING, "SIN", "--draws", "0", "--hubs", "2")
    assert "Vienna VIE (present)" in text and "Singapore SIN" in text and "yes" in text
    text = run(capsys, MEETING, "SIN", "--draws", "0", "--lang", "zh", "--online", "30%")
    assert "维也纳" in text and "线上" in text
    target = tmp_path / "sites.csv"
    run(capsys, MEETING, "SIN", "--draws", "0", "--format", "csv", "-o", str(target))
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
    assert [row["airport"] for row in rows] == ["VIE", "SIN"]


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["Springfeld"], 1, "Springfield"),
        (["SIN", "--hubs", "3..1"], 2, "1..6"),
        (["SIN", "--hubs", "x"], 2, "give a number"),
        (["SIN", "--online", "30%", "--online-beyond", "6000 km"], 2, "one of"),
        (["SIN", "--online", "130%"], 1, "share"),
        (["SIN", "--online-beyond", "6000 kg"], 1, "km"),
        (["--candidates", "missing.txt"], 1, "no such file"),
        (["--within", "Atlantis"], 1, "no country"),
        ([], 2, "name candidates"),
    ],
)
def test_wrong_use_ends_in_one_message(capsys, args, code, words):
    with pytest.raises(SystemExit) as end:
        main(["site", MEETING, *args])
    assert end.value.code == code
    told = capsys.readouterr().err
    assert words in told and "Traceback" not in told


def test_kilograms_are_finite(objective):
    for kg in (objective.kg_per_person, objective.online, objective.fixed, objective.km):
        assert np.isfinite(kg).all() and (kg >= 0).all()
