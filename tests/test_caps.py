"""Caps: measures of one kind together save no more than a study found, whatever their product."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import carbonmeet as cm
from carbonmeet.base.errors import InputError
from carbonmeet.kernel.steps import Capped

#: Three measures of 10, 8 and 5 %: the product saves 1 - 0.9 * 0.92 * 0.95 = 21.34 %.
SAVINGS = {"A1": 0.10, "A2": 0.08, "A3": 0.05}


def scenario(most: object = "15%", members: tuple[str, ...] = ("A1", "A2", "A3")) -> cm.Scenario:
    def own(name: str, saving: float) -> dict[str, Any]:
        return {
            "id": name,
            "area": "transport",
            "name": name,
            "where": {"source": ["transport.road"]},
            "effect": {"do": "avoid", "saving": [f"saving.{name.lower()}"]},
            "uptake": {"value": 1, "low": 0.6, "high": 1, "basis": "assumed", "note": "x"},
            "stage": "avoid",
        }

    data: dict[str, Any] = {
        "carbonmeet": 2,
        "kind": "meeting",
        "title": "Capped",
        "place": {"airport": "KMG", "region": "CN-YN"},
        "prefer": ["cpcd", "mee"],
        "periods": {"p": {"start": "2024-05-01", "end": "2024-05-02"}},
        "activities": [
            {
                "period": "p",
                "source": "transport.road",
                "label": "Trips",
                "amount": "1000 passenger km",
                "chain": ["0.1 kg CO2e / passenger / km"],
            }
        ],
        "factors": [
            {
                "key": f"saving.{name.lower()}",
                "value": saving,
                "low": saving / 2,
                "high": saving * 1.5,
                "unit": "1",
                "evidence": "assumed",
                "note": "made up",
            }
            for name, saving in SAVINGS.items()
        ],
        "own_measures": [own(name, saving) for name, saving in SAVINGS.items()],
        "measures": dict.fromkeys(SAVINGS, 1),
        "caps": [{"id": "together", "measures": list(members), "most": most, "note": "a study"}],
    }
    return cm.load_scenario(data)


def test_the_product_stops_at_the_cap_and_that_is_told() -> None:
    found = cm.estimate(scenario())
    assert found.saving.value == pytest.approx(0.1 * 0.15)
    [told] = [one for one in found.notices if one.id == "measure.capped"]
    assert told.args["saved"] == pytest.approx(1 - 0.9 * 0.92 * 0.95)
    assert sum(one.shapley.value for one in found.measures) == pytest.approx(found.saving.value)
    # alone each saves less than the cap
    for one in found.measures:
        assert one.alone.value == pytest.approx(0.1 * SAVINGS[one.id])


def test_a_cap_that_does_not_bind_changes_nothing() -> None:
    found = cm.estimate(scenario("30%"))
    assert found.saving.value == pytest.approx(0.1 * (1 - 0.9 * 0.92 * 0.95))
    assert not [one for one in found.notices if one.id == "measure.capped"]


def test_no_draw_saves_more_and_the_cap_has_a_range() -> None:
    most = {"value": 0.15, "low": 0.1, "high": 0.2, "basis": "assumed", "note": "x"}
    found = cm.simulate(cm.estimate(scenario(most)), 2000)
    frame = cm.draws_table(found)
    column = next(name for name in frame.columns if "caps.together.most" in name)
    saved = (
        frame[next(n for n in frame.columns if n.startswith("baseline"))]
        - frame[next(n for n in frame.columns if n.startswith("residual"))]
    )
    assert (saved <= 0.1 * frame[column] * (1 + 1e-12)).all() and frame[column].nunique() > 1000


@given(st.lists(st.floats(0, 1), min_size=6, max_size=6))
def test_what_a_further_uptake_takes_is_the_difference(shares: list[float]) -> None:
    model = cm.estimate(scenario()).workings.model
    now, more = np.array([shares[:3]]), np.array([shares[3:]]) * (1 - np.array([shares[:3]]))
    fall = model.falls(now, more)
    difference = model.row_weights(now) - model.row_weights(now + more)
    assert fall == pytest.approx(difference, abs=1e-12)


BAD = {
    '"A9"': "no measure 'A9'",
    '"T5"': "does not avoid or improve",
    '"V3"': "act at one stage",
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_capped_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=BAD[name]):
        cm.estimate(scenario(members=("A1", json.loads(name))))


def test_a_measure_is_under_one_cap() -> None:
    twice = scenario().document.data["caps"]
    other = {**twice[0], "id": "again"}
    with pytest.raises(InputError, match=r"caps\[1\].*A1 is under 'together' already"):
        cm.estimate(scenario().replace({"caps": [*twice, other]}))


def test_a_kernel_in_another_language_has_it() -> None:
    pytest.importorskip("quickjs", reason="needs the JavaScript engine quickjs")
    from test_page_numbers import Both, near

    pair = Both(scenario(), 50)
    assert any(isinstance(step, Capped) for step in pair.workings.model.steps)
    python, script = pair.python({}), pair.script({})
    assert near(script["total"]["after"], python["after"])
    assert near(script["total"]["afterLow"], python["ends"][2])
    assert near(script["total"]["afterHigh"], python["ends"][3])


def test_the_workbook_works_it_out_by_formula(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="reads the workbook")
    path = tmp_path / "report.xlsx"
    cm.report.write(cm.estimate(scenario()), path)
    texts = [
        str(cell.value)
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert any("MAX((1-" in text and ",1-MAX(0," in text for text in texts)
