"""Measured means measured: a reading is what the measures left, and the baseline undoes them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import carbonmeet as cm
from carbonmeet.draws import draws_of
from carbonmeet.pricing.metered import LEFT
from carbonmeet.view.matter import Matter
from carbonmeet.view.pages.headline import facts

READING = 100_000.0  # kWh


def meeting(measures: dict[str, Any], basis: str = "measured") -> dict[str, Any]:
    return {
        "carbonmeet": 2,
        "kind": "meeting",
        "title": "Metered",
        "prefer": ["mee", "cpcd", "defra"],
        "place": {"name": "Kunming", "airport": "KMG", "region": "CN-YN"},
        "periods": {"p": {"start": "2024-05-20", "end": "2024-05-22"}},
        "venue": [
            {"label": "Hall", "period": "p", "energy": {"value": f"{READING} kWh", "basis": basis}}
        ],
        "measures": measures,
    }


@given(st.fixed_dictionaries({"V3": st.floats(0, 1), "V4": st.floats(0, 1)}))
def test_the_reading_is_what_is_left(measures: dict[str, float]) -> None:
    answer = cm.estimate(meeting(measures))
    plain = cm.estimate(meeting({}))
    assert answer.residual.total.value == pytest.approx(plain.baseline.total.value, rel=1e-12)
    assert answer.baseline.total.value >= plain.baseline.total.value * (1 - 1e-12)


def test_a_measure_not_carried_out_finds_its_reading() -> None:
    """Whoever changes its uptake later, in a workbook or on the page, discounts no reading."""
    idle, plain = cm.estimate(meeting({"V3": 0.0})), cm.estimate(meeting({}))
    [line] = idle.workings.model.lines
    assert [one.left.value for one in line.activity.readings if one.left] == [1.0]
    assert idle.baseline.total.value == plain.baseline.total.value
    assert not [one for one in idle.notices if one.id.startswith("metered")]


def test_a_planned_amount_is_what_the_measures_act_on() -> None:
    measured, planned = (
        cm.estimate(meeting({"V3": 1.0}, basis)) for basis in ("measured", "given")
    )
    assert planned.baseline.total.value == pytest.approx(measured.residual.total.value, rel=1e-12)
    share = planned.residual.total.value / planned.baseline.total.value
    assert measured.residual.total.value / measured.baseline.total.value == pytest.approx(share)


def test_the_baseline_takes_the_doubt_of_the_measures() -> None:
    answer = cm.simulate(cm.estimate(meeting({"V3": 1.0, "V4": 0.8})), 300)
    table = cm.draws_table(answer)
    grid = table["residual"] * 1000 / READING  # kg per kWh in every draw
    plain = cm.draws_table(cm.simulate(cm.estimate(meeting({})), 300))
    np.testing.assert_allclose(grid, plain["baseline"] * 1000 / READING, rtol=1e-12)
    assert (table["baseline"] / table["residual"]).std() > 0
    assert all(not name.endswith(LEFT) for name in draws_of(answer).plan.ids)


def test_where_little_is_left_no_saving_is_claimed() -> None:
    data = meeting({"V9": 1.0})
    data["own_measures"] = [
        {
            "id": "V9",
            "area": "venue",
            "name": "Almost everything off",
            "where": {"source": ["venue.power"]},
            "effect": {"do": "avoid", "saving": ["own.saving"]},
            "stage": "avoid",
            "uptake": {"value": 1.0, "basis": "assumed", "note": "a test"},
        }
    ]
    note = {"evidence": "assumed", "note": "a test"}
    data["factors"] = [{"key": "own.saving", "value": 0.9, "unit": "1", **note}]
    answer = cm.estimate(data)
    assert answer.saving.value == 0
    assert [one.id for one in answer.notices if one.id == "metered.kept"]


def test_both_notices_name_the_lines() -> None:
    answer = cm.estimate(meeting({"V3": 1.0}))
    [told] = [one for one in answer.notices if one.id == "metered.undone"]
    assert "Hall" in told.en and "Hall" in told.zh


SHARES = st.fixed_dictionaries({name: st.floats(0.05, 1) for name in ("V1", "V2", "V3", "C2")})


@settings(max_examples=20)
@given(SHARES)
def test_readings_of_every_kind_are_what_is_left(measures: dict[str, float]) -> None:
    """Power beside own panels, bottles that a measure would replace, waste by its treatment."""

    def read(value: str) -> dict[str, str]:
        return {"value": value, "basis": "measured"}

    treatment = {"incineration": 0.5, "landfill": 0.5}
    more = {
        "venue": [{"label": "Hall", "period": "p", "energy": read("9000 kWh"), "solar": 0.2}],
        "consumables": [{"period": "p", "item": "water-bottle", "amount": read("900 bottle")}],
        "waste": [
            {"period": "p", "stream": "municipal", "amount": read("2 t"), "treatment": treatment}
        ],
    }
    answer, plain = (cm.estimate({**meeting(chosen), **more}) for chosen in (measures, {}))
    assert answer.residual.total.value == pytest.approx(plain.baseline.total.value, rel=1e-12)
    [told] = [one for one in answer.notices if one.id == "metered.stays"]
    assert told.args["lines"]


def _read(value: str, basis: str = "measured") -> dict[str, str]:
    return {"value": value, "basis": basis}


def _people(basis: str = "given") -> dict[str, Any]:
    air = [{"mode": "air", "from": "PEK"}]
    counted = {"value": 100, "basis": basis}
    return {"name": "Guests", "period": "p", "people": counted, "nights": 2, "travel": air}


#: Readings in several numbers, and a head and a day.
WRITTEN: dict[str, dict[str, Any]] = {
    "product": {
        "venue": [{"label": "Hall", "period": "p", "energy": [_read("500 kW"), _read("20 h")]}]
    },
    "power, and hours from the timetable": {
        "venue": [{"label": "Hall", "period": "p", "energy": [_read("500 kW"), "20 h"]}]
    },
    "a head": {
        "venue": [],
        "groups": [_people()],
        "consumables": [
            {"period": "p", "item": "water-bottle", "per_person": _read("3 bottle / person")}
        ],
    },
    "a head and a day": {
        "venue": [],
        "groups": [_people("measured")],
        "waste": [
            {
                "period": "p",
                "stream": "municipal",
                "per_person_day": _read("1 kg / person / day"),
                "treatment": {"incineration": 1.0},
            }
        ],
        "consumables": [
            {"period": "p", "item": "paper-cup", "per_person_day": _read("2 cup / person / day")}
        ],
    },
}
DONE = {"V1": 0.6, "V2": 0.5, "V3": 1.0, "V4": 0.7, "C2": 0.6}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=list(WRITTEN))
def test_a_reading_is_what_is_left_however_it_is_written(written: dict[str, Any]) -> None:
    answer, plain = (cm.estimate({**meeting(chosen), **written}) for chosen in (DONE, {}))
    assert answer.residual.total.value == pytest.approx(plain.baseline.total.value, rel=1e-12)
    assert answer.baseline.total.value > plain.baseline.total.value * (1 + 1e-6)


def test_a_product_with_a_guess_in_it_is_no_reading() -> None:
    guess = {"value": "500 kW", "basis": "assumed", "note": "a test"}
    hall = {"venue": [{"label": "Hall", "period": "p", "energy": [guess, _read("20 h")]}]}
    answer, plain = (cm.estimate({**meeting(chosen), **hall}) for chosen in (DONE, {}))
    assert answer.residual.total.value < plain.baseline.total.value


def test_a_measured_mode_is_what_is_left_of_it() -> None:
    modes = {mode: _read("50%") for mode in ("taxi", "bus")}
    local = {"trips_per_day": 2, "length": "8 km", "modes": modes}
    data = {"venue": [], "groups": [{**_people(), "local": local}]}
    answer, plain = (cm.estimate({**meeting(x), **data}) for x in ({"T2": 0.6, "T3": 0.2}, {}))
    assert answer.residual.total.value == pytest.approx(plain.baseline.total.value, rel=1e-12)


def test_who_was_counted_is_who_is_left_on_site() -> None:
    """T6 takes no head count down again; the baseline has those who stayed at home as well."""
    data = {"venue": [], "groups": [_people("measured")]}
    answer, plain = (cm.estimate({**meeting(chosen), **data}) for chosen in ({"T6": 0.6}, {}))
    on_site = plain.baseline.total.value
    online = answer.residual.by_source["digital"].value
    share = on_site / answer.baseline.total.value
    assert answer.residual.total.value - online == pytest.approx(on_site, rel=1e-12)
    assert 0.3 < share < 0.5
    workings = answer.workings
    assert workings.left_on_site["all"] == pytest.approx(100, rel=1e-12)
    assert workings.participants["all"] == pytest.approx(100 / share, rel=1e-9)
    given = cm.estimate({**meeting({"T6": 0.6}), "venue": [], "groups": [_people()]})
    per_head = given.residual.by_source["digital"].value / (100 * (1 - share))
    assert online == pytest.approx(per_head * (100 / share - 100), rel=1e-9)
    assert [one.id for one in answer.notices if one.id.startswith("counted")] == ["counted.undone"]
    [each] = [one for one in facts(Matter("en", answer)) if one.name == "Per participant"]
    assert each.detail.endswith("on site, 100 after the measures")


def test_where_few_are_left_on_site_the_count_is_the_baseline() -> None:
    data = {"venue": [], "groups": [_people("measured")]}
    answer, plain = (cm.estimate({**meeting(chosen), **data}) for chosen in ({"T6": 1.0}, {}))
    assert answer.baseline.total.value == pytest.approx(plain.baseline.total.value, rel=1e-12)
    assert answer.saving.value == 0
    assert answer.workings.participants == plain.workings.participants
    assert [one.id for one in answer.notices if one.id.startswith("counted")] == ["counted.kept"]


def test_a_draw_that_leaves_too_little_saves_nothing() -> None:
    """What was read stays in every draw, and nothing is added back beyond five times of it."""
    brochures = {
        "venue": [],
        "consumables": [{"period": "p", "item": "brochure", "amount": _read("900 item")}],
    }
    uptake = {"value": 0.8, "low": 0.4, "high": 1.0, "basis": "assumed", "note": "a test"}
    answer, plain = (
        cm.draws_table(cm.simulate(cm.estimate({**meeting(chosen), **brochures}), 2000))
        for chosen in ({"P1": uptake}, {})
    )
    np.testing.assert_allclose(answer["residual"], plain["baseline"], rtol=1e-9)
    times = answer["baseline"] / answer["residual"]
    assert times.max() <= 5 * (1 + 1e-9)
    assert 0.05 < np.isclose(times, 1.0).mean() < 0.5


def test_what_follows_from_the_measures_is_no_input_without_a_range() -> None:
    answer, plain = (
        cm.simulate(cm.estimate(meeting({"V3": 1.0}, basis)), 50) for basis in ("measured", "given")
    )
    assert answer.uncertainty.fixed_inputs == plain.uncertainty.fixed_inputs
    assert answer.uncertainty.drawn_inputs == plain.uncertainty.drawn_inputs


def test_readings_stay_in_the_rows_of_a_sweep() -> None:
    data = meeting({"V3": 1.0, "V4": 0.8})
    table = cm.sweep(data, {"measures.V3": [0.0, 0.25, 1.0]})
    for row, uptake in zip(table.itertuples(), (0.0, 0.25, 1.0), strict=True):
        one = cm.estimate(meeting({"V3": uptake, "V4": 0.8}))
        assert row.baseline == pytest.approx(one.baseline.total.value, rel=1e-12)
        assert row.residual == pytest.approx(one.residual.total.value, rel=1e-12)
