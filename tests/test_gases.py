"""One set of warming potentials, as far as the gases of the factors are apart."""

from __future__ import annotations

import pytest

import carbonmeet as cm
from carbonmeet.catalogue.gases import SETS, Warming

ROWS = cm.load_catalogue().rows
SPLIT = [one for rows in ROWS.values() for one in rows if one.gwp in SETS and one.parts]


def potential(gas: str, gwp: str) -> float:
    [found] = [one.value for one in ROWS[f"gwp.{gas}"] if one.source == SETS[gwp]]
    return found


def test_there_are_rows_to_weigh() -> None:
    assert len(SPLIT) > 100
    assert {one.gwp for one in SPLIT} >= {"AR4", "AR5"}


@pytest.mark.parametrize("gwp", SETS)
def test_every_row_follows_its_parts(gwp: str) -> None:
    """What a row gains or loses is what its methane and nitrous oxide do, by hand."""
    under = Warming(ROWS, gwp)
    for row in SPLIT:
        new = next(one for one in under[row.key] if (one.id, one.year) == (row.id, row.year))
        more = sum(
            row.parts.get(gas, 0.0) * (potential(key, gwp) / potential(key, row.gwp) - 1)
            for gas, key in (("CH4", "ch4"), ("N2O", "n2o"))
        )
        assert new.value == pytest.approx(row.value + more, rel=1e-12)
        assert new.gwp == gwp
        if row.gwp == gwp:
            assert new is row


def test_rows_without_parts_stay_and_potentials_are_those_of_the_set() -> None:
    under = Warming(ROWS, "AR6")
    whole = [one for one in ROWS["grid"] if not one.parts]
    assert all(one in under["grid"] for one in whole)
    assert [one.source for one in under["gwp.ch4"]] == ["ipcc-2021"]


def test_the_method_of_a_scenario_says_how_far_it_reaches() -> None:
    base = cm.load_scenario("cop15-kunming")
    answer = cm.estimate(base.replace({"methods.gwp": "AR6"}))
    assert answer.baseline.total.value != cm.estimate(base).baseline.total.value
    [told] = [one for one in answer.notices if one.id == "method.gwp-in-part"]
    assert "AR6" in told.en and "AR6" in told.zh


@pytest.mark.parametrize("gwp", SETS)
def test_a_city_weighs_its_waste_by_the_set(gwp: str) -> None:
    """Methane and nitrous oxide go as their potentials do; those of AR5 unless a set is chosen."""
    base = cm.load_scenario("kunming-2023")
    before, after = (cm.estimate(x).lines for x in (base, base.replace({"methods.gwp": gwp})))
    pairs = [(a, b.kg_co2e) for a, b in zip(before, after, strict=True) if a.kg_co2e]
    times = {str(a.label): kg / a.kg_co2e for a, kg in pairs}
    for label, gas in (
        ("Municipal waste: landfill methane", "ch4"),
        ("Waste water, methane", "ch4"),
        ("Waste water, nitrous oxide", "n2o"),
    ):
        assert times[label] == pytest.approx(potential(gas, gwp) / potential(gas, "AR5"), rel=1e-12)
    assert times["Municipal waste: incineration, fossil carbon"] == 1
