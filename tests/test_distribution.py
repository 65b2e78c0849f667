"""One number's distribution: its ends are the ends that were given."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonmeet.activity import Datum
from carbonmeet.distribution import (
    Distribution,
    Pedigree,
    distribution_of,
    read_distribution,
)
from carbonmeet.errors import ModelError
from carbonmeet.estimation import estimate
from carbonmeet.report.explain import explain, selected
from carbonmeet.units import parse_unit


def datum(value: float, low: float | None, high: float | None, unit: str = "kg") -> Datum:
    return Datum("x", value, parse_unit(unit), low, high)


@given(st.floats(1e-6, 1e6), st.floats(1.01, 20), st.floats(1.01, 20))
def test_a_positive_number_has_its_value_as_median_and_its_ends_as_quantiles(
    value: float, down: float, up: float
) -> None:
    found = distribution_of(datum(value, value / down, value * up))
    assert found.form == "lognormal"
    ends = [found.quantile(p) for p in (0.025, 0.5, 0.975)]
    assert ends == pytest.approx([value / down, value, value * up], rel=1e-9)


@given(st.floats(0.02, 0.98), st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_a_share_never_leaves_0_to_1_and_keeps_its_three_numbers(
    value: float, down: float, up: float
) -> None:
    low, high = value * (1 - down), value + (1 - value) * (1 - up)
    found = distribution_of(datum(value, low, high, "1"))
    assert found.form == "logit-normal"
    assert found.quantile(0.025) == pytest.approx(low, rel=1e-9)
    assert found.quantile(0.975) == pytest.approx(high, rel=1e-9)
    drawn = found.at(np.linspace(-8, 8, 101))
    assert drawn.min() >= 0 and drawn.max() <= 1 and np.all(np.diff(drawn) >= 0)


def test_the_form_follows_from_the_number() -> None:
    forms = {
        distribution_of(datum(*row)).form: row
        for row in [
            (5.0, None, None, "kg"),
            (5.0, 4.0, 7.0, "kg"),
            (0.4, 0.2, 0.7, "1"),
            (0.8, 0.5, 1.0, "1"),
            (0.1, -0.1, 0.3, "1"),
        ]
    }
    assert list(forms) == ["fixed", "lognormal", "logit-normal", "pert", "normal"]
    assert distribution_of(datum(5.0, 5.0, 5.0)).is_fixed
    assert distribution_of(datum(5.0, 0.0, 9.0)).form == "pert"
    assert distribution_of(datum(1.0, 1.0, 2.0, "1")).form == "pert"
    assert distribution_of(datum(1.9, 1.0, 4.0, "1")).form == "lognormal"


def test_a_symmetric_lognormal_is_the_ordinary_one() -> None:
    sigma = 0.3
    found = Distribution.lognormal(
        2.0, 2 * math.exp(-1.959963984540054 * sigma), 2 * math.exp(1.959963984540054 * sigma)
    )
    assert found.mean == pytest.approx(2 * math.exp(sigma**2 / 2), rel=1e-9)
    assert found.sd == pytest.approx(
        2 * math.exp(sigma**2 / 2) * math.sqrt(math.expm1(sigma**2)), rel=1e-9
    )


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (1.0, 5.0), (2.0, 3.0), (40.0, 3.0), (3.0, 3.0)])
def test_beta_has_the_moments_and_quantiles_of_a_beta(a: float, b: float) -> None:
    stats = pytest.importorskip("scipy.stats")
    found = read_distribution({"form": "beta", "a": a, "b": b})
    assert found.mean == pytest.approx(a / (a + b), abs=2e-5)
    assert found.sd == pytest.approx(float(stats.beta.std(a, b)), rel=2e-4)
    for p in (0.001, 0.025, 0.3, 0.5, 0.9, 0.975, 0.999):
        assert found.quantile(p) == pytest.approx(float(stats.beta.ppf(p, a, b)), abs=1e-4)


def test_pert_has_the_mean_of_a_pert() -> None:
    found = read_distribution({"form": "pert", "low": 2, "mode": 3, "high": 10})
    assert found.mean == pytest.approx((2 + 4 * 3 + 10) / 6, abs=1e-4)


def test_triangle_and_uniform_have_theirs() -> None:
    triangle = read_distribution({"form": "triangular", "low": 0, "mode": 1, "high": 5})
    assert triangle.mean == pytest.approx(2.0, abs=1e-3)
    assert triangle.quantile(0.2) == pytest.approx(1.0, abs=1e-3)
    uniform = read_distribution({"form": "uniform", "low": 2, "high": 6})
    assert uniform.sd == pytest.approx(4 / math.sqrt(12), rel=1e-3)


def test_an_explicit_lognormal_has_the_mean_and_sd_it_was_given() -> None:
    found = read_distribution({"form": "lognormal", "mean": 22, "sd": 9})
    assert (found.mean, found.sd) == (pytest.approx(22), pytest.approx(9))
    assert found.origin == "explicit"


def test_explain_shows_which_form_is_used() -> None:
    result = estimate("cop15-kunming")
    number = next(
        place
        for place, i in enumerate(selected(result, None))
        if any(one.id == "groups[3].nights" for one in result.model.lines[i].activity.inputs)
    )
    line = selected(result, None)[number : number + 1]
    text, chinese = explain(result, line), explain(result, line, "zh")
    for one in result.model.lines[line[0]].activity.inputs:
        drawn = distribution_of(one)
        assert ("~ fixed" if drawn.is_fixed else f"~ {drawn}") in text
    assert "~ 对数正态分布，95%区间4至6" in chinese


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"form": "norml", "mean": 1, "sd": 1}, "Did you mean 'normal'"),
        ({"form": "normal", "mean": 1}, "mean, sd"),
        ({"form": "normal", "mean": 1, "sd": -1}, "below 0"),
        ({"form": "pert", "low": 3, "mode": 2, "high": 4}, "must rise"),
        ({"form": "beta", "a": 0.1, "b": 3}, "at least 0.5"),
        ({"form": "lognormal", "median": 0, "gsd2": 2}, "above 0"),
        ({"form": "fixed", "value": "five"}, "finite number"),
    ],
)
def test_impossible_distributions_are_refused(given: dict[str, object], problem: str) -> None:
    with pytest.raises(ModelError, match=problem):
        read_distribution(given)


# Additional uncertainty factors of ecoinvent 2 as the package pedigree_matrix tabulates them
# (version_1), by hand: ln 1.5, 1.2, 1.5, 1.1, 2 squared and so on.
@pytest.mark.parametrize(
    ("scores", "gsd2"),
    [((5, 5, 5, 5, 5), 2.51636), ((5, 2, 5, 3, 5), 2.45966), ((4, 2, 1, 3, 5), 2.04884)],
)
def test_pedigree_cases(scores: tuple[int, int, int, int, int], gsd2: float) -> None:
    assert Pedigree(*scores).gsd2() == pytest.approx(gsd2, abs=5e-6)


def test_pedigree_is_a_lognormal_about_the_value() -> None:
    best = Pedigree(1, 1, 1, 1, 1)
    assert best.gsd2() == 1.0
    spread = Pedigree(5, 5, 5, 5, 5).around(3.0)
    assert (spread.origin, spread.quantile(0.5)) == ("pedigree", pytest.approx(3.0))
    # two sigmas are GSD2 by definition; 1.96 of them are the 95 % range
    assert float(spread.at(np.array(2.0))) == pytest.approx(3.0 * 2.5163566, rel=1e-6)
    with pytest.raises(ModelError, match="temporal score"):
        Pedigree(1, 1, 6, 1, 1).gsd2()
    assert Pedigree(1, 1, 1, 1, 1, basic=1.5).gsd2() == pytest.approx(1.5)
