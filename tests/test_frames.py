"""Lines in the frames that people report in: nothing is lost, nothing counted twice."""

import csv
import json
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

import carbonmeet as cm
from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.bench.header import Control
from carbonmeet.city.gpc import gpc_tags
from carbonmeet.cli import cli
from carbonmeet.frames import inventory, load_choices, load_frames
from carbonmeet.frames.frame import OUTSIDE
from carbonmeet.frames.parts import MIXED, parts_of
from carbonmeet.scenario.starter import starter
from carbonmeet.units import KG_PER_T
from carbonmeet.view.matter import Voice
from carbonmeet.view.tables.inventory import inventory_blocks

#: Every scenario that ships.
SCENARIOS = sorted(path.stem for path in data_dir("scenarios").glob("*.yaml"))
FRAMES = load_frames()


@pytest.fixture(scope="module")
def results():
    return {name: cm.estimate(name) for name in SCENARIOS}


def scope(found, *ids):
    return sum(one.before for one in found.entries if one.id in ids)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("name", SCENARIOS)
def test_categories_with_outside_sum_to_the_total(results, name, frame):
    result = results[name]
    found = inventory(result, frame)
    before, after = result.workings.baseline, result.workings.residual
    if found.period:  # the years of a city are never added up
        lines = [one.activity.period == found.period for one in result.workings.model.lines]
        wanted = (before.kg[lines].sum() / KG_PER_T, after.kg[lines].sum() / KG_PER_T)
    else:
        wanted = (before.total, after.total)
    assert (found.total, found.total_after) == pytest.approx(wanted, rel=1e-12)
    assert found.entries[-1].id == OUTSIDE
    assert sum(found.entries[-1].reasons.values()) == pytest.approx(found.entries[-1].before)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_line_says_whether_its_mapping_was_read(results, name, frame):
    found = inventory(results[name], frame)
    for one in found.entries:
        assert bool(one.before or one.after) <= bool(one.mapping), one.id
        assert set(one.mapping) <= {"read", "ours"} and one.read in ("read", "ours")
    for one in found.to_dict()["categories"]:
        empty = not one["t_co2e"] and not one["residual_t_co2e"]
        assert bool(one["why_empty"]) == empty
        if frame == "gpc" and one["id"] != OUTSIDE:
            assert (one["notation"] in ("NE", "NO", "IE", "C")) == empty


def test_bought_power_has_two_results(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(
        f"extends: {data_dir('scenarios') / 'cop15-ambitious.yaml'}\n"
        "control: {hall: controlled}\n",
        encoding="utf-8",
    )
    market = cm.estimate(path)
    place = market.workings.scenario.replace({"methods.electricity": "location"})
    for frame in ("ghg-protocol", "iso-14064-1", "gpc"):
        one, other = inventory(market, frame), inventory(cm.estimate(place), frame)
        ids = {x.id for x in one.frame.categories if x.scope_2}
        memo = {x.id: x for x in one.memo}["scope-2-other"]
        there = sum(x.after for x in other.entries if x.id in ids)
        assert memo.after == pytest.approx(there)
        assert memo.before == pytest.approx(sum(x.before for x in other.entries if x.id in ids))
        assert memo.after > sum(x.after for x in one.entries if x.id in ids)
        assert "location-based" in memo.name.en
    assert not [x for x in inventory(market, "nzce").memo if x.id == "scope-2-other"]


def test_each_year_of_a_city_has_its_own_inventory(results):
    result = results["kunming-2030"]
    years = [int(name) for name in result.workings.scenario.spans]
    totals = [inventory(result, "gpc", year=year).total for year in years]
    assert sum(totals) == pytest.approx(result.baseline.total.value)
    assert inventory(result, "gpc").period == str(years[-1])
    with pytest.raises(CarbonmeetError, match="no year 1999"):
        inventory(result, "gpc", year=1999)


def test_basic_is_what_the_tags_of_the_city_say(results):
    result = results["kunming-2023"]
    found = inventory(result, "gpc")
    basic = sum(
        kg
        for line, kg in zip(result.workings.model.lines, result.workings.baseline.kg, strict=True)
        if "gpc:basic" in line.activity.tags
    )
    listed = sum(one.before for one in found.entries if one.id != OUTSIDE)
    assert listed == pytest.approx(basic / KG_PER_T)


def test_a_city_claims_under_no_frame_of_organisations(results):
    for frame in ("ghg-protocol", "iso-14064-1", "mee-2019", "nzce"):
        found = inventory(results["kunming-2023"], frame)
        assert found.entries[-1].before == pytest.approx(found.total)
        assert not [x for x in found.entries[:-1] if "meeting" in x.why_empty.en]


def test_no_two_rows_of_an_inventory_are_called_alike(results):
    for lang in ("en", "zh"):
        found = inventory(results["cop15-kunming"], "mee-2019")
        (table, *_) = inventory_blocks(Voice(lang), found)
        names = [row[1] for row in table.rows]
        assert len(set(names)) == len(names) == 9


def test_effects_beyond_co2_are_outside_and_shown_again(results):
    found = inventory(results["forum-1500"], "ghg-protocol")
    (again,) = [one for one in found.memo if one.id == "non-co2"]
    assert again.before == pytest.approx(found.entries[-1].before)
    # every flight of the forum is domestic and multiplied by M: (M - 1) / M of it is not CO2
    result = results["forum-1500"]
    (m,) = {one.value for one in result.workings.factors if one.key == "air.non-co2-multiplier"}
    air = result.baseline.by_source["transport.air"].value
    assert again.before == pytest.approx(air * (m - 1) / m)


FREIGHT = """
carbonmeet: 2
kind: meeting
title: Exhibits by air
place: {{airport: MUC, region: DE}}
periods: {{p: {{start: {year}-09-07, end: {year}-09-09}}}}
freight:
  - {{period: p, label: Exhibits, mass: 10 t, distance: 6000 km, mode: air.international}}
  - {{period: p, label: Stands, mass: 10 t, distance: 600 km, mode: air}}
"""


@pytest.mark.parametrize("year", [2021, 2024, 2025, 2026])
def test_the_effects_of_air_freight_are_told_apart(year):
    """The edition of 2026 repeats the number of 2025, whose pair is printed."""
    result = cm.estimate(FREIGHT.format(year=year))
    parts = [
        parts_of(one.activity, result.workings.catalogue) for one in result.workings.model.lines
    ]
    assert MIXED not in parts
    (m,) = {
        one.value
        for factor in result.workings.factors
        for one in (factor, *(term for term, _ in factor.terms))
        if one.id.startswith("air.non-co2-multiplier@")
    }
    assert parts[1]["non-co2"] == pytest.approx((m - 1) / m)
    # the multiplier acts on the CO2, not on the little CH4 and N2O
    assert parts[0]["non-co2"] == pytest.approx((m - 1) / m, rel=0.02)
    assert parts[0]["non-co2"] < parts[1]["non-co2"]
    assert "non-co2-mixed" not in {one.id for one in inventory(result, "iso-14064-1").memo}


def test_a_hotel_of_one_published_number_burns_no_fuel_in_the_city(results):
    """Its energy is mixed; where gas is priced apart, that is burnt there."""
    one_number = cm.estimate(starter("Munich", cm.load_catalogue()))
    found = {one.id: one.before for one in inventory(one_number, "gpc").entries}
    hotels = one_number.baseline.by_source["lodging"].value
    assert found["I.2.2"] >= hotels and not found.get("I.2.1")
    apart = results["cop15-kunming"]
    gas = sum(
        kg
        for line, kg in zip(apart.workings.model.lines, apart.workings.baseline.kg, strict=True)
        if line.activity.source in ("lodging", "venue.heat")
        and any(getattr(one, "key", "").startswith("fuel.") for one, _ in line.activity.chain)
    )
    found = {one.id: one.before for one in inventory(apart, "gpc").entries}
    assert gas > 0 and found["I.2.1"] == pytest.approx(gas / KG_PER_T)


def test_a_frame_may_keep_them_in_a_category(results):
    found = inventory(results["forum-1500"], "nzce")
    assert found.entries[-1].before == 0
    assert [one.before for one in found.memo if one.id == "non-co2"] != [0]


def test_parts_of_every_shipped_line_sum_to_it(results):
    for result in results.values():
        for line in result.workings.model.lines:
            parts = parts_of(line.activity, result.workings.catalogue)
            assert sum(parts.values()) == pytest.approx(1.0)
            assert parts is MIXED or min(parts.values()) >= 0


@pytest.mark.parametrize("frame", FRAMES.values(), ids=list(FRAMES))
def test_rows_of_a_frame(frame):
    known = {one.id for one in frame.categories} | {OUTSIDE}
    choices = {(one.key, one.value) for one in load_choices()}
    assert len(known) == len(frame.categories) + 1
    for row in (*frame.categories, *frame.rules):
        assert row.read == "ours" or (row.source and row.locator), row
    for rule in frame.rules:
        assert rule.category in known
        assert not rule.control or rule.control in choices
        assert (rule.category == OUTSIDE) == bool(rule.reason.en and rule.reason.zh)
    for kind in ("meeting", "city"):  # the last rule takes whatever is left
        assert any(rule.lines == ("*:*",) and not rule.part for rule in frame.rules_for(kind, {}))


def test_one_value_of_each_choice_is_the_default():
    keys = [one.key for one in load_choices() if one.default]
    assert len(keys) == len(set(keys)) == len({one.key for one in load_choices()})


def test_the_choices_of_a_file_are_those_of_the_table():
    fields = Control.model_fields
    assert list(fields) == list(dict.fromkeys(one.key for one in load_choices()))
    for name, field in fields.items():
        wanted = [one.value for one in load_choices() if one.key == name]
        assert list(get_args(get_args(field.annotation)[0])) == wanted


def test_who_controls_the_hall_decides_the_scope(tmp_path, results):
    path = tmp_path / "own.yaml"
    path.write_text(
        f"carbonmeet: 1\nkind: meeting\nextends: {data_dir('scenarios') / 'forum-1500.yaml'}\n"
        "control: {hall: controlled, fleet: controlled, staff: employed}\n",
        encoding="utf-8",
    )
    hired = inventory(results["forum-1500"], "ghg-protocol")
    own = inventory(cm.estimate(path), "ghg-protocol")
    assert scope(own, "2") == pytest.approx(scope(hired, "3.8")) != 0
    assert scope(own, "1") > 0 == scope(hired, "1")
    assert scope(own, "3.7") > 0 == scope(hired, "3.7")
    assert own.total == pytest.approx(hired.total)
    assert [given for _, given in own.choices] == [True, True, True, False]


def test_tags_of_the_gpc_are_given_to_meetings_too(results):
    line = next(
        one.activity
        for one in results["forum-1500"].workings.model.lines
        if one.activity.source == "venue.power" and not one.born
    )
    assert "gpc:scope-2" in gpc_tags(line)


def run(*args):
    return CliRunner().invoke(cli, ["inventory", *args], standalone_mode=False)


def test_the_command_in_both_languages():
    english = run("forum-1500", "--frame", "nzce").output
    assert "Travel to and from the destination" in english and "Total" in english
    chinese = run("forum-1500", "--frame", "nzce", "--lang", "zh").output
    assert "往返目的地交通" in chinese and "合计" in chinese


def test_the_command_as_json_and_csv(tmp_path: Path):
    data = json.loads(run("forum-1500", "--frame", "iso-14064-1", "--format", "json").output)
    assert data["frame"] == "iso-14064-1"
    assert data["categories"][-1]["id"] == OUTSIDE
    assert sum(one["t_co2e"] for one in data["categories"]) == pytest.approx(data["total"])
    assert all(one["why_empty"]["zh"] for one in data["categories"] if not one["t_co2e"])
    target = tmp_path / "frame.csv"
    run("forum-1500", "--format", "csv", "-o", str(target))
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [one["id"] for one in rows if one["memo"] == ""][-1] == OUTSIDE


def test_a_mistyped_frame_is_told_with_the_right_ones():
    with pytest.raises(CarbonmeetError, match="no frame 'iso-14064'"):
        inventory(cm.estimate("forum-1500"), "iso-14064")


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_saved_result_holds_every_frame_that_takes_something_of_it(results, name, tmp_path):
    result = results[name]
    saved = cm.load_result(result.save(tmp_path / "result.json"))
    assert saved == result
    kind = result.scenario.kind
    assert set(saved.frames) == ({"gpc"} if kind == "city" else set(FRAMES))
    for frame, found in saved.frames.items():
        shown = inventory(result, frame)
        assert [one.t_co2e for one in found.categories] == [one.before for one in shown.entries]
        assert sum(one.t_co2e for one in found.categories) == pytest.approx(found.total, rel=1e-12)
        years = {found.period, *(one.period for one in found.others)}
        assert years == (set(result.scenario.periods) if kind == "city" else {None})
        whole = found.total + sum(one.total for one in found.others)
        assert whole == pytest.approx(result.baseline.total.value, rel=1e-9)


def test_a_changed_category_of_a_saved_result_is_named(results, tmp_path):
    path = results["forum-1500"].save(tmp_path / "result.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    data["frames"]["iso-14064-1"]["categories"][-1]["t_co2e"] += 1
    path.write_text(json.dumps(data), encoding="utf-8")
    found = cm.verify(path)
    assert not found.same
    assert [one.path for one in found.findings if one.wrong] == [
        "frames.iso-14064-1.categories[outside].t_co2e"
    ]
    del data["frames"]  # as of an earlier version
    path.write_text(json.dumps(data), encoding="utf-8")
    assert cm.verify(path).same
