"""The rows of ``factors/measures.yaml``: complete, sourced, honest, and doing something."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from worlds import changed

from carbonmeet.answer import Answer, Footprint
from carbonmeet.base.data import data_dir
from carbonmeet.catalogue import Catalogue, load_catalogue
from carbonmeet.catalogue.measure import AREAS, PROVENANCE, Area, Measure, Provenance
from carbonmeet.estimation import estimate
from carbonmeet.kernel import compile_model
from carbonmeet.reading.yamlfile import read_yaml_file
from carbonmeet.scenario import load_scenario
from carbonmeet.view.numerals import three

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "explanation" / "measures.md"
BEGIN = "<!-- measures: begin (written by: python tests/test_measures_data.py) -->\n"
END = "<!-- measures: end -->"

CATALOGUE: Catalogue = load_catalogue()
MEASURES = dict(CATALOGUE.measures)
GOLDEN: Any = read_yaml_file(Path(__file__).parent / "golden" / "measures.yaml").data


@cache
def kunming() -> Answer:
    return estimate("cop15-kunming")


def keys_of(measure: Measure) -> list[str]:
    effect = measure.effect
    chains = (measure.reach, effect.saving, effect.net, effect.share, effect.ratio, effect.gain)
    return [key for chain in (*chains, measure.realisation) for key in chain]


def sources() -> set[str]:
    found: set[str] = set()
    for path in sorted(data_dir("factors").glob("sources*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found |= {row["key"] for row in csv.DictReader(file)}
    return found


def table() -> str:
    """The provenance table of the documentation."""
    lines = ["| id | area | measure | 措施 | does | uptake | provenance |", "|" + "---|" * 7]
    for one in MEASURES.values():
        area = AREAS[one.area].get("zh")
        uptake = one.uptake
        spread = f" ({uptake.low:g} to {uptake.high:g})" if uptake.low is not None else ""
        lines.append(
            f"| {one.id} | {area} | {one.name.en} | {one.name.zh} | {one.effect.do} "
            f"| {uptake.value:g}{spread} | {PROVENANCE[one.provenance]} |"
        )
    return "\n".join(lines) + "\n"


def replaced(page: str) -> str:
    head, rest = page.split(BEGIN)
    _, tail = rest.split(END)
    return f"{head}{BEGIN}{table()}{END}{tail}"


# counts and provenance


def test_every_area_and_provenance_has_its_words() -> None:
    assert tuple(AREAS) == get_args(Area)
    assert tuple(PROVENANCE) == get_args(Provenance)


def test_measures_are_numbered_within_their_areas() -> None:
    """By the letter of the area and from 1 on, areas in their order, without a gap."""
    counts = Counter(one.area for one in MEASURES.values())
    letters = dict(zip(AREAS, "VTLPC", strict=True))
    numbered = [f"{letters[area]}{n}" for area in AREAS for n in range(1, counts[area] + 1)]
    assert list(MEASURES) == numbered and set(counts) == set(AREAS)
    assert all(letters[one.area] == one.id[0] for one in MEASURES.values())


def test_provenance_is_told_apart() -> None:
    kinds = Counter(one.provenance for one in MEASURES.values())
    assert kinds["named-in-article"] == 14  # Yunnan Daily, 11 October 2021, p. T11, names so many
    assert set(kinds) <= set(PROVENANCE)


def test_what_the_article_does_not_name_says_so() -> None:
    for one in MEASURES.values():
        if one.provenance == "named-in-article":
            assert "yunnan-daily-2021-10-11" in one.evidence, one.id
            assert re.search(r"[\u4e00-\u9fff]{4}", one.note), f"{one.id}: no phrase quoted"
        else:
            assert "yunnan-daily-2021-10-11" not in one.evidence, one.id
        if one.provenance in ("other-plan", "as-held", "guideline"):
            assert re.search(r"[Nn]ot named in the article|not announced|names air", one.note), (
                one.id
            )


@pytest.mark.parametrize("name", MEASURES)
def test_row_is_complete(name: str) -> None:
    one = MEASURES[name]
    assert one.name.en and re.search(r"[\u4e00-\u9fff]", one.name.zh)
    assert one.evidence and set(one.evidence) <= sources()
    for key in keys_of(one):
        row = CATALOGUE.find(key, "CN-YN-KMG", 2021)
        assert row.note or row.evidence != "assumed", key
    for service in one.effect.to.values():
        CATALOGUE.service(*service.split("/", 1))
    for old, new in one.effect.link.items():
        assert CATALOGUE.rivals(old) and CATALOGUE.rivals(new)
    uptake = one.uptake
    if one.stage == "attendance":  # a decision: neither a value nor a range of ours
        assert (uptake.value, uptake.low, uptake.high) == (0.0, None, None) and uptake.note
        return
    assert uptake.low is not None and uptake.high is not None
    assert 0 <= uptake.low <= uptake.value <= uptake.high <= 1
    assert uptake.basis in ("assumed", "published") and uptake.note


def test_services_that_are_shifted_exist() -> None:
    for one in MEASURES.values():
        for service in one.effect.to:
            CATALOGUE.service(*service.split("/", 1))


def test_enablers_lift_measures_that_exist_and_have_room() -> None:
    for one in MEASURES.values():
        if one.effect.do == "enable":
            assert one.stage == "enable"
            assert set(one.effect.lifts) <= set(MEASURES)
            assert all(MEASURES[lifted].uptake.value < 1 for lifted in one.effect.lifts), one.id


def test_only_green_power_is_market_based_and_only_the_points_of_kunming_have_a_start() -> None:
    assert [one.id for one in MEASURES.values() if one.method] == ["C1"]
    assert not [one.id for one in MEASURES.values() if one.start]
    for region, starts in (("CN-YN", {"C4": "2024-05-13"}), ("CN-SC", {}), ("AT", {})):
        held = [one.held_in([region]) for one in MEASURES.values()]
        assert {one.id: str(one.start) for one in held if one.start} == starts


def test_a_local_name_is_that_of_a_region_of_the_catalogue() -> None:
    local = [region for one in MEASURES.values() for region in one.local]
    assert local and set(local) <= CATALOGUE.regions


def test_costs_say_what_they_rest_on() -> None:
    units = {line.activity.unit.text for line in kunming().workings.model.lines} | {"programme"}
    for one in MEASURES.values():
        if one.cost is not None:
            assert one.cost.note and one.cost.currency == "CNY", one.id
            assert one.cost.per in units, one.id


# what they do


def test_every_measure_changes_the_worked_example_or_says_why_not() -> None:
    model = kunming().workings.model
    uptake = np.diag([MEASURES[one.id].uptake.value or 0.3 for one in model.measures])
    saved = model.totals()[0, 0] - model.totals(uptake)[:, 0]
    for one, kg in zip(model.measures, saved, strict=True):
        if one.effect.do == "enable":
            assert kg == pytest.approx(0.0, abs=1e-6), f"{one.id} owns tonnes"
        else:
            assert kg > 1.0, f"{one.id} saves nothing"


@pytest.mark.parametrize(
    "name",
    # the points of Kunming began after this meeting
    [
        one.id
        for one in MEASURES.values()
        if one.effect.do == "enable" and not one.local.get("CN-YN")
    ]
    + ["P4"],
)
def test_enabler_makes_the_others_more_used(name: str) -> None:
    found = kunming().workings
    model = compile_model(
        [line.activity for line in found.model.lines if not line.born],
        [one.model_copy(update={"apart": False}) for one in found.model.measures],
        found.catalogue,
        prefer=found.scenario.content.prefer,
        methods=found.scenario.methods,
    )
    index = [one.id for one in model.measures].index(name)
    with_all = np.array([MEASURES[one.id].uptake.value for one in model.measures])
    without = with_all.copy()
    without[index] = 0.0
    lifted = [model.measures[i].id for i in range(len(with_all))]
    gain = model.effective_uptake(with_all)[0] - model.effective_uptake(without)[0]
    rising = {one for one, more in zip(lifted, gain, strict=True) if more > 1e-9}
    assert rising - {name} == set(MEASURES[name].effect.lifts)
    assert model.totals(with_all)[0, 0] < model.totals(without)[0, 0]


def test_what_nobody_measured_stays_outside_the_total(tmp_path: Path) -> None:
    """Planned, they change nothing and are told; with an uptake of the scenario's they count."""
    apart = [one.id for one in MEASURES.values() if one.apart]
    assert apart == ["P3", "P4", "C3", "C4"]
    text = (
        "carbonmeet: 2\nkind: meeting\nextends: {}\ntitle: Apart\n"
        "measures: {{others: none, T3: 0.15, T4: 0.3{}}}\n"
    )
    base = data_dir("scenarios") / "cop15-kunming.yaml"
    left = {}
    for case in ("", ", P4: planned", ", P4: 100%"):
        file = tmp_path / "apart.yaml"
        file.write_text(text.format(base, case), encoding="utf-8")
        found = estimate(file)
        left[case] = found.residual.total.value
        told = [one.en for one in found.notices if "nobody has measured" in one.en]
        assert len(told) == (case == ", P4: planned")
    more = left[""] - left[", P4: 100%"]
    assert left[", P4: planned"] == left[""] and more > 0
    file.write_text(text.format(base, ", P4: planned"), encoding="utf-8")
    [said] = [one.en for one in estimate(file).notices if one.en.startswith("P4:")]
    assert f"save {more:,.3g} t CO2e more" in said


def test_points_that_began_in_2024_count_for_nothing_in_2021() -> None:
    model = kunming().workings.model
    uptake = np.array([MEASURES[one.id].uptake.value for one in model.measures])
    without = np.where([one.id == "C4" for one in model.measures], 0.0, uptake)
    assert model.totals(uptake)[0, 0] == model.totals(without)[0, 0]


@pytest.mark.parametrize("case", GOLDEN["effect_on_target"], ids=lambda case: case["measure"])
def test_effect_on_its_target(case: dict[str, Any]) -> None:
    one = MEASURES[case["measure"]]
    # the share of the lines that is the target itself is not part of the effect on it
    of_target = {"hvac": "venue.hvac-share", "lighting": "venue.lighting-share"}.get(case["target"])
    chain = [key for key in (*one.reach, *one.effect.saving, *one.effect.net) if key != of_target]
    effect = one.uptake.value
    for key in chain:
        row = CATALOGUE.find(key, "CN-YN-KMG", 2021)
        effect *= row.value * row.unit.scale
    assert effect == pytest.approx(case["value"], abs=case["tolerance"])


def test_drinks_overlap_as_worked_out_by_hand(tmp_path: Path) -> None:
    file = tmp_path / "drinks.yaml"
    file.write_text(
        "carbonmeet: 2\nkind: meeting\ntitle: Drinks\nplace: {region: CN-YN}\n"
        "prefer: [mee, cpcd, carbonmeet]\nperiods: {day: {year: 2023}}\n"
        "consumables: [{period: day, item: water-bottle, amount: 1000 bottle}]\n"
        "measures: {V1: 0.8, V2: 0.4}\n",
        encoding="utf-8",
    )
    result, hand = estimate(file), GOLDEN["drinks"]
    assert result.baseline.total.value * 1000 == pytest.approx(hand["baseline"])
    assert result.residual.total.value * 1000 == pytest.approx(hand["residual"])
    for i, one in enumerate(result.workings.model.measures):
        for kind, value in hand[one.id].items():
            assert getattr(result.workings.attribution, kind)[i] == pytest.approx(value), (
                one.id,
                kind,
            )
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"{value:.3f}" in page for value in (*hand["V1"].values(), *hand["V2"].values()))


def _value(key: str, year: int = 2021) -> float:
    return CATALOGUE.find(key, "CN-YN", year, ("mee", "cpcd", "carbonmeet")).value


def test_shuttle_breaks_even_at_a_sixth_of_its_seats() -> None:
    per_km = _value("coach.diesel.fuel") * _value("fuel.diesel")
    car = _value("car.petrol") / _value("occupancy.car")
    load = per_km / car / _value("seats.shuttle")
    golden = GOLDEN["shuttle_break_even"]
    assert golden["load_low"] < load < golden["load_high"]


@pytest.mark.parametrize(("mode", "even"), [("car.petrol", 0.164), ("taxi", 0.183)])
def test_an_empty_diesel_shuttle_raises_the_emissions_of_a_meeting(
    tmp_path: Path, mode: str, even: float
) -> None:
    def saved(load: float) -> float:
        file = tmp_path / "shuttle.yaml"
        trips = changed("{taxi: 40%, metro: 60%}", f"{{{mode}: 100%}}")
        own = f"  - {{key: load-factor.shuttle, value: {load}, unit: '1', note: counted}}\n"
        text = changed("measures: none\n", f"factors:\n{own}measures: {{T2: 60%}}\n", trips)
        file.write_text(text, "utf-8")
        result = estimate(file)
        return result.baseline.total.value - result.residual.total.value

    assert saved(0.10) < saved(even - 0.002) < 0 < saved(even + 0.002) < saved(0.45)
    assert f"{even:.0%}" in PAGE.read_text("utf-8")


def test_electric_coach_on_the_grid_of_yunnan() -> None:
    diesel = _value("coach.diesel.fuel") * _value("fuel.diesel")
    electric = _value("coach.bev.energy") * _value("charging-loss") * _value("grid")
    golden = GOLDEN["electric_coach"]
    assert golden["diesel_saving_low"] < 1 - electric / diesel < golden["diesel_saving_high"]


# the documentation


def test_what_the_page_says_of_the_worked_example() -> None:
    """How much its measures save: of the whole, outside aviation, and by market."""
    page = (Path(__file__).parents[1] / "docs/explanation/measures.md").read_text("utf-8")
    planned = load_scenario("cop15-planned")
    place, market = (
        estimate(planned.replace({"methods.electricity": how})) for how in ("location", "market")
    )

    def ground(side: Footprint) -> float:
        return side.total.value - side.by_source["transport.air"].value

    here, bought = ground(place.baseline), ground(market.baseline)
    whole = 1 - place.residual.total.value / place.baseline.total.value
    assert (
        f"saves about {whole:.0%} of the total and about {1 - ground(place.residual) / here:.0%} "
        in page
    )
    left = ground(market.residual)
    assert f"cut by {1 - left / bought:.0%}, from {three(bought)} t to {three(left)} t" in page
    assert (
        f"the {three(here)} t by location those {three(left)} t are {1 - left / here:.0%} less"
        in page
    )
    saved = estimate("cop15-kunming").measures.to_frame()["shapley"]
    small = saved[["V1", "V2", "L1", "L2", "P1", "P2"]].sum()
    assert small == pytest.approx(65, abs=1) and "about 65 t of 30,300" in page


def test_provenance_table_is_current() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == replaced(page), "run: python tests/test_measures_data.py"


def test_own_measures_of_the_guide_work(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "how-to" / "own-measure.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", guide, flags=re.DOTALL)
    assert blocks
    meeting = (data_dir("scenarios") / "forum-1500.yaml").read_text(encoding="utf-8")
    for number, block in enumerate(blocks):
        ids = re.findall(r"- id: (X\w+)", block)
        if not ids:  # what else may be written beside measures
            continue
        file = tmp_path / f"own-{number}.yaml"
        file.write_text(meeting.replace("measures: planned\n", block), encoding="utf-8")
        result = estimate(file)
        assert [one.id for one in result.workings.model.measures] == ids
        assert result.workings.model.measures[0].provenance == "own"
        assert result.residual.total.value < result.baseline.total.value
    power = {
        kind: ledger.by_source["venue.power"].value
        for kind, ledger in (("before", result.baseline), ("after", result.residual))
    }
    assert 1 - power["after"] / power["before"] == pytest.approx(0.9 * 0.4 * 0.06)


if __name__ == "__main__":
    PAGE.write_text(replaced(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
