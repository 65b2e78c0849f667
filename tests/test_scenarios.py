"""The shipped scenarios: they load, they are plausible, and they say where they are not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from carbonmeet.answer import Answer
from carbonmeet.base.data import data_dir
from carbonmeet.estimation import estimate
from carbonmeet.reading.amount import Amount
from carbonmeet.reading.schema import Strict
from carbonmeet.reading.yamlfile import read_yaml_file
from carbonmeet.scenario import load_scenario

FOLDER = data_dir("scenarios")
COP15 = [
    "cop15-kunming",
    "cop15-baseline",
    "cop15-planned",
    "cop15-ambitious",
    "cop15-as-held-measures",
]
NAMES = [*COP15, "cop15-phase1-as-held", "forum-1500"]
GOLDEN: Any = read_yaml_file(Path(__file__).parent / "golden" / "measures.yaml").data


@cache
def result(name: str) -> Answer:
    return estimate(name)


def amounts(value: object) -> list[Amount]:
    """Every number of a scenario that carries a basis."""
    if isinstance(value, Amount):
        return [value]
    if isinstance(value, dict):
        return [found for one in value.values() for found in amounts(one)]
    if isinstance(value, list | tuple):
        return [found for one in value for found in amounts(one)]
    if isinstance(value, Strict):
        return [
            found for name in type(value).model_fields for found in amounts(getattr(value, name))
        ]
    return []


@pytest.mark.parametrize("name", NAMES)
def test_loads_in_both_languages(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.title.en and scenario.title.zh
    assert scenario.content.notes
    for group in scenario.content.groups:
        assert group.name.en and group.name.zh


@pytest.mark.parametrize("name", NAMES)
def test_first_line_names_the_schema(name: str) -> None:
    first = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == ("# yaml-language-server: $schema=../docs/reference/scenario.schema.json")


@pytest.mark.parametrize("name", NAMES)
def test_assumed_numbers_have_a_range_and_a_reason(name: str) -> None:
    for one in amounts(load_scenario(name).content):
        if one.basis == "assumed":
            assert one.note and one.low is not None and one.high is not None, one
        if one.basis == "published":
            assert one.note, one


@pytest.mark.parametrize("name", NAMES)
def test_residual_is_positive_and_below_the_baseline(name: str) -> None:
    found = result(name)
    assert 0 < found.residual.total.value <= found.baseline.total.value
    assert (found.workings.residual.kg >= 0).all()


def test_programmes_stand_on_one_meeting() -> None:
    # one counts electricity by market, where the residual mix weighs more: by place all agree
    both = [result(name).baseline.electricity for name in COP15]
    totals = {one.location.value for one in both if one is not None}
    assert len(both) == len(COP15) and max(totals) == pytest.approx(min(totals), rel=1e-12)
    for name in COP15[1:]:
        text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
        assert "extends: cop15-kunming.yaml" in text and "groups:" not in text


def test_programmes_are_ordered() -> None:
    left = {name: result(name).residual.total.value for name in COP15}
    assert left["cop15-ambitious"] < left["cop15-kunming"] < left["cop15-planned"]
    assert left["cop15-planned"] < left["cop15-as-held-measures"] < left["cop15-baseline"]
    assert left["cop15-baseline"] == result("cop15-baseline").baseline.total.value


def test_published_figures_of_the_plan_are_there() -> None:
    text = (FOLDER / "cop15-kunming.yaml").read_text(encoding="utf-8")
    for phrase in (
        "全市共准备了296辆新能源汽车作为大会保障车辆",
        "另准备了110辆作为大会调剂用车",
        "会议服务直达公交专线70余条",
        "宣布3570名志愿者正式上岗",
        "全市规划和已实施的人工造林项目总规模达3607亩",
    ):
        assert phrase in text, phrase


def test_phase_2_in_kunming_is_marked_as_not_held() -> None:
    spans = load_scenario("cop15-kunming").spans
    assert [name for name, span in spans.items() if span.counterfactual] == ["phase-2"]


@pytest.mark.parametrize("name", sorted(GOLDEN["plausible"]))
def test_is_plausible(name: str) -> None:
    band = GOLDEN["plausible"][name]
    found = result(band["scenario"])
    by_source: dict[str, float] = {}
    for line, kg in zip(found.workings.model.lines, found.workings.baseline.kg, strict=True):
        if line.activity.period == band["period"]:
            by_source[line.activity.source] = by_source.get(line.activity.source, 0.0) + kg / 1000
    total = sum(by_source.values())
    values = {
        "total": total,
        "per_head": total / found.workings.participants[band["period"]],
        "air": by_source["transport.air"] / total,
        "lodging": by_source["lodging"] / total,
        "road": by_source["transport.road"] / total,
    }
    for key, value in values.items():
        if key in band:
            low, high = band[key]
            assert low <= value <= high, (
                f"{key} {value:.3g} outside {low} to {high}: {band['cite']}"
            )


def _savings(name: str, *, market: bool) -> tuple[float, float]:
    """Share saved of everything, and of what is not a flight."""
    model = result(name).workings.model
    planned = result(name).workings.scenario.programme(result(name).workings.catalogue)
    uptake = np.array(
        [planned[one.id].value * (market or one.method != "market") for one in model.measures]
    )
    before, after = model.run()[0], model.run(uptake)[0]
    ground = np.array([line.activity.source != "transport.air" for line in model.lines])
    whole = 1 - after.sum() / before.sum()
    return float(whole), float(1 - after[ground].sum() / before[ground].sum())


def test_measures_save_no_more_than_elsewhere() -> None:
    band = GOLDEN["ceiling"]
    planned = load_scenario(band["scenario"]).content.measures
    assert isinstance(planned, Mapping) and not {"T5", "T6"} & set(planned) and len(planned) == 24
    for market in (False, True):
        whole, outside = _savings(band["scenario"], market=market)
        assert band["total"][0] <= whole <= band["total"][1]
        assert outside <= band["outside_aviation"][1]
    whole, outside = _savings(band["scenario"], market=True)
    assert outside >= band["outside_aviation"][0]


def test_the_shortfall_by_location_is_explained() -> None:
    _, outside = _savings("cop15-planned", market=False)
    assert 0.15 < outside < GOLDEN["ceiling"]["outside_aviation"][0]
    notes = load_scenario("cop15-kunming").content.notes
    assert f"about {outside:.0%}".replace("%", " %") in notes
    assert "30 to 45 %" in notes and "grid of Yunnan" in notes


def test_reserve_vehicles_stand_still() -> None:
    [fleet] = load_scenario("cop15-phase1-as-held").content.fleet
    assert fleet.vehicles.value == 296 and fleet.reserve is not None
    found = result("cop15-phase1-as-held").workings.model
    [line] = [one.activity for one in found.lines if "fleet" in one.activity.tags]
    assert line.amount[0][0].value == 296


def test_shuttle_lines_and_their_measure_are_not_both_counted() -> None:
    assert load_scenario("cop15-kunming").content.shuttles == ()
    [lines] = load_scenario("cop15-phase1-as-held").content.shuttles
    assert lines.lines.value == 70
    assert load_scenario("cop15-phase1-as-held").content.measures == "none"
