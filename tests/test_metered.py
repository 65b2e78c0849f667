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
