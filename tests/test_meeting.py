"""From a scenario to lines: by hand, by law, and from what others published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from worlds import MEETING, changed

import carbonmeet as cm
from carbonmeet.travel import air_distance_km
from carbonmeet.view.matter import Matter
from carbonmeet.view.pages.headline import facts
from carbonmeet.view.pages.report.methods import methods_text


def run(tmp_path: Path, text: str = MEETING) -> cm.Answer:
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return cm.estimate(path)


def kg(result: cm.Answer, source: str) -> float:
    return result.workings.baseline.sums("source").get(source, 0.0) * 1000


def test_lines_by_hand(tmp_path: Path) -> None:
    """Factors: Mao 2019 0.0953 with its detour, multiplier 1.9 of DEFRA, CPCD, MEE 2021."""
    result = run(tmp_path)
    find = result.workings.catalogue.find
    prefer = ("mee", "mao", "cpcd", "defra")

    def value(key: str) -> float:
        return find(key, "CN-YN", 2021, prefer).value

    way = 2 * air_distance_km("PEK", "KMG")
    air = 600 * 0.7 * way * 0.0953 * value("air.distance-uplift") * value("air.non-co2-multiplier")
    assert kg(result, "transport.air") == pytest.approx(air, rel=1e-9)
    rail = 600 * 0.3 * 5000 * value("rail.hsr")
    metro = 600 * 5 * 2 * 12 * 0.6 * value("metro.energy") * 0.1235
    assert kg(result, "transport.rail") == pytest.approx(rail + metro, rel=1e-9)
    taxi = 600 * 5 * 2 * 12 * 0.4 * value("taxi")
    fleet = 296 * 120 * 5 * value("car.petrol")
    assert kg(result, "transport.road") == pytest.approx(taxi + fleet, rel=1e-9)
    assert kg(result, "lodging") == pytest.approx(
        600 * 5 / 1.5 * value("hotel.room-night"), rel=1e-9
    )
    assert kg(result, "catering") == pytest.approx(600 * 5 * 3 * value("meal.restaurant"), rel=1e-9)
    assert kg(result, "venue.power") == pytest.approx(36000 * 5 * 0.45 * 0.1235, rel=1e-9)
    burnt, filled = (value(f"waste.municipal.{way}") for way in ("incineration.fossil", "landfill"))
    assert kg(result, "waste") == pytest.approx(20 * (0.98 * burnt + 0.02 * filled), rel=1e-9)
    assert kg(result, "freight") == pytest.approx(1000 * value("freight.road"), rel=1e-9)
    assert result.workings.participants == {"p": 600.0, "all": 600.0}


def test_the_ledger_adds_up(tmp_path: Path) -> None:
    result = run(tmp_path)
    data = result.to_dict()
    lines = sum(line["kg_co2e"] for line in data["lines"])
    assert lines / 1000 == pytest.approx(data["baseline"]["total"]["value"], rel=1e-12)
    for by in ("by_source", "by_period"):
        parts = sum(one["value"] for one in data["baseline"][by].values())
        assert parts == pytest.approx(data["baseline"]["total"]["value"], rel=1e-12)
    for line in data["lines"]:
        assert line["amount"] * line["kg_per_unit"] == pytest.approx(line["kg_co2e"], rel=1e-12)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12 km, modes", "12000 m, modes"),
        ("12 km, modes", "12 公里, modes"),
        ("36000 m^2", "3.6 ha"),
        ("36000 m^2", "3.6 公顷"),
        ("36000 m^2", "54 亩"),
        ("amount: 20 t,", "amount: 20000 kg,"),
        ("share: 70%", "share: 0.7"),
        ("0.45 kWh/m^2/day", "0.45 度/m^2/天"),
        ("amount: 1000 t km", "amount: 1e6 kg km"),
    ],
)
def test_units_do_not_matter(tmp_path: Path, old: str, new: str) -> None:
    assert run(tmp_path, changed(old, new)).baseline.total.value == pytest.approx(
        run(tmp_path).baseline.total.value, rel=1e-12
    )


def test_twice_the_people_twice_what_they_cause(tmp_path: Path) -> None:
    one, two = run(tmp_path), run(tmp_path, changed("people: 600", "people: 1200"))
    for source in ("transport.air", "lodging", "catering"):
        assert kg(two, source) == pytest.approx(2 * kg(one, source), rel=1e-12)
    assert kg(two, "venue.power") == kg(one, "venue.power")


def test_methods_change_the_flights_only(tmp_path: Path) -> None:
    text = MEETING + "methods: {aviation_non_co2: false}\n"
    plain, full = run(tmp_path, text), run(tmp_path)
    assert kg(plain, "transport.air") == pytest.approx(kg(full, "transport.air") / 1.9)
    assert kg(plain, "transport.rail") == kg(full, "transport.rail")
    sphere = run(tmp_path, MEETING + "methods: {distance: sphere}\n")
    ratio = kg(sphere, "transport.air") / kg(full, "transport.air")
    assert ratio != 1 and ratio == pytest.approx(1, abs=0.006)


def test_mode_by_distance(tmp_path: Path) -> None:
    """The appeal of the city: walk, cycle, ride, pool (Yunnan Daily, 11 October 2021, p. T11)."""
    for length, services in {
        "2 km": {"modes/walk"},
        "5 km": {"modes/bike"},
        "12 km": {"modes/transit"},
        "15 km": {"modes/car.pooled-ev"},
    }.items():
        text = changed("length: 12 km, modes: {taxi: 40%, metro: 60%}", f"length: {length}")
        result = run(tmp_path, text)
        found = {
            x.activity.service for x in result.workings.model.lines if "local" in x.activity.tags
        }
        assert found == services


def test_the_taxi_to_the_airport_belongs_to_the_flight(tmp_path: Path) -> None:
    text = changed(
        "from: PEK, share: 70%",
        "from: PEK, share: 70%, also: [{mode: taxi, return_distance: 60 km}]",
    )
    more = kg(run(tmp_path, text), "transport.road") - kg(run(tmp_path), "transport.road")
    taxi = run(tmp_path).workings.catalogue.find("taxi", "CN", 2021, ("cpcd",)).value
    assert more == pytest.approx(600 * 0.7 * 60 * taxi, rel=1e-9)


def test_hours_online_show_only_with_the_measure(tmp_path: Path) -> None:
    before = run(tmp_path, changed("measures: none", "measures: {T6: 50%}"))
    assert "digital" not in before.workings.baseline.sums("source")
    assert before.workings.residual.sums("source")["digital"] > 0


def test_who_is_online_from_the_outset_does_not_stay_at_home_twice(tmp_path: Path) -> None:
    hybrid = MEETING + "online: [{period: p, people: 500, hours: 20 h}]\n"
    found = run(tmp_path, hybrid.replace("measures: none", "measures: {T6: 50%}"))
    assert found.residual.total.value == pytest.approx(found.baseline.total.value, rel=1e-12)
    assert "T6" not in found.workings.model.acting
    [told] = [one for one in found.notices if one.id == "measure.hybrid"]
    assert "'additional: true'" in str(told) and "T6" not in str(
        [one for one in found.notices if one.id == "measure.idle"]
    )


def test_who_is_online_on_top_leaves_the_others_to_the_measure(tmp_path: Path) -> None:
    measures = ("measures: none", "measures: {T6: 50%}")
    more = "online: [{period: p, people: 500, hours: 20 h, additional: true}]\n"
    alone, beside = run(tmp_path, changed(*measures)), run(tmp_path, changed(*measures) + more)
    saved = [one.baseline.total.value - one.residual.total.value for one in (alone, beside)]
    assert saved[0] == pytest.approx(saved[1], rel=1e-9) and saved[0] > 0


def test_others_fill_in_the_rest_of_the_plan(tmp_path: Path) -> None:
    found = run(tmp_path, changed("measures: none", "measures: {others: planned, T6: 30%, V1: 0}"))
    plan = run(tmp_path, changed("measures: none", "measures: planned"))
    differing = [one.id for one in plan.measures if one.uptake != found.measures[one.id].uptake]
    assert sorted(differing) == ["T6", "V1"] and len(found.measures) == len(plan.measures)
    named = run(tmp_path, changed("measures: none", "measures: {T1: planned}"))
    uptakes = {one.id: one.uptake for one in named.measures}
    assert uptakes == {"T1": plan.measures["T1"].uptake}
    with pytest.raises(cm.InputError, match="'others' must be 'planned' or 'none'"):
        run(tmp_path, changed("measures: none", "measures: {others: 30%}"))


def test_a_cup_not_used_is_a_cup_whatever_washing_emits(tmp_path: Path) -> None:
    text = MEETING + "consumables: [{period: p, item: toiletries-kit, amount: 1000 kit}]\n"
    found = run(tmp_path, text.replace("measures: none", "measures: {L1: 50%, L3: 57%, C2: 49%}"))
    [kits] = found.measures["L1"].avoided
    assert (kits.amount, kits.unit) == (pytest.approx(500.0), "kit")
    saved = found.measures["L1"].alone.value * 1000
    assert saved == pytest.approx(0.5 * 0.9 * kg(found, "consumables"), rel=1e-9)
    assert found.measures["L3"].avoided == found.measures["C2"].avoided == ()  # no meal fewer


def test_measures_that_find_nothing_to_act_on_are_named(tmp_path: Path) -> None:
    found = run(tmp_path, changed("measures: none", "measures: {L1: 50%, C4: 20%}"))
    said = " ".join(one.en for one in found.notices)
    assert "no applicable activity: L1" in said and "C4 starts on 2024-05-13" in said


def test_reserve_vehicles_run_only_beyond_the_fleet(tmp_path: Path) -> None:
    def road(more: str) -> float:
        return kg(run(tmp_path, changed("vehicles: 296", f"vehicles: 296{more}")), "transport.road")

    assert road(", reserve: 110") == road("")
    assert road(", reserve: 110, demand: 296") == pytest.approx(road(""))
    assert road(", reserve: 110, demand: 400") > road("") > road(", reserve: 110, demand: 200")


def test_own_factor_in_the_scenario(tmp_path: Path) -> None:
    text = MEETING + (
        "factors:\n  - {key: rail.hsr, value: 0.05, unit: kg CO2e / passenger / km, region: CN,"
        " year: 2021, source: me, evidence: primary}\n"
    )
    before, after = run(tmp_path), run(tmp_path, text)
    more = kg(after, "transport.rail") - kg(before, "transport.rail")
    old = before.workings.catalogue.find("rail.hsr", "CN", 2021, ("mao",)).value
    assert more == pytest.approx(600 * 0.3 * 5000 * (0.05 - old), rel=1e-9)


def test_an_own_factor_without_a_year_holds_from_the_first_year_on(tmp_path: Path) -> None:
    row = "{key: rail.hsr, value: 0.05, unit: kg CO2e / passenger / km, region: CN}"
    found = run(tmp_path, MEETING + f"factors: [{row}]\n")
    assert kg(found, "transport.rail") != kg(run(tmp_path), "transport.rail")
    assert [one.year for one in found.workings.factors if one.own] == [2021]


def test_what_the_other_legs_leave_rests_on_what_they_rest_on(tmp_path: Path) -> None:
    guessed = "share: {value: 70%, basis: assumed, note: a guess}"
    for text, basis in ((MEETING, "given"), (changed("share: 70%", guessed), "assumed")):
        lines = run(tmp_path, text).workings.model.lines
        rail = next(one.activity for one in lines if one.activity.service == "modes/rail")
        rest = next(
            one for one, _ in rail.amount if one.place == ("groups", 0, "travel", 1, "share")
        )
        assert (rest.value, rest.basis) == (pytest.approx(0.3), basis)


def test_a_flight_named_by_its_mode_is_what_its_name_says(tmp_path: Path) -> None:
    leg = "mode: air.international.economy, return_distance: 18000 km"
    lines = run(tmp_path, changed("mode: air, from: PEK", leg)).workings.model.lines
    air = next(one.activity for one in lines if one.activity.source == "transport.air")
    assert "international" in air.tags


def test_the_planner_names_the_line(tmp_path: Path) -> None:
    item = "{period: p, item: brochure, label: Agendas, per_person: 1 item/person}"
    lines = run(tmp_path, MEETING + f"consumables: [{item}]\n").workings.model.lines
    labels = {one.activity.label.get("en") for one in lines if one.activity.service[:5] == "items"}
    assert labels == {"Agendas"}


def test_a_26th_measure_is_a_row(tmp_path: Path) -> None:
    text = changed("measures: none", "measures: {X1: 50%}") + (
        "own_measures:\n"
        "  - id: X1\n"
        "    area: venue\n"
        "    name: {en: Half the halls, zh: 减半用馆}\n"
        "    where: {source: [venue.power]}\n"
        "    effect: {do: avoid, saving: [own.saving]}\n"
        "    uptake: 100%\n"
        "    stage: avoid\n"
        "factors:\n"
        "  - {key: own.saving, value: 0.4, unit: '1', evidence: assumed, note: a guess}\n"
    )
    result = run(tmp_path, text)
    assert result.workings.residual.sums("source")["venue.power"] == pytest.approx(
        0.8 * result.workings.baseline.sums("source")["venue.power"]
    )
    [item] = result.to_dict()["measures"]["items"]
    assert (item["id"], item["provenance"]) == ("X1", "own")


def test_extends_lays_keys_over_another_file(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(MEETING, encoding="utf-8")
    child = tmp_path / "child.yaml"
    child.write_text(
        "extends: base.yaml\ntitle: Child\nmeasures: {others: none, T1: 100%}\n", encoding="utf-8"
    )
    result = cm.estimate(child)
    assert str(result.scenario.title) == "Child"
    assert result.baseline.total.value == pytest.approx(run(tmp_path).baseline.total.value)
    assert result.residual.total.value < result.baseline.total.value


def test_a_fault_of_the_extended_file_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(changed("people: 600", "people: -6"), encoding="utf-8")
    child = tmp_path / "child.yaml"
    child.write_text("extends: base.yaml\nmeasures: nonsense\n", encoding="utf-8")
    with pytest.raises(cm.InputError) as caught:
        cm.estimate(child)
    files = {Path(fault.file).name: fault.line for fault in caught.value.faults}
    assert files == {"base.yaml": 11, "child.yaml": 2}


def test_files_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{name}.yaml").write_text(f"extends: {other}.yaml\n", encoding="utf-8")
    with pytest.raises(cm.InputError, match="in a circle"):
        cm.estimate(tmp_path / "a.yaml")


def test_the_same_input_gives_the_same_data(tmp_path: Path) -> None:
    assert run(tmp_path).to_dict() == run(tmp_path).to_dict()


def test_market_based_power_stands_beside_location_based(tmp_path: Path) -> None:
    text = changed("measures: none", "measures: {C1: 100%}")
    location = run(tmp_path, text)
    market = run(tmp_path, text + "methods: {electricity: market}\n")
    assert location.residual.total.value == location.baseline.total.value
    assert market.residual.total.value < market.baseline.total.value
    # the residual mix of China is dirtier than Yunnan's grid
    assert market.baseline.total.value > location.baseline.total.value
    for one, other in ((location, market), (market, location)):
        totals = (other.baseline.total.value, other.residual.total.value)
        assert one.workings.other_electricity == pytest.approx(totals)
    both = location.to_dict()["residual"]["electricity"]
    assert both["chosen"] == "location"
    assert both["market"]["value"] == pytest.approx(market.residual.total.value)


def test_a_place_without_residual_mix_is_told(tmp_path: Path) -> None:
    market = "methods: {electricity: market}\n"
    row = cm.load_catalogue().find("grid", "GB", 2024)
    assert cm.load_catalogue().accounting("market").find("grid", "GB", 2024) == row
    told = run(tmp_path, changed("region: CN-YN", "region: GB") + market).notices
    assert "market.no-residual-mix" in {one.id for one in told}


def test_a_pinned_average_is_an_average_still() -> None:
    """A pin chooses among rivals and buys nothing; a location-based scenario said so already."""
    pinned = cm.load_catalogue().accounting("market").find("grid@mee-2021", "CN-YN", 2026)
    assert pinned.id == "grid.residual@mee-2021[CN]"


GRID = (
    "factors:\n  - {{key: grid{mix}, region: CN-YN, value: {value}, unit: kg CO2 / {unit}{more}}}\n"
)
AVERAGE = ", boundary: location-based"
#: Own rows, the regions whose residual mix counts by market, and how many rows are contracts.
POWER = {
    "average": ("", {"CN"}, 0),
    "contract": (GRID.format(mix="", value=0.5, unit="kWh", more=""), set(), 1),
    "own average": (GRID.format(mix="", value=500, unit="MWh", more=AVERAGE), {"CN"}, 0),
    "another's": (
        GRID.format(mix="", value=0.5, unit="kWh", more=", replaces: 'grid@mee-2023[CN-YN]'"),
        {"CN"},
        0,
    ),
    "own mix": (GRID.format(mix=".residual", value=0.5, unit="kWh", more=""), {"CN-YN"}, 0),
    "of another year": ("", {"FR"}, 0),  # an average of 2023, a residual mix of 2024
}


@pytest.mark.parametrize("case", POWER)
@pytest.mark.parametrize("future", ["newest", "trend"])
def test_power_by_market_is_the_same_beside_either_accounting(
    case: str, future: str, tmp_path: Path
) -> None:
    rows, residual, contracts = POWER[case]
    text = MEETING.replace("2021-10", "2030-10") + rows
    if residual == {"FR"}:
        text = changed("region: CN-YN", "region: FR", text)
    found = {}
    for electricity in ("location", "market"):
        methods = f"methods: {{electricity: {electricity}, future: {future}}}\n"
        found[electricity] = run(tmp_path, text + methods)
        power = found[electricity].workings.power
        assert set(power.residual) == residual and len(power.contracts) == contracts
    place, market = (found[one].baseline.electricity for one in ("location", "market"))
    assert place is not None and market is not None
    assert place.location.value == pytest.approx(market.location.value)
    assert place.market.value == pytest.approx(market.market.value)
    assert (place.location.value == pytest.approx(place.market.value)) == bool(contracts)
    for electricity, answer in found.items():
        told = {one.id for one in answer.notices if one.id.endswith(".own-grid")}
        assert told == ({f"{electricity}.own-grid"} if contracts else set())


@pytest.mark.parametrize("more", [AVERAGE, ", replaces: 'grid@defra-2024[GB]'"])
def test_an_own_average_is_no_contract_where_there_is_no_residual_mix(
    more: str, tmp_path: Path
) -> None:
    rows = GRID.format(mix="", value=0.5, unit="kWh", more=more).replace("CN-YN", "GB")
    text = changed("region: CN-YN", "region: GB", MEETING.replace("2021-10", "2024-10")) + rows
    for electricity in ("location", "market"):
        answer = run(tmp_path, text + f"methods: {{electricity: {electricity}}}\n")
        assert answer.workings.power == ((), ("GB",), ())
        assert not [one for one in answer.notices if one.id.endswith(".own-grid")]


@pytest.mark.parametrize(
    ("region", "said"),
    [("CN-YN", ""), ("AT", "no residual mix for AT"), ("GB", "no residual mix for GB")],
)
def test_both_accountings_of_electricity_are_shown_wherever_there_is_any(
    region: str, said: str, tmp_path: Path
) -> None:
    """Also where they are equal; and nothing is said of a residual mix that nobody publishes."""
    answer = run(tmp_path, changed("region: CN-YN", f"region: {region}"))
    [fact] = [one for one in facts(Matter("en", answer)) if "market" in one.name]
    assert fact.detail == said and fact.value == answer.baseline.electricity.market.value
    text = methods_text(Matter("en", answer))[1]
    assert ("the residual mix of CN" in text) == (not said)
    assert ("for which the catalogue has no residual mix" in text) == bool(said)


def test_who_uses_no_electricity_has_one_total(tmp_path: Path) -> None:
    text = "carbonmeet: 2\nkind: meeting\ntitle: x\nplace: {region: CN}\n"
    text += "periods: {p: {year: 2024}}\n"
    text += "groups: [{name: A, period: p, people: 9, days: 2, meals: {boxed: 1 / day}}]\n"
    answer = run(tmp_path, text)
    assert not [one for one in facts(Matter("en", answer)) if "lectricity" in one.name]
    assert "residual mix" not in methods_text(Matter("en", answer))[1]


def test_expected_is_planned_times_realisation(tmp_path: Path) -> None:
    text = changed("measures: none", "measures: {T1: 100%}")
    planned = run(tmp_path, text)
    expected = run(tmp_path, text + "realisation: expected\n")
    share = planned.workings.catalogue.find("measure.realisation").value
    saved = [x.baseline.total.value - x.residual.total.value for x in (planned, expected)]
    assert saved[1] == pytest.approx(saved[0] * share)


def test_a_measured_uptake_has_been_achieved(tmp_path: Path) -> None:
    measured = "measures: {T1: {value: 90%, low: 85%, high: 95%, basis: measured}}"
    result = run(tmp_path, changed("measures: none", measured) + "realisation: expected\n")
    assert result.measures["T1"].uptake == pytest.approx(0.9)


SHUTTLE = "shuttles: [{{period: p, label: Line, length: 30 km, kind: coach.diesel, {}}}]\n"


def test_shuttles_by_runs_and_by_passengers(tmp_path: Path) -> None:
    """2 lines of 18 runs and 30 km for 5 days: 5,400 vehicle km, 97,200 passenger km at 45%."""
    seats = "seats: 40 seat / vehicle, load: 45%"
    runs = run(tmp_path, MEETING + SHUTTLE.format(f"lines: 2, runs: 18 / day, {seats}"))
    people = run(tmp_path, MEETING + SHUTTLE.format(f"passengers: 648 person / day, {seats}"))
    [line] = [one for one in runs.to_dict()["lines"] if one["label"]["en"] == "Line"]
    assert (line["amount"], line["unit"]) == (5400, "vehicle km")
    assert people.baseline.total.value == pytest.approx(runs.baseline.total.value, rel=1e-12)
    assert "Line: 5,400 vehicle km carry 97,200 passenger km" in map(str, runs.notices)


def test_a_ride_in_two_sections_is_noticed(tmp_path: Path) -> None:
    text = changed("taxi: 40%", "shuttle: 40%") + SHUTTLE.format("lines: 1, runs: 1 / day")
    assert any("counted twice" in one.en for one in run(tmp_path, text).notices)
    plain = MEETING + SHUTTLE.format("lines: 1, runs: 1 / day")
    assert not any("counted twice" in one.en for one in run(tmp_path, plain).notices)


def test_a_region_without_rows_is_noticed(tmp_path: Path) -> None:
    """CN-YM is a slip for CN-YN, and would be priced at the national grid."""
    said = run(tmp_path, changed("region: CN-YN", "region: CN-YM")).notices
    assert "no data for region CN-YM: the wider region is used" in map(str, said)
    assert not any("CN-YN" in one.en and "wider" in one.en for one in run(tmp_path).notices)


def test_a_day_for_every_night_is_an_assumption(tmp_path: Path) -> None:
    meal = next(
        one.activity
        for one in run(tmp_path).workings.model.lines
        if one.activity.source == "catering"
    )
    [days] = [one for one in meal.inputs if one.path[-1] == "days"]
    assert days.basis == "assumed" and "one is counted for every night" in days.note.en


def eating(stay: str) -> dict[str, Any]:
    """A hundred guests who eat twice a day, and stay as it is said."""
    text = f"""
      carbonmeet: 2
      kind: meeting
      title: Lunch
      prefer: [mee, cpcd, defra]
      place: {{name: Kunming, airport: KMG, region: CN-YN}}
      periods: {{p: {{start: 2024-05-20, end: 2024-05-22}}}}
      groups: [{{name: Guests, period: p, people: 100, {stay}, meals: {{buffet: 2 / day}}}}]
    """
    found: dict[str, Any] = yaml.safe_load(text)
    return found


@pytest.mark.parametrize(
    ("nights", "days"),
    [
        ("0", 1),
        ("0.4", 1),
        ("3", 3),
        ("{value: 0, low: 0, high: 2}", 1),
        ("{value: 2, low: 0, high: 3}", 2),
    ],
)
def test_a_day_is_counted_at_least(nights: str, days: int) -> None:
    """At the point and in every draw."""
    one, fixed = (
        cm.simulate(cm.estimate(eating(stay)), 500) for stay in (f"nights: {nights}", "days: 1")
    )
    assert one.baseline.total.value == pytest.approx(days * fixed.baseline.total.value)
    counted = cm.draws_table(one)["baseline"] / cm.draws_table(fixed)["baseline"]
    assert counted.min() >= 1 - 1e-9
    if "{" in nights:
        assert 0.01 < counted[counted > 1 + 1e-9].count() / 500 < 1
        assert counted.max() > 2
    else:
        assert counted.max() == pytest.approx(days)


def test_a_day_is_counted_at_least_in_a_sweep() -> None:
    table = cm.sweep(eating("nights: 2"), {"groups.Guests.nights": [0, 0.5, 1, 2, 3]})
    per_day = cm.estimate(eating("days: 1")).baseline.total.value
    assert table["baseline"].tolist() == pytest.approx([per_day * n for n in (1, 1, 1, 2, 3)])


def test_an_own_factor_that_prices_nothing_is_noticed(tmp_path: Path) -> None:
    row = "factors: [{key: KEY, value: 0.05, unit: kg CO2e / kWh, region: CN-YN}]\n"
    said = run(tmp_path, MEETING + row.replace("KEY", "gird")).notices
    assert "own factor gird@own[CN-YN] prices no line" in map(str, said)
    assert not any(
        "own factor" in one.en
        for one in run(tmp_path, MEETING + row.replace("KEY", "grid")).notices
    )


@pytest.mark.parametrize(
    ("use", "intensity"), [("", 0.45), (", use: conference", 0.45), (", use: exhibition", 0.8)]
)
def test_a_hall_without_intensity_takes_the_catalogues(
    tmp_path: Path, use: str, intensity: float
) -> None:
    path = tmp_path / "hall.yaml"
    path.write_text(changed(", intensity: 0.45 kWh/m^2/day", use), encoding="utf-8")
    found = cm.estimate(path)
    assert kg(found, "venue.power") == pytest.approx(36000 * 5 * intensity * 0.1235, rel=1e-9)
    [line] = [
        one.activity for one in found.workings.model.lines if one.activity.source == "venue.power"
    ]
    [number] = [one for one, _ in line.amount if "intensity" in one.id]
    assert number.low is not None and number.basis == "assumed"


def test_what_people_use_is_called_by_its_name_and_theirs() -> None:
    """Nothing else hangs on the label: every number is drawn under the name of its place."""
    found = cm.estimate("cop15-kunming").workings
    lines = [found.model.lines[i].activity for i in found.lines]
    own = {"Cups in hotel restaurants"}  # the entry has a label of its own
    for one in lines:
        hangs = any("group:" in tag for tag in one.tags)
        if one.source in ("catering", "consumables", "waste") and hangs and one.label.en not in own:
            name = found.catalogue.service(*one.service.split("/", 1)).name
            assert one.label.en.startswith(f"{name.en}, ")
            assert one.label.zh.startswith(f"{name.zh}，")
    used = {one.label.en for one in lines if one.source == "consumables"}
    assert own < used and any(one.startswith("Badge set, ") for one in used)
