"""The host city: published cases, equations, years, and what two files may not both claim."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import carbonmeet as cm
from carbonmeet import hostcity
from carbonmeet.answer import workings_of
from carbonmeet.base.errors import CarbonmeetError, InputError
from carbonmeet.catalogue import load_catalogue
from carbonmeet.city import Mix, generation, mix_factor
from carbonmeet.draws import draw
from carbonmeet.reading.yamlfile import read_yaml_file
from carbonmeet.scenario import Scenario, load_scenario

GOLDEN = read_yaml_file(Path(__file__).parent / "golden" / "city.yaml").data["mobilise-your-city"]

HEAD = """\
carbonmeet: 2
kind: city
title: Test
place: {region: CN-YN-KMG}
prefer: [mee, cpcd, defra]
year: 2023
population: 1000000 people
"""
SPLIT = """\
transport:
  denominator: motorised_trips
  trips: 2
  active_share: 60%
  shares: {bus: 50%, taxi: 50%}
  lengths: {walk: 1 km, bus: 5 km, taxi: 10 km}
"""


def write(tmp_path: Path, text: str, name: str = "city.yaml") -> Path:
    path = tmp_path / name
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def city(tmp_path: Path, text: str):
    return cm.estimate(write(tmp_path, text))


def kg(result, words: str, period: str = "2023") -> float:
    found = workings_of(result)
    lines = zip(found.model.lines, found.baseline.kg, strict=True)
    return sum(
        float(value)
        for line, value in lines
        if words in str(line.activity.label) and line.activity.period == period
    )


@pytest.fixture(scope="module")
def kunming():
    return cm.estimate("kunming-2030")


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


# ---- a published city tool


@pytest.mark.parametrize("name", list(GOLDEN["cases"]))
def test_cases_of_mobilise_your_city(tmp_path: Path, name: str) -> None:
    case, years = GOLDEN["cases"][name], GOLDEN["years"]
    rows = "".join(
        f"  - {{key: myc.{fuel}.{what}, value: {quantity.split()[0]}, year: 2020, "
        f'unit: "{quantity.split(maxsplit=1)[1]}", source: myc-calculator-2024}}\n'
        for fuel, numbers in GOLDEN["fuels"].items()
        for what, quantity in numbers.items()
    )
    operators = ""
    for index, one in enumerate(case["operators"]):
        shares = {str(y): f"{s}%" for y, s in zip(years, one["share"], strict=True)}
        listed = ", ".join(f'"{year}": {share}' for year, share in shares.items())
        operators += (
            f"  - {{label: {name} {index}, distance: {one['distance']}e6 vehicle km, "
            f"energy: {one['energy'] / 100} L / vehicle / km, growth: {one['growth']}, "
            f"energy_growth: {one['energy_growth']}, share: {{{listed}}}, "
            f"chain: [myc.{one['fuel']}.heat, myc.{one['fuel']}.factor]}}\n"
        )
    text = f"years: {years}\nfactors:\n{rows}operators:\n{operators}"
    path = write(tmp_path, text)
    path.write_text(path.read_text().replace("year: 2023", "year: 2020", 1))
    found = [row.baseline / 1000 for row in hostcity.yearly(cm.estimate(path))]
    digits = case["digits"]
    assert [round(value, digits) for value in found[: len(case["kilotonnes"])]] == case[
        "kilotonnes"
    ]


# ---- equations of the provincial guide


def test_incineration_by_the_guide(kunming) -> None:
    # 2.7952 Mt x 98% x 0.20 x 0.39 x 0.95 x 44/12: 744 kt
    assert kg(kunming, "incineration") / 1e6 == pytest.approx(744.27, abs=0.01)


def test_landfill_by_the_guide(tmp_path: Path) -> None:
    text = "waste: [{label: W, amount: 1000 t, treatment: {landfill: 100%}, recovery: 0%}]\n"
    # L0 = 1 x 0.12 x 0.5 x 0.5 x 16/12 = 0.04; (1 - 0.1) x 28: 1.008 t/t
    assert kg(city(tmp_path, text), "landfill") / 1e6 == pytest.approx(0.04 * 0.9 * 28)
    half = text.replace("recovery: 0%", "recovery: 50%")
    assert kg(city(tmp_path, half), "landfill") / 1e6 == pytest.approx(0.5 * 1.008)


def test_wastewater_by_the_guide(tmp_path: Path) -> None:
    text = "wastewater: {volume: 1000000 m^3, bod: 0.2 kg/m^3, residents: 1000}\n"
    result = city(tmp_path, text)
    assert kg(result, "methane") == pytest.approx(200_000 * 0.6 * 0.165 * 28)
    protein = 1000 * 30 * 0.16 * 1.5 * 1.25
    assert kg(result, "nitrous") == pytest.approx(protein * 0.005 * 44 / 28 * 265)


def test_other_treatments_come_from_the_catalogue(tmp_path: Path, catalogue) -> None:
    text = "waste: [{label: W, stream: food, amount: 10 t, treatment: {composting: 100%}}]\n"
    factor = catalogue.find("waste.food.composting", "CN", 2023, ("cpcd",))
    assert city(tmp_path, text).baseline.total.value == pytest.approx(10 * factor.value / 1000)


# ---- the modal split


def test_shares_of_motorised_trips_leave_room_for_walking(tmp_path: Path, catalogue) -> None:
    result = city(tmp_path, SPLIT)
    trips = 1e6 * 2 * 365
    bus = catalogue.find("bus.city", "CN", 2023, ("cpcd",)).value
    assert kg(result, "City bus") == pytest.approx(trips * 0.4 * 0.5 * 5 * bus)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  denominator: motorised_trips\n", "", "denominator"),
        ("  active_share: 60%\n", "", "'active_share' is missing"),
        ("motorised_trips", "all_trips", "'active_share' belongs to shares of motorised trips"),
        ("bus: 50%", "bus: 40%", "sum to 0.9"),
        ("motorised_trips", "trips", "denominator"),
        ("lengths: {walk: 1 km,", "lengths: {walk: 1 kg,", "a distance"),
        ("taxi: 50%", "taxxi: 50%", "Did you mean 'taxi'?"),
    ],
)
def test_a_share_without_its_denominator_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        city(tmp_path, SPLIT.replace(old, new))
    assert all(fault.line for fault in caught.value.faults)


def test_both_readings_differ_and_keep_the_public_share(kunming) -> None:
    both = hostcity.both_readings("kunming-2023")
    shares = {
        name: sum(
            s.value
            for m, s in one.scenario.content.transport.shares.items()
            if m in ("bus", "metro")
        )
        for name, one in both.items()
    }
    assert shares == {"motorised_trips": pytest.approx(0.5105), "all_trips": pytest.approx(0.5105)}
    bus = {name: kg(one, "City bus") for name, one in both.items()}
    assert bus["all_trips"] / bus["motorised_trips"] == pytest.approx(1 / (1 - 0.578))
    rides = [
        said.en
        for one in both.values()
        for said in one.notices
        if said.en.startswith("2023: the shares give")
    ]
    assert ["1.52 to 1" in rides[0], "3.59 to 1" in rides[1]] == [True, True]


def test_all_trips_have_no_second_reading(tmp_path: Path) -> None:
    text = "transport: {denominator: all_trips, shares: {walk: 50%, bus: 50%}}\n"
    with pytest.raises(CarbonmeetError, match="second reading"):
        hostcity.both_readings(write(tmp_path, text))


# ---- power


def test_mix_of_the_evaluation_gives_its_factor(catalogue) -> None:
    content = load_scenario("kunming-2023").content
    made = mix_factor(content.mix, catalogue, "CN-YN-KMG", 2023)
    assert round(made.value, 3) == 0.141
    assert made.low < made.value < made.high
    assert made.evidence == "assumed"


def test_a_plant_that_may_stand_idle(catalogue) -> None:
    """A low end of 0 is an end of its range, not a missing one."""
    read = Mix.model_validate({"capacity": {"hydro": "900 MW", "thermal": "100 MW"}})
    wide = Mix.model_validate(
        {"capacity": {"hydro": "900 MW", "thermal": {"value": "100 MW", "low": "0 MW",
         "high": "200 MW"}}}
    )  # fmt: skip
    narrow_, wide_ = (mix_factor(one, catalogue, "CN-YN-KMG", 2023) for one in (read, wide))
    assert narrow_.low > 0 == wide_.low
    assert wide_.high > narrow_.high


def test_the_official_factor_of_fossil_power_lies_in_the_range(catalogue) -> None:
    # MEE announcements 2024 No. 12 and 2025 No. 47, table 5
    assumed = catalogue.find("power.intensity.thermal", "CN", 2023)
    for year, value in ((2021, 0.8426), (2023, 0.8273)):
        official = catalogue.find("grid.fossil", "CN", year, ("mee",))
        assert official.value == value
        assert assumed.low < value < assumed.high
        assert f"{value} for {year}" in assumed.note.en


def test_capacity_share_is_not_generation_share() -> None:
    made = generation(
        {"hydro": 626, "thermal": 160},
        {"hydro": 4000, "thermal": 2000},
        {"hydro": 0, "thermal": 0.8},
    )
    assert made.capacity_share["thermal"] == pytest.approx(0.2036, abs=1e-4)
    assert made.share["thermal"] == pytest.approx(0.1133, abs=1e-4)
    assert made.factor == pytest.approx(0.8 * made.share["thermal"])


def test_official_factor_unless_asked(tmp_path: Path) -> None:
    text = (
        "power: [{label: P, energy: 1000000 kWh}]\n"
        "mix: {capacity: {hydro: 626 MW, thermal: 160 MW}}\n"
    )
    assert city(tmp_path, text).baseline.total.value == pytest.approx(133.3)
    mixed = city(tmp_path, text + "grid: mix\n")
    assert mixed.baseline.total.value == pytest.approx(1000 * 160 * 0.82 / 786)
    with pytest.raises(CarbonmeetError, match="'mix' needs the power plants"):
        city(tmp_path, "grid: mix\npower: [{label: P, energy: 1 kWh}]\n")


def test_unknown_plants_are_refused(catalogue) -> None:
    with pytest.raises(CarbonmeetError, match="hours of 'coal' is missing"):
        generation({"coal": 1}, {}, {})
    with pytest.raises(CarbonmeetError):
        mix_factor(Mix.model_validate({"capacity": {"fusion": "1 MW"}}), catalogue, "CN", 2023)


# ---- years


def test_growth_compounds_and_runs_backwards(tmp_path: Path) -> None:
    text = (
        "years: [2021, 2023, 2026]\ngrowth: {population: 1%, waste: -2%}\n"
        "waste: [{label: W, per_head: 1 kg/person/day, treatment: {incineration: 100%}}]\n"
    )
    rows = {row.year: row.baseline for row in hostcity.yearly(city(tmp_path, text))}
    assert rows[2026] / rows[2023] == pytest.approx((1.01 * 0.98) ** 3)
    assert rows[2021] / rows[2023] == pytest.approx((1.01 * 0.98) ** -2)


def test_a_rate_is_one_draw_in_every_year(tmp_path: Path) -> None:
    rate = "{value: 2%, low: 0%, high: 4%, basis: assumed, note: test}"
    text = f"years: [2023, 2030]\ngrowth: {{power: {rate}}}\npower: [{{label: P, energy: 1 kWh}}]\n"
    model = city(tmp_path, text).workings.model
    growth = [one for one in model.inputs if "growth" in one.id]
    assert [(one.value, one.low, one.high) for one in growth] == [
        (0.02, 0, 0.04),
        (1.02, 1.0, 1.04),
    ]
    assert growth[1].terms == ((growth[0], 1.0),)  # drawn once, as the file has it


def test_what_was_counted_in_a_year_goes_first(tmp_path: Path) -> None:
    text = (
        "years: [2020, 2023, 2025]\ngrowth: {power: 10%}\npower: [{label: P, energy: 100 kWh}]\n"
        'observed: {"2020": {power: [{label: P, energy: 70 kWh}]}}\n'
    )
    result = city(tmp_path, text)
    amounts = dict(
        zip(result.workings.scenario.spans, result.workings.model.quantities()[0], strict=True)
    )
    assert amounts == pytest.approx({"2020": 70, "2023": 100, "2025": 121})


def test_targets_are_approached_in_a_straight_line(tmp_path: Path) -> None:
    text = (
        "years: [2023, 2025, 2030, 2032]\n"
        "waste: [{label: W, amount: 100 t, treatment: {incineration: 80%, landfill: 20%}, "
        'target: {year: "2030", shares: {incineration: 100%, landfill: 0%}}}]\n'
    )
    result = city(tmp_path, text)
    tipped = [kg(result, "landfill", year) for year in result.workings.scenario.spans]
    assert np.array(tipped) / tipped[0] == pytest.approx([1, 5 / 7, 0, 0])


def test_what_moves_to_a_target_keeps_its_range(tmp_path: Path) -> None:
    text = (
        "years: [2023, 2025, 2030]\n"
        "waste: [{label: W, amount: 100 t, treatment: "
        "{incineration: {value: 80%, low: 70%, high: 90%}, landfill: 20%}, "
        'target: {year: "2030", shares: {incineration: {value: 98%, low: 90%, high: 99%}, '
        "landfill: 2%}}}]\n"
    )
    found = draw(city(tmp_path, text), 500)
    shares = {one.id: one for one in found.trial.inputs if "incineration" in one.path}
    moved = shares["waste.W.treatment.incineration.2025"]
    way = 2 / 7
    assert moved.value == pytest.approx(0.8 + 0.18 * way)
    assert moved.low == pytest.approx(0.7 + 0.2 * way)
    assert moved.high == pytest.approx(0.9 + 0.09 * way)
    assert [one.value for one, _ in moved.terms] == [0.8, 0.98]  # no draw of its own
    assert {"waste.W.treatment.incineration", "waste.W.target.shares.incineration"} <= set(
        found.plan.ids
    )
    assert moved.id not in found.plan.ids
    spread = found.by("period")
    assert all(one.low < one.value < one.high for one in spread.values())


def test_measures_come_in_step_by_step(tmp_path: Path) -> None:
    text = (
        "years: [2022, 2023, 2025, 2027]\npower: [{label: P, energy: 1000000 kWh}]\n"
        "measures: {V3: 100%}\n"
        'phase_in: {V3: {"2023": 0%, "2027": 100%}}\n'
    )
    result = city(tmp_path, text)
    cut = {row.year: row.saving / row.baseline for row in hostcity.yearly(result)}
    assert (cut[2022], cut[2023]) == (0, 0)
    assert cut[2027] > 0
    assert cut[2025] == pytest.approx(cut[2027] / 2)
    alone = result.workings.attribution
    assert alone.shapley.sum() == pytest.approx(alone.total)


@pytest.mark.parametrize("steps", ["", 'phase_in: {V3: {"2023": 50%}}\n'])
def test_measures_have_the_names_of_a_city(tmp_path: Path, steps: str) -> None:
    text = f"power: [{{label: P, energy: 1e9 kWh}}]\nmeasures: planned\n{steps}"
    result = city(tmp_path, text)
    names = {one.id: one.name for one in result.workings.model.measures}
    assert names["T3"].get("en") == "Public transport for residents"
    assert names["V3"].get("zh").startswith("公共建筑空调")
    assert not any(word in str(n) for n in names.values() for word in ("delegates", "Venue"))
    assert not any("会场" in n.get("zh") or "与会" in n.get("zh") for n in names.values())
    meeting = {
        one.id: str(one.name) for one in cm.estimate("cop15-kunming").workings.model.measures
    }
    assert meeting["T3"] == "Public transport for delegates"


def test_a_measure_of_ones_own_comes_in_step_by_step(tmp_path: Path) -> None:
    own = (
        "{id: X1, area: venue, name: Hall lights, in_city: Office lights, uptake: 50%, "
        "where: {source: [venue.power]}, stage: improve, "
        "effect: {do: improve, saving: [venue.hvac-share]}}"
    )
    result = city(
        tmp_path,
        f"{SPLIT}power: [{{label: P, energy: 1e9 kWh}}]\nown_measures: [{own}]\n"
        'measures: {X1: 50%}\nphase_in: {X1: {"2023": 50%}}\n',
    )
    assert [str(one.name) for one in result.workings.model.measures] == ["Office lights"]
    assert result.residual.total.value < result.baseline.total.value
    assert [row.of for row in hostcity.readings(result)] == ["motorised_trips", "all_trips"]


def test_unknown_measures_cannot_be_phased_in(tmp_path: Path) -> None:
    text = 'power: [{label: P, energy: 1 kWh}]\nphase_in: {V33: {"2025": 100%}}\n'
    with pytest.raises(CarbonmeetError, match="no measure 'V33'"):
        city(tmp_path, text)


def test_the_year_alone_is_the_year_among_others(kunming) -> None:
    (alone,) = hostcity.yearly(cm.estimate("kunming-2023"))
    among = next(row for row in hostcity.yearly(kunming) if row.year == 2023)
    assert alone.baseline == pytest.approx(among.baseline)
    assert alone.residual == alone.baseline
    assert any("adds up 4 years" in one.en for one in kunming.notices)


@pytest.mark.parametrize(("before", "after"), [(2023, 2030), (2030, 2021), (2023, 2023)])
def test_causes_sum_to_the_change(kunming, before: int, after: int) -> None:
    parts = hostcity.kaya(kunming, before, after)
    rows = {row.year: row.residual for row in hostcity.yearly(kunming)}
    assert sum(parts.values()) == pytest.approx(rows[after] - rows[before], rel=1e-9, abs=1e-6)
    assert list(parts) == ["activity", "structure", "intensity", "measures"]


def test_a_year_that_is_not_worked_out(kunming) -> None:
    with pytest.raises(CarbonmeetError, match="does not work out 2028"):
        hostcity.kaya(kunming, 2023, 2028)


# ---- what every total says


def test_every_total_says_that_it_is_a_slice(kunming) -> None:
    assert any("A slice of the city, not a full inventory" in one.en for one in kunming.notices)
    assert "不是完整的城市排放清单" in kunming.to_dict()["boundary"]["statement"]["zh"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            ("A slice of the city, not a full inventory", "2023 (base year)", "2,705,826 t CO2e")
            + ("Year by year", "Causes of the change (LMDI)", "51.05% by public transport")
            + ("No more than in 2023", "BASIC", "never netted"),
        ),
        (
            "zh",
            (
                "不是完整的城市排放清单",
                "2030年（末年）",
                "2,784,405 t CO2e",
                "逐年排放",
                "变化成因",
            )
            + ("公共交通分担率51.05%", "不高于2023年", "范围1", "单列，不抵减排放"),
        ),
    ],
)
def test_a_planner_reads_it_in_the_table(lang: str, words: tuple[str, ...]) -> None:
    output = (
        CliRunner()
        .invoke(_command(), ["kunming-2030", "--lang", lang, "--draws", "0", "--full"])
        .output
    )
    assert [word for word in words if word not in output] == []
    assert output.count("not a full inventory") == (lang == "en")


def test_json_has_scopes_causes_and_readings() -> None:
    arguments = ["kunming-2030", "--format", "json", "--draws", "0"]
    data = json.loads(CliRunner().invoke(_command(), arguments).output)
    for line in data["lines"]:
        assert sum(tag.startswith("gpc:scope-") for tag in line["tags"]) == 1
        assert len({"gpc:basic", "gpc:other"} & set(line["tags"])) == 1
    years = data["city"]["years"]
    assert sum(row["baseline"] for row in years) == pytest.approx(
        data["baseline"]["total"]["value"]
    )
    for row in years:
        sources = row["by_source"].values()
        assert sum(one["residual"] for one in sources) == pytest.approx(row["residual"])
    change = data["city"]["changes"][-1]
    causes = ("activity", "structure", "intensity", "measures")
    assert (change["since"], change["until"]) == (2021, 2030)
    assert sum(change[name] for name in causes) == pytest.approx(
        years[-1]["residual"] - years[0]["residual"], rel=1e-9
    )
    motorised, every = data["city"]["readings"]
    assert motorised["of_all_trips"] == pytest.approx(0.5105 * (1 - 0.578))
    assert every["of_all_trips"] == pytest.approx(0.5105)
    assert motorised["transport"] != every["transport"]
    assert motorised["total"] == pytest.approx(years[1]["baseline"])


# ---- targets for emissions


def test_targets_stand_beside_the_years(tmp_path: Path) -> None:
    text = (
        "years: [2023, 2030]\ngrowth: {power: 2%}\npower: [{label: P, energy: 1000000 kWh}]\n"
        "targets:\n  - {year: 2030, change: -10%}\n"
        "  - {year: 2030, source: venue, emissions: 200 t CO2e}\n"
    )
    result = city(tmp_path, text)
    first, second = hostcity.goals(result)
    base, last = (row.residual for row in hostcity.yearly(result))
    assert (str(first.label), second.label.zh) == ("−10% against 2023", "不超过")
    assert (first.most, first.expected) == (pytest.approx(0.9 * base), pytest.approx(last))
    assert (second.most, second.gap) == (pytest.approx(200), pytest.approx(last - 200))
    assert last == pytest.approx(133.3 * 1.02**7)


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("{year: 2030, change: -10%}", "2030 is not among the years worked out: 2023"),
        ("{year: 2023, since: 2020, change: -10%}", "2020 is not among the years"),
        ("{year: 2023, change: -10%, emissions: 1 t CO2e}", "give 'emissions' or 'change'"),
        ("{year: 2023}", "give 'emissions' or 'change'"),
        ("{year: 2023, since: 2023, emissions: 1 t CO2e}", "'since' belongs to 'change'"),
        ("{year: 2023, change: -110%}", "leaves less than nothing"),
        ("{year: 2023, source: wast, emissions: 1 t CO2e}", "Did you mean 'waste'"),
    ],
)
def test_targets_that_say_nothing_are_refused(tmp_path: Path, target: str, message: str) -> None:
    text = f"power: [{{label: P, energy: 1 kWh}}]\ntargets: [{target}]\n"
    with pytest.raises(InputError, match=message) as caught:
        city(tmp_path, text)
    assert [fault.line for fault in caught.value.faults] == [HEAD.count("\n") + 2]


def test_a_host_city_with_targets_of_other_years(meeting, kunming) -> None:
    host = hostcity.host_of(meeting, kunming.workings.scenario)
    assert list(host.scenario.spans) == ["2023"]


def test_a_city_is_no_meeting_in_a_city(kunming) -> None:
    with pytest.raises(CarbonmeetError, match="is a city file, no meeting"):
        hostcity.host_of(kunming, kunming.workings.scenario)


def test_scopes_and_levels_cover_the_year(kunming) -> None:
    found = hostcity.by_scope(kunming, 2023)
    year = next(row.baseline for row in hostcity.yearly(kunming) if row.year == 2023)
    assert sum(found[f"gpc:scope-{n}"] for n in (1, 2, 3)) == pytest.approx(year)
    assert found["gpc:basic"] + found["gpc:other"] == pytest.approx(year)
    assert found["gpc:stationary-energy"] == pytest.approx(kg(kunming, "incineration") / 1000)


def test_scope_2_is_the_grid(kunming) -> None:
    for line in kunming.workings.model.lines:
        activity = line.activity
        if activity.service in ("venue/power", "modes/metro", "modes/car.bev"):
            assert {"gpc:scope-2", "gpc:basic"} <= activity.tags
        assert sum(tag.startswith("gpc:scope") for tag in activity.tags) == 1


# ---- checks from elsewhere, never lines


def test_order_of_magnitude_from_energy(kunming) -> None:
    check = hostcity.energy_check()
    assert (round(check.low), round(check.high)) == (36, 42)
    basic = hostcity.by_scope(kunming, 2023)["gpc:basic"] / 1e6
    assert 0.02 < basic / check.value < 0.25  # a slice: more is industry


def test_residents_trips_stay_below_household_transport(kunming, catalogue) -> None:
    # Li et al. 2022: households 7.934 Mt, 34.0% of it transport, long ways included
    households = catalogue.find("city.households.co2", "CN-YN-KMG").value
    trips = sum(
        float(v)
        for line, v in zip(kunming.workings.model.lines, kunming.workings.baseline.kg, strict=True)
        if line.activity.period == "2023" and line.activity.source.startswith("transport")
    )
    assert 0.2 < trips / 1000 / (0.34 * households) < 1


# ---- the meeting in its city


MEETING = """\
carbonmeet: 2
kind: meeting
title: Meeting
place: {airport: KMG, region: CN-YN}
prefer: [mee, cpcd, defra]
periods:
  held: {start: 2023-05-01, end: 2023-05-05}
  moved: {start: 2023-11-01, end: 2023-11-05, counterfactual: true}
groups:
  - name: Guests
    period: held
    people: 1000
    nights: 5
    travel: [{mode: air, from: PEK}]
    hotel: hotel.average
    meals: {restaurant: 2 / day}
venue:
  - {period: held, label: Hall, energy: 100000 kWh}
  - {period: moved, label: Hall, energy: 9e9 kWh}
"""


@pytest.fixture
def meeting(tmp_path: Path):
    path = tmp_path / "meeting.yaml"
    path.write_text(MEETING, encoding="utf-8")
    return cm.estimate(path)


def test_event_in_city_counts_the_overlap_once(meeting, kunming) -> None:
    (row,) = hostcity.share_of_city(meeting, kunming)
    by = (
        meeting.workings.residual.table()
        .query("period == 'held'")
        .groupby("source")["t_co2e"]
        .sum()
    )
    assert row.event == pytest.approx(by.sum())
    assert row.inside == pytest.approx(by.sum() - by["transport.air"])
    # meals of delegates are not among those of residents
    assert row.overlap == pytest.approx(by["lodging"] + by["venue.power"])
    assert row.share == pytest.approx(row.inside / row.city)
    assert row.together == pytest.approx(row.city + row.event - row.overlap)
    assert row.rest_of_city < row.city < row.together


LOCALS = """\
  - name: Locals
    period: held
    residents: true
    people: 200
    days: 5
    local: {trips_per_day: 2, length: 8 km, modes: {metro: 50%, taxi: 50%}}
    meals: {boxed: 2 / day}
waste:
  - {period: held, stream: municipal, people: everybody, per_person_day: 1 kg/person/day,
     treatment: {incineration: 100%}}
"""


def test_trips_meals_and_waste_of_residents_come_off_once(tmp_path: Path, kunming) -> None:
    def row(text: str):
        path = tmp_path / "meeting.yaml"
        path.write_text(text, encoding="utf-8")
        found = cm.estimate(path)
        return hostcity.share_of_city(found, kunming)[0], found.workings.residual.table()

    text = MEETING.replace("venue:\n", f"{LOCALS}venue:\n")
    with_residents, lines = row(text)
    guests, _ = row(text.replace("    residents: true\n", ""))
    held = lines[lines["period"] == "held"]
    of_locals = held[held["label"].astype(str).str.contains("Locals")]
    moved = of_locals[of_locals["source"].str.startswith(("transport", "catering"))]["t_co2e"]
    assert moved.sum() > 0
    assert with_residents.of_residents == pytest.approx(moved.sum())
    assert guests.of_residents == 0
    # waste is everybody's, whoever makes it
    assert with_residents.overlap - guests.overlap == pytest.approx(moved.sum())
    assert with_residents.event == guests.event
    assert with_residents.rest_of_city == pytest.approx(
        with_residents.city - with_residents.overlap
    )


def test_residents_of_cop15_overlap_too(kunming) -> None:
    event = cm.estimate("cop15-kunming")
    (row,) = hostcity.share_of_city(event, hostcity.host_of(event, "kunming-2023"))
    assert 150 < row.of_residents < 165
    # the rest is hotel nights, power and waste of everybody: 191 t until the energy of a room-night
    # in Yunnan fell to less than half (factors/CHANGELOG.md), 87 t since
    assert 240 < row.overlap < 250


def test_no_more_people_live_there_than_the_city_has(tmp_path: Path, kunming) -> None:
    path = tmp_path / "meeting.yaml"
    locals_ = LOCALS.replace("people: 200\n", "people: 9000000\n")
    path.write_text(MEETING.replace("venue:\n", f"{locals_}venue:\n"), encoding="utf-8")
    found = cm.estimate(path)
    with pytest.raises(InputError, match=r"people: 9,000,000 people .* 8,680,000 by the"):
        hostcity.share_of_city(found, kunming)


def test_who_lives_in_the_city_makes_no_journey_to_it(tmp_path: Path) -> None:
    path = tmp_path / "meeting.yaml"
    path.write_text(MEETING.replace("    nights: 5\n", "    nights: 5\n    residents: true\n"))
    with pytest.raises(InputError, match=r":15:13: groups.Guests.travel: who lives in the city"):
        cm.estimate(path)


def test_the_city_is_worked_out_for_the_years_of_the_event(meeting, kunming) -> None:
    host = hostcity.host_of(meeting, load_scenario("kunming-2023"))
    assert list(host.scenario.spans) == ["2023"]
    assert hostcity.share_of_city(meeting, host)[0].share == pytest.approx(
        hostcity.share_of_city(meeting, kunming)[0].share
    )


def test_a_year_worked_out_backwards_is_told(tmp_path: Path, kunming) -> None:
    from carbonmeet.cli.estimate import command

    told = "2021 is worked out from the base year 2023 by the file's growth rates"
    done = CliRunner().invoke(
        command,
        ["cop15-kunming", "--in", "kunming-2023", "--draws", "0", "--section", "limits"],
        catch_exceptions=False,
    )
    assert told in " ".join(done.stdout.split())
    assert (
        told
        in hostcity.host_of(cm.estimate("cop15-kunming"), kunming.workings.scenario).notices[-1].en
    )
    assert not any("is worked out from" in one.en for one in kunming.notices)


def test_event_elsewhere_or_in_another_year_is_refused(meeting, kunming, tmp_path: Path) -> None:
    for old, new, message in (
        ("CN-YN", "CN-BJ", "the meeting is in CN-BJ"),
        ("2023-05", "2022-05", "does not work out 2022"),
    ):
        path = tmp_path / "other.yaml"
        path.write_text(MEETING.replace(old, new), encoding="utf-8")
        with pytest.raises(CarbonmeetError, match=message):
            hostcity.share_of_city(cm.estimate(path), kunming)
    with pytest.raises(CarbonmeetError, match="is a meeting file"):
        hostcity.share_of_city(meeting, meeting)


def test_a_parcel_is_claimed_once(tmp_path: Path) -> None:
    parcel = "{id: A-1, label: Hill, type: planting, area: 100 亩, year: 2021}"
    hill = load_scenario(write(tmp_path, f"forest: {{parcels: [{parcel}]}}\n"))
    offset = "offset: {planted: 2021, parcels: [{id: A-1, area: 100 亩}, {id: A-2, area: 1 亩}]}\n"
    path = tmp_path / "meeting.yaml"
    path.write_text(MEETING + offset, encoding="utf-8")
    event = load_scenario(path)
    assert hostcity.double_claims([hill]) == hostcity.double_claims([event]) == []
    (fault,) = hostcity.double_claims([hill, event])
    assert fault.where == "offset.parcels.A-1.id"
    assert fault.line == MEETING.count("\n") + 1
    assert "'A-1' is already claimed in" in fault.message
    twice = write(tmp_path, f"forest: {{parcels: [{parcel}, {parcel}]}}\n", "twice.yaml")
    (own,) = hostcity.double_claims([load_scenario(twice)])
    assert own.where == "forest.parcels[1].id"


def test_versions_of_one_plan_may_name_the_same_land(tmp_path: Path) -> None:
    parcel = "{id: A-1, label: Hill, type: planting, area: 100 亩, year: 2021}"
    text = f"forest: {{parcels: [{parcel}]}}\n"
    hill, later = (load_scenario(write(tmp_path, text, f"{n}.yaml")) for n in ("a", "b"))
    assert hostcity.double_claims([hill, later]) == []
    elsewhere = tmp_path / "c.yaml"
    elsewhere.write_text((HEAD + text).replace("CN-YN-KMG", "CN-BJ"), encoding="utf-8")
    assert len(hostcity.double_claims([hill, load_scenario(elsewhere)])) == 1
    path = tmp_path / "meeting.yaml"
    offset = "offset: {planted: 2021, parcels: [{id: A-1, area: 100 亩}]}\n"
    path.write_text(MEETING + offset, encoding="utf-8")
    child = tmp_path / "child.yaml"
    child.write_text("extends: meeting.yaml\ntitle: Again\n", encoding="utf-8")
    again = [load_scenario(path), load_scenario(child)]
    assert hostcity.double_claims(again) == []
    assert len(hostcity.double_claims([hill, *again])) == 2


def test_check_refuses_land_claimed_across_files(tmp_path: Path) -> None:
    from carbonmeet.cli.check import command

    parcel = "{id: A-1, label: Hill, type: planting, area: 100 亩, year: 2021}"
    hill = write(
        tmp_path, f"forest: {{parcels: [{parcel}]}}\npower: [{{label: P, energy: 1 kWh}}]\n"
    )
    path = tmp_path / "meeting.yaml"
    offset = "offset: {planted: 2021, parcels: [{id: A-1, area: 100 亩}]}\n"
    path.write_text(MEETING + offset, encoding="utf-8")
    done = CliRunner().invoke(command, [str(hill), str(path)])
    assert isinstance(done.exception, InputError)
    assert f"{path}:{MEETING.count(chr(10)) + 1}:" in str(done.exception)
    assert "parcel 'A-1' is already claimed in" in str(done.exception)
    fine = [line for line in done.stdout.splitlines() if line.endswith(": fine")]
    assert fine == [f"{hill}: fine"]  # what is refused is not fine; what is doubted of it is told


# ---- forest


def test_forest_stands_beside_the_emissions(kunming) -> None:
    forest = hostcity.forest_of(kunming.workings.scenario)
    value, low, high = forest.removal
    # 1.56 Mm3 in a year x D x BEF x (1 + R) x CF x 44/12
    assert value == pytest.approx(1.56e6 * 0.485 * 1.6 * 1.235 * 0.5 * 44 / 12)
    assert low < value < high
    assert forest.areas["planting"] == pytest.approx(23.02e4 / 15)
    assert forest.unlisted == pytest.approx(47.08e4 / 15)
    assert (kunming.workings.baseline.kg >= 0).all()
    without = kunming.workings.scenario.replace({"forest": None})
    assert cm.estimate(without).baseline.total == kunming.baseline.total
    assert hostcity.forest_of(without) is None


# ---- one tool


def test_a_city_is_priced_by_the_model_of_meetings(kunming, meeting) -> None:
    assert type(kunming.workings.model) is type(meeting.workings.model)
    assert isinstance(kunming.workings.scenario, Scenario)
    assert CliRunner().invoke(_command(), ["kunming-2023", "--format", "json"]).exit_code == 0


def _command():
    from carbonmeet.cli.estimate import command

    return command


def test_a_public_building_and_a_hall_emit_alike(tmp_path: Path) -> None:
    hall = "activities: []\npower: [{label: P, energy: 100000 kWh}]\n"
    path = tmp_path / "m.yaml"
    path.write_text(
        MEETING.split("groups:")[0] + "venue: [{period: held, label: H, energy: 100000 kWh}]\n"
    )
    assert city(tmp_path, hall).baseline.total.value == cm.estimate(path).baseline.total.value


def test_all_faults_at_once(tmp_path: Path) -> None:
    text = (
        "lodging: [{label: H}]\npower: [{label: P, area: 5 m^2}]\n"
        "catering: [{label: C, per_head: 1, food_waste: composting}]\n"
        "waste: [{label: W, amount: 1 t, treatment: {incineration: 90%}}]\n"
        "operators: [{label: O, distance: 5 vehicle km}]\n"
        "activities: [{source: wast, label: F, amount: 1 t, chain: [1 kg CO2e / t]}]\n"
    )
    with pytest.raises(InputError) as caught:
        city(tmp_path, text)
    lines = [fault.line for fault in caught.value.faults]
    assert sorted(lines) == [8, 9, 10, 11, 12, 13]
    assert "Did you mean 'waste'?" in str(caught.value)


def test_free_lines_and_guest_nights(tmp_path: Path) -> None:
    text = (
        "lodging: [{label: H, guest_nights: 1200, sharing: 1.2}]\n"
        "activities: [{source: waste, label: Sludge, amount: 10 t, chain: [250 kg CO2e / t]}]\n"
    )
    result = city(tmp_path, text)
    assert kg(result, "Sludge") == pytest.approx(2500)
    rooms = city(tmp_path, "lodging: [{label: H, room_nights: 1000}]\n")
    assert kg(result, "H") == pytest.approx(kg(rooms, "H"))


# ---- one year at a time


PLANNED = """\
growth: {population: 1%}
years: [2023, 2025, 2030]
power: [{label: P, energy: 1e6 kWh}]
catering: [{label: M, per_head: 1}]
"""


def test_measures_begin_after_the_base_year(tmp_path: Path) -> None:
    text = f"{PLANNED}measures: {{V3: 50%}}\ntargets: [{{year: 2030, change: -30%}}]\n"
    result = city(tmp_path, text)
    first, *later = hostcity.yearly(result)
    assert first.saving == 0 and all(row.saving > 0 for row in later)
    (goal,) = hostcity.goals(result)
    assert goal.most == pytest.approx(0.7 * first.baseline)
    (alone,) = hostcity.yearly(city(tmp_path, text.replace("2023, 2025, ", "").split("targets")[0]))
    assert alone.residual == pytest.approx(later[-1].residual)


def test_the_base_year_alone_may_ask_what_if(tmp_path: Path) -> None:
    text = "power: [{label: P, energy: 1e6 kWh}]\nmeasures: {V3: 50%}\n"
    (row,) = hostcity.yearly(city(tmp_path, text))
    assert row.saving > 0


def test_no_measure_acts_in_the_year_that_a_target_is_measured_from(tmp_path: Path) -> None:
    text = f"{PLANNED}measures: {{V3: 50%}}\ntargets: [{{year: 2030, change: -30%}}]\n"
    phases = 'phase_in: {V3: {"2023": 10%, "2030": 100%}}\n'
    with pytest.raises(InputError, match="V3 acts in 2023, from which the target for 2030"):
        city(tmp_path, text + phases)
    city(tmp_path, text + phases.replace("10%", "0%"))


def test_growth_by_periods(tmp_path: Path) -> None:
    rates = 'growth: {catering: {"2025": 10%, "2028": 1%}}\n'
    years = (
        "years: [2021, 2023, 2024, 2025, 2027, 2030]\ncatering: [{label: M, meals: 1000 meal}]\n"
    )
    found = [row.baseline for row in hostcity.yearly(city(tmp_path, rates + years))]
    grown = [1.1**-2, 1, 1.1, 1.1**2, 1.1**2 * 1.01**2, 1.1**2 * 1.01**5]
    assert found == pytest.approx([found[1] * one for one in grown])


def test_rates_by_year_replace_the_one_rate_of_a_parent(tmp_path: Path) -> None:
    write(
        tmp_path,
        "growth: {catering: {value: 5%, low: 1%, high: 9%}}\n"
        "catering: [{label: M, meals: 1000 meal}]\n",
        "parent.yaml",
    )
    child = tmp_path / "child.yaml"
    child.write_text(
        "carbonmeet: 2\nkind: city\nextends: parent.yaml\nyears: [2023, 2024]\n"
        'growth: {catering: {"2025": 10%}}\n'
    )
    first, second = hostcity.yearly(cm.estimate(child))
    assert second.baseline == pytest.approx(1.1 * first.baseline)


def test_energy_is_a_result(tmp_path: Path) -> None:
    text = (
        "power: [{label: P, energy: 2e6 kWh}]\noperators: [{label: L, distance: 1000 vehicle km, "
        "kind: van.diesel}]\ncatering: [{label: M, meals: 1000 meal}]\n"
    )
    result = city(tmp_path, text)
    (year,) = result.city.years
    found = {str(one.name): (one.baseline, one.unit) for one in year.energy}
    assert found["Electricity"] == (pytest.approx(2e6), "kWh")
    assert found["Diesel"] == (pytest.approx(1000 * 0.1), "L")
    assert year.untold == pytest.approx(kg(result, "M") / 1000)


def test_basic_comes_first_and_years_are_not_added_up(kunming) -> None:
    from carbonmeet.view.faces.text import to_text
    from carbonmeet.view.matter import Matter
    from carbonmeet.view.pages.answer import chapters, screen
    from carbonmeet.view.pages.report.build import CHAPTERS

    m = Matter("en", kunming)
    lines = to_text(screen(m, "kunming-2030")).splitlines()
    assert lines[1].startswith("2023 (base year)  2,705,826 t CO2e in BASIC")
    drawn = Matter("en", cm.simulate(kunming, 20))
    told = to_text(chapters(drawn, CHAPTERS), None)
    whole = kunming.baseline
    for total in (whole.total, kunming.residual.total, *whole.by_source.values()):
        assert f"{total.value:,.0f}" not in "\n".join(lines) + told
    assert f"{kunming.residual.by_period['2030'].value:,.0f}" in told and "(t CO2e) in 2030" in told
    last = kunming.city.years[-1]
    assert kunming.city.last.total.value == pytest.approx(last.saving)
    assert last.basic.baseline == pytest.approx(last.by_scope["gpc:basic"])


def test_an_electric_car_that_nobody_priced_is_no_free_measure(tmp_path: Path) -> None:
    from carbonmeet.questions.optimise import plan

    text = f"{PLANNED}{SPLIT.replace('taxi', 'car.petrol')}measures: {{T1: 60%, V3: 50%}}\n"
    found = plan(write(tmp_path, text))
    assert found.left_out == ("T1",)
    assert all("T1" not in one.measures for one in found.programmes.frontier)
    with pytest.raises(CarbonmeetError, match="no measure of this city has a known cost"):
        plan(write(tmp_path, text.replace(", V3: 50%", "")))


# ---- one boundary each


def test_waste_is_burnt_as_the_waste_of_a_meeting(tmp_path: Path, catalogue) -> None:
    text = "waste: [{label: W, amount: 10 t, treatment: {incineration: 100%}}]\n"
    result = city(tmp_path, text)
    factor = catalogue.find("waste.municipal.incineration.fossil", "CN-YN", 2023)
    assert result.baseline.total.value == pytest.approx(10 * factor.value / 1000)
    services = {line.activity.service for line in workings_of(result).model.lines}
    assert services == {"waste/municipal.incineration"}


def test_methane_and_nitrous_oxide_are_of_the_same_people(tmp_path: Path) -> None:
    text = "wastewater: {volume: 73000000 m^3, residents: 500000}\n"
    both = city(tmp_path, text)
    assert kg(both, "nitrous") == pytest.approx(
        0.5 * kg(city(tmp_path, text.replace(", residents: 500000", "")), "nitrous")
    )
    assert not [one for one in both.notices if one.id == "city.wastewater-of-all"]
    alone = city(tmp_path, text.replace(", residents: 500000", ""))
    (said,) = [one.en for one in alone.notices if one.id == "city.wastewater-of-all"]
    assert "all 1,000,000 residents, 200 L a head and day" in said


def test_kunming_counts_the_waste_water_of_the_basin_alike(kunming) -> None:
    content = load_scenario("kunming-2023").content
    assert content.wastewater.residents.basis == "assumed"
    assert content.wastewater.residents.high < content.population.value


PLANTS = """\
mix:
  capacity: {hydro: 1000 MW, thermal: 1000 MW}
  hours: {hydro: 4000 h/year, thermal: 4000 h/year, pv: 1000 h/year}
  total: 2000 MW
  additions: {"2024": {pv: 800 MW}}
years: [2023, 2024]
power: [{label: P, energy: 1e6 kWh}]
"""


def test_plants_have_to_sum_to_the_published_total(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"mix.total: the plants sum to 2,000 MW, not to 1,900"):
        city(tmp_path, PLANTS.replace("total: 2000", "total: 1900"))
    with pytest.raises(InputError, match="plants of 2023 are within the capacity of the base"):
        city(tmp_path, PLANTS.replace('"2024"', '"2023"') + "grid: mix\n")


def test_shares_of_capacity_and_of_generation_and_two_views(tmp_path: Path) -> None:
    base, later = city(tmp_path, PLANTS).city.mix
    assert [one.share for one in base.plants] == [0.5, 0.5]
    assert base.average == pytest.approx(0.41)
    pv = later.plants[2]
    assert (pv.megawatts, pv.gigawatt_hours) == (pytest.approx(800), pytest.approx(800))
    assert pv.capacity_share == pytest.approx(800 / 2800)
    assert pv.share == pytest.approx(800 / 8800)
    assert later.average == pytest.approx(0.82 * 4000 / 8800)
    assert later.marginal == 0.82
    assert later.displaced == pytest.approx(800_000 * 0.82)  # MWh x t/MWh
    assert later.official < 0.2


def test_additions_price_power_from_their_year_on(tmp_path: Path) -> None:
    first, second = hostcity.yearly(city(tmp_path, PLANTS + "grid: mix\n"))
    assert first.baseline == pytest.approx(0.41 * 1000)
    assert second.baseline == pytest.approx(0.82 * 4000 / 8800 * 1000)


def test_a_mix_factor_shows_every_number_it_is_made_of(tmp_path: Path) -> None:
    result = city(tmp_path, PLANTS + "grid: mix\n")
    (note,) = {one.note.en for one in workings_of(result).factors if one.source == "power-mix"}
    assert "thermal 1,000 MW x 4,000 h x 0.82 kg/kWh, 50.0% of capacity and 50.0% of gen" in note


def test_tonnes_by_kind_of_planting_are_beside_the_emissions(kunming) -> None:
    forest = kunming.city.forest
    assert forest.uptake["planting"].value == pytest.approx(15_346.67 * 2.9, rel=1e-4)
    assert set(forest.uptake) == {"planting", "closure"}  # no source gives a rate for the others
    assert forest.trees["greening"] == 982_100
    assert forest.unlisted_ha == pytest.approx(47.08e4 / 15)  # greening is outside the programme
    assert forest.breaks == ("2021",)


def test_the_rate_of_planting_is_that_of_the_plots() -> None:
    from carbonmeet.forest.stands import read_stands

    rate = load_catalogue().find("forest.uptake.planting", "CN-YN")
    grown = read_stands()["yunnan-forest"].stock([0.0, 3.0, 20.0])
    assert rate.value == round(grown[2] / 20, 1)
    assert rate.low == round(grown[1] / 3, 1)
    assert rate.high == round(7824 / 38.2 / 30, 1)


def test_a_data_centre_takes_the_grid_times_its_pue(tmp_path: Path) -> None:
    text = "data_centres: [{label: D, energy: 1e6 kWh, pue: 1.5}]\ngrowth: {data_centres: 10%}\n"
    result = city(tmp_path, text + "years: [2023, 2024]\n")
    first, second = hostcity.yearly(result)
    assert first.baseline == pytest.approx(1.5 * 1e3 * 0.1333)
    assert second.baseline == pytest.approx(1.1 * first.baseline)
    assert result.city.years[0].basic.baseline == pytest.approx(first.baseline)
    with pytest.raises(InputError, match="less than 1"):
        city(tmp_path, text.replace("pue: 1.5", "pue: 0.9"))


def test_panels_on_the_roof_make_a_part_of_the_power(tmp_path: Path) -> None:
    text = "power: [{label: P, energy: 1e6 kWh, solar: 30%}]\n"
    assert city(tmp_path, text).baseline.total.value == pytest.approx(0.7 * 1e3 * 0.1333)
